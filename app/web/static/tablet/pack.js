// The day's pack on the tablet: fetched, sealed, put in place of the old one when it is whole; and its parts, opened.

import { fetchPack, NotTaken } from "./fetching.js";
import { onLock } from "./keeper.js";
import { contentKey, decode, encode, makeContentKey, openUnder, openWith, sealTo, sealUnder } from "./seal.js";
import { change, read } from "./store.js";

/** @typedef {import("./types.js").Bytes} Bytes */
/** @typedef {import("./types.js").Held} Held */
/** @typedef {{madeAt: string, day: string, villages: string[], people: number, language: string}} About */
/** @typedef {{author: number, part: "about", key: Bytes} & About} AboutRow */
/** @typedef {{author: number, madeAt: string, key: CryptoKey, parts: Map<string, any>}} Opened */

const FORMAT = 1;
/** What many pages need stays open as long as the key is held. */
const KEPT = ["index", "lines", "shapes"];

/** @type {Opened | null} */
let opened = null;
onLock(() => void (opened = null));

/**
 * Take the pack of some villages along.
 * @param {number} author
 * @param {string[]} villages
 * @param {(done: number, total: number) => void} onProgress  In bytes.
 * @returns {Promise<void>}
 */
export async function take(author, villages, onProgress) {
  const keeper = await read("keepers", author);
  if (!keeper) throw new NotTaken("no-key");
  const pack = decode(await fetchPack(villages, onProgress));
  if (pack.xunhu !== 1 || pack.format !== FORMAT) throw new NotTaken("not-ours");
  const { key, raw } = await makeContentKey();
  const about = { madeAt: pack.made_at, day: pack.day, villages: pack.villages, people: pack.people, language: pack.language };
  /** @type {object[]} */
  const rows = [{ author, part: "about", key: await sealTo(keeper.public, raw, bound(author, about.madeAt, "key")), ...about }];
  for (const [part, value] of Object.entries(pack.parts)) {
    rows.push({ author, part, sealed: await sealUnder(key, encode(value), bound(author, about.madeAt, part)) });
  }
  await replace(author, rows);
  opened = null;
}

/**
 * Return what is known of the pack without opening it: nothing about anybody.
 * @param {number} author
 * @returns {Promise<About | null>}
 */
export async function about(author) {
  const row = /** @type {AboutRow | null} */ (await read("pack", [author, "about"]));
  if (!row) return null;
  const { madeAt, day, villages, people, language } = row;
  return { madeAt, day, villages, people, language };
}

/**
 * Return what lists are made of: everybody, by what they are sorted and searched.
 * @param {Held} held
 * @returns {Promise<any>}
 */
export function index(held) {
  return part(held, "index");
}

/**
 * Return one part of the pack, opened; null where there is none.
 * @param {Held} held
 * @param {string} name
 * @returns {Promise<any>}
 */
export async function part(held, name) {
  const pack = await unlocked(held);
  if (!pack) return null;
  if (pack.parts.has(name)) return pack.parts.get(name);
  const row = await read("pack", [held.author, name]);
  if (!row) return null;
  const value = decode(await openUnder(pack.key, row.sealed, bound(held.author, pack.madeAt, name)));
  if (KEPT.includes(name)) pack.parts.set(name, value);
  return value;
}

/**
 * @param {Held} held
 * @returns {Promise<Opened | null>}
 */
async function unlocked(held) {
  const row = /** @type {AboutRow | null} */ (await read("pack", [held.author, "about"]));
  if (!row) return null;
  if (opened?.author === held.author && opened.madeAt === row.madeAt) return opened;
  const raw = await openWith(held.key, row.key, bound(held.author, row.madeAt, "key"));
  opened = { author: held.author, madeAt: row.madeAt, key: await contentKey(raw), parts: new Map() };
  return opened;
}

/**
 * @param {number} author
 * @param {object[]} rows
 * @returns {Promise<void>}
 */
function replace(author, rows) {
  return change(["pack"], (step) => {
    const shelf = step.objectStore("pack");
    const asked = shelf.index("author").getAllKeys(author);
    asked.onsuccess = () => {
      for (const key of asked.result) shelf.delete(key);
      for (const row of rows) shelf.put(row);
    };
  });
}

/**
 * @param {number} author
 * @param {string} madeAt
 * @param {string} what
 * @returns {string}
 */
const bound = (author, madeAt, what) => `pack|${author}|${madeAt}|${what}`;
