// Showing one card, or one thing a person said.

import { button, el } from "./dom.js";

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });

/** A card's elements, then its buttons. `press(button)` is called with a button's data. */
export function card(payload, press) {
  const parts = payload.body.map(element);
  if (!press || !payload.buttons.length) return parts;
  const buttons = payload.buttons.map((data) => button(data.label, data.style, () => press(data)));
  return [...parts, el("div", { class: "buttons" }, buttons)];
}

function element(part) {
  switch (part.kind) {
    case "text":
      return text(part);
    case "fields":
      return el("dl", {}, part.rows.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, value))));
    case "divider":
      return el("hr");
    case "link":
      return el("p", {}, el("a", { href: part.url, target: "_blank", rel: "noopener noreferrer" }, part.text));
    case "picture":
      return picture(part);
    case "file":
      return el("p", {}, el("a", { href: part.src, download: part.name }, part.name));
    default:
      return null; // from a newer server: the rest of the card still stands
  }
}

function text({ style, text: words }) {
  if (style === "title" || style === "heading") return el("h3", { class: style }, words);
  return el("p", { class: style }, words);
}

/** The picture, and the same in words beside it. */
export function picture({ src, words }) {
  return el("figure", {}, el("img", { src, alt: words, width: 512 }), el("figcaption", {}, words));
}

/** A moment as people here read it: the hour alone when it is today. */
function when(at) {
  const day = new Date(at);
  const today = day.toDateString() === new Date().toDateString();
  return today ? CLOCK.format(day) : `${DAY.format(day)}, ${CLOCK.format(day)}`;
}

/** Set the time of a message that stands there already. */
export function setTime(made, at) {
  const time = made.querySelector("time");
  time.setAttribute("datetime", at);
  time.textContent = when(at);
}

/** One message: who, when, and what. `kind` is "bot" or "own". */
export function bubble(kind, name, at, ...content) {
  return el(
    "article",
    { class: `bubble ${kind}`, tabindex: "-1" },
    el("p", { class: "by" }, el("b", {}, name), at && " · ", at && el("time", { datetime: at }, when(at))),
    el("div", { class: "card" }, ...content),
  );
}
