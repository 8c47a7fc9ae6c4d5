// The queue in words: what waits, what is sent, what needs mending; sent by hand, or given away as a sealed file.

import { today } from "./clock.js";
import { counts, exportFile, onChange, toldOf, waitingForOthers } from "./queue.js";
import { listRecorded } from "./recorded.js";
import { go } from "./router.js";
import { onOutcome, syncNow } from "./sync.js";
import { make } from "./told.js";
import { giveFile, onTouch, part, showView } from "./view.js";
import { say, sayTime } from "./words.js";

/** @typedef {import("./types.js").Held} Held */
/** @typedef {import("./recorded.js").Recorded} Recorded */

/** @type {(() => void) | null} */
let redraw = null;
onChange(() => redraw?.());
onOutcome((outcome) => tellOutcome(outcome));

/**
 * Show everything a doctor recorded on this tablet.
 * @param {Held} held
 * @returns {Promise<void>}
 */
export async function showQueue(held) {
  const view = showView("queue");
  onTouch(view, "[data-go]", ({ dataset }) => void go(dataset.go ?? "/tablet"));
  onTouch(view, "[data-retry]", () => void syncNow().then(tellOutcome));
  onTouch(view, "[data-export]", async () => giveFile(await exportFile(held.author), `xunhu-${today()}.json`));
  redraw = () => void (view.isConnected && !view.hidden ? draw(view, held) : (redraw = null));
  await draw(view, held);
}

/**
 * @param {HTMLElement} view
 * @param {Held} held
 * @returns {Promise<void>}
 */
async function draw(view, held) {
  const recorded = (await listRecorded(held)).reverse();
  const { mend } = await counts(held.author);
  const isMend = (/** @type {Recorded} */ one) => one.item.state === "sent" && one.item.verdict === "to-mend";
  const lists = {
    waiting: recorded.filter(({ item }) => item.state === "waiting"),
    mend: recorded.filter(isMend),
    sent: recorded.filter((one) => one.item.state === "sent" && !isMend(one)),
  };
  for (const [name, found] of Object.entries(lists)) {
    const card = part(view, `[data-list=${name}]`, HTMLElement);
    const lines = await Promise.all(found.map((one) => lineOf(one, held)));
    part(card, "[data-n]", HTMLElement).textContent = String(found.length);
    part(card, "ul", HTMLElement).replaceChildren(...(lines.length ? lines : [make("li", "kept", say("noneHere"))]));
    if (name === "mend") card.hidden = mend === 0 && found.length === 0;
  }
  const others = await waitingForOthers(held.author);
  part(view, "[data-others]", HTMLElement).textContent = others ? say("others", { n: others }) : "";
}

/**
 * @param {Recorded} one
 * @param {Held} held
 * @returns {Promise<HTMLElement>}
 */
async function lineOf({ item, said }, held) {
  const line = make("li");
  line.dataset.item = item.uuid;
  line.dataset.state = item.state;
  line.append(make("b", "", said ? said.who : say("unreadable")), make("span", "", `${say(item.kind)} · ${sayTime(item.capturedAt)}`), " ");
  line.append(make("span", item.verdict === "to-mend" ? "badge late" : item.state === "sent" ? "badge done" : "badge due", standing(item)));
  for (const sentence of await toldOf(item, held.key)) line.append(make("span", "why", sentence));
  return line;
}

/**
 * @param {import("./types.js").Item} item
 * @returns {string}
 */
function standing(item) {
  if (item.state === "waiting") return say("waiting");
  return item.verdict ? say(item.verdict) : `${say("uploaded")} ${item.sentAt ? sayTime(item.sentAt) : ""}`;
}

/**
 * Say how the last try went.
 * @param {{kind: string}} outcome
 * @returns {void}
 */
function tellOutcome({ kind }) {
  const view = document.querySelector("[data-view=queue]:not([hidden])");
  if (!view) return;
  const told = part(view, "[data-queue-told]", HTMLElement);
  told.hidden = false;
  told.textContent = say(kind);
  told.classList.toggle("good", kind === "done");
  part(view, "[data-queue-sign-in]", HTMLElement).hidden = !["signed-out", "other-user"].includes(kind);
}
