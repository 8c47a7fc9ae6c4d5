// What a touch on the stage does: links and forms are caught and lead to the next place, or keep what was typed.

import { captureForm } from "./capture.js";
import { end, flush, pause } from "./editing.js";
import { entriesOf } from "./fill.js";
import { held } from "./keeper.js";
import { formAt, placeOf } from "./places.js";
import { go } from "./router.js";
import { syncNow } from "./sync.js";
import { tell } from "./told.js";
import { listNow, placeNow } from "./trail.js";
import { say } from "./words.js";

const NOT_SAVED = /** @type {const} */ ({ outcome: "failed", count: 0 });
let busy = false;

/**
 * Catch links and forms of the page that is being written; with each page the catching begins anew.
 * @returns {void}
 */
export function catchHands() {
  document.addEventListener("click", follow);
  document.addEventListener("submit", send, { capture: true });
  addEventListener("popstate", step);
  busy = false;
}

/**
 * @param {MouseEvent} event
 * @returns {void}
 */
function follow(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!link || !placeNow() || event.defaultPrevented || !plain) return;
  const address = link.getAttribute("href") ?? "";
  if (address.startsWith("#")) {
    event.preventDefault();
    document.getElementById(decodeURIComponent(address.slice(1)))?.scrollIntoView();
    return;
  }
  const place = /^(tel|mailto|sms|blob|data):/.test(address) ? null : placeOf(address, placeNow());
  if (place === null) return;
  event.preventDefault();
  void go(place);
}

/**
 * @param {SubmitEvent} event
 * @returns {void}
 */
function send(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !placeNow()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const place = placeOf(form.getAttribute("action") || placeNow(), placeNow());
  if (place === null) return;
  const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
  if ((form.getAttribute("method") ?? "get").toLowerCase() !== "post") return void go(asked(form, place, button));
  const at = formAt(place);
  if (!at) return void tell(say("needsNetwork"), "warning");
  if (button?.name === "add" || button?.name === "same") {
    return void go(placeNow(), { entries: [...entriesOf(form), [button.name, button.value]] }, { stepped: true });
  }
  void save(form, at, button);
}

/**
 * Return the place a form that only asks leads to.
 * @param {HTMLFormElement} form
 * @param {string} place
 * @param {HTMLButtonElement | null} button
 * @returns {string}
 */
function asked(form, place, button) {
  const wanted = new URLSearchParams(entriesOf(form).filter(([, value]) => value));
  if (button?.name) wanted.append(button.name, button.value);
  return `${place.split(/[?#]/)[0]}?${wanted}`;
}

/**
 * Keep a finished form; only once it is on the disk is it said to be, and the list stands there again.
 * @param {HTMLFormElement} form
 * @param {import("./capture.js").Form} at
 * @param {HTMLButtonElement | null} button
 * @returns {Promise<void>}
 */
async function save(form, at, button) {
  const key = held();
  if (!key || busy) return;
  busy = true;
  button?.toggleAttribute("disabled", true);
  try {
    await flush();
    pause(true);
    const { outcome, count } = await captureForm(key, form, at, placeNow()).catch(() => NOT_SAVED);
    if (outcome !== "saved") pause(false);
    if (count) void syncNow();
    if (outcome === "saved") return await done(at.kind === "round" ? count : 0);
    if (outcome !== "faulty") tell(say(outcome === "full" ? "full" : "notSaved"), "danger");
  } finally {
    busy = false;
    button?.toggleAttribute("disabled", false);
  }
}

/**
 * @param {number} people how many rows of a board were kept; none on other forms
 * @returns {Promise<void>}
 */
async function done(people) {
  end();
  await go(listNow(), {}, { notice: people ? say("savedRounds", { n: people }) : say("savedHere") });
}

/**
 * @param {PopStateEvent} event
 * @returns {void}
 */
function step(event) {
  if (event.state?.place) void go(event.state.place, {}, { stepped: true });
}
