// One log under review by keyboard: a letter presses its button, a digit ticks a reason. Without it the buttons do the same.
"use strict";
(() => {
  const reasons = document.querySelectorAll("#verdict input[name=reason]");
  let sent = false;
  document.addEventListener("keydown", (/** @type {any} */ event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || target.closest("textarea, select, input:not([type=radio])")) return;
    const reason = reasons[Number(key) - 1];
    const pressed = document.querySelector(`[data-key="${CSS.escape(key.toLowerCase())}"]`);
    if (reason) { reason.checked = true; reason.focus(); }
    else if (key === "r" && ![...reasons].some((one) => one.checked)) reasons[0].focus();
    else if (pressed) pressed.click();
    else return;
    event.preventDefault();
  });
  document.getElementById("verdict")?.addEventListener("submit", (/** @type {Event} */ event) => { if (sent) event.preventDefault(); sent = true; });
  window.addEventListener("pageshow", () => { sent = false; });
})();
