// The visit form of the pack: what its scripts are told, the marks of last time, the folds that stand open, the day.

import { now, today } from "./clock.js";
import { start } from "./fill.js";
import { text } from "./lines.js";

/** @typedef {{told: number[][], carried: Record<string, unknown>, opened: string[]}} VisitFacts */

/**
 * Make a visit form somebody's.
 * @param {Document} doc
 * @param {Element} form
 * @param {VisitFacts} facts
 * @param {{told: object}} index
 * @param {string[]} lines
 * @returns {void}
 */
export function visitOf(doc, form, facts, index, lines) {
  const sections = facts.told.map((numbers) => JSON.parse(text(lines, numbers)));
  form.setAttribute("data-told", JSON.stringify({ sections, ...index.told }));
  form.setAttribute("data-last", JSON.stringify(facts.carried));
  for (const mark of form.querySelectorAll("[data-same-as]")) {
    if (!((mark.getAttribute("data-same-as") ?? "") in facts.carried)) mark.remove();
  }
  if (!Object.keys(facts.carried).length) doc.querySelector("[data-same]")?.remove();
  for (const fold of form.querySelectorAll("details[data-section]")) {
    fold.toggleAttribute("open", facts.opened.includes(fold.getAttribute("data-section") ?? ""));
  }
  start(form, [["opened_at", now().toISOString()], ["visited_on", today()]]);
  form.querySelector("[name=visited_on]")?.setAttribute("max", today());
  // Another section needs another form: the pack holds the one of the day.
  for (const button of doc.querySelectorAll("button[name=add]")) (button.closest(".group") ?? button).remove();
}
