// What time it is: by the tablet's clock as it stands, and by the server's as far as it is known.

import { contact } from "./meta.js";

const SHANGHAI = 8 * 3_600_000;

/** Milliseconds the server's clock is ahead of the tablet's. */
let ahead = 0;

/** Done when what the last contact told is known here. */
export const ready = contact().then((known) => void (ahead ||= known?.offset ?? 0), () => {});

/**
 * Return what time it is by the server's clock, as far as the last contact told.
 * @returns {Date}
 */
export function now() {
  return new Date(Date.now() + ahead);
}

/**
 * Return which day it is where the work is done.
 * @returns {string}  As "2026-05-20".
 */
export function today() {
  return new Date(now().getTime() + SHANGHAI).toISOString().slice(0, 10);
}

/**
 * Return what the tablet's own clock says, right or wrong, with its offset.
 * @returns {string}  As "2026-05-20T09:12:03.000+08:00".
 */
export function stamp() {
  const here = new Date();
  const east = -here.getTimezoneOffset();
  const shown = new Date(here.getTime() + east * 60_000).toISOString().slice(0, -1);
  const [hours, minutes] = [Math.trunc(Math.abs(east) / 60), Math.abs(east) % 60].map((part) => String(part).padStart(2, "0"));
  return `${shown}${east < 0 ? "-" : "+"}${hours}:${minutes}`;
}

/**
 * Take the server's clock over, as it answered just now.
 * @param {string} serverNow
 * @returns {number}  Milliseconds it is ahead of the tablet's.
 */
export function learn(serverNow) {
  const told = Date.parse(serverNow);
  if (!Number.isNaN(told)) ahead = told - Date.now();
  return ahead;
}
