// Bytes and what they are written as: hash, base64, JSON.

/** @typedef {import("./types.js").Bytes} Bytes */

/**
 * Return the SHA-256 of bytes in hex.
 * @param {Bytes} bytes
 * @returns {Promise<string>}
 */
export async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function toBase64(bytes) {
  const pieces = [];
  // In pieces: a photo has more bytes than a call may have arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(pieces.join(""));
}

/**
 * @param {string} text
 * @returns {Bytes}
 */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/**
 * @param {unknown} value
 * @returns {Bytes}  Its JSON in UTF-8; half a character (an unpaired surrogate) stays readable as an escape.
 */
export function encode(value) {
  return /** @type {Bytes} */ (new TextEncoder().encode(JSON.stringify(value)));
}

/**
 * @param {Uint8Array} bytes
 * @returns {any}
 */
export function decode(bytes) {
  return JSON.parse(new TextDecoder().decode(bytes));
}

/**
 * @param {Bytes[]} parts
 * @returns {Bytes}
 */
export function join(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}
