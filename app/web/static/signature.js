// A signature by finger on the visit form: a line on a canvas, sent as a small picture in a hidden field.
// Nothing begins before the fold is opened; without this script the form works and has no signature.
"use strict";
(() => {
  const MOST_BYTES = 30_000, SMALLER = 0.8;
  const fold = /** @type {HTMLDetailsElement | null} */ (document.querySelector("[data-extras]"));
  const box = /** @type {HTMLElement | null} */ (fold?.querySelector("[data-part=signature]") ?? null);
  const field = /** @type {HTMLInputElement | null} */ (fold?.querySelector("input[name=signature]") ?? null);
  const canvas = box?.querySelector("canvas"), pen = canvas?.getContext("2d");
  if (!fold || !box || !field || !canvas || !pen) return;
  const words = /** @type {{signed: string, unsigned: string}} */ (JSON.parse(box.dataset.words ?? "{}"));
  /** @type {number | null} */
  let finger = null;

  /** @param {string} url */
  function keep(url) {
    if (!field) return;
    field.value = url;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    tell();
  }
  function tell() {
    const line = box?.querySelector("[data-said]");
    if (line) line.textContent = field?.value ? words.signed : words.unsigned;
  }

  /** Draw on to where the finger is.
   * @param {PointerEvent} event */
  function draw(event) {
    if (!canvas || !pen || event.pointerId !== finger) return;
    const place = canvas.getBoundingClientRect();
    pen.lineTo((event.clientX - place.left) * canvas.width / place.width, (event.clientY - place.top) * canvas.height / place.height);
    pen.stroke();
  }

  /** @param {PointerEvent} event */
  function touch(event) {
    if (!canvas || !pen || finger !== null) return;
    finger = event.pointerId;
    canvas.setPointerCapture(finger);
    Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#17302c" });
    pen.beginPath();
    draw(event);
    draw(event); // a tap alone leaves a dot
  }

  /** The line is there as soon as the finger lifts; one too large is drawn smaller.
   * @param {PointerEvent} event */
  function lift(event) {
    if (!canvas || event.pointerId !== finger) return;
    finger = null;
    const small = document.createElement("canvas");
    let url = canvas.toDataURL("image/png");
    for (let scale = SMALLER; (url.length - url.indexOf(",")) * 0.75 > MOST_BYTES; scale *= SMALLER) {
      small.width = Math.round(canvas.width * scale);
      small.height = Math.round(canvas.height * scale);
      small.getContext("2d")?.drawImage(canvas, 0, 0, small.width, small.height);
      url = small.toDataURL("image/png");
    }
    keep(url);
  }

  function clear() {
    if (!canvas || !pen) return;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    keep("");
  }

  function begin() {
    if (!canvas || !pen || !box || !field) return;
    box.hidden = false;
    canvas.addEventListener("pointerdown", touch);
    canvas.addEventListener("pointermove", draw);
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    box.querySelector("[data-clear]")?.addEventListener("click", clear);
    if (field.value) {
      const before = new Image();
      before.addEventListener("load", () => pen.drawImage(before, 0, 0, canvas.width, canvas.height));
      before.src = field.value;
    }
    tell();
  }

  // A form that comes back filled in shows what it holds.
  if (field.value) fold.open = true;
  if (fold.open) begin();
  else fold.addEventListener("toggle", begin, { once: true });
})();
