// Sets the tablet up for a doctor who is signed in: a PIN twice, and her key is made.

import { listKeepers, pinFault, setUp } from "./keeper.js";
import { askMe } from "./me.js";
import { go } from "./router.js";
import { complain, onTouch, part, showView } from "./view.js";
import { say } from "./words.js";

/** @typedef {import("./me.js").Me} Me */

/**
 * Show the page that sets the tablet up; whoever forgot the PIN begins anew, with another key.
 * @param {string} wanted
 * @returns {Promise<void>}
 */
export async function showSetup(wanted) {
  const view = showView("setup");
  const keepers = await listKeepers();
  part(view, "[data-setup-back]", HTMLElement).hidden = keepers.length === 0;
  onTouch(view, "[data-setup-back]", () => void go(wanted, {}, { stepped: true }));
  onTouch(view, "[data-setup-again]", () => void showSetup(wanted));
  const asked = await askMe();
  const form = part(view, "[data-setup]", HTMLFormElement);
  const why = "why" in asked ? asked.why : "";
  complain(view, "[data-setup-fault]", why ? say(why) : "");
  part(view, "[data-setup-sign-in]", HTMLElement).hidden = why !== "signIn";
  part(view, "[data-setup-again]", HTMLElement).hidden = why === "" || why === "signIn";
  form.hidden = !("me" in asked);
  part(view, "[data-setup-who]", HTMLElement).textContent = "me" in asked ? asked.me.name : say("nobodyHere");
  if (!("me" in asked)) return;
  const known = keepers.some((keeper) => keeper.author === asked.me.author);
  complain(view, "[data-setup-fault]", known ? say("anewPin") : "");
  form.onsubmit = (event) => {
    event.preventDefault();
    void settle(view, asked.me, wanted);
  };
  part(form, "#pin-1", HTMLInputElement).focus();
}

/**
 * @param {HTMLElement} view
 * @param {Me} me
 * @param {string} wanted
 * @returns {Promise<void>}
 */
async function settle(view, { author, name, username }, wanted) {
  const boxes = ["#pin-1", "#pin-2"].map((where) => part(view, where, HTMLInputElement));
  const [pin = "", second] = boxes.map((box) => box.value.normalize("NFKC").trim());
  const fault = /^\d*$/.test(pin) ? pinFault(pin) ?? (pin === second ? null : "pinTwice") : "digits";
  complain(view, "[data-setup-fault]", fault ? say(fault) : "");
  if (fault) return void boxes[0]?.focus();
  for (const box of boxes) box.value = "";
  await setUp({ author, name, username }, pin);
  await go(wanted, {}, { stepped: true });
}
