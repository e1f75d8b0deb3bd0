// The way from one conversation to the next. On a wide page all stand side by side and a tab moves to one of them; on a
// narrow one, only the tab's own is shown.

import { el } from "./dom.js";
import { words } from "./words.js";

const narrow = matchMedia("(max-width: 47.99rem)");

export class Tabs {
  /** `nav` holds the tabs; `line` says what came in while another was shown; `onShow(address)` remembers. */
  constructor(nav, line, onShow) {
    Object.assign(this, { nav, line, onShow, panes: [], fresh: new Map() });
    this.shown = "";
    this.row = document.getElementById("panes");
    narrow.addEventListener("change", () => this.mark());
    new ResizeObserver(() => this.fit()).observe(this.row);
  }

  /** Show a tab for each of `panes`; begin with the one at `address`. */
  draw(panes, address) {
    this.panes = panes;
    if (!panes.some((pane) => pane.address === this.shown)) {
      this.shown = (panes.find((pane) => pane.address === address) ?? panes[0])?.address ?? "";
    }
    this.buttons = new Map(
      panes.map((pane) => [pane.address, el("button", { type: "button", onclick: () => this.go(pane.address) })]),
    );
    this.nav.replaceChildren(...this.buttons.values());
    this.mark();
    this.fit();
  }

  /** Tabs are there where not everything can be seen at once. */
  fit() {
    const all = !narrow.matches && this.row.scrollWidth <= this.row.clientWidth + 1;
    this.nav.hidden = this.panes.length < 2 || all;
  }

  /** Somebody chose a tab. */
  go(address) {
    this.show(address);
    this.panes.find((pane) => pane.address === address)?.heading.focus({ preventScroll: narrow.matches });
  }

  show(address) {
    this.shown = address;
    this.fresh.delete(address);
    if (this.line.textContent !== words.lost) this.line.textContent = ""; // it has been heeded
    this.onShow(address);
    this.mark();
    this.buttons.get(address)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    const pane = this.panes.find((each) => each.address === address);
    pane?.shown.scrollIntoView({ block: "nearest", inline: "nearest" });
    pane?.toEnd();
  }

  /** Something new stands in `pane`. */
  news(pane) {
    if (!narrow.matches || pane.address === this.shown || pane.log.getAttribute("aria-busy") === "true") return;
    this.fresh.set(pane.address, (this.fresh.get(pane.address) ?? 0) + 1);
    this.line.textContent = words.newFor(pane.title);
    this.mark();
  }

  mark() {
    if (!narrow.matches) this.fresh.clear();
    for (const pane of this.panes) {
      const here = pane.address === this.shown;
      const fresh = this.fresh.get(pane.address);
      const tab = this.buttons.get(pane.address);
      tab.replaceChildren(pane.title, ...(fresh ? [" ", el("span", { class: "fresh" }, words.newOnes(fresh))] : []));
      if (here) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
      pane.shown.classList.toggle("away", !here);
    }
  }
}
