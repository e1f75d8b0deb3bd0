// Eight weeks in a minute: made-up people, shown one step after another, with the trend growing above.

import { Refused, demonstration } from "./api.js";
import { el, uid } from "./dom.js";
import { card, picture } from "./message.js";
import { words } from "./words.js";

const PACE = 2500; // long enough to read a caption

export class Demonstration {
  constructor(onClose) {
    this.address = "demonstration";
    this.title = words.demoTitle;
    const heading = uid("pane");
    this.heading = el("h2", { id: heading, tabindex: "-1" }, words.demoTitle);
    this.trend = el("div", { class: "trend", role: "region", "aria-label": words.demoTrend, tabindex: "0", hidden: true });
    this.log = el(
      "div",
      { class: "log", role: "log", "aria-live": "polite", tabindex: "0", "aria-label": words.messagesIn(words.demoTitle) },
      el("p", { class: "empty" }, words.demoWait),
    );
    this.pause = this.tool(words.pause, () => this.hold(!this.held));
    this.all = this.tool(words.showAll, () => this.rush());
    const close = this.tool(words.close, () => this.close(onClose));
    this.shown = el(
      "section",
      { class: "pane demonstration", "aria-labelledby": heading },
      el("header", {}, el("div", {}, this.heading, el("p", {}, words.demoAbout)), el("div", { class: "tools" }, close)),
      el("div", { class: "stage" }, el("div", { class: "stage-inner" }, this.trend, this.log)),
      el("div", { class: "controls" }, this.pause, this.all),
    );
    new ResizeObserver(() => this.toEnd()).observe(this.log);
    this.leaving = new AbortController();
    this.wake = () => {};
  }

  tool(label, work) {
    return el("button", { type: "button", class: "plain", onclick: work }, label);
  }

  hold(held) {
    this.held = held;
    this.pause.textContent = held ? words.goOn : words.pause;
    if (!held) this.wake();
  }

  rush() {
    this.rushed = true;
    this.hold(false);
  }

  close(onClose) {
    this.leaving.abort();
    this.rush();
    onClose();
  }

  async run(weeks) {
    try {
      let first = true;
      for await (const step of demonstration(weeks, this.leaving.signal)) {
        if (!first) await this.moment();
        if (this.leaving.signal.aborted) return;
        this.step(step, first);
        first = false;
      }
      this.log.append(el("p", { class: "caption" }, words.demoEnd));
    } catch (error) {
      if (this.leaving.signal.aborted) return;
      const said = error instanceof Refused ? error.message : String(error.message);
      this.log.append(el("p", { class: "error", role: "alert" }, said));
    }
    this.toEnd();
    const held = [this.pause, this.all].includes(document.activeElement);
    this.pause.parentElement.remove();
    if (held) this.log.focus();
  }

  /** Until the next step is due: at once when rushed, not while held. */
  async moment() {
    if (this.rushed) return;
    await new Promise((done) => {
      const timer = setTimeout(() => this.held || done(), PACE);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  step({ caption, message }, first) {
    const drawn = message.body.filter((part) => part.kind === "picture").at(-1);
    if (drawn) this.trend.replaceChildren(el("h3", {}, words.demoTrend), picture(drawn));
    this.trend.hidden = !this.trend.hasChildNodes();
    const said = message.body.filter((part) => part.kind !== "picture");
    const line = (part) => part?.kind === "divider";
    const rest = { ...message, body: said.filter((part, at) => !(line(part) && line(said[at - 1]))) };
    if (first) this.log.replaceChildren();
    this.log.append(
      el("article", { class: "bubble bot" }, el("p", { class: "caption" }, caption), el("div", { class: "card" }, card(rest))),
    );
    this.toEnd();
  }

  /** To the beginning of the newest week. */
  toEnd() {
    const newest = [...this.log.querySelectorAll("article")].at(-1);
    if (newest) this.log.scrollTop = newest.offsetTop - 12;
  }
}
