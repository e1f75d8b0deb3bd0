// One conversation: what was said, and a box to say something.

import { Refused, newId, send } from "./api.js";
import { button, el, uid } from "./dom.js";
import { showForm } from "./form.js";
import { bubble, card, setTime } from "./message.js";
import { words } from "./words.js";

const NEAR = 80; // pixels from the end within which somebody is reading along

export class Pane {
  /** `speaker()` is who acts here: {id, name}. `tools` are buttons for the head; `extra` stands above the box. */
  constructor({ address, title, about, label, hint, speaker, tools = [], extra = null, empty, onNew }) {
    Object.assign(this, { address, title, speaker, onNew });
    this.messages = new Map();
    const heading = uid("pane");
    this.heading = el("h2", { id: heading, tabindex: "-1" }, title);
    this.empty = el("div", { class: "empty" }, empty);
    this.log = el(
      "div",
      { class: "log", role: "log", "aria-live": "polite", "aria-busy": "true", tabindex: "0",
        "aria-label": words.messagesIn(title) },
      this.empty,
    );
    this.following = true;
    this.before = Promise.resolve(); // what is being sent
    this.log.addEventListener("scroll", () => {
      const { scrollHeight, scrollTop, clientHeight } = this.log;
      if (!this.moving) this.following = scrollHeight - scrollTop - clientHeight < NEAR;
      this.moving = false;
    });
    // A picture has no height until it is there. "load" does not rise to its parents, but it passes them going down.
    this.log.addEventListener("load", () => this.following && this.toEnd(), true);
    new ResizeObserver(() => this.following && this.toEnd()).observe(this.log);
    this.trouble = el("div", { class: "trouble", role: "alert" });
    this.shown = el(
      "section",
      { class: "pane", "aria-labelledby": heading },
      el("header", {}, el("div", {}, this.heading, el("p", { class: "quiet" }, about)), el("div", { class: "tools" }, tools)),
      this.log,
      this.trouble,
      this.composer(label, hint, extra),
    );
  }

  composer(label, hint, extra) {
    const [id, noted] = [uid("say"), uid("hint")];
    const given = { id, rows: 1, maxlength: 4000, "aria-describedby": hint ? noted : null };
    this.box = el("textarea", given);
    const submit = el("button", { type: "submit", class: "primary" }, words.send);
    const form = el(
      "form",
      { class: "composer", novalidate: true },
      el("div", { class: "told" }, el("label", { for: id }, label), hint && el("p", { class: "hint", id: noted }, hint)),
      extra,
      el("div", { class: "row" }, this.box, submit),
    );
    const say = () => {
      const text = this.box.value.trim();
      if (!text) return this.box.focus();
      this.box.value = "";
      return this.say(text);
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      say();
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      say(); // one after another: what is written while another is on its way is not turned down
    });
    return form;
  }

  /** Everything that stood here already has arrived: from now on, new messages are read out. */
  ready() {
    this.log.setAttribute("aria-busy", "false");
  }

  /** A message of the bot's: new, or in the place of an earlier one. */
  message({ message, payload }) {
    const press = (data) => this.act({ kind: "pressed", action: data.action, value: data.value, message }, message);
    const made = bubble("bot", words.bot, payload.at, card(payload, press));
    const before = this.messages.get(message);
    this.messages.set(message, made);
    if (!before) return this.append(made);
    const held = before.contains(document.activeElement);
    before.replaceWith(made);
    if (held) made.focus({ preventScroll: true });
    return made;
  }

  /** What a person said: shown once, whether it was said here or on another page. */
  said({ id, name, at, text }) {
    const before = this.messages.get(id);
    if (before) {
      setTime(before, at); // said on this page, and now on the bot's clock, as its own messages are
      return before;
    }
    const made = bubble("own", name, at, el("p", { class: "body" }, text));
    this.messages.set(id, made);
    return this.append(made);
  }

  append(made) {
    this.empty.remove();
    this.log.append(made);
    if (this.following) this.toEnd();
    this.onNew?.(this);
    return made;
  }

  /** To the newest message: to its beginning when it is longer than the log is high. */
  toEnd() {
    const newest = this.log.lastElementChild;
    const end = this.log.scrollHeight - this.log.clientHeight;
    const wanted = newest === this.empty ? end : Math.min(end, newest.offsetTop - 16);
    this.following = true;
    this.moving = Math.abs(this.log.scrollTop - wanted) >= 1;
    this.log.scrollTop = wanted;
  }

  async say(text) {
    const id = newId();
    const made = this.said({ id, name: this.speaker().name, at: new Date().toISOString(), text });
    this.toEnd();
    made.classList.add("sending");
    const heard = await this.act({ id, kind: "said", text }, "", () => made.classList.remove("sending"));
    if (heard === false) made.append(el("p", { class: "hint" }, words.notHeard));
  }

  /** Send one event from here. Opens the form that comes back. A failure is said here, with a way to try again. */
  async act(event, message = "", arrived = () => {}) {
    const who = this.speaker();
    const whole = { id: newId(), who: who.name, where: this.address, ...event };
    this.trouble.querySelectorAll(":scope > :not(.unsent)").forEach((each) => each.remove());
    try {
      const { open, heard } = await this.inTurn(() => send(whole));
      arrived();
      if (open) this.open(open, who, message);
      return heard;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.fail(error.message, whole.kind, () => this.act(whole, message, arrived));
      return null;
    }
  }

  /** One thing after another: what is said second never arrives first. */
  inTurn(work) {
    const done = this.before.then(work);
    this.before = done.catch(() => {});
    return done;
  }

  /** What could not be sent stays offered until it is; only a press is easier made again. */
  fail(why, kind, retry) {
    const notice = el("div", { class: kind === "pressed" ? "" : "unsent" }, el("p", {}, why));
    notice.append(button(words.tryAgain, "plain", () => (notice.remove(), retry())));
    this.trouble.append(notice);
  }

  open(form, who, message) {
    showForm(
      form,
      async (shown, answers) => {
        const event = { id: newId(), who: who.name, where: this.address, kind: "submitted", answers };
        const about = { form: shown.name, value: shown.value, message: shown.message || message };
        return (await send({ ...event, ...about })).open;
      },
      () => this.messages.get(message) ?? this.box,
    );
  }

  focus() {
    this.heading.focus();
  }
}
