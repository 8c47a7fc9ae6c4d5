// What stops a visit before it is kept, told from the signals the page carries: a figure, an emergency, a gap.

import { beyond, fault, fieldsOf, labelOf, required, valuesOf } from "./checks.js";
import { say } from "./words.js";

/** @typedef {import("./checks.js").Fault} Fault */
/** @typedef {{core: string[], chosen: string, needed?: string[]}} Section */

const REMOTE = ["phone", "video"];
const READINGS = ["", "_2", "_3", "_other"];

/**
 * Return the faults of a visit form, each with its field.
 * @param {HTMLFormElement} form
 * @returns {Fault[]}
 */
export function visitFaults(form) {
  const faults = [...required(form, ["mode", "visited_on"]), ...beyond(form, ["visited_on"]), ...figures(form)];
  const found = [...faults, ...gaps(form), ...pressures(form), ...symptoms(form), ...decisions(form)];
  const first = new Map();
  for (const one of found) if (!first.has(one.name)) first.set(one.name, one);
  return [...first.values()];
}

/**
 * @param {HTMLFormElement} form
 * @returns {Fault[]}
 */
function figures(form) {
  /** @type {Record<string, string>} */
  const words = JSON.parse(form.dataset.words ?? "{}");
  const typed = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input.num")]).filter((box) => box.value.trim());
  return typed.filter((box) => !plausible(box)).map((box) => fault(form, box.name, `${box.value.trim()} ${words["odd"] ?? ""}`));
}

/**
 * @param {HTMLInputElement} box
 * @returns {boolean}
 */
function plausible(box) {
  const value = box.value.normalize("NFKC").replace("。", ".").trim();
  const shape = box.dataset.shape === "whole" ? /^\d+$/ : /^\d+(\.\d*)?$|^\.\d+$/;
  return shape.test(value) && Number(value) >= Number(box.dataset.low) && Number(value) <= Number(box.dataset.high);
}

/**
 * @param {HTMLFormElement} form
 * @returns {Fault[]}
 */
function gaps(form) {
  /** @type {Section[]} */
  const sections = JSON.parse(form.dataset.told ?? "{}").sections ?? [];
  const worked = sections.filter((section) => [...section.core, section.chosen].some((name) => valuesOf(form, name).length));
  if (!worked.length) return [{ name: "", label: "", text: say("nothing") }];
  const remote = REMOTE.includes(valuesOf(form, "mode")[0] ?? "");
  return worked.flatMap((section) => {
    const spared = remote && valuesOf(form, section.chosen).length ? section.core : [];
    const missing = (section.needed ?? []).filter((name) => !spared.includes(name) && fieldsOf(form, name).length && !valuesOf(form, name).length);
    return missing.map((name) => fault(form, name, name === "symptoms" ? say("missingSymptoms") : say("missing", { label: labelOf(form, name) })));
  });
}

/**
 * @param {HTMLFormElement} form
 * @returns {Fault[]}
 */
function pressures(form) {
  return READINGS.flatMap((which) => {
    const [high, low] = [`systolic${which}`, `diastolic${which}`].map((name) => valuesOf(form, name)[0]);
    if ((high === undefined) !== (low === undefined)) return [fault(form, `${high === undefined ? "systolic" : "diastolic"}${which}`, say("half"))];
    const down = high !== undefined && low !== undefined && Number(high) <= Number(low);
    return down ? [fault(form, `diastolic${which}`, say("upsideDown", { high, low }))] : [];
  });
}

/**
 * @param {HTMLFormElement} form
 * @returns {Fault[]}
 */
function symptoms(form) {
  const chosen = valuesOf(form, "symptoms");
  return chosen.includes("none") && chosen.length > 1 ? [fault(form, "symptoms", say("noneAndSome"))] : [];
}

/**
 * What has to be decided before the visit may be kept: the boxes that stand open on the page.
 * @param {HTMLFormElement} form
 * @returns {Fault[]}
 */
function decisions(form) {
  const faults = [];
  const open = (/** @type {string} */ id) => form.querySelector(`#${id}:not([hidden])`) !== null;
  if (open("emergency") && !valuesOf(form, "emergency_action").length) faults.push(fault(form, "emergency_action", say("confirm")));
  if (open("referral") && valuesOf(form, "referral_answer")[0] === "declined" && !valuesOf(form, "referral_declined").length) {
    faults.push(fault(form, "referral_declined", say("declinedWhy")));
  }
  if (fieldsOf(form, "result_reason").some((line) => line.required) && !valuesOf(form, "result_reason").length) {
    faults.push(fault(form, "result_reason", say("reason")));
  }
  return faults;
}
