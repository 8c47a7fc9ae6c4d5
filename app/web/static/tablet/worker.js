// The service worker: keeps the files of one release, shows the frame of the tablet without a network, and nothing else.
"use strict";
(() => {
  /**
   * What the server says belongs to this release; it stands in front of this script.
   * @typedef {object} Release
   * @property {string} version
   * @property {string} tablet  The address of the frame.
   * @property {string} assets  Where all assets lie.
   * @property {Record<string, string>} frames  The address of the frame in each language.
   * @property {Record<string, string>} files  What each file must be, byte by byte.
   */

  const worker = /** @type {ServiceWorkerGlobalScope & {release: Release}} */ (/** @type {unknown} */ (self));
  const { release } = worker;
  const PREFIX = "xunhu-release-";
  const OURS = `${PREFIX}${release.version}`;
  const SETTINGS = "xunhu-settings";
  const DIRTY = "xunhu-dirty";
  const PATIENCE = 60_000;
  const ANYHOW = { ignoreVary: true };
  /** @type {Promise<Cache> | undefined} */
  let opened;

  worker.addEventListener("install", (event) => event.waitUntil(gather()));
  worker.addEventListener("activate", (event) => event.waitUntil(settle()));

  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== location.origin) return;
    if (url.pathname.startsWith(release.assets)) event.respondWith(asset(request));
    else if (request.mode !== "navigate") return;
    else if (url.pathname === release.tablet) event.respondWith(frame(url.searchParams.get("language"), request));
    else event.respondWith(page(request, url));
  });

  worker.addEventListener("message", (event) => {
    if (event.data === "take over") event.waitUntil(takeOver().then((taken) => event.ports[0]?.postMessage(taken)));
  });

  /**
   * Keep every file of the release, or none. What an older release holds under the same name is not fetched again, and what
   * is not byte by byte as the server said (a portal's page, say) stops it.
   */
  async function gather() {
    const cache = await caches.open(OURS);
    await Promise.all(Object.entries(release.files).map(async ([address, integrity]) => {
      const isFrame = Object.values(release.frames).includes(address);
      const known = isFrame ? undefined : await caches.match(address, ANYHOW);
      await cache.put(address, known ?? (await fetched(address, integrity, isFrame)));
    }));
  }

  /** @returns {Promise<Cache>}  What is kept of this release, opened once. */
  function own() {
    return (opened ??= caches.open(OURS).catch((error) => ((opened = undefined), Promise.reject(error))));
  }

  /**
   * @param {string} address
   * @param {string} integrity
   * @param {boolean} anew
   * @returns {Promise<Response>}
   */
  async function fetched(address, integrity, anew) {
    const answer = await fetch(address, {
      integrity, credentials: "omit", redirect: "error", cache: anew ? "no-store" : "default", signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer;
  }

  /** Begin: the release before stays too, since a page of it may still be open. */
  async function settle() {
    const releases = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
    const older = releases.filter((name) => name !== OURS);
    await Promise.all(older.slice(0, -1).map((name) => caches.delete(name)));
    await worker.clients.claim();
  }

  /**
   * Take over from the worker before, unless somebody is writing in any tab.
   * @returns {Promise<boolean>}
   */
  async function takeOver() {
    return navigator.locks.request(DIRTY, { ifAvailable: true }, async (lock) => {
      if (lock) await worker.skipWaiting();
      return lock !== null;
    });
  }

  /**
   * Hand out a file from what is kept. A pack may name one that is no longer made: the same of this release stands in for it.
   * @param {Request} request
   * @returns {Promise<Response>}
   */
  async function asset(request) {
    // Of this release mostly, and looked up there first: to ask every cache takes several times as long.
    const known = (await (await own()).match(request, ANYHOW)) ?? (await caches.match(request, ANYHOW));
    if (known) return known;
    const answer = await fetch(request).catch(() => Response.error());
    const wanted = plain(new URL(request.url).pathname);
    const heir = answer.ok ? undefined : Object.keys(release.files).find((address) => plain(address) === wanted);
    return (heir && (await caches.match(heir, ANYHOW))) || answer;
  }

  /** @param {string} address  Its name without what tells one release from another. */
  function plain(address) {
    return address.replace(/\.[0-9a-f]{12}(?=[./])/, "");
  }

  /**
   * Show the frame from what is kept, online too, in the language asked for or the one this tablet speaks.
   * @param {string | null} asked
   * @param {Request} request
   * @returns {Promise<Response>}
   */
  async function frame(asked, request) {
    const settings = await caches.open(SETTINGS);
    const spoken = asked ?? (await (await settings.match("language"))?.text()) ?? "zh";
    const kept = await (await own()).match(release.frames[spoken] ?? release.frames["zh"] ?? "", ANYHOW);
    return kept ?? fetch(request);
  }

  /**
   * Every other page comes from the server or not at all; without a network the frame is shown, and told which place was
   * wanted. What was searched for is not passed on, and stays out of every address.
   * @param {Request} request
   * @param {URL} url
   * @returns {Promise<Response>}
   */
  async function page(request, url) {
    try {
      return await fetch(request);
    } catch {
      return Response.redirect(`${release.tablet}#${url.pathname}`);
    }
  }
})();
