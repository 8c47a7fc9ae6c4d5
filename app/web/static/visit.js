// The visit form while it is filled in: the meaning of each figure, the prompts, what comes next.
// It evaluates the same signals as the record; without it the form works and the server says the same.
"use strict";
(() => {
  /** @typedef {{name: string, says?: string[], atLeast?: number, atMost?: number, above?: number, below?: number, result?: string, emergency?: string, clinical?: boolean, sooner?: string, why?: string}} Signal */
  /** @typedef {{title: string, chosen: string, classed: boolean, core: string[], kinds: string[], row: number, signals: Signal[]}} Section */
  /** @typedef {Record<string, any>} Given  What stands in the form: figures, and the answers ticked. */
  /** @typedef {[Section, string | null][]} Classed */

  const form = document.getElementById("visit-form");
  if (!form) return;
  /** @type {{sections: Section[], severity: string[], inARow: number, refers: Record<string, string[]>, results: Record<string, string>}} */
  const told = JSON.parse(form.dataset.told);
  const words = JSON.parse(form.dataset.words);
  /** @param {string} where @param {ParentNode} [from] */
  const all = (where, from = document) => [...from.querySelectorAll(where)];
  const signals = told.sections.flatMap((section) => section.signals);
  /** @param {Section} section */
  const chosenClass = (section) => form.querySelector(`[name="${section.chosen}"]:checked`);
  const classTouched = new Set();
  /** @param {string} words_ @param {Record<string, any>} values */
  const said = (words_, values) => words_.replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => values[name]);
  /** @param {string} name */
  const underived = (name) => name.replace(/_(mean|highest|apart|arms)$/, "");

  /** @param {HTMLInputElement} input */
  function figure(input) {
    const typed = input.value.normalize("NFKC").replace("。", ".").trim();
    return /^\d+(\.\d+)?$/.test(typed) ? Number(typed) : null;
  }
  /** @param {HTMLInputElement} input */
  const plausible = (input) => Number(figure(input)) >= Number(input.dataset.low) && Number(figure(input)) <= Number(input.dataset.high);

  // The readings of one measure in order, as the record counts them: the mean of the last two, the highest, how far apart.
  /** @param {Given} given @param {string} name */
  function readings(given, name) {
    const taken = ["", "_2", "_3"].map((which) => given[name + which]).filter((value) => value !== undefined);
    if (!taken.length) return;
    const counted = taken.slice(-2), other = given[`${name}_other`];
    const mean = counted.reduce((sum, value) => sum + value, 0) / counted.length;
    given[`${name}_mean`] = mean;
    given[`${name}_highest`] = Math.max(...taken, other ?? 0);
    if (taken.length === 2) given[`${name}_apart`] = Math.abs(taken[0] - taken[1]);
    if (other !== undefined) given[`${name}_arms`] = Math.abs(mean - other);
  }

  function answers() {
    /** @type {Given} */
    const given = {};
    for (const input of all("input.num", form)) {
      const value = figure(input);
      if (value !== null && plausible(input)) given[input.name] = value;
    }
    for (const input of all("input[type=radio]:checked, input[type=checkbox]:checked", form)) {
      (given[input.name] ??= []).push(input.value);
    }
    for (const name of ["systolic", "diastolic"]) readings(given, name);
    return given;
  }

  /** @param {Signal} signal @param {Given} given */
  function holds(signal, given) {
    const answer = given[signal.name];
    if (answer === undefined) return false;
    if (Array.isArray(answer)) return answer.some((value) => (signal.says ?? []).includes(value));
    return answer >= (signal.atLeast ?? Infinity) || answer <= (signal.atMost ?? -Infinity)
      || answer > (signal.above ?? Infinity) || answer < (signal.below ?? -Infinity);
  }

  /** @param {Section} section @param {Given} given */
  function byValues(section, given) {
    if (!section.classed || !section.core.some((name) => name in given)) return null;
    const found = section.signals.filter((signal) => signal.result && holds(signal, given)).map((signal) => /** @type {string} */ (signal.result));
    return found.sort((a, b) => told.severity.indexOf(b) - told.severity.indexOf(a))[0] ?? told.severity[0];
  }
  /** @param {Section} section @param {Given} given */
  const resultOf = (section, given) => chosenClass(section)?.value ?? byValues(section, given);

  // Each figure in words: "162/98 偏高"; where the two layers of rules differ, both: "考核达标 · 临床未达标".
  /** @param {Given} given */
  function echo(given) {
    for (const place of all("[data-echo]", form)) {
      const names = place.dataset.echo === "pressure" ? ["systolic", "diastolic"] : [place.dataset.echo];
      const inputs = names.map((name) => form.elements[name]);
      const typed = inputs.every((input) => input.value.trim());
      const odd = inputs.find((input) => figure(input) !== null && enough(input) && !plausible(input));
      const own = signals.filter((signal) => names.includes(underived(signal.name)));
      const shown = own.filter((signal) => holds(signal, given));
      const value = names.map((name) => Math.round((given[`${name}_mean`] ?? given[name]) * 10 + 0.001) / 10).join("/");
      let meaning = "";
      if (odd) meaning = `${figure(odd)} ${words.odd}`;
      else if (typed && own.length && names.every((name) => name in given)) meaning = `${value} ${meant(shown)}`;
      place.textContent = meaning;
      const bad = Boolean(odd) || shown.some((signal) => signal.emergency || signal.result);
      place.classList.toggle("bad", bad);
      place.classList.toggle("warn", !bad && shown.some((signal) => signal.clinical));
      place.classList.toggle("good", !bad && meaning !== "" && !shown.some((signal) => signal.clinical));
      for (const input of inputs) input.classList.toggle("bad", input.value.trim() !== "" && bad);
    }
    // A third reading is asked for where the first two lie far apart; before the second there is none.
    const third = form.querySelector("[data-reading=_3]");
    if (third) third.hidden = !third.open && !("systolic_2" in given);
    if (third && signals.some((signal) => signal.name.endsWith("_apart") && holds(signal, given))) third.open = true;
  }
  /** @param {HTMLInputElement} input */
  const enough = (input) => input.value.trim().length >= String(Math.trunc(Number(input.dataset.low))).length;
  /** @param {Signal[]} shown */
  function meant(shown) {
    if (shown.some((signal) => signal.emergency)) return words.danger;
    if (shown.some((signal) => signal.result)) return shown.some((s) => s.result && s.below !== undefined) ? words.low : words.high;
    if (shown.some((signal) => signal.clinical)) return `${words.assessed} · ${words.clinical}`;
    return shown.some((signal) => signal.below !== undefined) ? words.low : words.fine;
  }

  /** @param {Given} given */
  function alarm(given) {
    const dangers = [...new Set(signals.filter((s) => s.emergency && holds(s, given)).map((s) => s.emergency))];
    const box = document.getElementById("emergency"), list = box.querySelector("[data-emergencies]");
    box.hidden = dangers.length === 0;
    if (list.textContent !== dangers.join("")) {
      list.replaceChildren(...dangers.map((danger) => Object.assign(document.createElement("li"), { textContent: danger })));
    }
    if (!dangers.length) all("input", box).forEach((input) => { input.checked = false; });
    return dangers.length > 0;
  }

  // A referral is proposed and agreed to unless somebody says otherwise.
  /** @param {Classed} classed @param {boolean} danger */
  function refer(classed, danger) {
    const box = document.getElementById("referral");
    if (form.dataset.proposed) return;
    const why = classed.filter(([section, result]) => told.inARow && result && result !== told.severity[0] && section.row + 1 >= told.inARow)
      .map(([section]) => said(words.row, { title: section.title, n: section.row + 1 }));
    for (const [name, values] of Object.entries(told.refers)) {
      for (const input of all(`[name="${name}"]:checked`, form)) {
        if (values.includes(input.value)) why.push(input.nextElementSibling.textContent);
      }
    }
    const proposed = why.length > 0 && !danger;
    if (proposed && box.hidden) box.querySelector("[value=agreed]").checked = true;
    if (!proposed && !box.hidden) all("input[type=radio]", box).forEach((input) => { input.checked = false; });
    box.hidden = !proposed;
    box.querySelector("[data-referrals]").textContent = why.join(" · ");
    const declined = box.querySelector("[name=referral_declined]")?.closest(".field");
    if (declined) declined.hidden = !box.querySelector("[value=declined]").checked;
  }

  // Calendar months are clamped to the month's end, as the rules count them.
  /** @param {string} day @param {string} interval */
  function after(day, interval) {
    const [many, unit] = interval.split(" "), count = Number(many), next = new Date(`${day}T00:00:00Z`);
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
  /** @param {Date} day */
  const spoken = (day) => said(words.date, {
    m: day.getUTCMonth() + 1, d: day.getUTCDate(), month: day.toLocaleDateString("en", { month: "short", timeZone: "UTC" }),
  });

  // The earlier of the day the result gives and the day a finding asks for, with the reason of the latter.
  /** @param {any} step @param {Section} section @param {string | null} result @param {Given} given @param {string} day @returns {[Date | null, string]} */
  function dueAfter(step, section, result, given, day) {
    const interval = JSON.parse(step.dataset.intervals)[result ?? told.severity[0]];
    if (!interval || !day) return [step.dataset.due ? new Date(`${step.dataset.due}T00:00:00Z`) : null, ""];
    const sooner = section.signals.filter((signal) => signal.sooner && holds(signal, given))
      .map((signal) => /** @type {const} */ ([after(day, String(signal.sooner)), signal.why])).sort(([a], [b]) => Number(a) - Number(b))[0];
    const due = after(day, interval);
    return sooner && sooner[0] < due ? [sooner[0], said(words.sooner, { why: sooner[1] })] : [due, ""];
  }

  /** @param {Given} given @param {Classed} classed */
  function foresee(given, classed) {
    const mode = form.querySelector("[name=mode]:checked")?.value, day = form.elements.visited_on.value;
    const now = classed.map(([section, result]) => {
      const row = result && result !== told.severity[0] ? `（${said(words.times, { n: section.row + 1 })}）` : "";
      return result ? `${section.title}${words.colon}${told.results[result]}${row}` : section.title;
    });
    document.querySelector("#next [data-now]").textContent = now.length ? `${words.now}${words.colon}${now.join(" · ")}` : words.none;
    let settled = 0;
    for (const step of all("#next [data-step]")) {
      const [section, result] = classed.find(([one]) => one.kinds.includes(step.dataset.step)) ?? [];
      const right = step.dataset.modes.split(" ").includes(mode);
      step.hidden = section === undefined;
      if (section === undefined || result === undefined) continue;
      const [due, why] = dueAfter(step, section, result, given, day);
      settled += right ? 1 : 0;
      step.textContent = step.dataset.name + words.colon + (!right ? words.phone : due ? `${words.next} ${said(words.by, { day: spoken(due) })}${why}` : "✓");
    }
    const save = document.querySelector("[data-save]");
    if (save) save.textContent = settled ? said(words.save, { n: settled }) : save.dataset.save;
    const how = form.querySelector("[name=mode]:checked")?.nextElementSibling?.textContent ?? "";
    if (day) form.querySelector("[data-how]").textContent = `${how} · ${spoken(new Date(`${day}T00:00:00Z`))}`;
  }

  // A class other than the values say needs its reason: the line is there when it is wanted.
  /** @param {Given} given */
  function reason(given) {
    const line = form.elements.result_reason;
    if (!line) return;
    const changed = told.sections.some((section) => {
      const values = byValues(section, given), chosen = chosenClass(section);
      return chosen && values && chosen.value !== values;
    });
    line.required = changed;
    line.closest(".field").hidden = !changed && !line.value;
  }

  function refresh() {
    const given = answers();
    const worked = told.sections.filter((s) => [...s.core, s.chosen].some((name) => name in given));
    /** @type {Classed} */
    const classed = worked.map((section) => [section, resultOf(section, given)]);
    echo(given);
    refer(classed, alarm(given));
    reason(given);
    foresee(given, classed);
  }

  // "None" and a symptom exclude each other.
  /** @param {HTMLInputElement} input */
  function exclude(input) {
    if (input.type !== "checkbox" || input.name !== "symptoms" || !input.checked) return;
    for (const other of all(`input[name="symptoms"]`, form)) {
      if (other !== input && (input.value === "none" || other.value === "none")) other.checked = false;
    }
  }

  form.addEventListener("input", (/** @type {any} */ event) => {
    exclude(event.target);
    refresh();
  });
  // A chosen class can be taken back: touching it again lets the values decide.
  form.addEventListener("click", (/** @type {any} */ event) => {
    const input = event.target;
    if (input.type !== "radio" || !input.name.startsWith("result_")) return;
    if (classTouched.has(`${input.name}=${input.value}`)) { input.checked = false; classTouched.clear(); refresh(); return; }
    classTouched.clear();
    classTouched.add(`${input.name}=${input.value}`);
  });
  // A double tap sends once.
  form.addEventListener("submit", () => setTimeout(() => all("[data-save]").forEach((button) => { button.disabled = true; })));
  addEventListener("pageshow", () => all("[data-save]").forEach((button) => { button.disabled = false; }));
  // What the server proposed stays until it is answered.
  if (!document.getElementById("referral").hidden) form.dataset.proposed = "yes";
  refresh();
  document.querySelector(".faults")?.focus();
})();
