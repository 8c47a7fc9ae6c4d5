// What a letter to the server holds besides the items: about the tablet, its clock, its queue; and what its answer teaches.

import { learn, stamp } from "./clock.js";
import { renew } from "./keeper.js";
import { contact, device, noteContact } from "./meta.js";
import { about } from "./pack.js";
import { counts, mark, offerAgain, toAsk } from "./queue.js";
import { change, read } from "./store.js";

/** @typedef {import("./types.js").WireItem} WireItem */
/** @typedef {import("./post.js").Word} Word */
/** @typedef {{epoch: string, mends: number}} Told */

/** Which release of the tablet's scripts speaks. */
const RELEASE = 1;
const MOST_ASKED = 50;

/**
 * Write a letter; without items it is a sign of life.
 * @param {number} author
 * @param {WireItem[]} items
 * @returns {Promise<{author: number} & Record<string, unknown>>}
 */
export async function write(author, items) {
  const [known, tablet, { waiting }, asked, pack] = await Promise.all([
    contact(), device(), counts(author), toAsk(author, MOST_ASKED), about(author),
  ]);
  return {
    device: tablet,
    label: named(),
    release: RELEASE,
    author,
    epoch: known?.epoch ?? null,
    last: known?.last ?? 0,
    now: stamp(),
    waiting,
    persisted: (await navigator.storage?.persisted?.()) ?? null,
    packed_at: pack?.madeAt ?? null,
    asked,
    items,
  };
}

/**
 * Take the server's word over: first what it says of itself, then of the items. Where it was set back since it last spoke to
 * this doctor here, all that was sent is offered again.
 * @param {number} author
 * @param {Word} word
 * @returns {Promise<void>}
 */
export async function take(author, word) {
  const [known, before] = await Promise.all([contact(), told(author)]);
  if (before && before.epoch !== word.epoch) await offerAgain(author);
  await change(["meta"], (step) => {
    step.objectStore("meta").put({ key: `told:${author}`, epoch: word.epoch, mends: word.mends ?? 0 });
  });
  const last = known?.epoch === word.epoch ? Math.max(known.last, word.last) : word.last;
  const at = new Date().toISOString();
  await noteContact({ epoch: word.epoch, last, serverKey: word.key, offset: learn(word.now), at });
  await mark(author, word.items, word.asked ?? []);
  await renew(author);
}

/**
 * Return what the server last told a doctor on this tablet, or null.
 * @param {number} author
 * @returns {Promise<Told | null>}
 */
export function told(author) {
  return read("meta", `told:${author}`);
}

/**
 * Say what kind of tablet this is, for whoever looks after them.
 * @returns {string}
 */
function named() {
  const model = /Android [^;)]*; ([^;)]+)/.exec(navigator.userAgent)?.[1] ?? "";
  const agent = /** @type {any} */ (navigator).userAgentData;
  const brand = agent?.brands?.at(-1)?.brand ?? "";
  return [agent?.platform, model, brand].filter(Boolean).join(" · ").slice(0, 80);
}
