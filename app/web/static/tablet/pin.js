// A key pair whose taking-out half is wrapped by a PIN; what a PIN must be; and how slowly one is tried.

import { toBase64 } from "./bytes.js";

/** @typedef {import("./types.js").Bytes} Bytes */
/** @typedef {{public: string, salt: Bytes, nonce: Bytes, rounds: number, wrapped: Bytes}} Wrapped */

const ROUNDS = 600_000;
const CURVE = { name: "ECDH", namedCurve: "P-256" };

/**
 * Say what is wrong with a PIN as the key of a sentence: too short, too plain, or nothing.
 * @param {string} pin
 * @returns {"short" | "plain" | null}
 */
export function pinFault(pin) {
  if (!/^[0-9]{6,}$/.test(pin)) return "short";
  const steps = new Set(Array.from(pin.slice(1), (digit, at) => (10 + Number(digit) - Number(pin[at])) % 10));
  const straight = steps.size === 1 && [0, 1, 9].some((step) => steps.has(step));
  return straight || /^(.{1,4})\1+$/.test(pin) ? "plain" : null;
}

/**
 * Draw a key pair; its private half leaves here only wrapped.
 * @param {string} pin
 * @returns {Promise<Wrapped>}
 */
export async function makeWrapped(pin) {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const under = await wrappingKey(pin, salt, ROUNDS);
  const wrapped = await crypto.subtle.wrapKey("pkcs8", pair.privateKey, under, { name: "AES-GCM", iv: nonce });
  const point = toBase64(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  return { public: point, salt, nonce, rounds: ROUNDS, wrapped: new Uint8Array(wrapped) };
}

/**
 * Return the private half, which cannot be taken out of the browser any more; null with a wrong PIN.
 * @param {Wrapped} row
 * @param {string} pin
 * @returns {Promise<CryptoKey | null>}
 */
export async function unwrap(row, pin) {
  const under = await wrappingKey(pin, row.salt, row.rounds);
  const how = { name: "AES-GCM", iv: row.nonce };
  const asked = crypto.subtle.unwrapKey("pkcs8", row.wrapped, under, how, CURVE, false, ["deriveBits"]);
  return asked.catch(() => null);
}

/**
 * @param {string} pin
 * @param {Bytes} salt
 * @param {number} iterations
 * @returns {Promise<CryptoKey>}
 */
async function wrappingKey(pin, salt, iterations) {
  const word = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, word, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}
