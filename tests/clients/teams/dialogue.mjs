// Ana before the Playground's screen: she sets the team up, joins, answers the first question, and says what she saw,
// as JSON. Between joining and the question the test moves the program's clock.
//   node dialogue.mjs <playground> <chromium> <folder for pictures>
import { chromium } from '../node_modules/playwright-core/index.mjs';

const [url, executablePath, folder] = process.argv.slice(2);
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--no-first-run', '--host-resolver-rules=MAP *.office.net 127.0.0.1:1'];
const browser = await chromium.launch({ executablePath, headless: true, args });
const page = await (await browser.newContext({ viewport: { width: 1500, height: 1000 } })).newPage();
page.setDefaultTimeout(20000);
const seen = {};

const cards = (words) => page.locator('.ac-adaptiveCard').filter({ hasText: words });
const picture = (name) => page.screenshot({ path: `${folder}/${name}.png` });
const press = (name) => page.getByRole('button', { name, exact: true }).last().click();

async function choose(card, statement, option) {
  await card.getByRole('radiogroup', { name: statement }).getByRole('radio', { name: option, exact: true }).check();
}

try {
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.locator('[aria-label="River Street - Planning"]').first().click();
  await page.locator('[contenteditable="true"][role="textbox"]').first().click();
  await page.keyboard.type('@Coref', { delay: 40 });
  await page.getByRole('menuitem').first().click();
  await page.keyboard.type(' setup');
  await page.getByRole('button', { name: 'Post', exact: true }).click();

  await page.locator('[aria-label="Personal Chat"]').first().click();
  const form = cards('Set up your team').last();
  const wrong = form.getByText('I do not know this time zone.');
  for (let tries = 0; tries < 5 && !(await wrong.count()); tries += 1) {
    // A chat that has just been opened is drawn twice: what was typed in between is gone.
    await form.getByRole('textbox', { name: 'Name of the team' }).fill('River Street');
    await form.getByRole('textbox', { name: /^Time zone/ }).fill('Europe/Lodon');
    await press('Save');
    await wrong.or(form.getByText('Please write something here.')).waitFor();
  }
  seen.wrong = await wrong.innerText();
  seen.typed = await form.getByRole('textbox', { name: /^Time zone/ }).inputValue();
  await picture('settings');
  await form.getByRole('textbox', { name: /^Time zone/ }).fill('Europe/London');
  await press('Save');
  await page.getByText('Thank you. Saved.').waitFor();

  await press('Yes, count me in');
  await press('I use services or care for someone');
  seen.joined = await page.getByText(/^Your answers count/).innerText();

  await press('Answer');
  const sheet = cards('Thinking about this team').last();
  await sheet.getByRole('textbox', { name: /^Your thoughts/ }).fill('canary-bird: *fewer* ${meetings}');
  await choose(sheet, 'Something I said has changed what we decided.', 'Disagree strongly');
  await picture('form');
  await press('Send');
  seen.missing = await sheet.getByText('Please choose one.').innerText();
  const thanks = cards('Only the team').last();
  for (let tries = 0; tries < 4 && !(await thanks.count()); tries += 1) {
    // The sheet is drawn anew with what is missing: what was chosen in between may be gone.
    await choose(sheet, 'Something I said has changed what we decided.', 'Disagree strongly');
    await choose(sheet, 'I can say what I really think in this team.', 'Agree');
    await press('Send');
    await thanks.waitFor({ timeout: 5000 }).catch(() => {});
  }
  seen.thanks = await thanks.getByText(/^Thank you\./).innerText();
  seen.buttons = await thanks.getByRole('button').allInnerTexts();
  seen.chosen = await page.getByRole('radio', { checked: true }).count();
  seen.canary = await page.getByText('canary-bird').count();
  await picture('thanks');
} catch (error) {
  seen.error = String(error);
  seen.page = (await page.locator('body').innerText()).slice(0, 3000);
  await picture('trouble');
}
await browser.close();
process.stdout.write(JSON.stringify(seen));
