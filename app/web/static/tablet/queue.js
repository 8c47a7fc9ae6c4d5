// What was recorded here: captured in one lasting step, counted, told in words. Nothing that waits can be deleted.

import { ring } from "./bell.js";
import { stamp } from "./clock.js";
import { contact, device } from "./meta.js";
import { decode, encode, hashOf, openWith, sealTo } from "./seal.js";
import { all, change, read } from "./store.js";
import { FORMAT } from "./wire.js";

export { onChange } from "./bell.js";
export { forgetOld, mark, offerAgain, setBack, toAsk } from "./marks.js";
export { exportFile, forWire } from "./wire.js";

/** @typedef {import("./types.js").Bytes} Bytes */
/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Kind} Kind */

/**
 * What one form holds, and in which words the queue page tells of it.
 * @typedef {object} Capture
 * @property {number} author
 * @property {Kind} kind
 * @property {number | null} person
 * @property {string} path
 * @property {Entry[]} fields
 * @property {string} label
 * @property {string} place  Where it was filled in: its draft goes in the same step.
 */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A form of this number is on record here: saved twice, or in two tabs. The number is its message. */
export class Already extends Error {}

/** The tablet was never in contact with the server, or nobody set it up: there is no key to seal to. */
export class NotSetUp extends Error {}

/**
 * Keep what a form holds, sealed to the server, and let its draft go. Returns when it is on the disk, and only then.
 * @param {Capture} form
 * @returns {Promise<Item>}
 */
export async function capture(form) {
  const { item, sealed } = await pack(form);
  const parcel = { uuid: item.uuid, author: item.author, sealed };
  try {
    await change(["queue", "parcels", "drafts"], (step) => {
      step.objectStore("queue").add(item);
      step.objectStore("parcels").add(parcel);
      step.objectStore("drafts").delete([form.author, form.place]);
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "ConstraintError") throw new Already(item.uuid);
    throw error;
  }
  ring();
  return item;
}

/**
 * Return everything a doctor recorded on this tablet that is still on it, the newest first.
 * @param {number} author
 * @returns {Promise<Item[]>}
 */
export async function items(author) {
  const rows = /** @type {Item[]} */ (await all("queue", "author", author));
  return rows.sort((one, two) => Date.parse(two.capturedAt) - Date.parse(one.capturedAt));
}

/**
 * Count what waits, what needs mending, and say when something was last sent.
 * @param {number} author
 * @returns {Promise<{waiting: number, mend: number, sentAt: string | null}>}
 */
export async function counts(author) {
  const rows = await items(author);
  const sent = rows.flatMap((item) => item.sentAt ?? []).sort();
  return {
    waiting: rows.filter((item) => item.state === "waiting").length,
    mend: rows.filter((item) => item.verdict === "to-mend").length,
    sentAt: sent.at(-1) ?? null,
  };
}

/**
 * Count what waits on this tablet for anybody but this doctor. Whose it is stays untold.
 * @param {number | null} author
 * @returns {Promise<number>}
 */
export async function waitingForOthers(author) {
  const rows = /** @type {Item[]} */ (await all("queue"));
  return rows.filter((item) => item.author !== author && item.state === "waiting").length;
}

/**
 * Return the words of an item, or null where this key does not open them.
 * @param {Item} item
 * @param {CryptoKey} key
 * @returns {Promise<string | null>}
 */
export async function labelOf(item, key) {
  const plain = await openWith(key, item.label, `label|${item.uuid}`).catch(() => null);
  return plain && decode(plain);
}

/**
 * Return the server's sentences about an item; none where this key does not open them.
 * @param {Item} item
 * @param {CryptoKey} key
 * @returns {Promise<string[]>}
 */
export async function toldOf(item, key) {
  if (item.told === null) return [];
  const plain = await openWith(key, item.told, `told|${item.uuid}`).catch(() => null);
  return plain ? decode(plain) : [];
}

/**
 * @param {Capture} form
 * @returns {Promise<{item: Item, sealed: Bytes}>}
 */
async function pack({ author, kind, person, path, fields, label }) {
  const [server, keeper, tablet] = await Promise.all([contact(), read("keepers", author), device()]);
  if (!server || !keeper) throw new NotSetUp();
  const uuid = uuidOf(kind, person, fields);
  const capturedAt = stamp();
  const sent = fields.filter(([name]) => name !== "csrf_token");
  const content = encode({ kind, person, path, fields: sent, captured_at: capturedAt });
  const bound = ["item", uuid, author, tablet, kind, FORMAT].join("|");
  const sealed = await sealTo(server.serverKey.public, content, bound);
  const words = await sealTo(keeper.public, encode(label), `label|${uuid}`);
  const known = { uuid, author, device: tablet, kind, format: FORMAT, key: server.serverKey.id, capturedAt };
  const standing = { answer: null, verdict: null, told: null, sentAt: null, tries: 0 };
  return { item: { ...known, ...standing, state: "waiting", hash: await hashOf(sealed), label: words }, sealed };
}

/**
 * Return the number the form itself carries, so that the same form saved twice is one item; an edit gets a fresh one.
 * @param {Kind} kind
 * @param {number | null} person
 * @param {Entry[]} fields
 * @returns {string}
 */
function uuidOf(kind, person, fields) {
  const carrier = kind === "round" ? `k${person}` : "client_key";
  const carried = kind === "edit" ? undefined : fields.find(([name]) => name === carrier)?.[1].toLowerCase();
  return carried && UUID.test(carried) ? carried : crypto.randomUUID();
}
