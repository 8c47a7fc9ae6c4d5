// Language and letter size of the tablet's page: taken over from the pages read online, kept, and put on.

import { change, read } from "./store.js";

const SETTINGS = "xunhu-settings";
const SIZE = /\bsize-\d\d\b/;

/**
 * Take over how the page read online is said and how large its letters are.
 * @returns {Promise<void>}
 */
export async function note() {
  const size = SIZE.exec(document.documentElement.className)?.[0];
  if (size) await change(["meta"], (step) => void step.objectStore("meta").put({ key: "size", size }));
  await speak();
}

/**
 * Put the letter size on this page.
 * @returns {Promise<void>}
 */
export async function put() {
  const size = (await read("meta", "size"))?.size;
  const root = document.documentElement;
  if (size) root.className = SIZE.test(root.className) ? root.className.replace(SIZE, size) : size;
}

/**
 * Keep the language of this page for the next time: the worker asks for it when it shows the frame.
 * @returns {Promise<void>}
 */
export async function speak() {
  const language = document.documentElement.lang.slice(0, 2);
  await change(["meta"], (step) => void step.objectStore("meta").put({ key: "language", language }));
  if ("caches" in globalThis) await (await caches.open(SETTINGS)).put("language", new Response(language));
}
