// Brings what waits to the server: at the start, coming online, after each save, by a timer; one tab at a time.

import { bring } from "./bring.js";
import { items } from "./queue.js";
import { change, read } from "./store.js";

/** @typedef {import("./bring.js").Outcome} Outcome */

const ONE_AT_A_TIME = "xunhu-sync";
const MINUTE = 60_000;
const LONGEST = 10 * MINUTE;

/** @type {number | null} */
let author = null;
/** @type {Promise<Outcome> | null} */
let running = null;
let again = false;
let pause = MINUTE;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {Set<(outcome: Outcome) => void>} */
const listeners = new Set();

/**
 * Bring what this doctor recorded to the server from now on, whatever page stands here.
 * @param {number} doctor
 * @returns {void}
 */
export function start(doctor) {
  listen();
  if (author === doctor) return;
  author = doctor;
  void change(["meta"], (step) => void step.objectStore("meta").put({ key: "author", author: doctor }));
  void syncNow();
}

/**
 * Go on for the doctor who was last here, so that what waits leaves without a PIN: it is sealed to the server.
 * @returns {Promise<void>}
 */
export async function resume() {
  const last = await read("meta", "author");
  if (last && author === null) start(last.author);
}

/**
 * Return whose items are brought, or null.
 * @returns {number | null}
 */
export function whose() {
  return author;
}

/** Hear when the network comes back and when the page is looked at. A page written anew forgets it: call again. */
export function listen() {
  addEventListener("online", hurry);
  document.addEventListener("visibilitychange", hurry);
}

/**
 * Hear how each attempt ended; the answer stops listening.
 * @param {(outcome: Outcome) => void} listener
 * @returns {() => void}
 */
export function onOutcome(listener) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/**
 * Bring what waits now. Asked while one is under way, it looks once more at the end.
 * @returns {Promise<Outcome>}
 */
export function syncNow() {
  again = true;
  running ??= attempt().finally(() => (running = null));
  return running;
}

/** @returns {Promise<Outcome>} */
async function attempt() {
  /** @type {Outcome} */
  let outcome = { kind: "offline", sent: 0 };
  while (again && author !== null) {
    again = false;
    const one = author;
    const { kind, sent } = await navigator.locks.request(ONE_AT_A_TIME, () => bring(one)).catch(failed);
    outcome = { kind, sent: outcome.sent + sent };
    if (kind !== "done") break;
  }
  pause = outcome.kind === "done" ? MINUTE : Math.min(pause * 2, LONGEST);
  clearTimeout(timer);
  timer = setTimeout(() => void tick(), pause);
  for (const listener of listeners) listener(outcome);
  return outcome;
}

/** @returns {Outcome} */
function failed() {
  return { kind: "failed", sent: 0 };
}

/** Once in a while, where something waits for the server or for its verdict; a sign of life alone keeps nobody signed in. */
async function tick() {
  const open = author === null ? [] : (await items(author)).filter((item) => item.state === "waiting" || item.verdict === "received");
  if (open.length) void syncNow();
  else timer = setTimeout(() => void tick(), MINUTE);
}

function hurry() {
  if (author !== null && document.visibilityState === "visible") void syncNow();
}
