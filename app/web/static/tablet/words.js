// The words of the tablet's own pages, as the shell page brought them along in the reader's language.

const SHANGHAI = 8 * 3_600_000;

/** @type {Record<string, string>} */
let words = {};

/**
 * Read the words that stand on the shell page.
 * @param {ParentNode} root
 * @returns {void}
 */
export function readWords(root) {
  const place = root.querySelector("[data-stage-words]");
  if (place instanceof HTMLElement) words = JSON.parse(place.dataset.stageWords ?? "{}");
}

/**
 * Return a sentence with its places filled.
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(name, values = {}) {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/**
 * Return an instant as it is said where the work is done: the hour alone today, else day and hour.
 * @param {string | Date} instant
 * @param {Date} [now]
 * @returns {string}
 */
export function sayTime(instant, now = new Date()) {
  const at = local(new Date(instant));
  const hour = at.slice(11, 16);
  if (at.slice(0, 10) === dayOf(now)) return hour;
  return `${say("date", { m: Number(at.slice(5, 7)), d: Number(at.slice(8, 10)) })} ${hour}`;
}

/**
 * Return the day an instant falls on where the work is done.
 * @param {Date} instant
 * @returns {string}  As "2026-05-20".
 */
export function dayOf(instant) {
  return local(instant).slice(0, 10);
}

/**
 * @param {Date} at
 * @returns {string}
 */
const local = (at) => new Date(at.getTime() + SHANGHAI).toISOString();
