// One letter to the server, and what its answer is worth: only the server's own word, whole and for this doctor, counts.

/** @typedef {import("./types.js").Answered} Answered */

/**
 * The server's word.
 * @typedef {object} Word
 * @property {number} author
 * @property {string} epoch
 * @property {number} last
 * @property {string} now
 * @property {{id: string, public: string}} key
 * @property {boolean} blocked
 * @property {number} mends
 * @property {Answered[]} items
 * @property {{uuid: string, state: string | null}[]} asked
 */

/**
 * Why there is no word: "refused" and "broken" may be about what was sent, "down" is about the server alone.
 * @typedef {"offline" | "signed-out" | "other-user" | "blocked" | "not-ours" | "refused" | "broken" | "down"} Silence
 */
/** @typedef {{kind: "word", word: Word} | {kind: Silence}} Reply */

const PATIENCE = 30_000;
/** Bytes that the slowest line worth waiting for carries in a second. */
const SLOWEST = 8_000;
/** Whoever answers so has not looked at what was sent. */
const UNSEEN = [403, 404, 429, 502, 503, 504];

/** Where the server takes letters, seen from where this module lies. */
const SYNC = new URL("../../sync", import.meta.url);

/**
 * Send a letter and weigh the answer. It never fails: no answer is an answer too.
 * @param {{author: number} & Record<string, unknown>} letter
 * @returns {Promise<Reply>}
 */
export async function post(letter) {
  if (!navigator.onLine) return { kind: "offline" };
  const body = JSON.stringify(letter);
  try {
    const answer = await fetch(SYNC, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json", "X-Xunhu-Tablet": "1" },
      credentials: "same-origin",
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE + (body.length / SLOWEST) * 1000),
    });
    return weigh(answer, await answer.text(), letter.author);
  } catch {
    return { kind: "offline" };
  }
}

/**
 * @param {Response} answer
 * @param {string} text
 * @param {number} author
 * @returns {Reply}
 */
function weigh(answer, text, author) {
  if (answer.type === "opaqueredirect" || answer.status === 401) return { kind: "signed-out" };
  const said = read(text);
  if (said?.xunhu !== 1) return { kind: unsaid(answer.status) };
  if (answer.status === 403 && said.fault === "blocked") return { kind: "blocked" };
  if (answer.status === 409 && said.fault === "other-user") return { kind: "other-user" };
  if (answer.status !== 200) return { kind: said.fault === "foreign" ? "down" : unsaid(answer.status) };
  if (said.author !== author) return { kind: "other-user" };
  return isWhole(said) ? { kind: "word", word: said } : { kind: "down" };
}

/**
 * @param {number} status
 * @returns {Silence}  What a status means that comes without the server's own word.
 */
function unsaid(status) {
  if (status < 400) return "not-ours";
  if (UNSEEN.includes(status)) return "down";
  return status < 500 ? "refused" : "broken";
}

/**
 * @param {string} text
 * @returns {any}
 */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * @param {any} said
 * @returns {boolean}
 */
function isWhole(said) {
  const { epoch, last, key, now, items } = said;
  const isKnown = typeof epoch === "string" && Number.isInteger(last) && typeof now === "string";
  return isKnown && typeof key?.id === "string" && typeof key.public === "string" && Array.isArray(items);
}
