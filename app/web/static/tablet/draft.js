// Half-filled forms: kept sealed while somebody types, found again when the same place is opened.

import { decode, encode, openWith, sealTo } from "./seal.js";
import { all, change, read } from "./store.js";

/** @typedef {import("./types.js").Held} Held */
/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {{place: string, entries: Entry[], at: string}} Draft */

/**
 * Return the name a draft is kept under: the form's path, whatever was asked beside it.
 * @param {string} place
 * @returns {string}
 */
export function nameOf(place) {
  return new URL(place, location.origin).pathname;
}

/**
 * Keep a form as it stands; the key that takes it out again is not needed for it.
 * @param {{author: number, public: string}} held
 * @param {string} place
 * @param {Entry[]} entries
 * @param {() => boolean} [wanted] asked last before it is kept: a form saved meanwhile leaves no draft
 * @returns {Promise<void>}
 */
export async function keep(held, place, entries, wanted = () => true) {
  const name = nameOf(place);
  const plain = encode({ place, entries, at: new Date().toISOString() });
  const sealed = await sealTo(held.public, plain, `draft|${name}`);
  if (!wanted()) return;
  await change(["drafts"], (step) => {
    if (wanted()) step.objectStore("drafts").put({ author: held.author, place: name, sealed });
  });
}

/**
 * Return the form somebody left half filled at a place.
 * @param {Held} held
 * @param {string} place
 * @returns {Promise<Draft | null>}
 */
export async function find(held, place) {
  return opened(held, await read("drafts", [held.author, nameOf(place)]));
}

/**
 * Return every form somebody left half filled, the latest first.
 * @param {Held} held
 * @returns {Promise<Draft[]>}
 */
export async function list(held) {
  const rows = await all("drafts", "author", held.author);
  const drafts = await Promise.all(rows.map((row) => opened(held, row)));
  return drafts.filter((draft) => draft !== null).sort((a, b) => b.at.localeCompare(a.at));
}

/**
 * Throw a draft away, because somebody starts anew.
 * @param {{author: number}} held
 * @param {string} place
 * @returns {Promise<void>}
 */
export async function drop(held, place) {
  await change(["drafts"], (step) => { step.objectStore("drafts").delete([held.author, nameOf(place)]); });
}

/**
 * @param {Held} held
 * @param {{place: string, sealed: import("./types.js").Bytes} | null} row
 * @returns {Promise<Draft | null>}
 */
async function opened(held, row) {
  if (!row) return null;
  try {
    return decode(await openWith(held.key, row.sealed, `draft|${row.place}`));
  } catch {
    return null; // sealed to a key that was destroyed
  }
}
