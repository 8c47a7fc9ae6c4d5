// Where on the stage somebody stands and came from: the browser's own history leads back, but names nobody.

import { bare, isList, WORK } from "./places.js";

/** Scrolled so far when a place was left. @type {Map<string, number>} */
const scrolled = new Map();
let shown = "";
let list = WORK;

/**
 * Return the place that stands on the stage; empty where none does.
 * @returns {string}
 */
export function placeNow() {
  return shown;
}

/**
 * Return the list somebody came from, to go back to.
 * @returns {string}
 */
export function listNow() {
  return list;
}

/**
 * Step off the stage.
 * @returns {void}
 */
export function stepOff() {
  if (shown) scrolled.set(shown, scrollY);
  shown = "";
}

/**
 * Step to a place; through the browser's own history where that is what was touched.
 * @param {string} place
 * @param {boolean} stepped
 * @returns {void}
 */
export function stepTo(place, stepped) {
  const stays = stepped || shown === place;
  stepOff();
  history[stays ? "replaceState" : "pushState"]({ place: bare(place) }, "");
  shown = place;
  if (isList(place)) list = place;
}

/**
 * Stay on the place that stands on the stage, though the browser's own history was stepped back.
 * @returns {void}
 */
export function stay() {
  history.pushState({ place: bare(shown) }, "");
}

/**
 * Return how far a list was scrolled when it was left; a form begins at its top.
 * @param {string} place
 * @returns {number}
 */
export function heightOf(place) {
  return isList(place) ? (scrolled.get(place) ?? 0) : 0;
}
