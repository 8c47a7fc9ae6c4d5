// What was recorded on this tablet, in words: for the marks on the cards, the question before a second visit, the queue.

import { about } from "./pack.js";
import { items, labelOf } from "./queue.js";
import { make } from "./told.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Held} Held */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {{item: Item, said: import("./capture.js").Said | null}} Recorded */

/** @type {Map<string, import("./capture.js").Said | null>} */
const known = new Map();

/**
 * Forget the words of what was recorded: the tablet is locked.
 * @returns {void}
 */
export function forget() {
  known.clear();
}

/**
 * Return everything a doctor recorded here, the oldest first.
 * @param {Held} held
 * @returns {Promise<Recorded[]>}
 */
export async function listRecorded(held) {
  const found = await items(held.author);
  const told = await Promise.all(found.map(async (item) => ({ item, said: await wordsOf(item, held) })));
  return told.sort((a, b) => Date.parse(a.item.capturedAt) - Date.parse(b.item.capturedAt));
}

/**
 * Return a visit of somebody that was recorded here on a day and that the pack does not know of yet.
 * @param {Held} held
 * @param {number} person
 * @param {string} day
 * @returns {Promise<Recorded | null>}
 */
export async function findVisit(held, person, day) {
  const found = await listRecorded(held);
  return found.findLast(({ item, said }) => item.kind === "visit" && said?.person === person && said.day === day) ?? null;
}

/**
 * Mark on the page everybody something was recorded for since the pack was taken, on lists and on a person's own page.
 * @param {Held} held
 * @param {string} place
 * @returns {Promise<void>}
 */
export async function markCards(held, place) {
  const since = Date.parse((await about(held.author))?.madeAt ?? "") || 0;
  for (const { item, said } of await listRecorded(held)) {
    const fresh = item.state === "waiting" || Date.parse(item.sentAt ?? "") >= since;
    if (!fresh || !said?.person) continue;
    if (item.kind !== "edit") mark(said.person, item);
    if (place === `/people/${said.person}`) tag(item);
  }
}

/**
 * @param {number} person
 * @param {Item} item
 * @returns {void}
 */
function mark(person, item) {
  for (const link of document.querySelectorAll(`.person .name a[href="/people/${person}"]`)) {
    const card = link.closest(".person");
    if (!card) continue;
    const place = card.querySelector("[data-recorded]") ?? make("span", "tag low");
    place.textContent = say(item.state === "sent" ? "uploaded" : "savedHere");
    place.setAttribute("data-recorded", item.state);
    link.closest(".name")?.append(place);
    if (item.kind === "round") card.querySelector(".ticks")?.setAttribute("disabled", "");
  }
}

/**
 * @param {Item} item
 * @returns {void}
 */
function tag(item) {
  const place = make("span", "tag low", `${say(item.kind)} · ${say(item.state === "sent" ? "uploaded" : "savedHere")}`);
  place.setAttribute("data-recorded", item.state);
  document.querySelector("main .tags")?.append(place);
}

/**
 * @param {Item} item
 * @param {Held} held
 * @returns {Promise<import("./capture.js").Said | null>}
 */
async function wordsOf(item, held) {
  const before = known.get(item.uuid);
  if (before !== undefined) return before;
  const label = await labelOf(item, held.key);
  const said = label === null ? null : JSON.parse(label);
  known.set(item.uuid, said);
  return said;
}
