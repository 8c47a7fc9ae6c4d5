// What the tablet knows of itself: its number, and its last contact with the server.

import { change, read } from "./store.js";

/** @typedef {import("./types.js").Contact} Contact */

/**
 * Return the tablet's own number; it is drawn the first time it is asked for.
 * @returns {Promise<string>}
 */
export async function device() {
  const known = await read("meta", "device");
  if (known) return known.uuid;
  await change(["meta"], (step) => {
    const meta = step.objectStore("meta");
    const asked = meta.get("device");
    // Two tabs may draw at once: the second keeps the number of the first.
    asked.onsuccess = () => void (asked.result || meta.put({ key: "device", uuid: crypto.randomUUID() }));
  });
  return (await read("meta", "device")).uuid;
}

/**
 * Return the last contact with the server, or null where there was none yet.
 * @returns {Promise<Contact | null>}
 */
export function contact() {
  return read("meta", "contact");
}

/**
 * Keep the last contact with the server.
 * @param {Contact} now
 * @returns {Promise<void>}
 */
export function noteContact(now) {
  return change(["meta"], (step) => void step.objectStore("meta").put({ key: "contact", ...now }));
}
