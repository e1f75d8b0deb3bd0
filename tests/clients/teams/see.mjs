// A person before the Playground's screen: writes, answers the week's question, and says what they saw, as JSON.
//   node see.mjs <playground> <chromium> <folder for pictures>
import { chromium } from '../node_modules/playwright-core/index.mjs';

const [url, executablePath, folder] = process.argv.slice(2);
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--no-first-run', '--host-resolver-rules=MAP *.office.net 127.0.0.1:1'];
const browser = await chromium.launch({ executablePath, headless: true, args });
const page = await (await browser.newContext({ viewport: { width: 1200, height: 1000 } })).newPage();
page.setDefaultTimeout(20000);
const seen = {};
try {
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.getByRole('button', { name: 'Send Message' }).waitFor();
  await page.locator('[contenteditable="true"][role="textbox"]').click();
  await page.keyboard.type('hello');
  await page.getByRole('button', { name: 'Send Message' }).click();

  const card = () => page.locator('.ac-adaptiveCard').last();
  await page.getByRole('button', { name: 'Answer' }).waitFor();
  seen.question = (await card().locator('.ac-textBlock, .ac-richTextBlock').allInnerTexts()).join('\n').trim();
  await page.screenshot({ path: `${folder}/question.png` });
  await page.getByRole('button', { name: 'Answer' }).click();
  await card().getByRole('button', { name: 'Send' }).waitFor();
  await card().getByRole('button', { name: 'Send' }).click();
  seen.missing = await card().getByText('Please choose one.').innerText();
  await page.screenshot({ path: `${folder}/form.png` });
  seen.fields = {};
  for (const name of ['Disagree', 'Neither', 'Agree']) {
    if (await card().getByRole('radio', { name, exact: true }).count()) seen.fields[name] = 'radio';
  }
  if (await card().getByRole('textbox', { name: 'Your thoughts' }).count()) seen.fields['Your thoughts'] = 'textbox';
  await card().getByRole('radio', { name: 'Agree', exact: true }).check();
  await card().getByRole('textbox').fill('*fewer* ${meetings}');
  await card().getByRole('button', { name: 'Send' }).click();
  seen.done = await page.getByText('Thank you. Saved.').innerText();
  await page.screenshot({ path: `${folder}/done.png` });
} catch (error) {
  seen.error = String(error);
  seen.page = (await page.locator('body').innerText()).slice(0, 2000);
}
await browser.close();
process.stdout.write(JSON.stringify(seen));
