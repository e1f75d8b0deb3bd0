// Making elements. Text only ever becomes text: nothing that somebody wrote is read as markup.

/** An element with attributes, `on…` listeners and children (elements or texts; null and false are left out). */
export function el(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

let last = 0;

/** An id that nothing else on the page has: ids from the bot are never used in the document. */
export function uid(prefix) {
  last += 1;
  return `${prefix}-${last}`;
}

/** A button that is busy while `work` runs: it keeps the focus, says so, and cannot be pressed twice. */
export function button(label, style, work) {
  const made = el("button", { type: "button", class: style }, label);
  made.addEventListener("click", () => busy(made, work));
  return made;
}

/** Run `work` unless `element` is busy already. */
export async function busy(element, work) {
  if (element.getAttribute("aria-disabled") === "true") return;
  element.setAttribute("aria-disabled", "true");
  try {
    await work();
  } finally {
    element.removeAttribute("aria-disabled");
  }
}
