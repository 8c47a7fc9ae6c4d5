// Lists out of the pack: whom the day asks for, by household and neighbours, and everybody; searched and narrowed.

import { today } from "./clock.js";
import { fill } from "./fill.js";
import { text } from "./lines.js";
import { blocksOf, standing } from "./standing.js";

/** @typedef {import("./standing.js").Listed} Listed */
/** @typedef {{day: string, villages: Record<string, string>, people: Listed[]}} Index */
/** @typedef {{url: URL, lines: string[]}} Making */

/**
 * Fill a list in.
 * @param {Document | null} doc
 * @param {Making} making
 * @param {Index} index
 * @param {boolean} isWork
 * @returns {Document | null}
 */
export function listOf(doc, { url, lines }, index, isWork) {
  const told = doc?.querySelector("[data-place=told]");
  const place = doc?.querySelector("[data-place=people]");
  if (!doc || !told || !place) return doc;
  const words = JSON.parse(told.getAttribute("data-words") ?? "{}");
  const asked = Object.fromEntries(url.searchParams);
  offerGroups(doc, index, asked.village ?? "");
  fill(doc, [...url.searchParams]);
  const found = index.people.filter((one) => matches(one, asked) && (!isWork || belongs(one, asked.state ?? "")));
  if (isWork) place.append(...work(doc, found, index, lines, words));
  else if (found.length) place.append(rows(doc, found, lines, words.all ?? ""));
  const late = found.filter((one) => standing(one, today()) === "overdue").length;
  told.textContent = said(isWork ? words.work : words.people, { n: found.length, late });
  const nobody = doc.querySelector("[data-place=nobody]");
  nobody?.toggleAttribute("hidden", found.length > 0);
  return doc;
}

/**
 * @param {Listed} one
 * @param {Record<string, string>} asked
 * @returns {boolean}
 */
function matches(one, { q = "", village = "", group = "" }) {
  const wanted = q.trim().toLowerCase();
  const named = one.name.toLowerCase().includes(wanted) || ` ${one.initials}`.includes(` ${wanted}`);
  return named && (!village || one.village === village) && (!group || one.group === group);
}

/**
 * @param {Listed} one
 * @param {string} state
 * @returns {boolean}
 */
function belongs(one, state) {
  const stands = standing(one, today());
  return state ? stands === state : stands === "overdue" || stands === "due";
}

/**
 * @param {Document} doc
 * @param {Listed[]} found
 * @param {Index} index
 * @param {string[]} lines
 * @param {Record<string, string>} words
 * @returns {Element[]}
 */
function work(doc, found, index, lines, words) {
  const several = Object.keys(index.villages).length > 1;
  return blocksOf(found, several ? index.villages : {}).map(({ place, household, people }) => {
    const section = Object.assign(doc.createElement("section"), { className: "group" });
    const before = place ? `${place} · ` : "";
    const title = household ? before + said(words.household, { name: people[0]?.name ?? "", n: people.length }) : place || words.others;
    const card = Object.assign(doc.createElement("div"), { className: "card" });
    card.innerHTML = people.map((one) => text(lines, one.card ?? [])).join("\n");
    if (today() !== index.day) people.forEach((one, at) => restate(card.children[at], one, words));
    section.append(Object.assign(doc.createElement("h2"), { textContent: title ?? "" }), card);
    return section;
  });
}

/**
 * Say anew how somebody stands: the card was drawn on another day.
 * @param {Element | undefined} card
 * @param {Listed} one
 * @param {Record<string, string>} words
 * @returns {void}
 */
function restate(card, one, words) {
  const badge = card?.querySelector(".badge");
  const stands = standing(one, today());
  if (!card || !badge || stands === "excused") return;
  const days = Math.round(Math.abs(Date.parse(today()) - Date.parse(one.due ?? "")) / 86_400_000);
  const late = stands === "overdue";
  for (const place of [card, badge]) {
    place.classList.remove("held");
    place.classList.toggle("late", late);
    place.classList.toggle("due", !late);
  }
  const word = late ? words.late : days === 0 ? words.today : days === 1 ? words.tomorrow : words.days;
  badge.textContent = said(word, { n: days });
}

/**
 * @param {Document} doc
 * @param {Listed[]} found
 * @param {string[]} lines
 * @param {string} title
 * @returns {Element}
 */
function rows(doc, found, lines, title) {
  const section = Object.assign(doc.createElement("section"), { className: "group" });
  const list = Object.assign(doc.createElement("ul"), { className: "card lines" });
  list.innerHTML = found.map((one) => text(lines, one.line)).join("\n");
  section.append(Object.assign(doc.createElement("h2"), { className: "hidden-label", textContent: title }), list);
  return section;
}

/**
 * @param {Document} doc
 * @param {Index} index
 * @param {string} village
 * @returns {void}
 */
function offerGroups(doc, index, village) {
  const own = index.people.filter((one) => one.group && (!village || one.village === village));
  const groups = [...new Set(own.map((one) => one.group))];
  const choice = doc.querySelector("select[name=group]");
  choice?.append(...groups.map((group) => Object.assign(doc.createElement("option"), { value: group, textContent: group })));
}

/**
 * @param {string | undefined} words
 * @param {Record<string, string | number>} values
 * @returns {string}
 */
const said = (words, values) => (words ?? "").replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
