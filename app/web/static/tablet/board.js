// The board of the week out of the pack: this week's or the next, its keys fresh, its day today.

import { today } from "./clock.js";
import { fill, start } from "./fill.js";
import { mondayOf, sundayOf } from "./standing.js";

/**
 * Return the board of the week that is asked for; null where the pack has none.
 * @param {{url: URL, entries: import("./types.js").Entry[]}} making
 * @param {{boards: string[]}} index
 * @param {(name: string) => Document | null} drawn
 * @returns {Document | null}
 */
export function boardOf({ url, entries }, index, drawn) {
  const day = url.searchParams.get("day") || today();
  const name = `board ${mondayOf(day)}`;
  const doc = index.boards.includes(name) ? drawn(name) : null;
  const form = doc?.querySelector("#round-form");
  if (!doc || !form) return doc;
  for (const key of form.querySelectorAll("input[type=hidden][name^=k]")) key.setAttribute("value", crypto.randomUUID());
  start(form, [["visited_on", day <= today() ? day : today()]]);
  form.querySelector("[name=visited_on]")?.setAttribute("max", today() < sundayOf(day) ? today() : sundayOf(day));
  for (const link of doc.querySelectorAll("a[href*='/sheet'], a[href*='.xlsx'], a[href*='/rounds/campaign']")) link.remove();
  if (entries.length) fill(form, entries);
  return doc;
}
