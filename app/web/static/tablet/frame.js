// The frame of the tablet's page by itself: can this browser do it, the self-test, the state line, the release that waits.

import { put, speak } from "./comfort.js";
import { onEachPage } from "./page.js";
import { able, insideOf, run } from "./selftest.js";
import { show } from "./state.js";
import { listen, resume } from "./sync.js";
import { offerUpdate, register, takeOver, turnWithRelease } from "./update.js";

/** What every page of this window gets: those from the pack too. */
function dress() {
  void put();
  const line = document.querySelector("[data-tablet-state]");
  if (line instanceof HTMLElement) show(line);
  const frame = document.querySelector("[data-frame]");
  if (!(frame instanceof HTMLElement)) return;
  document.querySelector("[data-cannot]")?.remove();
  frame.hidden = false;
  offerTest();
  void offerUpdate();
}

/** The self-test runs when it is opened, and when it is asked for again. */
function offerTest() {
  const place = document.querySelector("[data-selftest]");
  const fold = place?.querySelector("details");
  if (!(place instanceof HTMLElement) || !fold) return;
  fold.addEventListener("toggle", () => void (fold.open && run(place)));
  place.querySelector("[data-again]")?.addEventListener("click", () => void run(place));
}

/** Say what to open instead: this window cannot keep a page for a day. */
function refuse() {
  const place = document.querySelector("[data-cannot]");
  if (!(place instanceof HTMLElement)) return;
  place.classList.add("sure");
  const [here, why] = [place.querySelector("[data-here]"), place.querySelector("[data-why]")];
  if (here) here.textContent = `${location.origin}${location.pathname}`;
  const app = insideOf();
  if (why instanceof HTMLElement && app) {
    why.textContent = (why.dataset["words"] ?? "").replace("{app}", app);
    why.hidden = false;
  }
}

async function begin() {
  // The language is kept; the address stays the same for every language and every place.
  const asked = new URLSearchParams(location.search).has("language");
  if (asked || !navigator.serviceWorker.controller) await speak();
  if (asked) {
    history.replaceState(history.state, "", location.pathname + location.hash);
  }
  onEachPage(() => {
    listen();
    document.addEventListener("DOMContentLoaded", dress, { once: true });
  });
  dress();
  turnWithRelease();
  await register();
  await takeOver();
  await offerUpdate();
  await resume();
}

if (able() && !insideOf()) void begin();
else refuse();
