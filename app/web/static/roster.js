// Lists by page: how much of a file is on its way, and how far the work beside has come. Without it both pages work.
"use strict";
(() => {
  const form = document.getElementById("upload");
  if (form) {
    const sent = form.querySelector("[data-sent]"), bar = sent.querySelector("progress"), words = sent.querySelector("p");
    const button = form.querySelector("button[type=submit]");
    form.addEventListener("submit", (/** @type {any} */ event) => {
      const [file] = form.querySelector("input[type=file]").files;
      if (!file) return;
      event.preventDefault();
      /** @param {string} text @param {number} part */
      const say = (text, part) => { sent.hidden = false; words.textContent = text; bar.value = part; };
      if (file.size > Number(form.dataset.largest) - 10000) { say(form.dataset.tooLarge, 0); return; }
      const request = new XMLHttpRequest();
      request.upload.addEventListener("progress", (told) => {
        const part = told.lengthComputable ? Math.round(100 * told.loaded / told.total) : 0;
        say(`${form.dataset.sending} ${part}%`, part);
      });
      request.addEventListener("error", () => { say(form.dataset.failed, 0); button.disabled = false; });
      request.addEventListener("load", () => {
        if (request.status < 300) { location.assign(request.responseURL); return; }
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const files = form.querySelector("input[type=file]").files, again = page.getElementById("upload");
        if (!again) { form.submit(); return; }
        for (const faults of document.querySelectorAll(".faults")) faults.remove();
        for (const faults of page.querySelectorAll(".faults")) form.before(document.importNode(faults, true));
        button.disabled = false; sent.hidden = true;
        form.querySelector("input[type=file]").files = files;
        document.querySelector(".faults")?.focus();
      });
      button.disabled = true;
      say(form.dataset.sending, 0);
      request.open("POST", form.action);
      request.send(new FormData(form));
    });
  }

  const waiting = document.querySelector("[data-progress]");
  if (!waiting) return;
  const stage = waiting.querySelector("[role=status]"), bar = waiting.querySelector("progress");
  const ask = async () => {
    try {
      const answer = await fetch(waiting.dataset.progress, { headers: { Accept: "application/json" } });
      const told = await answer.json();
      if (told.state !== waiting.dataset.state) { location.replace(location.href.split("?")[0]); return; }
      if (stage.textContent !== told.stage) stage.textContent = told.stage;
      bar.value = told.percent;
    } catch { /* the network comes and goes: ask again */ }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 400);
})();
