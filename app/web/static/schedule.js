// The plan: an appointment is dragged by its handle to another day. Without it, tick and choose the day below.
"use strict";
(() => {
  const print = document.querySelector("[data-print]");
  if (print) { print.hidden = false; print.addEventListener("click", () => window.print()); }

  const form = document.getElementById("plan"), to = document.getElementById("to");
  if (!form || !to) return;
  /** @type {any} */
  let held = null;
  /** @param {PointerEvent} event */
  const over = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-day]") ?? null;
  /** @param {Element | null} day */
  const mark = (day) => {
    for (const other of document.querySelectorAll(".day.target")) if (other !== day) other.classList.remove("target");
    day?.classList.add("target");
  };
  const letGo = () => {
    held.line.classList.remove("held-up");
    held.line.style.transform = "";
    mark(null);
    held = null;
  };
  for (const box of document.querySelectorAll(".week .day .who input[name=a]")) {
    const line = box.closest("li"), grip = document.createElement("span");
    grip.className = "grip"; grip.textContent = "⠿"; grip.setAttribute("aria-hidden", "true");
    line.append(grip);
    grip.addEventListener("pointerdown", (event) => {
      if (held || event.button > 0) return;
      event.preventDefault();
      held = { line, box, day: line.closest(".day"), x: event.pageX, y: event.pageY };
      line.classList.add("held-up");
      grip.setPointerCapture(event.pointerId);
    });
    grip.addEventListener("pointermove", (event) => {
      if (!held || held.line !== line) return;
      line.style.transform = `translate(${event.pageX - held.x}px, ${event.pageY - held.y}px)`;
      mark(over(event));
      const edge = 90;
      if (event.clientY < edge) window.scrollBy(0, -14); else if (event.clientY > window.innerHeight - edge) window.scrollBy(0, 14);
    });
    grip.addEventListener("pointerup", (event) => {
      if (!held || held.line !== line) return;
      const day = over(event), from = held.day;
      letGo();
      if (!day || day === from || ![...to.options].some((one) => one.value === day.dataset.day)) return;
      // One that is ticked takes the others that are ticked along; one that is not goes alone.
      const together = box.checked;
      for (const other of document.querySelectorAll(".who input[name=a]")) other.checked = other === box || (together && other.checked);
      to.value = day.dataset.day;
      form.requestSubmit();
    });
    grip.addEventListener("pointercancel", () => { if (held?.line === line) letGo(); });
  }
})();
