// The first page once unlocked: where to go, how old the pack is, taking it anew, forms left half filled.

import { now, today } from "./clock.js";
import { list } from "./draft.js";
import { listKeepers, lock } from "./keeper.js";
import { NotTaken } from "./fetching.js";
import { askMe } from "./me.js";
import { about, take } from "./pack.js";
import { counts } from "./queue.js";
import { go } from "./router.js";
import { syncNow } from "./sync.js";
import { make } from "./told.js";
import { complain, onTouch, part, showView } from "./view.js";
import { dayOf, say, sayTime } from "./words.js";
import { formAt } from "./places.js";
import { offerVillages, chosenVillages } from "./villages.js";

/** @typedef {import("./types.js").Held} Held */

const DAY = 86_400_000;

/**
 * Show the first page of whoever unlocked the tablet.
 * @param {Held} held
 * @returns {Promise<void>}
 */
export async function showHome(held) {
  const view = showView("home");
  const keeper = (await listKeepers()).find(({ author }) => author === held.author);
  part(view, "[data-home-who]", HTMLElement).textContent = keeper?.name ?? "";
  onTouch(view, "[data-go]", ({ dataset }) => void go(dataset.go ?? "/tablet"));
  onTouch(view, "[data-lock]", () => lock());
  part(view, "[data-take]", HTMLFormElement).onsubmit = (event) => {
    event.preventDefault();
    void takeAlong(view, held);
  };
  const { waiting } = await counts(held.author);
  part(view, "[data-waiting]", HTMLElement).textContent = String(waiting);
  await showPack(view, held);
  await showDrafts(view, held);
}

/**
 * @param {HTMLElement} view
 * @param {Held} held
 * @returns {Promise<void>}
 */
async function showPack(view, held) {
  const pack = await about(held.author);
  const age = part(view, "[data-pack-age]", HTMLElement);
  age.textContent = pack ? ageOf(pack) : say("packNone");
  part(view, "[data-places]", HTMLElement).hidden = pack === null;
  await offerVillages(view, held.author, pack?.villages ?? null);
}

/**
 * @param {{madeAt: string, people: number}} pack
 * @returns {string}
 */
function ageOf({ madeAt, people }) {
  const days = Math.round((Date.parse(today()) - Date.parse(dayOf(new Date(madeAt)))) / DAY);
  return say(days > 0 ? "packOld" : "packToday", { time: sayTime(madeAt, now()), n: people, days });
}

/**
 * Take the pack along: what waits is sent first, so that the pack knows of it.
 * @param {HTMLElement} view
 * @param {Held} held
 * @returns {Promise<void>}
 */
async function takeAlong(view, held) {
  const button = part(view, "[data-take] [type=submit]", HTMLButtonElement);
  const progress = part(view, "[data-progress]", HTMLElement);
  button.disabled = true;
  complain(view, "[data-take-fault]", "");
  try {
    const asked = await askMe();
    const why = "why" in asked ? asked.why : asked.me.author === held.author ? "" : "other-user";
    part(view, "[data-take-sign-in]", HTMLElement).hidden = !["signIn", "other-user"].includes(why);
    if (!("me" in asked) || why) return complain(view, "[data-take-fault]", say(why));
    const villages = await chosenVillages(view, held.author, asked.me.villages);
    if (!villages.length) return complain(view, "[data-take-fault]", say("chooseVillage"));
    progress.hidden = false;
    await syncNow();
    await take(held.author, villages, (done, total) => tellProgress(progress, done, total));
  } catch (error) {
    const isTooMuch = error instanceof NotTaken && error.reason === "too-many";
    complain(view, "[data-take-fault]", say(isTooMuch ? "tooMany" : "packFailed"));
  } finally {
    button.disabled = false;
    progress.hidden = true;
  }
  await showPack(view, held);
}

/**
 * @param {HTMLElement} place
 * @param {number} done
 * @param {number} total
 * @returns {void}
 */
function tellProgress(place, done, total) {
  const meter = part(place, "progress", HTMLProgressElement);
  if (total) meter.value = Math.round((100 * done) / total);
  const kilo = (/** @type {number} */ bytes) => Math.ceil(bytes / 1024);
  part(place, "p", HTMLElement).textContent = done < total || !total ? say("progress", { done: kilo(done), total: total ? kilo(total) : "?" }) : say("sealing");
}

/**
 * @param {HTMLElement} view
 * @param {Held} held
 * @returns {Promise<void>}
 */
async function showDrafts(view, held) {
  const drafts = await list(held);
  const card = part(view, "[data-drafts]", HTMLElement);
  card.hidden = drafts.length === 0;
  part(card, "ul", HTMLElement).replaceChildren(...drafts.map((draft) => {
    const line = make("li"), open = make("button", "btn", `${say(formAt(draft.place)?.kind ?? "")} ${sayTime(draft.at)}`);
    open.type = "button";
    open.addEventListener("click", () => void go(draft.place));
    line.append(open);
    return line;
  }));
}
