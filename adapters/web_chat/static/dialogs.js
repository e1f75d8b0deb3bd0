// The page's own small questions.

import { busy, el, uid } from "./dom.js";
import { words } from "./words.js";

function open(title, text, ...content) {
  const id = uid("title");
  const before = document.activeElement;
  const dialog = el("dialog", { "aria-labelledby": id }, el("h2", { id, tabindex: "-1" }, title), el("p", {}, text), content);
  document.body.append(dialog);
  const closed = new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before?.isConnected && before !== document.body) before.focus();
      done(dialog.result ?? null);
    });
  });
  dialog.showModal();
  return { dialog, closed };
}

/** Ask for one text; `work(text)` may throw words to show beside it. Gives what `work` gave, null when closed. */
export function ask(title, text, label, send, work, known = []) {
  const [box, told, list] = [uid("ask"), uid("error"), uid("known")];
  const input = el("input", { id: box, type: "text", maxlength: 60, autocomplete: "off", list: known.length ? list : null });
  const error = el("p", { class: "error", id: told, hidden: true });
  const submit = el("button", { type: "submit", class: "primary" }, send);
  const cancel = el("button", { type: "button", class: "plain" }, words.cancel);
  const form = el(
    "form",
    { novalidate: true },
    el("div", { class: "field" }, el("label", { for: box }, label), error, input),
    el("datalist", { id: list }, known.map((value) => el("option", { value }))),
    el("div", { class: "buttons" }, submit, cancel),
  );
  const { dialog, closed } = open(title, text, form);
  cancel.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(submit, async () => {
      try {
        dialog.result = await work(input.value);
        dialog.close();
      } catch (trouble) {
        error.textContent = `${words.error} ${trouble.message}`;
        error.hidden = false;
        input.setAttribute("aria-invalid", "true");
        input.setAttribute("aria-describedby", told);
        input.focus();
      }
    });
  });
  input.focus();
  return closed;
}

/** Ask for one of a few answers: [value, label, style]. Gives its value, null when closed. */
export function choose(title, text, answers) {
  const buttons = answers.map(([value, label, style]) => {
    const done = () => {
      dialog.result = value;
      dialog.close();
    };
    return el("button", { type: "button", class: style, onclick: done }, label);
  });
  const cancel = el("button", { type: "button", class: "plain", onclick: () => dialog.close() }, words.cancel);
  const { dialog, closed } = open(title, text, el("div", { class: "buttons stacked" }, buttons, cancel));
  dialog.querySelector("h2").focus();
  return closed;
}
