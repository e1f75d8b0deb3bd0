// A team on the page: what its people do there, in few words.

import { createInterface } from "node:readline";

import { Camera, check, pane } from "./browser.mjs";

export const CHANNEL = "The team’s channel";
export const POWER = "Something I said has changed what we decided.";
export const TRUST = "I can say what I really think in this team.";

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** Ask for the program to be started again at `moment`, and wait until it is. */
export async function move(moment, speed) {
  console.log(JSON.stringify({ move: moment, speed }));
  const { done } = await answers.next();
  check(!done, "nobody answers any more");
}

/** One team on one page, and what a person does and sees there. */
export class Team {
  /** `folder` is for the pictures. */
  constructor(page, folder) {
    this.page = page;
    this.camera = new Camera(page, folder);
    this.channel = pane(page, CHANNEL);
    this.dialog = page.getByRole("dialog");
  }

  chat(who) {
    return pane(this.page, who);
  }

  /** The newest message of the bot's to `who`. */
  newest(who) {
    return this.chat(who).locator(".bubble.bot").last();
  }

  async add(who) {
    await this.page.getByRole("button", { name: "Add a person" }).click();
    await this.page.getByLabel("Name", { exact: true }).fill(who);
    await this.page.keyboard.press("Enter");
    await this.chat(who).waitFor();
    await this.dialog.waitFor({ state: "detached" });
  }

  async says(where, words) {
    const box = where.getByRole("textbox");
    await box.fill(words);
    await box.press("Enter");
  }

  async presses(who, label) {
    await this.chat(who).getByRole("button", { name: label, exact: true }).last().click();
  }

  async sees(who, words) {
    await this.chat(who).locator(".bubble.bot").getByText(words).last().waitFor();
  }

  /** The program goes on at another moment, and the page is opened again. */
  async moves(moment, speed = 1) {
    await move(moment, speed);
    await this.page.reload();
    await this.channel.locator(".log[aria-busy=false]").waitFor();
  }

  /** The message came at its hour, on the program's own clock: not before, and soon. */
  async came(message, hour) {
    const late = Date.parse(await message.locator("time").getAttribute("datetime")) - Date.parse(hour);
    check(late >= 0 && late < 3 * 3600 * 1000, `it came ${late / 60000} minutes after ${hour}`);
  }

  /** `who` answers in the open form with the mouse. */
  async fills(power, trust) {
    await this.dialog.getByRole("radiogroup", { name: POWER }).getByLabel(power, { exact: true }).check();
    await this.dialog.getByRole("radiogroup", { name: TRUST }).getByLabel(trust, { exact: true }).check();
    await this.dialog.getByRole("button", { name: "Send" }).click();
    await this.dialog.waitFor({ state: "detached" });
  }
}

/** Press Tab until the focus is on `name`. */
export async function tab(page, name, most = 30) {
  for (let tries = 0; tries < most; tries += 1) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const at = document.activeElement;
      if (at.type === "radio") return at.closest("fieldset").querySelector("legend").textContent;
      return at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent;
    });
    if (here.startsWith(name)) return;
  }
  throw new Error(`no way to “${name}” with the keyboard`);
}
