// What is told to whoever works on the stage: a line at the top of the page, and a question with two answers.

/**
 * Make an element with its words.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

/**
 * Say a sentence at the top of the page, in place of the one before.
 * @param {string} sentence
 * @param {"success" | "warning" | "danger"} [tone]
 * @returns {HTMLElement}
 */
export function tell(sentence, tone = "success") {
  document.querySelector("[data-told-line]")?.remove();
  const line = make("p", `flash ${tone}`, sentence);
  line.setAttribute("role", tone === "success" ? "status" : "alert");
  line.dataset.toldLine = "";
  document.querySelector("main")?.prepend(line);
  if (tone !== "success") line.scrollIntoView({ block: "center" });
  return line;
}

/**
 * Ask something and wait for the answer; closing the question is a no.
 * @param {string} question
 * @param {string} yes
 * @param {string} no
 * @returns {Promise<boolean>}
 */
export function ask(question, yes, no) {
  const box = make("dialog", "ask");
  const acts = make("div", "field acts");
  const answers = [make("button", "btn main", no), make("button", "btn", yes)];
  acts.append(...answers);
  box.append(make("p", "", question), acts);
  document.body.append(box);
  box.showModal();
  return new Promise((done) => {
    box.addEventListener("close", () => { box.remove(); done(box.returnValue === "yes"); });
    answers.forEach((button, at) => button.addEventListener("click", () => box.close(at === 1 ? "yes" : "no")));
  });
}
