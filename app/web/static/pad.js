// Figures by touch: a pad of large keys on the page instead of the keyboard of the tablet, and on to the next box by itself.
// A real keyboard types as ever; without this script the tablet's own number keys come up.
"use strict";
(() => {
  const pad = document.getElementById("pad");
  if (!pad) return;
  const boxes = () => [...document.querySelectorAll("input.num")].filter((box) => box.checkVisibility());
  const touched = navigator.maxTouchPoints > 0;
  /** @param {HTMLInputElement} box */
  const value = (box) => Number(box.value.normalize("NFKC"));
  /** @param {HTMLInputElement} box */
  const plausible = (box) => /\d/.test(box.value) && value(box) >= Number(box.dataset.low) && value(box) <= Number(box.dataset.high);
  /** @type {HTMLInputElement | null} */
  let current = null;
  let moving = false;

  if (touched) document.querySelectorAll("input.num").forEach((box) => { box.inputMode = "none"; });

  /** @param {HTMLInputElement} box */
  function show(box) {
    current = box;
    if (!touched) return;
    pad.hidden = false;
    document.documentElement.classList.add("pad-open");
    pad.querySelector("[data-pad-name]").textContent = box.dataset.called;
    pad.querySelector('[data-key="."]').disabled = box.dataset.shape === "whole";
    tell();
    if (box.getBoundingClientRect().bottom > pad.getBoundingClientRect().top - 8) box.scrollIntoView({ block: "center" });
  }
  const tell = () => { pad.querySelector("[data-pad-value]").textContent = current?.value ?? ""; };
  function hide() {
    pad.hidden = true;
    document.documentElement.classList.remove("pad-open");
    current = null;
  }

  // After the last box of the open page the pad goes; boxes that hold something are passed over.
  /** @param {HTMLInputElement} from */
  function next(from, { evenFull = false } = {}) {
    const there = boxes(), group = from.closest("[data-measured]") ?? from.closest(".pair");
    const inside = there.filter((box) => !group || group.contains(box));
    const after = inside.slice(inside.indexOf(from) + 1).find((box) => evenFull || !box.value);
    if (after) after.focus();
    else from.blur();
  }

  // A whole number is done once it can grow no more; one with decimals after the decimal its measure is read off with.
  /** @param {HTMLInputElement} box */
  function done(box) {
    if (!plausible(box)) return false;
    if (box.dataset.shape === "whole") return value(box) * 10 > Number(box.dataset.high);
    const places = Number(box.dataset.high) <= 10 ? 2 : 1;
    return (box.value.split(".")[1] ?? "").length >= places;
  }

  /** @param {string} key */
  function press(key) {
    if (!current) return;
    if (key === "close") { current.blur(); return; }
    if (key === "next") { next(current, { evenFull: true }); return; }
    const deleted = key === "delete";
    if (deleted) current.value = current.value.slice(0, -1);
    else if (current.value.length < current.maxLength && !(key === "." && current.value.includes("."))) current.value += key;
    current.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: deleted ? "deleteContentBackward" : "insertText" }));
  }

  // A key must not take the focus from the box it types into.
  pad.addEventListener("pointerdown", (/** @type {any} */ event) => event.preventDefault());
  pad.addEventListener("mousedown", (/** @type {any} */ event) => event.preventDefault());
  pad.addEventListener("click", (/** @type {any} */ event) => {
    const key = event.target.closest("[data-key]");
    if (key) press(key.dataset.key);
  });
  document.addEventListener("focusin", (/** @type {any} */ event) => { if (event.target.matches?.("input.num")) show(event.target); });
  document.addEventListener("focusout", (event) => {
    if (event.target === current) setTimeout(() => { if (!document.activeElement?.matches("input.num")) hide(); });
  });
  document.addEventListener("input", (/** @type {any} */ event) => {
    const box = event.target;
    if (!box.matches?.("input.num") || moving) return;
    tell();
    if (event.inputType !== "deleteContentBackward" && done(box)) { moving = true; next(box); moving = false; }
  });
  if (!document.querySelector(".faults")) boxes()[0]?.focus({ preventScroll: true });
})();
