// What goes on as last time, by one touch, marked and taken back by another; each medicine likewise; and undo until sent.
"use strict";
(() => {
  const form = document.getElementById("visit-form");
  if (!form) return;
  const last = JSON.parse(form.dataset.last), words = JSON.parse(form.dataset.words);
  /** @param {string} where */
  const all = (where, from = form) => [...from.querySelectorAll(where)];
  /** @param {string} name */
  const fields = (name) => all(`[name="${CSS.escape(name)}"]`);
  /** @param {unknown} value */
  const listed = (value) => (Array.isArray(value) ? value : [value]).map(String);
  const tell = () => form.dispatchEvent(new Event("input", { bubbles: true }));

  /** @param {string} name */
  const blank = (name) => fields(name).every((field) => (/radio|checkbox/.test(field.type) ? !field.checked : !field.value.trim()));
  /** @param {string} name */
  const asLast = (name) => fields(name).length > 0 && fields(name).every((field) => (/radio|checkbox/.test(field.type)
    ? field.checked === listed(last[name]).includes(field.value) : field.value === String(last[name] ?? "")));
  /** @param {string} name @param {unknown} value */
  function put(name, value) {
    for (const field of fields(name)) {
      if (/radio|checkbox/.test(field.type)) field.checked = value !== null && listed(value).includes(field.value);
      else field.value = value === null ? "" : String(value);
    }
  }

  // The mark stands where the answer is last time's and was taken over; changed by hand, it goes.
  function mark() {
    const over = new Set(form.elements.taken_over.value.split(" ").filter((/** @type {string} */ name) => name && asLast(name)));
    for (const place of all("[data-same-as]")) place.hidden = !over.has(place.dataset.sameAs);
    const folded = form.querySelector("[data-folded]");
    if (folded) {
      const inside = all("[data-same-as]", folded.closest("details")).filter((place) => !place.hidden).length;
      folded.textContent = inside ? words.folded.replace("{n}", inside) : "";
    }
  }

  document.querySelector("[data-same]")?.addEventListener("click", (/** @type {any} */ event) => {
    event.preventDefault();
    remember("same");
    const taken = Object.keys(last).filter((name) => fields(name).length && blank(name));
    for (const name of taken) put(name, last[name]);
    form.elements.taken_over.value = [...new Set([...form.elements.taken_over.value.split(" "), ...taken])].filter(Boolean).join(" ");
    all("[data-drug]").forEach((row) => choose(row, taken.includes(`drug${row.dataset.drug}_name`) ? "same" : null));
    tell();
  });

  // A medicine: as before, stopped, or changed; its three boxes are there when something is to be typed.
  /** @param {HTMLElement} row */
  const parts = (row) => ["name", "times", "dose"].map((part) => `drug${row.dataset.drug}_${part}`);
  /** @param {HTMLElement} row @param {string | null} change */
  function choose(row, change) {
    const chip = change && row.querySelector(`input[value="${change}"]`);
    if (chip) chip.checked = true;
    settle(row);
  }
  /** @param {HTMLElement} row */
  function settle(row) {
    const chips = all("input[type=radio]", row), chosen = chips.find((chip) => chip.checked)?.value;
    row.querySelector("[data-parts]").hidden = chips.length > 0 && chosen !== "changed" && (chosen !== undefined || parts(row).every(blank));
  }
  form.addEventListener("change", (/** @type {any} */ event) => {
    const row = event.target.closest("[data-drug]");
    if (!row || event.target.type !== "radio") return;
    const chosen = event.target.value;
    for (const name of parts(row)) {
      if (chosen === "stopped") put(name, null);
      else if (chosen === "same" || blank(name)) put(name, last[name] ?? null);
    }
    settle(row);
    if (chosen === "changed") row.querySelector("[data-parts] input").focus();
    tell();
  });

  // Undo: how the form stood before each change, typing into one box counting as one.
  /** @typedef {any[][]} Stood  Each field with its value and whether it was ticked. */
  /** @type {Stood[]} */
  const steps = [];
  const undo = document.querySelector("[data-undo]");
  const stand = () => [...form.elements].map((field) => [field, field.value, field.checked]);
  let before = stand();
  /** @type {unknown} */
  let at = null;
  /** @param {unknown} what */
  function remember(what) {
    if (what === at) return;
    steps.push(before);
    at = what;
  }
  /** @param {Stood} stood */
  function restore(stood) {
    for (const [field, value, checked] of stood) {
      if (/radio|checkbox/.test(field.type)) field.checked = checked;
      else field.value = value;
    }
  }
  undo?.addEventListener("click", () => {
    const stood = steps.pop();
    if (!stood) return;
    restore(stood);
    at = "undone";
    tell();
    at = null;
    all("[data-drug]").forEach(settle);
  });
  form.addEventListener("input", (/** @type {any} */ event) => {
    if (event.target !== form) remember(/radio|checkbox/.test(event.target.type) ? {} : event.target.name);
    before = stand();
    mark();
    if (undo) undo.hidden = steps.length === 0;
  });

  all("[data-drug]").forEach(settle);
  mark();
})();
