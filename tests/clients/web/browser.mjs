// What every drive of the page needs: a browser, and words for what was wrong.

import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const DESK = { width: 1180, height: 780 };
const LONDON = { timezoneId: "Europe/London", locale: "en-GB" };
const PHONE = { width: 360, height: 740 };

export function check(condition, words) {
  if (!condition) throw new Error(words);
}

/** A conversation on the page, by its title. */
export const pane = (page, title) =>
  page.locator(".pane").filter({ has: page.getByRole("heading", { name: title, level: 2, exact: true, includeHidden: true }) });

/** Open a browser and let `drive(page, context)` use it. Fails too when the page asked anybody but `address` for
 *  something, or when a script of its own broke. */
export async function browse(address, drive, looks = { viewport: DESK }) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS });
  try {
    const context = await browser.newContext({ ...looks, ...LONDON });
    const elsewhere = [];
    const broken = [];
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    context.on("request", (request) => !request.url().startsWith(address) && elsewhere.push(request.url()));
    page.on("pageerror", (error) => broken.push(error.message));
    page.on("console", (line) => /Content Security Policy|Trusted/.test(line.text()) && broken.push(line.text()));
    await drive(page, context);
    check(!elsewhere.length, `asked elsewhere: ${elsewhere}`);
    check(!broken.length, `broken: ${broken}`);
  } finally {
    await browser.close();
  }
}

/** Takes pictures of `page` into `folder`, numbered in the order in which they were taken. */
export class Camera {
  constructor(page, folder) {
    Object.assign(this, { page, folder, taken: 0 });
  }

  async take(name) {
    this.taken += 1;
    // A message that is still coming in, or a picture that is not drawn yet, is not what a person looks at.
    await this.page.evaluate(() => Promise.all([
      ...document.getAnimations().map((each) => each.finished.catch(() => {})),
      ...[...document.images].filter((each) => each.offsetParent).map((each) => each.decode().catch(() => {})),
    ]));
    await this.page.screenshot({ path: `${this.folder}/${String(this.taken).padStart(2, "0")}-${name}.png` });
  }

  /** The same page as it is on a phone, with the conversation `title` in front when one is named. */
  async phone(name, title = "") {
    await this.page.setViewportSize(PHONE);
    if (title) await this.page.getByRole("navigation").getByRole("button", { name: title }).click();
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth);
    check(wide <= PHONE.width, `${name}: on a phone something sticks out to ${wide}`);
    await this.take(`${name}-phone`);
    await this.page.setViewportSize(DESK);
  }
}
