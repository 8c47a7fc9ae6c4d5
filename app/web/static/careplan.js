// Writing a plan: a medicine named from the catalogue fills in how it is usually taken, quantities are worked out, lines
// come and go in place. Without this the page does the same on its way back from the server.
"use strict";
(() => {
  /** @typedef {{names: string[], strengths: string[], moments: string[], needed: boolean} & Record<string, any>} Drug */

  const form = document.getElementById("plan-form");
  if (!form) return;
  /** @type {{drugs: Drug[], usual_days: number}} */
  const told = JSON.parse(form.dataset.told);
  const words = JSON.parse(form.dataset.words);
  /** @param {string} name */
  const plain = (name) => name.normalize("NFKC").replace(/\s/g, "").toLowerCase();
  const known = new Map(told.drugs.flatMap((drug) => drug.names.map((name) => /** @type {const} */ ([plain(name), drug]))));
  /** @param {HTMLElement} line @param {string} name */
  const cell = (line, name) => line.querySelector(`[name$="-${name}"]`);
  /** @param {HTMLElement} line */
  const moments = (line) => [...line.querySelectorAll('[name$="-moments"]')];
  /** @param {HTMLElement} line @param {string} name */
  const figure = (line, name) => Number(cell(line, name).value.normalize("NFKC")) || 0;

  /** @param {HTMLElement} line */
  const count = (line) => {
    const quantity = cell(line, "quantity");
    if (quantity.value && quantity.value !== quantity.dataset.worked) return; // typed by hand
    const much = cell(line, "as_needed").checked ? 0 : figure(line, "dose") * figure(line, "times") * figure(line, "days");
    quantity.value = much ? String(Math.ceil(much - 1e-6)) : "";
    quantity.dataset.worked = quantity.value;
  };
  /** @param {HTMLElement} line @param {Drug | undefined} drug */
  const offer = (line, drug) => {
    const place = line.querySelector("[data-strengths]");
    place.hidden = !drug;
    place.replaceChildren();
    for (const strength of drug?.strengths ?? []) {
      const chip = document.createElement("button");
      chip.type = "button"; chip.className = "btn"; chip.textContent = strength;
      chip.setAttribute("aria-label", `${words.strengths} ${strength}`);
      chip.addEventListener("click", () => { cell(line, "strength").value = strength; });
      place.append(chip);
    }
  };
  /** @param {HTMLElement} line */
  const drugOf = (line) => known.get(plain(cell(line, "name").value));
  /** @param {HTMLElement} line */
  const name = (line) => {
    const typed = cell(line, "name").value.trim(), drug = drugOf(line);
    if (line.dataset.named === typed) return;
    line.dataset.named = typed;
    line.querySelector("[data-unverified]").hidden = Boolean(drug) || !typed;
    offer(line, drug);
    if (!drug) return;
    if (!drug.strengths.includes(cell(line, "strength").value)) cell(line, "strength").value = drug.strengths[0];
    for (const part of ["dose", "unit", "times", "meal", "route"]) cell(line, part).value = drug[part];
    cell(line, "as_needed").checked = drug.needed;
    for (const one of moments(line)) one.checked = drug.moments.includes(one.value);
    count(line);
  };
  /** @param {HTMLElement} line */
  const start = (line) => {
    if (line.dataset.line !== "medicines") return;
    line.dataset.named = cell(line, "name").value.trim();
    const drug = drugOf(line);
    if (drug) offer(line, drug);
    const quantity = cell(line, "quantity"), now = quantity.value;
    quantity.value = "";
    count(line);
    if (now && quantity.value !== now) { quantity.value = now; delete quantity.dataset.worked; }
  };
  /** @param {HTMLElement} box */
  const number = (box) => {
    [...box.querySelectorAll("[data-number]")].forEach((place, at) => { place.textContent = String(at + 1); });
  };
  /** @param {string | undefined} part */
  const add = (part) => {
    const box = form.querySelector(`[data-lines="${part}"]`), last = box.lastElementChild;
    const used = [...box.querySelectorAll("input[name], select[name]")].map((one) => Number(one.name.match(/-(\d+)/)?.[1] ?? 0));
    const line = last.cloneNode(true), from = last.querySelector("input[name], select[name]").name.match(/-(\d+)/)[1], to = Math.max(...used) + 1;
    for (const one of [line, ...line.querySelectorAll("*")]) {
      for (const kind of ["id", "name", "for", "aria-labelledby", "aria-describedby", "value"]) {
        const held = one.getAttribute(kind);
        if (held?.startsWith(`${part}-${from}`)) one.setAttribute(kind, held.replace(`-${from}`, `-${to}`));
      }
    }
    for (const fault of line.querySelectorAll(".fault")) fault.remove();
    for (const field of line.querySelectorAll("input, select")) {
      field.classList.remove("bad"); field.removeAttribute("aria-invalid");
      if (field.type === "checkbox") field.checked = false;
      else if (field.tagName === "SELECT") field.selectedIndex = 0;
      else if (!field.name.endsWith("-days")) field.value = "";
    }
    line.querySelector("[data-unverified]")?.setAttribute("hidden", "");
    const strengths = line.querySelector("[data-strengths]");
    if (strengths) { strengths.hidden = true; strengths.replaceChildren(); }
    delete line.dataset.named;
    line.querySelector("[data-said]")?.replaceChildren();
    if (line.tagName === "DETAILS") line.open = true;
    box.append(line);
    number(box);
    line.querySelector("input:not([type=hidden]), select").focus();
  };
  /** @param {HTMLElement} line */
  const drop = (line) => {
    const box = /** @type {HTMLElement} */ (line.parentElement);
    if (box.children.length === 1) add(line.dataset.line);
    line.remove();
    number(box);
  };

  form.querySelectorAll("[data-line]").forEach(start);
  form.addEventListener("click", (/** @type {any} */ event) => {
    const pressed = event.target.closest("button[name=add], button[name=remove]");
    if (!pressed) return;
    event.preventDefault();
    if (pressed.name === "add") add(pressed.value); else drop(pressed.closest("[data-line]"));
  });
  form.addEventListener("input", (/** @type {any} */ event) => {
    const line = event.target.closest("[data-line=medicines]");
    if (line) {
      const part = event.target.name.replace(/^.*-/, "");
      if (part === "name" && drugOf(line)) name(line);
      if (part === "moments") cell(line, "times").value = String(moments(line).filter((one) => one.checked).length || "");
      if (part !== "quantity") count(line);
      if (part === "days" && figure(line, "days") > told.usual_days) form.querySelector("[data-long-term]").open = true;
    }
    const kind = event.target.closest("[data-kind]");
    if (kind) {
      const on = [...kind.querySelectorAll("input")].filter((one) => (one.type === "checkbox" ? one.checked : /words/.test(one.name) && one.value)).length;
      const place = kind.querySelector("[data-count]");
      place.textContent = on ? place.dataset.told.replace("{n}", String(on)) : "";
    }
  });
  form.addEventListener("change", (/** @type {any} */ event) => {
    const line = event.target.closest("[data-line=medicines]");
    if (line && event.target.name.endsWith("-name")) name(line);
  });
  // Enter moves on; what is worked out on the way back from the server is worked out here.
  form.addEventListener("keydown", (/** @type {any} */ event) => {
    if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])")) event.preventDefault();
  });
})();
