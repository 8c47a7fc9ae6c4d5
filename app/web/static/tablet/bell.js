// Tells whoever listens, in every tab, that the queue changed.

/** @type {Set<() => void>} */
const listeners = new Set();
const others = new BroadcastChannel("xunhu-queue");
others.onmessage = () => tell();

/** Say that the queue changed. */
export function ring() {
  tell();
  others.postMessage("changed");
}

/**
 * Hear when the queue changed, here or in another tab; the answer stops listening.
 * @param {() => void} listener
 * @returns {() => void}
 */
export function onChange(listener) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function tell() {
  for (const listener of listeners) listener();
}
