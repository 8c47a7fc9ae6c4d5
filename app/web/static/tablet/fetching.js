// The pack on its way: asked for, and read piece by piece with how far it has come.

import { device } from "./meta.js";

/** @typedef {import("./types.js").Bytes} Bytes */

/** The pack could not be taken along; the old one is as it was. `reason`: offline, signed-out, or the server's word. */
export class NotTaken extends Error {
  /** @param {string} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Return the pack of some villages as the server made it.
 * @param {string[]} villages
 * @param {(done: number, total: number) => void} onProgress
 * @returns {Promise<Bytes>}
 */
export async function fetchPack(villages, onProgress) {
  const tablet = await device();
  const headers = { "Content-Type": "application/json", "X-Xunhu-Tablet": "1", "X-Xunhu-Device": tablet };
  const body = JSON.stringify({ device: tablet, villages });
  const answer = await fetch("/tablet/pack", { method: "POST", headers, body, redirect: "manual", cache: "no-store" })
    .catch(() => { throw new NotTaken("offline"); });
  if (answer.type === "opaqueredirect") throw new NotTaken("signed-out");
  const total = Number(answer.headers.get("X-Xunhu-Size"));
  if (!answer.ok || !answer.body || !total) throw new NotTaken((await answer.json().catch(() => ({}))).fault ?? "not-ours");
  return gathered(answer.body.getReader(), total, onProgress);
}

/**
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {number} total
 * @param {(done: number, total: number) => void} onProgress
 * @returns {Promise<Bytes>}
 */
async function gathered(reader, total, onProgress) {
  const whole = new Uint8Array(total);
  let done = 0;
  for (;;) {
    const piece = await reader.read().catch(() => { throw new NotTaken("offline"); });
    if (piece.done) break;
    if (done + piece.value.length > total) throw new NotTaken("not-ours");
    whole.set(piece.value, done);
    done += piece.value.length;
    onProgress(done, total);
  }
  if (done !== total) throw new NotTaken("offline");
  return whole;
}
