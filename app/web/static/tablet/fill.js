// Lays what was typed into a form so that it stands in its markup, and reads what a form would send.

/** @typedef {import("./types.js").Entry} Entry */

/**
 * Fill in every field that is named; what is chosen and not named among them is chosen no more.
 * @param {ParentNode} root
 * @param {Entry[]} entries
 * @returns {void}
 */
export function fill(root, entries) {
  /** @type {Map<string, string[]>} */
  const given = new Map();
  for (const [name, value] of entries) given.set(name, [...(given.get(name) ?? []), value]);
  for (const field of root.querySelectorAll("input[name]")) putInput(/** @type {HTMLInputElement} */ (field), given);
  for (const field of root.querySelectorAll("textarea[name]")) {
    const value = given.get(field.getAttribute("name") ?? "")?.shift();
    if (value !== undefined) field.textContent = value;
  }
  for (const field of root.querySelectorAll("select[name]")) {
    const value = given.get(field.getAttribute("name") ?? "")?.shift();
    if (value === undefined) continue;
    for (const option of field.querySelectorAll("option")) option.toggleAttribute("selected", option.value === value);
  }
}

/**
 * @param {HTMLInputElement} field
 * @param {Map<string, string[]>} given
 * @returns {void}
 */
function putInput(field, given) {
  const values = given.get(field.name);
  if (/^(radio|checkbox)$/.test(field.type)) return void field.toggleAttribute("checked", values?.includes(field.value));
  const value = values?.shift();
  if (value !== undefined) field.setAttribute("value", value);
}

/**
 * Put the values a form starts from into it; nothing else is touched.
 * @param {ParentNode} root
 * @param {Entry[]} entries
 * @returns {void}
 */
export function start(root, entries) {
  for (const [name, value] of entries) {
    const own = [...root.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const chosen = own.find((field) => field instanceof HTMLInputElement && /^(radio|checkbox)$/.test(field.type) && field.value === value);
    if (chosen) chosen.setAttribute("checked", "");
    else for (const field of own) startOne(field, value);
  }
}

/**
 * @param {Element} field
 * @param {string} value
 * @returns {void}
 */
function startOne(field, value) {
  if (field.matches("textarea")) field.textContent = value;
  else if (field.matches("select")) field.querySelector(`option[value="${CSS.escape(value)}"]`)?.setAttribute("selected", "");
  else if (!field.matches("[type=radio], [type=checkbox]")) field.setAttribute("value", value);
}

/**
 * Open every fold in which something stands, but for those that say themselves what is in them.
 * @param {ParentNode} root
 * @returns {void}
 */
export function unfold(root) {
  for (const fold of root.querySelectorAll("details")) {
    const inside = "[checked], input:not([type]):not([value='']), input[type=text]:not([value='']), textarea:not(:empty)";
    if (!fold.querySelector("[name=visited_on]") && fold.querySelector(inside)) fold.setAttribute("open", "");
  }
}

/**
 * Return what a form would send.
 * @param {HTMLFormElement} form
 * @returns {Entry[]}
 */
export function entriesOf(form) {
  /** @type {Entry[]} */
  const sent = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrf_token") sent.push([name, value]);
  }
  return sent;
}
