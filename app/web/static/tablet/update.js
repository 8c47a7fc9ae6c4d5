// The service worker from the page's side: registered, looked after, and let take over only while nobody is writing.

/** Where the worker stands, seen from where this module lies. */
const WORKER = new URL("../../sw.js", import.meta.url);
const DIRTY = "xunhu-dirty";

/** @type {(() => void) | null} */
let clean = null;
let turning = false;

/**
 * Register the worker, and look whether the server has a newer one.
 * @returns {Promise<ServiceWorkerRegistration | null>}
 */
export async function register() {
  if (!("serviceWorker" in navigator)) return null;
  const registration = await navigator.serviceWorker.register(WORKER, { scope: new URL("./", WORKER).href, updateViaCache: "none" }).catch(() => null);
  if (navigator.onLine) void registration?.update().catch(() => {});
  return registration;
}

/**
 * Let a release that waits take over, unless somebody is writing in any tab. Every tablet's page loads anew then.
 * @returns {Promise<boolean>}  False where somebody is writing; true too where nothing waits.
 */
export async function takeOver() {
  const waiting = (await navigator.serviceWorker?.getRegistration(WORKER))?.waiting;
  if (!waiting || clean) return !waiting;
  const { port1, port2 } = new MessageChannel();
  return new Promise((done) => {
    port1.onmessage = ({ data }) => done(data === true);
    waiting.postMessage("take over", [port2]);
  });
}

/**
 * Show that a release waits, where one does, with the button that lets it in.
 * @param {ParentNode} [root]
 * @returns {Promise<void>}
 */
export async function offerUpdate(root = document) {
  const place = root.querySelector("[data-update]");
  const button = place?.querySelector("button");
  const registration = await navigator.serviceWorker?.getRegistration(WORKER);
  if (!(place instanceof HTMLElement) || !button || !registration) return;
  place.hidden = !(registration.waiting && navigator.serviceWorker.controller);
  button.onclick = async () => {
    const line = place.querySelector("span");
    if (!(await takeOver()) && line) line.textContent = place.dataset["busy"] ?? "";
  };
  watch(registration, () => void offerUpdate());
}

/** Load this page anew when another release takes over. The first worker of all takes nothing over. */
export function turnWithRelease() {
  let controlled = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (controlled && !turning && !clean) {
      turning = true;
      location.reload();
    }
    controlled = true;
  });
}

/** Somebody is writing on this page: no release takes over, in any tab. */
export function markDirty() {
  if (clean || !navigator.locks) return;
  /** @type {Promise<void>} */
  const written = new Promise((done) => (clean = done));
  void navigator.locks.request(DIRTY, { mode: "shared" }, () => written);
}

/** What was written is kept. */
export function markClean() {
  clean?.();
  clean = null;
}

/**
 * @param {ServiceWorkerRegistration} registration
 * @param {() => void} changed
 */
function watch(registration, changed) {
  registration.onupdatefound = () => {
    const coming = registration.installing;
    if (coming) coming.onstatechange = changed;
  };
}
