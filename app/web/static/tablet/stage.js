// The stage: pages out of the pack, shown in place of the one that is loaded; links and forms on it lead to the next.

import { today } from "./clock.js";
import { page } from "./compose.js";
import { drop, find } from "./draft.js";
import { begin, end, flush } from "./editing.js";
import { held } from "./keeper.js";
import { clear, write } from "./page.js";
import { formAt } from "./places.js";
import { findVisit, markCards } from "./recorded.js";
import { go } from "./router.js";
import { mondayOf } from "./standing.js";
import { ask, make, tell } from "./told.js";
import { heightOf, stepOff, stepTo } from "./trail.js";
import { say, sayTime } from "./words.js";

/** @typedef {import("./types.js").Held} Held */
/** @typedef {import("./router.js").Given} Given */
/** @typedef {import("./router.js").How} How */

const FORMS = { visit: "visit-form", attempt: "attempt", edit: "person", round: "round-form" };
let turn = 0;

/**
 * Leave the stage, keeping what was typed.
 * @returns {Promise<void>}
 */
export async function leave() {
  turn += 1;
  stepOff();
  await flush();
  end();
}

/**
 * Show a place out of the pack; what the pack does not hold is opened online, where there is a network.
 * @param {string} place
 * @param {Given} [given]
 * @param {How} [how]
 * @returns {Promise<void>}
 */
export async function show(place, given = {}, how = {}) {
  const key = held();
  if (!key) return go("/tablet");
  const mine = ++turn;
  await flush();
  const at = formAt(place);
  const draft = at && !given.entries && !how.fresh ? await draftFor(key, at, place) : null;
  const sure = how.sure ?? (await again(key, at, draft !== null || given.entries !== undefined));
  if (sure === null || mine !== turn) return;
  const entries = given.entries ?? draft?.entries;
  const html = await page(key, draft?.place ?? place, entries ? { entries } : undefined);
  if (mine !== turn) return;
  if (html === null) return elsewhere(place);
  end();
  stepTo(place, how.stepped ?? false);
  await write(html);
  await dress(key, place, { ...how, sure: sure || Boolean(entries?.some(([name]) => name === "sure_again")) });
  if (draft) offerAnew(key, place, draft.at);
}

/**
 * Return the draft of a place; ticks of another week's board are no draft of this one.
 * @param {Held} key
 * @param {{kind: string}} at
 * @param {string} place
 * @returns {Promise<import("./draft.js").Draft | null>}
 */
async function draftFor(key, at, place) {
  const draft = await find(key, place);
  const day = draft?.entries.find(([name]) => name === "visited_on")?.[1] ?? "";
  return at.kind === "round" && draft && mondayOf(day || today()) !== mondayOf(today()) ? null : draft;
}

/**
 * Ask whether a second visit on the same day is meant. No is null; nothing to ask is false.
 * @param {Held} key
 * @param {ReturnType<typeof formAt>} at
 * @param {boolean} begun
 * @returns {Promise<boolean | null>}
 */
async function again(key, at, begun) {
  if (at?.kind !== "visit" || at.person === null || begun) return false;
  const before = await findVisit(key, at.person, today());
  if (!before) return false;
  const yes = await ask(say("again", { time: sayTime(before.item.capturedAt) }), say("againYes"), say("againNo"));
  return yes ? true : null;
}

/**
 * Make a page of the pack one of the stage: nothing typed is remembered by the browser, what was recorded is marked.
 * @param {Held} key
 * @param {string} place
 * @param {How} how
 * @returns {Promise<void>}
 */
async function dress(key, place, how) {
  for (const field of document.querySelectorAll("form, input, select, textarea")) field.setAttribute("autocomplete", "off");
  await markCards(key, place);
  const at = formAt(place);
  const form = at && document.getElementById(FORMS[at.kind]);
  if (form instanceof HTMLFormElement) {
    if (how.sure) form.append(Object.assign(make("input"), { type: "hidden", name: "sure_again", value: "1" }));
    begin(key, form, place);
  }
  if (how.notice) tell(how.notice);
  scrollTo(0, heightOf(place));
}

/**
 * @param {Held} key
 * @param {string} place
 * @param {string} at
 * @returns {void}
 */
function offerAnew(key, place, at) {
  const line = tell(say("draft", { time: sayTime(at) }));
  const anew = make("button", "btn", say("anew"));
  anew.type = "button";
  anew.addEventListener("click", async () => {
    end();
    await drop(key, place);
    await show(place, {}, { stepped: true, fresh: true });
  });
  line.append(" ", anew);
}

/**
 * @param {string} place
 * @returns {void}
 */
function elsewhere(place) {
  if (!navigator.onLine) return void tell(say("needsNetwork"), "warning");
  clear();
  location.assign(place);
}
