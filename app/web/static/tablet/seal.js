// Seals and opens: to a public key, so that anybody may put in and one key takes out, or under one content key.

import { fromBase64, join } from "./bytes.js";

export { decode, encode, fromBase64, hashOf, toBase64 } from "./bytes.js";

/** @typedef {import("./types.js").Bytes} Bytes */

const VERSION = 1;
const POINT = 65;
const NONCE = 12;
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const INFO = new TextEncoder().encode("xunhu seal 1");

/** What was sealed does not open: another key, another place, or a changed byte. */
export class Unopened extends Error {}

/**
 * Seal bytes to a public key, bound to what they are for.
 * @param {string} publicKey
 * @param {Bytes} plain
 * @param {string} bound
 * @returns {Promise<Bytes>}
 */
export async function sealTo(publicKey, plain, bound) {
  const other = await crypto.subtle.importKey("raw", fromBase64(publicKey), CURVE, false, []);
  const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const key = await agree(pair.privateKey, other, point);
  return join(new Uint8Array([VERSION]), point, await sealUnder(key, plain, bound));
}

/**
 * Open what was sealed to the public half of this key.
 * @param {CryptoKey} privateKey
 * @param {Bytes} sealed
 * @param {string} bound
 * @returns {Promise<Bytes>}
 */
export async function openWith(privateKey, sealed, bound) {
  if (sealed[0] !== VERSION) throw new Unopened("unknown seal");
  const point = sealed.slice(1, 1 + POINT);
  try {
    const other = await crypto.subtle.importKey("raw", point, CURVE, false, []);
    return await openUnder(await agree(privateKey, other, point), sealed.slice(1 + POINT), bound);
  } catch {
    throw new Unopened("does not open");
  }
}

/**
 * Draw a content key; its raw bytes are for sealing to somebody at once.
 * @returns {Promise<{key: CryptoKey, raw: Bytes}>}
 */
export async function makeContentKey() {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  return { key: await contentKey(raw), raw };
}

/**
 * @param {Bytes} raw
 * @returns {Promise<CryptoKey>}
 */
export function contentKey(raw) {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/**
 * Seal bytes under a content key: the nonce, then what AES-GCM makes of them.
 * @param {CryptoKey} key
 * @param {Bytes} plain
 * @param {string} bound
 * @returns {Promise<Bytes>}
 */
export async function sealUnder(key, plain, bound) {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  return join(nonce, new Uint8Array(await crypto.subtle.encrypt(way(nonce, bound), key, plain)));
}

/**
 * Open what was sealed under a content key.
 * @param {CryptoKey} key
 * @param {Bytes} sealed
 * @param {string} bound
 * @returns {Promise<Bytes>}
 */
export async function openUnder(key, sealed, bound) {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(way(sealed.slice(0, NONCE), bound), key, sealed.slice(NONCE)));
  } catch {
    throw new Unopened("does not open");
  }
}

/**
 * Agree on a key for one sealing: ECDH, then HKDF salted with the point that is used once.
 * @param {CryptoKey} own
 * @param {CryptoKey} other
 * @param {Bytes} point
 * @returns {Promise<CryptoKey>}
 */
async function agree(own, other, point) {
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, own, 256);
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: point, info: INFO };
  return crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/**
 * @param {Bytes} nonce
 * @param {string} bound
 * @returns {AesGcmParams}
 */
function way(nonce, bound) {
  return { name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(bound) };
}
