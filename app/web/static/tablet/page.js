// Writes whole pages without leaving the one that is loaded, so that what was unlocked stays unlocked.

/** @type {Array<() => void>} */
const each = [];
/** @type {Array<() => void>} */
const after = [];
let shell = "";

/**
 * Remember the shell page as it was loaded, to be written again later.
 * @returns {void}
 */
export function keepShell() {
  shell = `<!doctype html>${document.documentElement.outerHTML}`;
}

/**
 * Do something on every page that is written: with each one, all listeners of the page before are gone.
 * @param {() => void} work
 * @returns {void}
 */
export function onEachPage(work) {
  each.push(work);
}

/**
 * Do something on every page once it stands there.
 * @param {() => void} work
 * @returns {void}
 */
export function afterEachPage(work) {
  after.push(work);
}

/**
 * Write a page in place of the one that stands there, and wait until it is read and its scripts have run.
 * @param {string} html
 * @returns {Promise<void>}
 */
export async function write(html) {
  document.open();
  for (const work of each) work();
  document.write(html);
  document.close();
  if (document.readyState === "loading") {
    await new Promise((done) => { document.addEventListener("DOMContentLoaded", done, { once: true }); });
  }
  for (const work of after) work();
}

/**
 * Write the shell page.
 * @returns {Promise<void>}
 */
export async function writeShell() {
  await write(shell);
}

/**
 * Take everything off the screen at once; what follows may take its time.
 * @returns {void}
 */
export function clear() {
  document.body?.replaceChildren();
}
