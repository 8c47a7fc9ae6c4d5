// The key of a doctor on this tablet: made under a PIN, unlocked by it, counted, destroyed after ten wrong ones.

import { hold, lock } from "./held.js";
import { makeWrapped, pinFault, unwrap } from "./pin.js";
import { all, change, read } from "./store.js";

export { held, lock, lockEverywhere, onLock, watchIdle } from "./held.js";
export { pinFault } from "./pin.js";

/** @typedef {import("./types.js").Keeper} Keeper */
/** @typedef {Keeper & import("./pin.js").Wrapped} Row */

const MOST_WRONG = 10;
const DAY = 86_400_000;

/** Not this PIN; so many are left. */
export class WrongPin extends Error {
  /** @param {number} left */
  constructor(left) {
    super("wrong PIN");
    this.left = left;
  }
}

/** The key is gone, and with it what it opens. What waits to be sent is not. */
export class Destroyed extends Error {}

/** Seven days without the server: sign in first. */
export class TooLongAway extends Error {}

/**
 * Return the doctors who work on this tablet.
 * @returns {Promise<Keeper[]>}
 */
export async function listKeepers() {
  const rows = /** @type {Row[]} */ (await all("keepers"));
  return rows.map(({ salt, nonce, rounds, wrapped, ...keeper }) => keeper);
}

/**
 * Make a doctor's key under a PIN and hold it. A key she had before goes, with the pack and drafts only it could open.
 * @param {{author: number, name: string, username: string}} doctor
 * @param {string} pin
 * @returns {Promise<void>}
 */
export async function setUp(doctor, pin) {
  if (pinFault(pin)) throw new RangeError("PIN");
  const row = { ...doctor, wrong: 0, contactAt: new Date().toISOString(), ...(await makeWrapped(pin)) };
  await change(["keepers", "pack", "drafts"], (step) => {
    clear(step, doctor.author);
    step.objectStore("keepers").put(row);
  });
  await take(row, pin);
}

/**
 * Unlock a doctor's key. The try is on the disk as a wrong one before the PIN is tried: a killed tab wins nothing.
 * @param {number} author
 * @param {string} pin
 * @returns {Promise<void>}
 */
export async function unlock(author, pin) {
  const row = /** @type {Row | null} */ (await read("keepers", author));
  if (row === null) throw new Destroyed();
  if (tooLongAway(row)) throw new TooLongAway();
  const wrong = await count(author, (before) => before + 1);
  if (wrong <= MOST_WRONG && (await take(row, pin))) return void (await count(author, () => 0));
  if (wrong < MOST_WRONG) throw new WrongPin(MOST_WRONG - wrong);
  await destroy(author);
  throw new Destroyed();
}

/**
 * Note that the server was spoken to as this doctor: seven days begin anew.
 * @param {number} author
 * @returns {Promise<void>}
 */
export function renew(author) {
  return amend(author, (row) => (row.contactAt = new Date().toISOString()));
}

/**
 * Destroy a doctor's key with her pack and drafts. The queue stays: it is sealed to the server.
 * @param {number} author
 * @returns {Promise<void>}
 */
export async function destroy(author) {
  lock(author);
  await change(["keepers", "pack", "drafts"], (step) => clear(step, author));
}

/**
 * @param {Row} row
 * @returns {boolean}  Too long ago, or by a clock that was set back by more than a day since.
 */
function tooLongAway(row) {
  const away = Date.now() - Date.parse(row.contactAt);
  return away > 7 * DAY || away < -DAY;
}

/**
 * @param {Row} row
 * @param {string} pin
 * @returns {Promise<boolean>}
 */
async function take(row, pin) {
  const key = await unwrap(row, pin);
  if (key) hold({ author: row.author, key, public: row.public });
  return key !== null;
}

/**
 * @param {number} author
 * @param {(before: number) => number} next
 * @returns {Promise<number>}
 */
async function count(author, next) {
  let wrong = MOST_WRONG + 1;
  await amend(author, (row) => (wrong = row.wrong = next(row.wrong)));
  return wrong;
}

/**
 * @param {number} author
 * @param {(row: Row) => void} work
 * @returns {Promise<void>}
 */
function amend(author, work) {
  return change(["keepers"], (step) => {
    const shelf = step.objectStore("keepers");
    const asked = shelf.get(author);
    asked.onsuccess = () => {
      if (!asked.result) return;
      work(asked.result);
      shelf.put(asked.result);
    };
  });
}

/**
 * @param {IDBTransaction} step
 * @param {number} author
 */
function clear(step, author) {
  step.objectStore("keepers").delete(author);
  for (const store of ["pack", "drafts"]) {
    const asked = step.objectStore(store).index("author").getAllKeys(author);
    asked.onsuccess = () => asked.result.forEach((key) => step.objectStore(store).delete(key));
  }
}
