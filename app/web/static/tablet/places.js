// Which place of the application an address is, and what may be recorded there.

/** @typedef {"visit" | "attempt" | "edit" | "round"} Kind */

/** @type {Array<[RegExp, Kind]>} */
const FORMS = [
  [/^\/people\/(\d+)\/visits\/new$/, "visit"],
  [/^\/people\/(\d+)\/attempts\/new$/, "attempt"],
  [/^\/people\/(\d+)\/edit$/, "edit"],
  [/^\/rounds$/, "round"],
];
export const SHELL = "/tablet";
export const WORK = "/";

/**
 * Return the place an address of this site is; null where it leads somewhere else.
 * @param {string} address
 * @param {string} from the place it stands on
 * @returns {string | null}
 */
export function placeOf(address, from) {
  const url = new URL(address, new URL(from, location.origin));
  return url.origin === location.origin ? `${url.pathname}${url.search}${url.hash}` : null;
}

/**
 * Return what a place records, and about whom; null for a place to read.
 * @param {string} place
 * @returns {{kind: Kind, person: number | null, path: string} | null}
 */
export function formAt(place) {
  const path = new URL(place, location.origin).pathname;
  for (const [shape, kind] of FORMS) {
    const found = shape.exec(path);
    if (found) return { kind, person: found[1] ? Number(found[1]) : null, path };
  }
  return null;
}

/**
 * Return a place as the browser's own history may remember it: without what somebody searched for.
 * @param {string} place
 * @returns {string}
 */
export function bare(place) {
  const url = new URL(place, location.origin);
  for (const name of [...url.searchParams.keys()]) {
    if (!["kind", "village", "day", "state", "page"].includes(name)) url.searchParams.delete(name);
  }
  return `${url.pathname}${url.search}${url.hash}`;
}

/**
 * Return whether a place lists people, so that one comes back to it after recording.
 * @param {string} place
 * @returns {boolean}
 */
export function isList(place) {
  const path = new URL(place, location.origin).pathname;
  return path === WORK || path === "/duties" || path === "/people" || path === "/rounds";
}

/**
 * Return whether a place is one of the tablet's own pages.
 * @param {string} place
 * @returns {boolean}
 */
export function isShell(place) {
  return new URL(place, location.origin).pathname === SHELL;
}
