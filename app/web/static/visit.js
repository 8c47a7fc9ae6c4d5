// The visit form while it is filled in: the meaning of each figure, the emergency prompt, what comes next.
// It evaluates the same signals as the record; without it the form works and the server says the same.
"use strict";
(() => {
  const form = document.getElementById("visit-form");
  if (!form) return;
  const told = JSON.parse(form.dataset.told), words = JSON.parse(form.dataset.words);
  const all = (where, from = document) => [...from.querySelectorAll(where)];
  const signals = told.sections.flatMap((section) => section.signals);
  const chosenClass = (section) => form.querySelector(`[name="${section.chosen}"]:checked`);
  const classTouched = new Set();
  const said = (words_, values) => words_.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function figure(input) {
    const typed = input.value.normalize("NFKC").replace("。", ".").trim();
    return /^\d+(\.\d+)?$/.test(typed) ? Number(typed) : null;
  }
  const plausible = (input) => figure(input) >= Number(input.dataset.low) && figure(input) <= Number(input.dataset.high);

  function answers() {
    const given = {};
    for (const input of all("input.num", form)) {
      const value = figure(input);
      if (value !== null && plausible(input)) given[input.name] = value;
    }
    for (const input of all("input[type=radio]:checked, input[type=checkbox]:checked", form)) {
      (given[input.name] ??= []).push(input.value);
    }
    for (const name of ["systolic", "diastolic"]) {
      const taken = [given[name], given[`${name}_2`]].filter((value) => value !== undefined);
      if (!taken.length) continue;
      given[`${name}_mean`] = taken.reduce((sum, value) => sum + value, 0) / taken.length;
      given[`${name}_highest`] = Math.max(...taken);
    }
    return given;
  }

  function holds(signal, given) {
    const answer = given[signal.name];
    if (answer === undefined) return false;
    if (Array.isArray(answer)) return answer.some((value) => (signal.says ?? []).includes(value));
    return answer >= (signal.atLeast ?? Infinity) || answer <= (signal.atMost ?? -Infinity)
      || answer > (signal.above ?? Infinity) || answer < (signal.below ?? -Infinity);
  }

  function resultOf(section, given) {
    const chosen = chosenClass(section);
    if (chosen) return chosen.value;
    if (!section.classed || !section.core.some((name) => name in given)) return null;
    const found = section.signals.filter((signal) => signal.result && holds(signal, given)).map((signal) => signal.result);
    return found.sort((a, b) => told.severity.indexOf(b) - told.severity.indexOf(a))[0] ?? told.severity[0];
  }

  // Each figure in words: "162/98 偏高".
  function echo(given) {
    for (const place of all("[data-echo]", form)) {
      const names = place.dataset.echo === "pressure" ? ["systolic", "diastolic"] : [place.dataset.echo];
      const inputs = names.map((name) => form.elements[name]);
      const typed = inputs.every((input) => input.value.trim());
      const odd = inputs.find((input) => figure(input) !== null && enough(input) && !plausible(input));
      const own = signals.filter((signal) => names.some((name) => signal.name.replace(/_(mean|highest)$/, "") === name));
      const shown = own.filter((signal) => holds(signal, given));
      const value = inputs.map((input) => figure(input)).join("/");
      let meaning = "";
      if (odd) meaning = `${figure(odd)} ${words.odd}`;
      else if (typed && own.length && names.every((name) => name in given)) meaning = `${value} ${meant(shown)}`;
      place.textContent = meaning;
      const bad = Boolean(odd) || shown.some((signal) => signal.emergency || signal.result);
      place.classList.toggle("bad", bad);
      place.classList.toggle("good", !bad && meaning !== "");
      for (const input of inputs) input.classList.toggle("bad", input.value.trim() !== "" && bad);
    }
  }
  const enough = (input) => input.value.trim().length >= String(Math.trunc(Number(input.dataset.low))).length;
  function meant(shown) {
    if (shown.some((signal) => signal.emergency)) return words.danger;
    if (shown.some((signal) => signal.result)) return shown.some((s) => s.result && s.below !== undefined) ? words.low : words.high;
    return shown.some((signal) => signal.below !== undefined) ? words.low : words.fine;
  }

  function alarm(given) {
    const dangers = [...new Set(signals.filter((s) => s.emergency && holds(s, given)).map((s) => s.emergency))];
    const box = document.getElementById("emergency"), list = box.querySelector("[data-emergencies]");
    box.hidden = dangers.length === 0;
    if (list.textContent !== dangers.join("")) {
      list.replaceChildren(...dangers.map((danger) => Object.assign(document.createElement("li"), { textContent: danger })));
    }
    if (!dangers.length) all("input", box).forEach((input) => { input.checked = false; });
  }

  // Calendar months are clamped to the month's end, as the rules count them.
  function after(day, interval) {
    const [count, unit] = interval.split(" "), next = new Date(`${day}T00:00:00Z`);
    if (unit === "day" || unit === "week") next.setUTCDate(next.getUTCDate() + count * (unit === "week" ? 7 : 1));
    else {
      const wanted = next.getUTCDate();
      next.setUTCDate(1);
      next.setUTCMonth(next.getUTCMonth() + count * (unit === "year" ? 12 : 1));
      const last = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate();
      next.setUTCDate(Math.min(wanted, last));
    }
    return next;
  }
  const spoken = (day) => said(words.date, {
    m: day.getUTCMonth() + 1, d: day.getUTCDate(), month: day.toLocaleDateString("en", { month: "short", timeZone: "UTC" }),
  });

  function foresee(given) {
    const mode = form.querySelector("[name=mode]:checked")?.value, day = form.elements.visited_on.value;
    const worked = told.sections.filter((s) => [...s.core, s.chosen].some((name) => name in given));
    const classed = worked.map((section) => [section, resultOf(section, given)]);
    const now = classed.map(([section, result]) => {
      const row = result && result !== told.severity[0] ? `（${said(words.times, { n: section.row + 1 })}）` : "";
      return result ? `${section.title}${words.colon}${told.results[result]}${row}` : section.title;
    });
    document.querySelector("#next [data-now]").textContent = now.length ? `${words.now}${words.colon}${now.join(" · ")}` : words.none;
    let settled = 0;
    for (const step of all("#next [data-step]")) {
      const [, result] = classed.find(([section]) => section.kinds.includes(step.dataset.step)) ?? [];
      const right = step.dataset.modes.split(" ").includes(mode), interval = JSON.parse(step.dataset.intervals)[result ?? told.severity[0]];
      const due = interval && day ? after(day, interval) : step.dataset.due ? new Date(`${step.dataset.due}T00:00:00Z`) : null;
      step.hidden = result === undefined;
      if (step.hidden) continue;
      settled += right ? 1 : 0;
      step.textContent = step.dataset.name + words.colon + (!right ? words.phone : due ? `${words.next} ${said(words.by, { day: spoken(due) })}` : "✓");
    }
    const save = document.querySelector("[data-save]");
    save.textContent = settled ? said(words.save, { n: settled }) : save.dataset.save;
    const how = form.querySelector("[name=mode]:checked")?.nextElementSibling?.textContent ?? "";
    if (day) form.querySelector("[data-how]").textContent = `${how} · ${spoken(new Date(`${day}T00:00:00Z`))}`;
  }

  function refresh() {
    const given = answers();
    echo(given);
    alarm(given);
    foresee(given);
  }

  // "None" and a symptom exclude each other.
  function exclude(input) {
    if (input.type !== "checkbox" || input.name !== "symptoms" || !input.checked) return;
    for (const other of all(`input[name="symptoms"]`, form)) {
      if (other !== input && (input.value === "none" || other.value === "none")) other.checked = false;
    }
  }

  // On to the next box once a whole number can grow no more: 3 digits, or 2 that no plausible third could follow.
  function advance(input) {
    if (input.dataset.shape !== "whole" || !plausible(input)) return;
    if (Number(input.value) * 10 <= Number(input.dataset.high)) return;
    const boxes = all("input.num", input.closest(".pair") ?? form), next = boxes[boxes.indexOf(input) + 1];
    if (next && !next.value) next.focus();
    else if (!next) input.blur();
  }

  form.addEventListener("input", (event) => {
    exclude(event.target);
    refresh();
    if (event.target.matches("input.num") && event.inputType !== "deleteContentBackward") advance(event.target);
  });
  // A chosen class can be taken back: touching it again lets the values decide.
  form.addEventListener("click", (event) => {
    const input = event.target;
    if (input.type !== "radio" || !input.name.startsWith("result_")) return;
    if (classTouched.has(`${input.name}=${input.value}`)) { input.checked = false; classTouched.clear(); refresh(); return; }
    classTouched.clear();
    classTouched.add(`${input.name}=${input.value}`);
  });
  // A double tap sends once.
  form.addEventListener("submit", () => setTimeout(() => all("[data-save]").forEach((button) => { button.disabled = true; })));
  addEventListener("pageshow", () => all("[data-save]").forEach((button) => { button.disabled = false; }));
  refresh();
  const faulty = document.querySelector(".faults");
  if (faulty) faulty.focus();
  else form.querySelector("input.num")?.focus({ preventScroll: true });
})();
