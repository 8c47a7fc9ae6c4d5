// Where to go next: one door for every page, so that none of them needs to know the others.

/** @typedef {{entries?: import("./types.js").Entry[]}} Given  What stands in the form from the start. */
/** @typedef {{stepped?: boolean, notice?: string, sure?: boolean, fresh?: boolean}} How */
/** @typedef {(place: string, given?: Given, how?: How) => Promise<void>} Go */

/** @type {Go} */
let door = async () => {};

/**
 * Say what opens a place.
 * @param {Go} opener
 * @returns {void}
 */
export function route(opener) {
  door = opener;
}

/**
 * Open a place. `stepped` tells that the browser's own history was stepped through, `notice` what is said on the page,
 * `sure` that another visit on the same day is meant, `fresh` that a draft is not to be looked for.
 * @type {Go}
 */
export function go(place, given, how) {
  return door(place, given, how);
}
