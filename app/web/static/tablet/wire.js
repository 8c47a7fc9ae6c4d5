// The queue on its way out: what goes to the server next, and the file for a tablet that is dying.

import { device } from "./meta.js";
import { toBase64 } from "./seal.js";
import { all, read } from "./store.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").WireItem} WireItem */

/** How this release writes what it seals. */
export const FORMAT = 1;

/**
 * Return what goes next: the oldest first, but what was set back only after the rest. One bad item holds up nobody.
 * @param {number} author
 * @param {number} most
 * @returns {Promise<WireItem[]>}
 */
export async function forWire(author, most) {
  const waiting = (await rowsOf(author)).filter((item) => item.state === "waiting");
  const age = (/** @type {Item} */ item) => Date.parse(item.capturedAt);
  waiting.sort((one, two) => one.tries - two.tries || age(one) - age(two));
  const ready = await Promise.all(waiting.slice(0, most).map(onWire));
  return ready.filter((item) => item !== null);
}

/**
 * Write all that waits into a file, sealed as it is, for the day a tablet is dying.
 * @param {number} author
 * @returns {Promise<Blob>}
 */
export async function exportFile(author) {
  const head = JSON.stringify({ xunhu: 1, device: await device(), author });
  const waiting = await forWire(author, Infinity);
  const rows = waiting.flatMap((item, at) => [at ? ",\n" : "\n", JSON.stringify(item)]);
  return new Blob([`${head.slice(0, -1)},"items":[`, ...rows, "\n]}\n"], { type: "application/json" });
}

/**
 * @param {Item} item
 * @returns {Promise<WireItem | null>}  Null where its parcel is gone: it stays in the queue, and stops nobody.
 */
async function onWire({ uuid, hash, author, key, format, kind, capturedAt }) {
  const parcel = await read("parcels", uuid);
  return parcel && { uuid, hash, author, key, format, kind, captured_at: capturedAt, sealed: toBase64(parcel.sealed) };
}

/**
 * @param {number} author
 * @returns {Promise<Item[]>}
 */
function rowsOf(author) {
  return all("queue", "author", author);
}
