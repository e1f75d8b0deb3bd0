// Forms in a dialog. The browser's own <dialog> keeps the focus inside, closes on Esc and gives the focus back.

import { busy, el, uid } from "./dom.js";
import { words } from "./words.js";

/** Show `form`; `send(form, answers)` sends it and returns the form to show next, or null when it is done. It throws, with
 *  words, when it did not arrive: everything typed stays. `back` gets the focus when what had it is gone. */
export function showForm(form, send, back) {
  const dialog = el("dialog", { class: "form" });
  const before = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    (before?.isConnected && before !== document.body ? before : back())?.focus();
  });
  document.body.append(dialog);
  fill(dialog, form, send);
  dialog.showModal();
  focusFirst(dialog);
}

function fill(dialog, form, send) {
  const title = uid("title");
  const inputs = form.body.map((part) => (part.id === undefined ? prose(part) : input(part)));
  const trouble = el("p", { class: "error", role: "alert" });
  const submit = el("button", { type: "submit", class: "primary" }, form.submit);
  const made = el(
    "form",
    { novalidate: true },
    el("h2", { id: title, tabindex: "-1" }, form.title),
    inputs.map((each) => each.shown),
    trouble,
    el(
      "div",
      { class: "buttons" },
      submit,
      el("button", { type: "button", class: "plain", onclick: () => dialog.close() }, words.cancel),
    ),
  );
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    const missing = inputs.filter((each) => each.check && !each.check());
    if (missing.length) focusFirst(dialog);
    else busy(submit, () => deliver(dialog, form, send, inputs, trouble));
  });
  dialog.replaceChildren(made);
  dialog.setAttribute("aria-labelledby", title);
}

async function deliver(dialog, form, send, inputs, trouble) {
  trouble.textContent = "";
  const answers = Object.fromEntries(inputs.filter((each) => each.value).map((each) => [each.id, each.value()]));
  try {
    const next = await send(form, answers);
    if (!next) return dialog.close();
    fill(dialog, next, send);
    focusFirst(dialog);
  } catch (error) {
    trouble.textContent = error.message;
  }
}

/** The first input with an error; without any, the title, so that nothing above the first input is passed over. */
function focusFirst(dialog) {
  const wrong = dialog.querySelector("[aria-invalid=true]");
  const inside = wrong?.querySelector("input:checked") ?? wrong?.querySelector("input");
  (inside ?? wrong ?? dialog.querySelector("h2")).focus();
}

function prose(part) {
  return { shown: part.kind === "divider" ? el("hr") : el("p", { class: part.style }, part.text) };
}

const CUT = 27; // letters that a list shows on a phone

const KINDS = { scale: radios, choice: select, ticks, words: box };

function input(part) {
  const [hint, error] = [uid("hint"), uid("error")];
  const label = [part.label, part.optional && el("span", { class: "quiet" }, ` ${words.optional}`)];
  const told = el("p", { class: "error", id: error, hidden: true });
  const shown = KINDS[part.kind](part, label, [
    part.hint && el("p", { class: "hint", id: hint }, part.hint),
    told,
  ]);
  const complain = (text) => {
    told.textContent = text && `${words.error} ${text}`;
    told.hidden = !text;
    const described = [part.hint && hint, text && error].filter(Boolean).join(" ");
    if (described) shown.marked.setAttribute("aria-describedby", described);
    else shown.marked.removeAttribute("aria-describedby");
    shown.marked.setAttribute("aria-invalid", text ? "true" : "false");
    if (!part.optional && !shown.several) shown.marked.setAttribute("aria-required", "true");
  };
  complain(part.error);
  const check = () => {
    const fine = part.optional || shown.value().trim() !== "";
    complain(fine ? "" : shown.missing);
    return fine;
  };
  return { id: part.id, shown: shown.whole, value: shown.value, check };
}

function radios(part, label, notes) {
  const [whole, options] = together("radio", part, label, notes, (value) => value === part.chosen);
  whole.setAttribute("role", "radiogroup");
  const value = () => options.find((each) => each.checked)?.value ?? "";
  return { whole, marked: whole, missing: words.chooseOne, value };
}

function ticks(part, label, notes) {
  const [whole, options] = together("checkbox", part, label, notes, (value) => part.chosen.includes(value));
  const value = () => options.filter((each) => each.checked).map((each) => each.value).join(" ");
  // Required would be said of every box, or of a group, which cannot be: what is missing is said when it is.
  return { whole, marked: whole, missing: words.tickOne, value, several: true };
}

/** A set of options that are all seen at once, and its inputs. */
function together(type, part, label, notes, checked) {
  const name = uid(type);
  const options = part.options.map(({ value }) => el("input", { type, name, value, checked: checked(value) }));
  const shown = part.options.map((option, at) => el("label", { class: "option" }, options[at], el("span", {}, option.label)));
  return [el("fieldset", {}, el("legend", {}, label), notes, shown), options];
}

function select(part, label, notes) {
  const id = uid("choice");
  const none = el("option", { value: "" }, part.optional ? words.none : words.choose);
  const options = part.options.map(({ value, label: text }) =>
    el("option", { value, selected: value === part.chosen }, text),
  );
  const made = el("select", { id }, none, options);
  // A narrow list cuts long words off; what is chosen can then be read below it.
  const chosen = el("p", { class: "hint chosen", "aria-hidden": "true" });
  const tell = () => {
    const text = made.selectedOptions[0].textContent;
    chosen.textContent = text.length > CUT ? text : "";
    chosen.hidden = !chosen.textContent;
  };
  made.addEventListener("change", tell);
  tell();
  const whole = el("div", { class: "field" }, el("label", { for: id }, label), notes, made, chosen);
  return { whole, marked: made, missing: words.chooseOne, value: () => made.value };
}

function box(part, label, notes) {
  const id = uid("words");
  const given = { id, maxlength: part.most, autocomplete: "off" };
  const made = part.lines > 1 ? el("textarea", { ...given, rows: part.lines }) : el("input", { ...given, type: "text" });
  made.value = part.text;
  const whole = el("div", { class: "field" }, el("label", { for: id }, label), notes, made);
  return { whole, marked: made, missing: words.writeSomething, value: () => made.value };
}
