// How somebody stands on a day, by what the pack knows, and who is listed under one heading.

/**
 * What lists know of a resident. A card is there where something is owed, or will be within a week.
 * @typedef {object} Listed
 * @property {number} id
 * @property {string} name
 * @property {string} initials
 * @property {string} village
 * @property {string} group
 * @property {number | null} home
 * @property {number[]} line
 * @property {number[]} [card]
 * @property {boolean} [urgent]
 * @property {string} [opens]
 * @property {string} [due]
 * @property {string} [until]
 */
/** @typedef {{place: string, household: boolean, people: Listed[]}} Block */

const DAY = 86_400_000;

/**
 * Return how somebody stands on a day: overdue, due by its Sunday, excused, or nothing of these.
 * @param {Listed} one
 * @param {string} day
 * @returns {"overdue" | "due" | "excused" | ""}
 */
export function standing({ opens, due, until }, day) {
  if (!opens || !due || opens > day) return "";
  if (until && until >= day) return "excused";
  if (due < day) return "overdue";
  return due <= sundayOf(day) ? "due" : "";
}

/**
 * Return people under headings, worst first: a household stands where its worst member does.
 * @param {Listed[]} people
 * @param {Record<string, string>} villages  Their names, where there are several.
 * @returns {Block[]}
 */
export function blocksOf(people, villages) {
  const ordered = [...people].sort((a, b) => Number(b.urgent) - Number(a.urgent) || compare(a.due, b.due) || a.id - b.id);
  /** @type {Map<string, Listed[]>} */
  const homes = new Map();
  for (const one of ordered) {
    const home = one.home === null ? `person ${one.id}` : `home ${one.home}`;
    homes.set(home, [...(homes.get(home) ?? []), one]);
  }
  /** @type {Block[]} */
  const blocks = [];
  for (const members of homes.values()) {
    const first = /** @type {Listed} */ (members[0]);
    const place = [villages[first.village], first.group].filter(Boolean).join(" · ");
    const before = blocks.at(-1);
    if (members.length > 1) blocks.push({ place, household: true, people: members });
    else if (before && !before.household && before.place === place) before.people.push(first);
    else blocks.push({ place, household: false, people: [first] });
  }
  return blocks;
}

/**
 * @param {string} day
 * @returns {string}
 */
export function mondayOf(day) {
  const at = Date.parse(`${day}T00:00:00Z`);
  return new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY).toISOString().slice(0, 10);
}

/**
 * @param {string} day
 * @returns {string}
 */
export function sundayOf(day) {
  return new Date(Date.parse(`${mondayOf(day)}T00:00:00Z`) + 6 * DAY).toISOString().slice(0, 10);
}

/**
 * @param {string | undefined} a
 * @param {string | undefined} b
 * @returns {number}
 */
const compare = (a = "", b = "") => (a < b ? -1 : a > b ? 1 : 0);
