// What the tablet tests of itself, line by line: what was found, and what to do where it fails.

import { change, read } from "./store.js";

/** @typedef {{good: boolean | null, n?: number}} Finding  Good, bad, or not known for now; n is the figure it tells. */

const LEAST_MB = 200;
const MOST_SECONDS = 600;
const READY_MS = 20_000;

/** @type {Record<string, () => Promise<Finding>>} */
const CHECKS = {
  secure: async () => ({ good: isSecureContext }),
  worker: async () => ({ good: "serviceWorker" in navigator && (await within(navigator.serviceWorker.ready)) }),
  storage: async () => ({ good: await storesStrictly() }),
  persisted: async () => ({ good: await navigator.storage.persist() }),
  quota: async () => {
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    const n = Math.floor((quota - usage) / 1_048_576);
    return { good: n >= LEAST_MB, n };
  },
  crypto: async () => ({ good: await seals() }),
  locks: async () => ({ good: await navigator.locks.request("xunhu-selftest", () => "BroadcastChannel" in globalThis) }),
  clock: async () => compareClock(),
};

/**
 * Test everything and show what was found.
 * @param {HTMLElement} place
 * @returns {Promise<number>}  How many lines fail.
 */
export async function run(place) {
  const verdict = /** @type {HTMLElement} */ (place.querySelector("[data-verdict]"));
  const words = JSON.parse(verdict.dataset["words"] ?? "{}");
  verdict.textContent = words.running;
  const lines = /** @type {HTMLElement[]} */ ([...place.querySelectorAll("[data-check]")]);
  const found = await Promise.all(lines.map(async (line) => show(line, await check(line.dataset["check"] ?? ""))));
  const faults = found.filter((good) => good === false).length;
  verdict.textContent = faults ? words.faults.replace("{n}", String(faults)) : words.fine;
  return faults;
}

/**
 * Whether this browser can work without a network at all, whatever its state.
 * @returns {boolean}
 */
export function able() {
  return isSecureContext && "serviceWorker" in navigator && "indexedDB" in globalThis && !!globalThis.crypto?.subtle && "locks" in navigator;
}

/**
 * Name the app whose window this is, where it is no browser of its own.
 * @returns {string | null}
 */
export function insideOf() {
  const inside = /MicroMessenger|DingTalk|\bQQ\/|Weibo|AlipayClient|Feishu|Lark|baiduboxapp|aweme|NewsArticle/i.exec(navigator.userAgent);
  return inside ? inside[0].replace("/", "") : null;
}

/**
 * @param {string} name
 * @returns {Promise<Finding>}
 */
async function check(name) {
  try {
    return (await CHECKS[name]?.()) ?? { good: null };
  } catch {
    return { good: false };
  }
}

/**
 * @param {HTMLElement} line
 * @param {Finding} finding
 * @returns {boolean | null}
 */
function show(line, { good, n = 0 }) {
  const said = line.dataset[good === null ? "unknown" : good ? "fine" : "fault"] ?? "";
  line.classList.remove("good", "bad", "unknown");
  line.classList.add(good === null ? "unknown" : good ? "good" : "bad");
  const words = /** @type {HTMLElement} */ (line.querySelector("[data-found]"));
  words.textContent = said.replace("{n}", String(n));
  return good;
}

/** @returns {Promise<boolean>} */
async function storesStrictly() {
  let strict = false;
  const value = crypto.randomUUID();
  await change(["meta"], (step) => {
    strict = step.durability === "strict";
    step.objectStore("meta").put({ key: "selftest", value });
  });
  return strict && (await read("meta", "selftest")).value === value;
}

/** @returns {Promise<boolean>} */
async function seals() {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: pair.publicKey }, pair.privateKey, 256);
  const raw = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(16), info: new Uint8Array() };
  const key = await crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const under = { name: "AES-GCM", iv: crypto.getRandomValues(new Uint8Array(12)) };
  const back = await crypto.subtle.decrypt(under, key, await crypto.subtle.encrypt(under, key, new Uint8Array([7])));
  return new Uint8Array(back)[0] === 7;
}

/** @returns {Promise<Finding>} */
async function compareClock() {
  const answer = await fetch(new URL("../../healthz", import.meta.url), { cache: "no-store" }).catch(() => null);
  const told = Date.parse(answer?.headers.get("Date") ?? "");
  if (!answer?.ok || Number.isNaN(told)) return { good: null };
  const seconds = Math.round(Math.abs(Date.now() - told) / 1000);
  return seconds <= MOST_SECONDS ? { good: true, n: seconds } : { good: false, n: Math.round(seconds / 60) };
}

/**
 * @param {Promise<unknown>} done
 * @returns {Promise<boolean>}
 */
function within(done) {
  return Promise.race([done.then(() => true), new Promise((late) => setTimeout(() => late(false), READY_MS))]);
}
