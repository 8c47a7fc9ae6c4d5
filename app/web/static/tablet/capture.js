// Turns a finished form into what is kept for the server: one item, on a board one for each person ticked.

import { attemptFaults, editFaults, roundFaults, tickedOf, valuesOf } from "./checks.js";
import { drop, nameOf } from "./draft.js";
import { showFaults, clearFaults } from "./faults.js";
import { entriesOf } from "./fill.js";
import { index } from "./pack.js";
import { Already, capture, labelOf } from "./queue.js";
import { encode, hashOf } from "./seal.js";
import { read, StorageFull } from "./store.js";
import { visitFaults } from "./visitchecks.js";

/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Held} Held */
/** @typedef {{kind: import("./types.js").Kind, person: number | null, path: string}} Form */
/** @typedef {{what: string, who: string, person: number | null, day: string, sum?: string}} Said  The words of an item. */
/** @typedef {"saved" | "faulty" | "full" | "failed"} Outcome */

const CHECKS = { visit: visitFaults, attempt: attemptFaults, edit: editFaults, round: roundFaults };

/**
 * Keep a finished form on the tablet; what stops it is shown on it.
 * @param {Held} held
 * @param {HTMLFormElement} form
 * @param {Form} at
 * @param {string} place
 * @returns {Promise<{outcome: Outcome, count: number}>}
 */
export async function captureForm(held, form, at, place) {
  const faults = CHECKS[at.kind](form);
  if (faults.length) {
    showFaults(form, faults);
    return { outcome: "faulty", count: 0 };
  }
  clearFaults(form);
  const parts = at.kind === "round" ? rounds(form) : [single(form, at)];
  const { people = [] } = (await index(held)) ?? {};
  let count = 0;
  for (const part of parts) {
    const last = count === parts.length - 1;
    part.said.who = people.find((/** @type {{id: number}} */ one) => one.id === part.person)?.name ?? "";
    part.said.sum = await hashOf(encode(part.fields));
    const outcome = await keepOne(held, part, last ? nameOf(place) : "");
    if (outcome !== "saved") return { outcome, count };
    count += 1;
  }
  return { outcome: "saved", count };
}

/**
 * @param {Held} held
 * @param {Form & {fields: Entry[], said: Said}} part
 * @param {string} place the draft that goes with it
 * @returns {Promise<Outcome>}
 */
async function keepOne(held, part, place) {
  const { kind, person, path, fields, said } = part;
  try {
    await capture({ author: held.author, kind, person, path, fields, label: JSON.stringify(said), place });
    return "saved";
  } catch (error) {
    if (!(error instanceof Already)) return error instanceof StorageFull ? "full" : "failed";
    if (!(await isSame(held, error.message, said))) return keepOne(held, renumbered(part), place);
    if (place) await drop(held, place);
    return "saved";
  }
}

/**
 * Whether an item holds what this form holds: one saved twice, not one that was changed in another tab meanwhile.
 * @param {Held} held
 * @param {string} uuid
 * @param {Said} said
 * @returns {Promise<boolean>}
 */
async function isSame(held, uuid, said) {
  const item = await read("queue", uuid);
  const words = item && (await labelOf(item, held.key));
  return Boolean(words) && JSON.parse(words).sum === said.sum;
}

/**
 * Give a form another number: it goes beside the one that was saved before it, and the server tells of both.
 * @param {Form & {fields: Entry[], said: Said}} part
 * @returns {Form & {fields: Entry[], said: Said}}
 */
function renumbered(part) {
  const carrier = part.kind === "round" ? `k${part.person}` : "client_key";
  return { ...part, fields: part.fields.map(([name, value]) => [name, name === carrier ? crypto.randomUUID() : value]) };
}

/**
 * @param {HTMLFormElement} form
 * @param {Form} at
 * @returns {Form & {fields: Entry[], said: Said}}
 */
function single(form, at) {
  const day = valuesOf(form, "visited_on")[0] ?? valuesOf(form, "tried_on")[0] ?? "";
  return { ...at, fields: entriesOf(form), said: { what: at.kind, who: "", person: at.person, day } };
}

/**
 * @param {HTMLFormElement} form
 * @returns {Array<Form & {fields: Entry[], said: Said}>}
 */
function rounds(form) {
  const day = valuesOf(form, "visited_on")[0] ?? "";
  const all = entriesOf(form);
  return tickedOf(form).map((person) => {
    const own = new RegExp(`^[pwnkg]${person}$`);
    /** @type {Entry[]} */
    const fields = [["visited_on", day], ...all.filter(([name]) => own.test(name))];
    return { kind: "round", person, path: `/rounds?day=${day}&of=${person}`, fields, said: { what: "round", who: "", person, day } };
  });
}
