// What stops a form before it is kept: the same sentences the server would answer with, where the tablet can tell.

import { say } from "./words.js";

/** @typedef {{name: string, label: string, text: string}} Fault */
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

/**
 * Return the fields of a name, as they stand in a form.
 * @param {ParentNode} form
 * @param {string} name
 * @returns {Field[]}
 */
export function fieldsOf(form, name) {
  return /** @type {Field[]} */ ([...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]);
}

/**
 * Return what a name holds: ticked values, or what was typed.
 * @param {ParentNode} form
 * @param {string} name
 * @returns {string[]}
 */
export function valuesOf(form, name) {
  const on = fieldsOf(form, name).filter((field) => !/radio|checkbox/.test(field.type) || /** @type {HTMLInputElement} */ (field).checked);
  return on.map((field) => field.value.trim()).filter(Boolean);
}

/**
 * Return what a question is called on the page.
 * @param {ParentNode} form
 * @param {string} name
 * @returns {string}
 */
export function labelOf(form, name) {
  const field = fieldsOf(form, name)[0];
  if (!field) return "";
  if (field.dataset.called) return field.dataset.called;
  const group = /radio|checkbox/.test(field.type) ? field.closest("fieldset")?.querySelector("legend") : null;
  const place = (group ?? field.labels?.[0])?.cloneNode(true);
  if (!(place instanceof HTMLElement)) return "";
  for (const extra of place.querySelectorAll("small")) extra.remove();
  return (place.textContent ?? "").trim();
}

/**
 * Return the faults of a contact that was no visit.
 * @param {HTMLFormElement} form
 * @returns {Fault[]}
 */
export function attemptFaults(form) {
  const faults = required(form, ["outcome", "way", "tried_on"]);
  const outcome = valuesOf(form, "outcome")[0] ?? "";
  const needs = /** @type {Array<[string, string]>} */ ([["return_on", "needsReturn"], ["gone_on", "needsGone"]]);
  for (const [name, which] of needs) {
    if (outcome && say(which).split(" ").includes(outcome) && !valuesOf(form, name).length) {
      faults.push(fault(form, name, say(`${which}Why`)));
    }
  }
  return [...faults, ...beyond(form, ["tried_on"])];
}

/**
 * Return the faults of a changed record.
 * @param {HTMLFormElement} form
 * @returns {Fault[]}
 */
export function editFaults(form) {
  return required(form, ["name"]);
}

/**
 * Return the faults of a board: of the day, and of each row that was ticked.
 * @param {HTMLFormElement} form
 * @returns {Fault[]}
 */
export function roundFaults(form) {
  const numbers = tickedOf(form);
  if (!numbers.length) return [{ name: "", label: "", text: say("nobody") }];
  const faults = [...required(form, ["visited_on"]), ...beyond(form, ["visited_on"])];
  for (const number of numbers) {
    const label = form.querySelector(`#person-${number} .name a`)?.textContent?.trim() ?? "";
    if (!valuesOf(form, `p${number}`).length) faults.push({ name: `p${number}`, label, text: say("noPart") });
    else if (valuesOf(form, `w${number}`).length && !valuesOf(form, `n${number}`).length) {
      faults.push({ name: `n${number}`, label, text: say("noNote") });
    }
  }
  return faults;
}

/**
 * Return the people whose rows were ticked on a board.
 * @param {HTMLFormElement} form
 * @returns {number[]}
 */
export function tickedOf(form) {
  const ticked = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(".ticks:enabled input:checked")]);
  const numbers = ticked.map((box) => /^[pw](\d+)$/.exec(box.name)?.[1]).filter((number) => number !== undefined);
  return [...new Set(numbers.map(Number))];
}

/**
 * @param {HTMLFormElement} form
 * @param {string[]} names
 * @returns {Fault[]}
 */
export function required(form, names) {
  return names.filter((name) => fieldsOf(form, name).length && !valuesOf(form, name).length).map((name) => fault(form, name, say("required")));
}

/**
 * @param {HTMLFormElement} form
 * @param {string[]} names
 * @returns {Fault[]}
 */
export function beyond(form, names) {
  const wrong = names.filter((name) => fieldsOf(form, name).some((field) => field.validity.rangeOverflow || field.validity.rangeUnderflow || field.validity.badInput));
  return wrong.map((name) => fault(form, name, say("badDay")));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} text
 * @returns {Fault}
 */
export function fault(form, name, text) {
  return { name, label: labelOf(form, name), text };
}
