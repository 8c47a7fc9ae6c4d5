// Asks the server who is signed in, and remembers what a tablet needs of it before it can keep anything.

import { learn } from "./clock.js";
import { contact, device, noteContact } from "./meta.js";

/**
 * @typedef {object} Me
 * @property {number} author
 * @property {string} name
 * @property {string} username
 * @property {Array<{code: string, name: string}>} villages
 * @property {{id: string, public: string}} key
 * @property {string} epoch
 * @property {string} now
 */
/** @typedef {{me: Me} | {why: "offline" | "signIn" | "noRight" | "blocked"}} Asked */

const PATIENCE = 15_000;

/**
 * Ask who is signed in. Whatever is not the server's own answer counts as no network.
 * @returns {Promise<Asked>}
 */
export async function askMe() {
  try {
    const answer = await fetch("/tablet/me", {
      headers: { "X-Xunhu-Tablet": "1", "X-Xunhu-Device": await device(), Accept: "application/json" },
      redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.type === "opaqueredirect" || answer.status === 401) return { why: "signIn" };
    if (answer.status === 403) return { why: (await answer.json().catch(() => null))?.fault === "blocked" ? "blocked" : "noRight" };
    const me = answer.ok ? await answer.json() : null;
    if (me?.xunhu !== 1) return { why: "offline" };
    await remember(me);
    return { me };
  } catch {
    return { why: "offline" };
  }
}

/**
 * @param {Me} me
 * @returns {Promise<void>}
 */
async function remember(me) {
  const before = await contact();
  const offset = learn(me.now);
  // What the tablet was last told of the inbox is for the sender to judge: an epoch that changed is noticed there.
  const { epoch, last } = before ?? { epoch: me.epoch, last: 0 };
  await noteContact({ epoch, last, serverKey: me.key, offset, at: new Date().toISOString() });
}
