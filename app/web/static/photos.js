// Photos on the visit form: what the camera gives is drawn anew, small enough to be sent, into hidden fields.
// Nothing begins before the fold is opened; without this script the form works and has no photos.
"use strict";
(() => {
  const LONGEST = 1280, MOST_BYTES = 200_000, QUALITIES = [0.82, 0.68, 0.5], SMALLER = 0.8, FEWEST = 160;
  const NAMES = ["photo_1", "photo_2"];
  const fold = /** @type {HTMLDetailsElement | null} */ (document.querySelector("[data-extras]"));
  const box = /** @type {HTMLElement | null} */ (fold?.querySelector("[data-part=photos]") ?? null);
  if (!fold || !box) return;
  const words = /** @type {{photo: string, remove: string, wait: string, unread: string, full: string}} */ (JSON.parse(box.dataset.words ?? "{}"));
  const camera = /** @type {HTMLInputElement} */ (box.querySelector("[data-camera]"));
  const shown = /** @type {HTMLElement} */ (box.querySelector("[data-photos]"));
  const line = /** @type {HTMLElement} */ (box.querySelector("[data-said]"));
  const fields = NAMES.map((name) => /** @type {HTMLInputElement} */ (fold.querySelector(`input[name=${name}]`)));
  const taken = () => fields.map((field) => field.value).filter((url) => url !== "");

  /** The form is not sent while a photo is on its way into it.
   * @param {boolean} busy */
  function hold(busy) {
    const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[type=submit][form=visit-form]"));
    for (const button of buttons) button.disabled = busy;
  }

  /** Drawn anew, a photo keeps nothing of where and with what it was taken.
   * @param {File} file
   * @returns {Promise<string>} */
  async function shrunk(file) {
    const photo = await createImageBitmap(file), edge = Math.max(photo.width, photo.height);
    const canvas = document.createElement("canvas");
    for (let scale = Math.min(1, LONGEST / edge); edge * scale > Math.min(edge - 1, FEWEST); scale *= SMALLER) {
      canvas.width = Math.max(1, Math.round(photo.width * scale));
      canvas.height = Math.max(1, Math.round(photo.height * scale));
      canvas.getContext("2d")?.drawImage(photo, 0, 0, canvas.width, canvas.height);
      for (const quality of QUALITIES) {
        const url = canvas.toDataURL("image/jpeg", quality);
        if ((url.length - url.indexOf(",")) * 0.75 <= MOST_BYTES) return url;
      }
    }
    throw new Error("no picture small enough");
  }

  /** @param {string[]} urls */
  function keep(urls) {
    fields.forEach((field, at) => {
      field.value = urls[at] ?? "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    show();
  }

  function show() {
    const urls = taken(), full = urls.length >= NAMES.length;
    shown.replaceChildren(...urls.map((url, at) => {
      const figure = document.createElement("figure"), image = new Image(), button = document.createElement("button");
      image.src = url;
      image.alt = words.photo.replace("{n}", String(at + 1));
      button.type = "button";
      button.className = "btn";
      button.textContent = words.remove.replace("{n}", String(at + 1));
      button.addEventListener("click", () => keep(urls.filter((_, other) => other !== at)));
      figure.append(image, button);
      return figure;
    }));
    camera.disabled = full;
    line.textContent = full ? words.full : "";
  }

  async function take() {
    const file = camera.files?.[0];
    if (!file) return;
    hold(true);
    line.textContent = words.wait;
    try {
      keep([...taken(), await shrunk(file)]);
    } catch {
      line.textContent = words.unread;
    }
    camera.value = "";
    hold(false);
  }

  function begin() {
    if (box) box.hidden = false;
    camera.addEventListener("change", take);
    show();
  }

  // A form that comes back filled in shows what it holds.
  if (taken().length) fold.open = true;
  if (fold.open) begin();
  else fold.addEventListener("toggle", begin, { once: true });
})();
