// Somebody installs the bot: from its own page over the stand-in's sign-in and back.
// `node … <address of the bot> <picture>` prints what is read at the end, as JSON: [once, loaded once more].

import { chromium } from "playwright-core";

const [address, picture] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const page = await browser.newPage({ viewport: { width: 360, height: 480 } });
  page.setDefaultTimeout(15000);
  await page.goto(`${address}/slack/install`);
  await page.getByText("Alice Anderson").click();
  await page.waitForURL(`${address}/**`);
  const read = [await page.locator("main").innerText()];
  await page.screenshot({ path: picture });
  await page.goto(page.url());
  read.push(await page.locator("main").innerText());
  console.log(JSON.stringify(read));
} finally {
  await browser.close();
}
