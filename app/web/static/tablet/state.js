// The line that is always in view: how many wait, when the last went, what is to be mended, and what hinders the rest.

import { onChange } from "./bell.js";
import { now } from "./clock.js";
import { told } from "./letter.js";
import { counts, waitingForOthers } from "./queue.js";
import { onOutcome, whose } from "./sync.js";

/** @typedef {import("./sync.js").Outcome} Outcome */

/** Which words tell why something still waits. */
const HINDERED = /** @type {Record<string, string>} */ ({
  "signed-out": "signedOut", "other-user": "otherUser", blocked: "blocked", "not-ours": "notOurs", failed: "failed",
});
const SHANGHAI = 8 * 3_600_000;

/** @type {HTMLElement | null} */
let shown = null;
/** @type {Outcome | null} */
let outcome = null;

/**
 * Keep the line in this place from now on. The place brings the words along.
 * @param {HTMLElement} place
 * @returns {void}
 */
export function show(place) {
  shown = place;
  void refresh();
}

/**
 * Say it anew.
 * @returns {Promise<void>}
 */
export async function refresh() {
  const place = shown, author = whose();
  if (!place) return;
  const said = author === null ? await forNobody(place) : await forDoctor(place, author);
  if (place !== shown) return;
  place.textContent = said;
  place.hidden = said === "";
}

onChange(() => void refresh());
onOutcome((how) => {
  outcome = how;
  void refresh();
});

/**
 * @param {HTMLElement} place
 * @param {number} author
 * @returns {Promise<string>}
 */
async function forDoctor(place, author) {
  const [{ waiting, mend, sentAt }, last] = await Promise.all([counts(author), told(author)]);
  const parts = [waiting ? say(place, "waiting", { n: waiting }) : sentAt ? say(place, "sent", { time: timeOf(sentAt) }) : say(place, "nothing")];
  const hindrance = HINDERED[outcome?.kind ?? ""];
  if (hindrance && (waiting || outcome?.kind === "blocked")) parts.push(say(place, hindrance));
  const toMend = Math.max(mend, last?.mends ?? 0);
  if (toMend) parts.push(say(place, "mend", { n: toMend }));
  return parts.join(" · ");
}

/**
 * Before anybody is known: what waits on the tablet at all, without a word about whose it is.
 * @param {HTMLElement} place
 * @returns {Promise<string>}
 */
async function forNobody(place) {
  const waiting = await waitingForOthers(null);
  return waiting ? say(place, "waiting", { n: waiting }) : "";
}

/**
 * @param {HTMLElement} place
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
function say(place, name, values = {}) {
  const words = /** @type {Record<string, string>} */ (JSON.parse(place.dataset["words"] ?? "{}"));
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/**
 * @param {string} instant
 * @returns {string}  The hour alone today, else the day before it.
 */
function timeOf(instant) {
  const local = (/** @type {Date} */ at) => new Date(at.getTime() + SHANGHAI).toISOString();
  const then = local(new Date(instant));
  return then.slice(0, 10) === local(now()).slice(0, 10) ? then.slice(11, 16) : `${then.slice(5, 10)} ${then.slice(11, 16)}`;
}
