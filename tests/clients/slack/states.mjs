// Every state of the summary in local-slack's page, where the bot's blocks are drawn. See ../states.mjs.

import { photograph } from "../states.mjs";

const AS_BOT = { headers: { authorization: "Bearer xoxb-test-token" } };
/** local-slack keeps its sidebar on a phone, where Slack shows the conversation alone. */
const AS_A_PHONE = "@media (max-width: 500px) { .topbar, .sidebar { display: none !important; } }";

/** local-slack keeps a file but does not draw an image block that names one, as Slack does: put it there. */
async function showFiles(page, address) {
  const ask = async (method) => (await fetch(`${address}/api/${method}`, AS_BOT)).json();
  const { messages } = await ask("conversations.history?channel=C01GEN");
  const images = messages.flatMap((each) => each.blocks ?? []).filter((each) => each.slack_file);
  for (const { alt_text, slack_file } of images) {
    const { file } = await ask(`files.info?file=${slack_file.id}`);
    const png = Buffer.from(await (await fetch(file.url_private, AS_BOT)).arrayBuffer()).toString("base64");
    await page.getByAltText(alt_text, { exact: true }).evaluate((img, src) => { img.src = src; }, `data:image/png;base64,${png}`);
  }
}

async function open(page, address) {
  await page.goto(address);
  await page.addStyleTag({ content: AS_A_PHONE });
  await page.locator(".msg .bk-actions").last().waitFor();
  await showFiles(page, address);
}

await photograph(open, (page, title) => page.locator(".msg").filter({ has: page.getByText(title, { exact: true }) }));
