// Where a visit is made, by one tap on the visit form: latitude, longitude and metres in a hidden field.
// The tablet is asked on the tap and not before; without this script the form works and has no place.
"use strict";
(() => {
  const PATIENCE = 20_000, FRESH = 60_000, TOO_FAR = 1e6;
  const fold = /** @type {HTMLDetailsElement | null} */ (document.querySelector("[data-extras]"));
  const box = /** @type {HTMLElement | null} */ (fold?.querySelector("[data-part=place]") ?? null);
  const field = /** @type {HTMLInputElement | null} */ (fold?.querySelector("input[name=place]") ?? null);
  if (!fold || !box || !field) return;
  const words = /** @type {{locating: string, located: string, denied: string, nowhere: string}} */ (JSON.parse(box.dataset.words ?? "{}"));
  const line = /** @type {HTMLElement} */ (box.querySelector("[data-said]"));
  const none = /** @type {HTMLElement} */ (box.querySelector("[data-unplace]"));

  function show() {
    const metres = field?.value.split(",")[2] ?? "";
    none.hidden = metres === "";
    line.textContent = metres && words.located.replace("{m}", metres);
  }

  /** @param {string} place */
  function keep(place) {
    if (!field) return;
    field.value = place;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  }

  function locate() {
    line.textContent = words.locating;
    if (!("geolocation" in navigator)) {
      line.textContent = words.nowhere;
      return;
    }
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      if (coords.accuracy >= TOO_FAR) line.textContent = words.nowhere;
      else keep(`${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)},${Math.round(coords.accuracy)}`);
    }, (fault) => {
      line.textContent = fault.code === fault.PERMISSION_DENIED ? words.denied : words.nowhere;
    }, { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: FRESH });
  }

  function begin() {
    if (box) box.hidden = false;
    box?.querySelector("[data-locate]")?.addEventListener("click", locate);
    none.addEventListener("click", () => keep(""));
    show();
  }

  // A form that comes back filled in shows what it holds.
  if (field.value) fold.open = true;
  if (fold.open) begin();
  else fold.addEventListener("toggle", begin, { once: true });
})();
