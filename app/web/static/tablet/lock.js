// The page that unlocks: who works here, the PIN by large keys or a keyboard, and what a wrong one means.

import { today } from "./clock.js";
import { Destroyed, listKeepers, renew, TooLongAway, unlock, WrongPin } from "./keeper.js";
import { askMe } from "./me.js";
import { exportFile, waitingForOthers } from "./queue.js";
import { go } from "./router.js";
import { showSetup } from "./setup.js";
import { make } from "./told.js";
import { complain, giveFile, onTouch, part, showView } from "./view.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Keeper} Keeper */

let chosen = 0;
let busy = false;

/**
 * Show the page that unlocks, and go on to a place afterwards.
 * @param {string} wanted
 * @returns {Promise<void>}
 */
export async function showLock(wanted) {
  const keepers = await listKeepers();
  const first = keepers[0];
  if (!first) return showSetup(wanted);
  const view = showView("lock");
  busy = false;
  if (!keepers.some((keeper) => keeper.author === chosen)) chosen = first.author;
  offerKeepers(view, keepers);
  listenToKeys(view);
  complain(view, "[data-lock-fault]", "");
  part(view, "[data-unlock]", HTMLFormElement).onsubmit = (event) => {
    event.preventDefault();
    void open(view, wanted);
  };
  onTouch(view, "[data-other]", () => void showSetup(wanted));
  onTouch(view, "[data-lock-export]", async () => giveFile(await exportFile(chosen), `xunhu-${today()}.json`));
  const others = await waitingForOthers(chosen);
  part(view, "[data-others]", HTMLElement).textContent = others ? say("others", { n: others }) : "";
}

/**
 * @param {HTMLElement} view
 * @param {Keeper[]} keepers
 * @returns {void}
 */
function offerKeepers(view, keepers) {
  const place = part(view, "[data-keepers]", HTMLElement);
  place.replaceChildren(...keepers.map((keeper) => {
    const chip = make("label", "chip");
    const box = Object.assign(make("input"), { type: "radio", name: "keeper", value: String(keeper.author), checked: keeper.author === chosen });
    box.addEventListener("change", () => { chosen = keeper.author; });
    chip.append(box, make("span", "", keeper.name));
    return chip;
  }));
}

/**
 * @param {HTMLElement} view
 * @returns {void}
 */
function listenToKeys(view) {
  const box = part(view, "#pin", HTMLInputElement);
  box.value = "";
  onTouch(view, "[data-pin]", ({ dataset }) => {
    if (dataset.pin === "delete") box.value = box.value.slice(0, -1);
    else if (box.value.length < box.maxLength) box.value += dataset.pin;
    complain(view, "[data-lock-fault]", "");
  });
  if (!navigator.maxTouchPoints) box.inputMode = "numeric";
  box.focus({ preventScroll: true });
}

/**
 * @param {HTMLElement} view
 * @param {string} wanted
 * @returns {Promise<void>}
 */
async function open(view, wanted) {
  const box = part(view, "#pin", HTMLInputElement);
  const pin = box.value.normalize("NFKC").trim();
  if (busy || !pin) return;
  busy = true;
  box.value = "";
  try {
    await tryPin(pin);
    await go(wanted, {}, { stepped: true });
  } catch (error) {
    explain(view, error);
  } finally {
    busy = false;
  }
}

/**
 * Unlock; after more than seven days only where the server answers the doctor first.
 * @param {string} pin
 * @returns {Promise<void>}
 */
async function tryPin(pin) {
  try {
    await unlock(chosen, pin);
  } catch (error) {
    if (!(error instanceof TooLongAway)) throw error;
    const asked = await askMe();
    if (!("me" in asked) || asked.me.author !== chosen) throw error;
    await renew(chosen);
    await unlock(chosen, pin);
  }
}

/**
 * @param {HTMLElement} view
 * @param {unknown} error
 * @returns {void}
 */
function explain(view, error) {
  if (error instanceof WrongPin) complain(view, "[data-lock-fault]", say("pinWrong", { left: error.left }));
  else if (error instanceof Destroyed) complain(view, "[data-lock-fault]", say("pinGone"));
  else if (error instanceof TooLongAway) complain(view, "[data-lock-fault]", say("pinAway"));
  else throw error;
  part(view, "[data-lock-sign-in]", HTMLElement).hidden = error instanceof WrongPin;
}
