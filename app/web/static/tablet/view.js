// The tablet's own pages stand side by side on the shell page: one is shown, and its parts are found by their names.

/**
 * Show one of the pages and hide the others.
 * @param {string} name
 * @returns {HTMLElement}
 */
export function showView(name) {
  let found = null;
  for (const view of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-view]"))) {
    view.hidden = view.dataset.view !== name;
    if (!view.hidden) found = view;
  }
  if (!found) throw new Error(`no page ${name}`);
  scrollTo(0, 0);
  return found;
}

/**
 * Return the part of a page that carries a mark.
 * @template {HTMLElement} T
 * @param {ParentNode} view
 * @param {string} where
 * @param {new () => T} kind
 * @returns {T}
 */
export function part(view, where, kind) {
  const found = view.querySelector(where);
  if (!(found instanceof kind)) throw new Error(`no part ${where}`);
  return found;
}

/**
 * Say what is wrong in its place; nothing hides the place.
 * @param {ParentNode} view
 * @param {string} where
 * @param {string} sentence
 * @returns {void}
 */
export function complain(view, where, sentence) {
  const place = part(view, where, HTMLElement);
  place.textContent = sentence;
  place.hidden = sentence === "";
}

/**
 * Do something on each touch of a button; on a page written anew the button is another one.
 * @param {ParentNode} view
 * @param {string} where
 * @param {(button: HTMLElement) => void} work
 * @returns {void}
 */
export function onTouch(view, where, work) {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (view.querySelectorAll(where))) button.onclick = () => work(button);
}

/**
 * Give a file to be kept.
 * @param {Blob} blob
 * @param {string} name
 * @returns {void}
 */
export function giveFile(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
