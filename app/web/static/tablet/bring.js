// Sends what waits, batch by batch, until nothing is left that the server would take. No item ever holds up another.

import { destroy, listKeepers } from "./keeper.js";
import { take, write } from "./letter.js";
import { post } from "./post.js";
import { forgetOld, forWire, setBack } from "./queue.js";

/** @typedef {import("./types.js").WireItem} WireItem */
/** @typedef {import("./post.js").Silence} Silence */
/**
 * How an attempt ended, and how many items the server took.
 * @typedef {object} Outcome
 * @property {"done" | "offline" | "signed-out" | "other-user" | "blocked" | "not-ours" | "failed"} kind
 * @property {number} sent
 */
/**
 * One attempt under way: what the server would not take this time stays behind until the next.
 * @typedef {{author: number, left: Set<string>, sent: number, faults: number, spoken: boolean}} Round
 */

const MOST = 20;
const LARGEST = 2_000_000;
/** So many single items that break the server one after the other, and it is the server that is ill. */
const ILL = 3;
const REFUSED = 20;
const RECEIVED = ["stored", "duplicate", "needs_mending"];

/** How many go in one letter: fewer on a line that cuts them off. */
let atOnce = MOST;

/**
 * Bring what waits of one doctor to the server.
 * @param {number} author
 * @returns {Promise<Outcome>}
 */
export async function bring(author) {
  /** @type {Round} */
  const round = { author, left: new Set(), sent: 0, faults: 0, spoken: false };
  for (;;) {
    const batch = await next(round);
    if (batch.length === 0 && round.spoken) break;
    const reply = await post(await write(author, batch));
    if (reply.kind === "word") {
      await take(author, reply.word);
      if (reply.word.blocked) return ended(round, "blocked");
      note(round, batch, reply.word);
    } else if (!(await goesOn(round, batch, reply.kind))) return ended(round, reply.kind);
  }
  await forgetOld(author);
  return { kind: "done", sent: round.sent };
}

/**
 * @param {Round} round
 * @returns {Promise<WireItem[]>}
 */
async function next({ author, left }) {
  const open = (await forWire(author, left.size + atOnce)).filter(({ uuid }) => !left.has(uuid));
  let room = LARGEST;
  return open.slice(0, atOnce).filter(({ sealed }, at) => (room -= sealed.length) > 0 || at === 0);
}

/**
 * @param {Round} round
 * @param {WireItem[]} batch
 * @param {import("./post.js").Word} word
 */
function note(round, batch, word) {
  const said = word.items.filter(({ answer }) => RECEIVED.includes(answer)).map(({ uuid, hash }) => `${uuid} ${hash}`);
  for (const { uuid, hash } of batch) {
    if (said.includes(`${uuid} ${hash}`)) round.sent += 1;
    else round.left.add(uuid);
  }
  round.spoken = true;
  if (batch.length) round.faults = 0;
  atOnce = Math.min(atOnce * 2, MOST);
}

/**
 * Whether the rest can still be sent: what may lie in the items is tried one by one, and the one it lies in goes last.
 * @param {Round} round
 * @param {WireItem[]} batch
 * @param {Silence} kind
 * @returns {Promise<boolean>}
 */
async function goesOn(round, batch, kind) {
  if (kind === "offline") atOnce = Math.max(1, Math.ceil(atOnce / 2));
  if ((kind !== "refused" && kind !== "broken") || !batch[0]) return false;
  atOnce = 1;
  if (batch.length > 1) return true;
  round.left.add(batch[0].uuid);
  await setBack(round.author, [batch[0].uuid]);
  round.faults += 1;
  return round.faults < (kind === "broken" ? ILL : REFUSED);
}

/**
 * @param {Round} round
 * @param {Silence} kind
 * @returns {Promise<Outcome>}
 */
async function ended({ sent }, kind) {
  if (kind === "blocked") await forget();
  return { kind: kind === "refused" || kind === "broken" || kind === "down" ? "failed" : kind, sent };
}

/** A tablet that was reported lost forgets every key. What waits stays: it is sealed to the server. */
async function forget() {
  for (const keeper of await listKeepers()) await destroy(keeper.author);
}
