// What the server's word changes in the queue, what is offered again, and what may be forgotten.

import { ring } from "./bell.js";
import { now } from "./clock.js";
import { encode, sealTo } from "./seal.js";
import { all, change, read } from "./store.js";

/** @typedef {import("./types.js").Answered} Answered */
/** @typedef {import("./types.js").Bytes} Bytes */
/** @typedef {import("./types.js").Item} Item */

const KEPT = 14 * 86_400_000;
const RECEIVED = ["stored", "duplicate", "needs_mending"];
const SETTLED = ["filed", "mended", "closed"];

/**
 * Mark what the server answered. Only its word on this very item, number and hash, makes it sent.
 * @param {number} author
 * @param {Answered[]} answers
 * @param {{uuid: string, state: string | null}[]} [asked]  What it says of items it was asked about.
 * @returns {Promise<void>}
 */
export async function mark(author, answers, asked = []) {
  const words = await sealWords(author, answers);
  const at = now().toISOString();
  await eachOf(author, (item) => {
    const answer = answers.find(({ uuid, hash }) => uuid === item.uuid && hash === item.hash);
    const state = asked.find(({ uuid }) => uuid === item.uuid)?.state;
    if (state && item.state === "sent") item.verdict = state;
    if (answer) note(item, answer, at);
    if (answer) item.told = words.get(item.uuid) ?? null;
    return answer || state ? "keep" : undefined;
  });
  ring();
}

/**
 * Let these go behind the others: the server could not take the batch they were in.
 * @param {number} author
 * @param {string[]} uuids
 * @returns {Promise<void>}
 */
export function setBack(author, uuids) {
  return eachOf(author, (item) => {
    if (!uuids.includes(item.uuid)) return;
    item.tries += 1;
    return "keep";
  });
}

/**
 * Return the numbers of sent items whose end is not known yet, for the next contact to ask about.
 * @param {number} author
 * @param {number} most
 * @returns {Promise<string[]>}
 */
export async function toAsk(author, most) {
  const rows = /** @type {Item[]} */ (await all("queue", "author", author));
  const sent = rows.filter((item) => item.state === "sent");
  const open = sent.filter((item) => !SETTLED.includes(item.verdict ?? ""));
  return open.slice(0, most).map((item) => item.uuid);
}

/**
 * Let everything that was sent wait once more: the server was set back and may lack it.
 * @param {number} author
 * @returns {Promise<void>}
 */
export async function offerAgain(author) {
  await eachOf(author, (item) => {
    if (item.state !== "sent") return;
    Object.assign(item, { state: "waiting", answer: null, verdict: null, tries: 0 });
    return "keep";
  });
  ring();
}

/**
 * Forget what was sent more than fourteen days ago. What waits is never forgotten.
 * @param {number} author
 * @returns {Promise<void>}
 */
export async function forgetOld(author) {
  const since = now().getTime() - KEPT;
  await eachOf(author, (item) => {
    if (item.state === "sent" && Date.parse(item.sentAt ?? "") < since) return "forget";
  });
}

/**
 * @param {Item} item
 * @param {Answered} answer
 * @param {string} at
 */
function note(item, answer, at) {
  item.answer = answer.answer;
  if (!RECEIVED.includes(answer.answer)) return void (item.tries += 1);
  if (item.state === "waiting") item.sentAt = at;
  item.state = "sent";
  item.verdict = answer.state ?? (answer.answer === "needs_mending" ? "to-mend" : "received");
}

/**
 * @param {number} author
 * @param {Answered[]} answers
 * @returns {Promise<Map<string, Bytes>>}  By number; what a sentence tells may hold a name or a value.
 */
async function sealWords(author, answers) {
  const keeper = await read("keepers", author);
  const words = keeper ? answers.filter(({ told }) => told?.length) : [];
  const sealed = words.map(async ({ uuid, told }) => {
    return /** @type {const} */ ([uuid, await sealTo(keeper.public, encode(told), `told|${uuid}`)]);
  });
  return new Map(await Promise.all(sealed));
}

/**
 * Go through a doctor's items in one step, and do with each what the work says; without a word it stays as it is.
 * @param {number} author
 * @param {(item: Item) => "keep" | "forget" | undefined} work
 * @returns {Promise<void>}
 */
function eachOf(author, work) {
  return change(["queue", "parcels"], (step) => {
    const walk = step.objectStore("queue").index("author").openCursor(author);
    walk.onsuccess = () => {
      const at = walk.result;
      if (!at) return;
      const word = work(at.value);
      if (word === "keep") at.update(at.value);
      if (word === "forget") at.delete();
      if (word === "forget") step.objectStore("parcels").delete(at.primaryKey);
      at.continue();
    };
  });
}
