// The unlocked key: held in memory only, let go after five minutes without a touch, on leaving, on signing out.

/** @typedef {import("./types.js").Held} Held */

const IDLE = 5 * 60_000;
const LOOK = 5_000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "input", "wheel"];

/** @type {Held | null} */
let inHand = null;
let touched = { day: 0, running: 0 };
/** @type {Set<() => void>} */
const listeners = new Set();
const others = new BroadcastChannel("xunhu-lock");
others.onmessage = () => lock();

/**
 * Return the doctor whose key is unlocked, or null.
 * @returns {Held | null}
 */
export function held() {
  if (inHand && idleFor() >= IDLE) lock();
  return inHand;
}

/**
 * Hold an unlocked key.
 * @param {Held} key
 */
export function hold(key) {
  touched = { day: Date.now(), running: performance.now() };
  inHand = key;
}

/**
 * Let go of the key; of this doctor's only, where one is named.
 * @param {number} [author]
 */
export function lock(author) {
  if (inHand === null || (author !== undefined && inHand.author !== author)) return;
  inHand = null;
  for (const listener of listeners) listener();
}

/** Let go of the key in every tab: whoever signs out leaves nothing open. */
export function lockEverywhere() {
  lock();
  others.postMessage("lock");
}

/**
 * Hear when the key was let go; the answer stops listening.
 * @param {() => void} listener
 * @returns {() => void}
 */
export function onLock(listener) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/**
 * Watch a page for touches, and for being left. A page that is written anew forgets who listened: call again.
 * @param {Document} doc
 */
export function watchIdle(doc) {
  for (const kind of TOUCHES) doc.addEventListener(kind, touch, { capture: true, passive: true });
  doc.addEventListener("visibilitychange", held);
  doc.defaultView?.addEventListener("pagehide", () => lock());
}

function touch() {
  // The first touch after a sleep must find the door shut, not open it again.
  if (inHand && idleFor() >= IDLE) return lock();
  touched = { day: Date.now(), running: performance.now() };
}

/** @returns {number}  By the clock of the day, which a sleeping tablet keeps, or the running one, which nobody sets back. */
function idleFor() {
  return Math.max(Date.now() - touched.day, performance.now() - touched.running);
}

setInterval(held, LOOK);
