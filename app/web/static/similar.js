// While somebody's record is typed: ask, after a pause, who on record may be the same resident, and show it below.
// Without it the server asks once, before the record is kept.
"use strict";
(() => {
  const place = document.getElementById("similar");
  const form = place?.closest("form");
  if (!form) return;
  const FIELDS = ["identity", "name", "born_on", "phone"], PAUSE = 600;
  let timer = 0, asked = 0;

  function typed() {
    const body = new FormData();
    for (const name of [...FIELDS, "csrf_token"]) body.set(name, form.elements[name]?.value ?? "");
    if (place.dataset.own) body.set("own", place.dataset.own);
    for (const box of place.querySelectorAll("input:checked")) body.append("another", box.value);
    return body;
  }

  async function ask() {
    const number = ++asked, body = typed();
    try {
      const answer = await fetch(place.dataset.ask, { method: "POST", body, headers: { "X-CSRFToken": String(body.get("csrf_token")) } });
      // A newer question, a tick made meanwhile or a session that ended: what stands there stays.
      if (!answer.ok || answer.redirected || number !== asked) return;
      const text = await answer.text();
      const ticked = new Set([...place.querySelectorAll("input:checked")].map((box) => box.value));
      place.innerHTML = text;
      for (const box of place.querySelectorAll("input[type=checkbox]")) box.checked = ticked.has(box.value);
    } catch { /* no connection: the server asks when the form is sent */ }
  }

  form.addEventListener("input", (/** @type {any} */ event) => {
    if (!FIELDS.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
})();
