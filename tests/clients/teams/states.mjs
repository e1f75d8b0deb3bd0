// Every state of the summary in the Playground, in Ana's chat with the bot. See ../states.mjs.

import { photograph } from "../states.mjs";

/** The Playground's own frame is wider than a phone; a card there is as wide as Teams' own on one. */
const AS_A_PHONE = "@media (max-width: 500px) { .ac-adaptiveCard { width: 320px !important; } }";

async function open(page, address) {
  await page.goto(address, { waitUntil: "domcontentloaded" });
  await page.addStyleTag({ content: AS_A_PHONE });
  await page.getByRole("button", { name: "Send Message" }).waitFor();
  await page.locator('[contenteditable="true"][role="textbox"]').click();
  await page.keyboard.type("hello");
  await page.getByRole("button", { name: "Send Message" }).click();
}

await photograph(open, (page, title) => page.locator(".ac-adaptiveCard").filter({ hasText: title }));
