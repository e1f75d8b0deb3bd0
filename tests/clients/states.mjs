// Photographs messages on the page of any stand-in, once their words are seen there: what every drive of the states
// shares. The caller says how a message is found.

import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP *.office.net 127.0.0.1:1"];
/** High enough for the longest summary: what scrolls away is not in a picture. */
const HIGH = { phone: { width: 360, height: 3400 }, desk: { width: 1180, height: 2400 } };

/** `node … <address> <folder> <looks, like "phone-light,desk-dark"> <what each state is known by, as JSON>`: open the
 *  page with `open(page, address)`; then `message(page, title)` is where the message with that title stands. */
export async function photograph(open, message) {
  const [address, folder, looks, states] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, headless: true, args: FLAGS });
  try {
    const [first] = looks.split(",").map((look) => HIGH[look.split("-")[0]]);
    const page = await browser.newPage({ viewport: first, reducedMotion: "reduce", locale: "en-GB" });
    page.setDefaultTimeout(15000);
    await open(page, address);
    for (const look of looks.split(",")) {
      const [size, colorScheme] = look.split("-");
      await page.setViewportSize(HIGH[size]);
      await page.emulateMedia({ colorScheme });
      for (const [state, known] of Object.entries(JSON.parse(states))) {
        const found = message(page, known[0]);
        for (const words of known) await found.getByText(words).first().waitFor();
        await found.scrollIntoViewIfNeeded();
        await found.evaluate((each) => Promise.all([...each.querySelectorAll("img")].map((img) => img.decode())));
        const over = await found.evaluate((each) => each.scrollWidth - each.clientWidth);
        if (over > 1) throw new Error(`${state}, ${look}: ${over} pixels stick out`);
        await found.screenshot({ path: `${folder}/${state.replaceAll(" ", "-")}-${look}.png` });
      }
    }
  } finally {
    await browser.close();
  }
  console.log("seen");
}
