// Which villages the pack is taken for: those of last time, or all of the doctor's, changed by a touch.

import { change, read } from "./store.js";
import { make } from "./told.js";
import { part } from "./view.js";

/** @typedef {{code: string, name: string}} Village */

/**
 * Offer the villages the server named last; those of the pack are ticked.
 * @param {HTMLElement} view
 * @param {number} author
 * @param {string[] | null} taken
 * @returns {Promise<void>}
 */
export async function offerVillages(view, author, taken) {
  const known = /** @type {Village[]} */ ((await read("meta", `villages-${author}`))?.villages ?? []);
  part(view, "[data-villages-fold]", HTMLElement).hidden = known.length < 2;
  part(view, "[data-villages]", HTMLElement).replaceChildren(...known.map((village) => chipOf(village, !taken || taken.includes(village.code))));
}

/**
 * Return the villages to take along, and remember those the server names now; a village that is new is taken too.
 * @param {HTMLElement} view
 * @param {number} author
 * @param {Village[]} offered
 * @returns {Promise<string[]>}
 */
export async function chosenVillages(view, author, offered) {
  const boxes = /** @type {HTMLInputElement[]} */ ([...view.querySelectorAll("[data-villages] input")]);
  const left = new Set(boxes.filter((box) => !box.checked).map((box) => box.value));
  await change(["meta"], (step) => { step.objectStore("meta").put({ key: `villages-${author}`, villages: offered }); });
  return offered.map(({ code }) => code).filter((code) => !left.has(code));
}

/**
 * @param {Village} village
 * @param {boolean} on
 * @returns {HTMLElement}
 */
function chipOf({ code, name }, on) {
  const chip = make("label", "chip");
  chip.append(Object.assign(make("input"), { type: "checkbox", value: code, checked: on }), make("span", "", name));
  return chip;
}
