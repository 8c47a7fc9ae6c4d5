// The entry of the tablet's page: it locks and unlocks, and opens places, its own or those of the pack on the stage.

import { mayLeave } from "./editing.js";
import { catchHands } from "./hands.js";
import { showHome } from "./home.js";
import { held, onLock, watchIdle } from "./keeper.js";
import { showLock } from "./lock.js";
import { afterEachPage, clear, keepShell, onEachPage, writeShell } from "./page.js";
import { isShell, SHELL } from "./places.js";
import { showQueue } from "./queuepage.js";
import { forget } from "./recorded.js";
import { route } from "./router.js";
import { able, insideOf } from "./selftest.js";
import { leave, show } from "./stage.js";
import { start } from "./sync.js";
import { placeNow, stay } from "./trail.js";
import { readWords } from "./words.js";

/** @typedef {import("./router.js").Go} Go */

const style = /** @type {HTMLElement | null} */ (document.querySelector("[data-stage-style]"))?.dataset.stageStyle ?? "";
/** Where somebody was when the tablet locked, or wants to be. */
let wanted = SHELL;

/** @type {Go} */
async function open(place, given, how = {}) {
  if (held() && !given?.entries && !(await mayLeave())) return void (how.stepped && stay());
  wanted = place;
  const key = held();
  if (!key) return ask();
  start(key.author);
  if (!isShell(place)) return show(place, given, how);
  await leave();
  await standOnShell();
  if (!how.stepped || history.state?.place !== place) history[how.stepped ? "replaceState" : "pushState"]({ place }, "");
  await (place.endsWith("#queue") ? showQueue(key) : showHome(key));
}

/**
 * Ask for the PIN on the shell page, whatever stood there.
 * @returns {Promise<void>}
 */
async function ask() {
  await leave();
  await standOnShell();
  await showLock(wanted);
}

/** @returns {Promise<void>} */
async function standOnShell() {
  if (!document.querySelector("[data-view]")) await writeShell();
}

/**
 * Return where the address leads: a page that could not be opened without a network, the queue, or nowhere in particular.
 * @returns {string}
 */
function placeAsked() {
  const asked = location.hash.startsWith("#/") ? location.hash.slice(1) : location.hash === "#queue" ? `${SHELL}#queue` : null;
  return asked ?? history.state?.place ?? SHELL;
}

/** @returns {void} */
function attend() {
  watchIdle(document);
  catchHands();
  // A page the browser kept aside may show what was open before: it begins anew, locked.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

/** @returns {void} */
function bringStyle() {
  if (document.head.querySelector(`link[href="${style}"]`)) return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
}

/** @returns {Promise<void>} */
async function begin() {
  onEachPage(attend);
  afterEachPage(bringStyle);
  onLock(() => {
    wanted = placeNow() || wanted;
    forget();
    const left = leave();
    clear();
    void left.then(ask).catch(() => location.reload());
  });
  route(open);
  readWords(document);
  keepShell();
  const first = placeAsked();
  history.replaceState({ place: first }, "", location.pathname + location.search);
  attend();
  await open(first, {}, { stepped: true });
}

// What this browser lacks is told by the frame.
if (able() && !insideOf()) await begin();
