// Shows what stops a form as the server's own page shows it: a box at the top that leads to each field.

import { fieldsOf } from "./checks.js";
import { make } from "./told.js";
import { say } from "./words.js";

/** @typedef {import("./checks.js").Fault} Fault */

/**
 * Take away what was shown before.
 * @param {ParentNode} form
 * @returns {void}
 */
export function clearFaults(form) {
  for (const old of document.querySelectorAll(".faults, [data-stage-fault]")) old.remove();
  for (const field of form.querySelectorAll("[data-faulty]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("data-faulty");
  }
}

/**
 * Show the faults of a form, open the folds they lie in, and lead to them.
 * @param {HTMLFormElement} form
 * @param {Fault[]} faults
 * @returns {void}
 */
export function showFaults(form, faults) {
  clearFaults(form);
  const box = make("div", "faults");
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  const list = make("ul");
  box.append(make("h2", "", say("faults", { n: faults.length })), list);
  for (const fault of faults) list.append(lineOf(form, fault));
  document.querySelector("main")?.prepend(box);
  box.focus();
  box.scrollIntoView({ block: "start" });
}

/**
 * @param {HTMLFormElement} form
 * @param {Fault} fault
 * @returns {HTMLLIElement}
 */
function lineOf(form, { name, label, text }) {
  const line = make("li");
  const field = name ? fieldsOf(form, name)[0] : undefined;
  if (!field) {
    line.textContent = label ? `${label}${say("colon")}${text}` : text;
    return line;
  }
  const place = field.closest(".field, .pair, fieldset") ?? field;
  const beside = make("p", "fault", text);
  beside.dataset.stageFault = "";
  place.append(beside);
  field.setAttribute("aria-invalid", "true");
  field.dataset.faulty = "";
  const link = make("a", "", label || text);
  link.href = "#";
  link.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    lead(field, place);
  });
  line.append(link);
  if (label) line.append(`${say("colon")}${text}`);
  return line;
}

/**
 * @param {HTMLElement} field
 * @param {Element} place
 * @returns {void}
 */
function lead(field, place) {
  for (let fold = field.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  place.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
}
