// The board of a week: one tick stands for all four parts, and the button says how many people it saves. Without it the page works.
"use strict";
(() => {
  const form = document.getElementById("round-form");
  const button = form?.querySelector("[data-save]");
  if (!button) return;
  const plain = button.textContent;
  /** @param {Element} row */
  const parts = (row) => [...row.querySelectorAll(".chip:not(.all) input[name^=p]")];
  const say = () => {
    const n = [...form.querySelectorAll(".ticks")].filter((row) => row.querySelector("input[name^=p]:checked, input[name^=w]:checked")).length;
    button.textContent = n ? button.dataset.save.replace("{n}", n) : plain;
  };
  form.addEventListener("change", (/** @type {any} */ { target }) => {
    const row = target.closest(".ticks");
    if (row && target.name.startsWith("p")) {
      const all = row.querySelector(".all input");
      if (target === all) for (const part of parts(row)) part.checked = all.checked;
      else all.checked = parts(row).every((part) => part.checked);
    }
    if (row && target.name.startsWith("w") && target.checked) row.querySelector(".note input").focus();
    say();
  });
  let sent = false;
  form.addEventListener("submit", (/** @type {any} */ event) => { if (sent) event.preventDefault(); sent = true; });
  window.addEventListener("pageshow", () => { sent = false; say(); });
})();
