// The form that is being filled in: kept as a draft while it changes, and told to updates, which wait for it.

import { entriesOf } from "./fill.js";
import { keep } from "./draft.js";
import { StorageFull } from "./store.js";
import { ask, tell } from "./told.js";
import { markClean, markDirty } from "./update.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Held} Held */
/** @typedef {{held: Held, form: HTMLFormElement, place: string, done: boolean, touched: boolean, failed: boolean, timer: number, keeping: Promise<void>}} Editing */

const PAUSE = 500;

/** @type {Editing | null} */
let current = null;

/**
 * Begin to keep what is typed into a form.
 * @param {Held} held
 * @param {HTMLFormElement} form
 * @param {string} place
 * @returns {void}
 */
export function begin(held, form, place) {
  end();
  current = { held, form, place, done: false, touched: false, failed: false, timer: 0, keeping: Promise.resolve() };
  for (const name of ["input", "change"]) form.addEventListener(name, touch);
  for (const name of ["visibilitychange", "pagehide"]) document.addEventListener(name, () => void flush());
  addEventListener("pagehide", () => void flush());
}

/**
 * Keep what was typed and not kept yet, as it stands now, after what is being kept.
 * @returns {Promise<void>}
 */
export function flush() {
  const one = current;
  if (!one) return Promise.resolve();
  clearTimeout(one.timer);
  if (one.touched && !one.done) {
    one.touched = false;
    const entries = entriesOf(one.form);
    one.keeping = one.keeping.then(() => put(one, entries));
  }
  return one.keeping;
}

/**
 * Return whether the form may be left: what was typed is kept, or is given up by whoever typed it.
 * @returns {Promise<boolean>}
 */
export async function mayLeave() {
  await flush();
  if (!current?.failed || current.done) return true;
  return ask(say("unkept"), say("leave"), say("stay"));
}

/**
 * @param {Editing} one
 * @param {import("./types.js").Entry[]} entries
 * @returns {Promise<void>}
 */
async function put(one, entries) {
  try {
    await keep(one.held, one.place, entries, () => !one.done);
    one.failed = false;
  } catch (error) {
    // Kept at the next turn: a draft that fails must never stop the form itself from being kept.
    one.touched = one.failed = true;
    if (error instanceof StorageFull) tell(say("draftFull"), "warning");
  }
}

/**
 * Keep no draft while the form itself is being kept, so that none comes after it.
 * @param {boolean} paused
 * @returns {void}
 */
export function pause(paused) {
  if (!current) return;
  current.done = paused;
  if (!paused) current.touched = true;
}

/**
 * Stop keeping the form: it was captured, or another page takes its place.
 * @returns {void}
 */
export function end() {
  if (!current) return;
  clearTimeout(current.timer);
  current.done = true;
  markClean();
  current = null;
}

/** @returns {void} */
function touch() {
  const one = current;
  if (!one || one.done) return;
  markDirty();
  one.touched = true;
  clearTimeout(one.timer);
  one.timer = setTimeout(() => void flush(), PAUSE);
}
