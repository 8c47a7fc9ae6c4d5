// On the ordinary pages of whoever set up this tablet: brings what waits, shows the state line, and locks on signing out.

import { note } from "./comfort.js";
import { listKeepers, lockEverywhere } from "./keeper.js";
import { counts } from "./queue.js";
import { able } from "./selftest.js";
import { show } from "./state.js";
import { start } from "./sync.js";
import { markDirty, register } from "./update.js";

/**
 * @param {HTMLElement} line
 * @param {number} author
 */
async function begin(line, author) {
  const isHers = (await listKeepers()).some((keeper) => keeper.author === author);
  if (!isHers && (await counts(author)).waiting === 0) return;
  await note();
  await register();
  start(author);
  show(line);
}

/** @param {Event} event */
function watch({ target, type }) {
  const form = target instanceof Element ? target.closest("form") : null;
  if (form?.method !== "post") return;
  if (type === "input") markDirty();
  else if (new URL(form.action).pathname.endsWith("/sign-out")) lockEverywhere();
}

const line = document.querySelector("[data-tablet-state]");
if (line instanceof HTMLElement && able()) {
  for (const type of ["input", "submit"]) document.addEventListener(type, watch);
  void begin(line, Number(line.dataset["author"]));
}
