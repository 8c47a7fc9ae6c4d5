// Puts a page of the pack together: a shape, and what belongs to the person, as the server would have drawn it.

import { boardOf } from "./board.js";
import { today } from "./clock.js";
import { fill, start, unfold } from "./fill.js";
import { text } from "./lines.js";
import { listOf } from "./list.js";
import { index, part } from "./pack.js";
import { visitOf } from "./visit.js";

/** @typedef {import("./types.js").Held} Held */
/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {{shape: string, places: Record<string, number[]>, values?: Entry[], reached?: boolean}} Facts */
/** @typedef {{held: Held, url: URL, lines: string[], shapes: Record<string, number[]>, entries: Entry[]}} Making */

const PERSON = /^\/people\/([1-9]\d*)(\/visits\/new|\/attempts\/new|\/edit)?$/;
const PARTS = { "": "page", "/visits/new": "visit", "/attempts/new": "attempt", "/edit": "edit" };

/**
 * Return the whole page of a place, filled in; null where the pack has none.
 * @param {Held} held
 * @param {string} place
 * @param {{entries?: Entry[]}} [given]  What stands in its form, typed before.
 * @returns {Promise<string | null>}
 */
export async function page(held, place, given = {}) {
  const [lines, shapes] = [await part(held, "lines"), await part(held, "shapes")];
  if (!lines || !shapes) return null;
  const making = { held, url: new URL(place, location.origin), lines, shapes, entries: given.entries ?? [] };
  const doc = await made(making);
  if (!doc) return null;
  for (const tab of doc.querySelectorAll(".tabs a")) {
    if (tab.getAttribute("href") === making.url.pathname) tab.setAttribute("aria-current", "page");
  }
  return `<!doctype html>\n${doc.documentElement.outerHTML}`;
}

/**
 * @param {Making} making
 * @returns {Promise<Document | null>}
 */
async function made(making) {
  const { url, held } = making;
  if (url.pathname === "/" || url.pathname === "/duties") return listOf(drawn(making, "work"), making, await index(held), true);
  if (url.pathname === "/people") return listOf(drawn(making, "people"), making, await index(held), false);
  if (url.pathname === "/rounds") return boardOf(making, await index(held), (name) => drawn(making, name));
  const found = PERSON.exec(url.pathname);
  const facts = found && (await part(held, `person ${found[1]}`));
  if (!found || !facts) return null;
  return personal(making, found[1] ?? "", PARTS[/** @type {keyof typeof PARTS} */ (found[2] ?? "")], facts);
}

/**
 * @param {Making} making
 * @param {string} id
 * @param {string} which
 * @param {Record<string, any>} all
 * @returns {Promise<Document | null>}
 */
async function personal(making, id, which, all) {
  const facts = /** @type {Facts} */ (all[which]);
  const doc = drawn(making, facts.shape);
  if (!doc) return null;
  lay(doc, making.lines, facts.places);
  address(doc, id);
  const form = doc.querySelector("#visit-form, form#attempt, form#person");
  if (!form) return doc;
  if (!form.getAttribute("action")) form.setAttribute("action", making.url.pathname);
  start(form, facts.values ?? []);
  start(form, [["client_key", crypto.randomUUID()], ["tried_on", today()]]);
  if (!facts.reached) doc.querySelector("[data-reach]")?.remove();
  if (which === "visit") visitOf(doc, form, all.visit, await index(making.held), making.lines);
  if (making.entries.length) {
    fill(form, making.entries);
    unfold(form);
  }
  return doc;
}

/**
 * Return a page of the pack as it was drawn without anybody.
 * @param {Making} making
 * @param {string} name
 * @returns {Document | null}
 */
function drawn({ lines, shapes }, name) {
  const numbers = shapes[name];
  return numbers ? new DOMParser().parseFromString(text(lines, numbers), "text/html") : null;
}

/**
 * Lay what our own server rendered for a person into the places kept open for it.
 * @param {Document} doc
 * @param {string[]} lines
 * @param {Record<string, number[]>} places
 * @returns {void}
 */
function lay(doc, lines, places) {
  for (const place of doc.querySelectorAll("template[data-place]")) {
    place.outerHTML = text(lines, places[place.getAttribute("data-place") ?? ""] ?? []);
  }
}

/**
 * Turn the addresses of nobody's record into somebody's.
 * @param {Document} doc
 * @param {string} id
 * @returns {void}
 */
function address(doc, id) {
  for (const name of ["href", "action"]) {
    for (const one of doc.querySelectorAll(`[${name}*="/people/0"]`)) {
      one.setAttribute(name, (one.getAttribute(name) ?? "").replace(/\/people\/0(?!\d)/, `/people/${id}`));
    }
  }
  for (const one of doc.querySelectorAll("[data-own]")) one.setAttribute("data-own", id);
}
