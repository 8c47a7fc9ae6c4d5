// The plans in force on the visit form: what is told of them speaks for the national forms too, as it is typed.
// Without it the form works and the server says the same.
"use strict";
(() => {
  const form = document.getElementById("visit-form"), card = form?.querySelector("[data-plans]");
  if (!card) return;
  /** @type {Record<string, string>} */
  const WORSE = { partly: "irregular", not: "none" };

  // A tick nobody sees, for the script that judges: it reads what is ticked.
  /** @param {string} name @param {string | undefined} value */
  function tell(name, value) {
    let tick = form.querySelector(`[data-told="${name}"]`);
    if (!tick) {
      tick = Object.assign(document.createElement("input"), { type: "checkbox", hidden: true, name });
      tick.dataset.told = name;
      tick.setAttribute("form", ""); // never sent: the server derives it itself
      form.append(tick);
    }
    tick.value = value ?? "";
    tick.checked = Boolean(value);
  }

  function derive() {
    const taken = [...card.querySelectorAll("[name$=_taken]:checked")].map((input) => input.value);
    const worst = taken.includes("not") ? "not" : taken.includes("partly") ? "partly" : "";
    const reacted = [...card.querySelectorAll("[name$=_reaction]")].some((input) => input.value.trim() !== "");
    tell("adherence", WORSE[worst]);
    tell("adverse_reaction", reacted ? "yes" : "");
  }

  // Not as agreed asks why: the reasons open by themselves.
  card.addEventListener("change", (/** @type {any} */ event) => {
    const { name, value } = event.target;
    if (name.endsWith("_taken") && value in WORSE) card.querySelector(`[data-about="${name}"]`).open = true;
  });
  form.addEventListener("input", derive);
  derive();
})();
