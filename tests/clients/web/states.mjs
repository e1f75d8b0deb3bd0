// Every state of the summary on the web chat's page. See ../states.mjs.

import { photograph } from "../states.mjs";
import { pane } from "./browser.mjs";

const CHANNEL = "The team’s channel";

async function open(page, address) {
  await page.addInitScript(() => {
    const people = [{ id: "ana", name: "Ana", home: "home:ana" }];
    localStorage.setItem("coreflect", JSON.stringify({ people, speaker: "ana", shown: "channel:team" }));
  });
  await page.goto(address);
  await pane(page, CHANNEL).locator(".bubble.bot").last().waitFor({ state: "attached" });
  const tab = page.getByRole("navigation").getByRole("button", { name: CHANNEL });
  if (await tab.isVisible()) await tab.click();
}

await photograph(open, (page, title) => pane(page, CHANNEL).locator(".bubble.bot").filter({ hasText: title }));
