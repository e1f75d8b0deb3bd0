// Photographs the page with the team's channel and Ana's chat on it. `node picture.mjs <address> <file>`.

import { browse, pane } from "./browser.mjs";

const [address, file] = process.argv.slice(2);

await browse(address, async (page) => {
  await page.addInitScript(() => {
    const people = [{ id: "ana", name: "Ana", home: "home:ana" }];
    localStorage.setItem("coreflect", JSON.stringify({ people, speaker: "ana", shown: "" }));
  });
  await page.goto(address);
  await pane(page, "Ana").getByText("This week's question for River Street").last().waitFor();
  await pane(page, "The team’s channel").locator("figure img").last().evaluate((each) => each.decode());
  await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished)));
  await page.screenshot({ path: file });
}, { viewport: { width: 1024, height: 1300 }, deviceScaleFactor: 1.18 });
