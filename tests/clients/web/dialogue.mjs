// A team's whole dialogue with Coreflect, on the page, as people meet it. `node dialogue.mjs <address> <folder>`.
//
// A line {"move": moment, "speed": n} asks for the program to be started again at another moment; it goes on when a line
// comes back. The last line is {"ok": true}, or it ends with an error. On stderr it tells how long each part took.

import { browse, check, pane } from "./browser.mjs";
import { sharing } from "./sharing.mjs";
import { CHANNEL, POWER, Team, move, tab } from "./team.mjs";

const [address, folder] = process.argv.slice(2);
const CANARY = "zebra-canary";

// ---- the dialogues -------------------------------------------------------------------------------------------------

async function settingUp(team) {
  const { page, camera, channel, dialog } = team;
  await page.goto(address);
  await camera.take("welcome");
  await camera.phone("welcome");
  await page.getByLabel("What is your name?").fill("Ana");
  await page.getByRole("button", { name: "Begin" }).click();
  await channel.getByText("Set up your team first").waitFor();
  await camera.take("begun");
  for (const who of ["Ben", "Cai", "Dee"]) await team.add(who);
  await camera.take("people");
  await channel.getByRole("button", { name: "Set up the team" }).click();
  await dialog.getByRole("heading", { name: "Set up your team" }).waitFor();
  await camera.take("setup");
  await camera.phone("setup");
  await dialog.getByLabel("Name of the team").fill("River Street");
  await dialog.getByLabel("Time zone").fill("Europe/Lodon");
  await dialog.getByLabel("First question on or after").fill("2026-03-16");
  await dialog.getByLabel("Any one team-mate").check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("Did you mean Europe/London?").waitFor();
  await camera.take("setup-mistake");
  await camera.phone("setup-mistake");
  const zone = dialog.getByLabel("Time zone");
  check(await zone.evaluate((each) => each === document.activeElement), "the mistake has the focus");
  check((await zone.inputValue()) === "Europe/Lodon", "what was typed is kept");
  check((await dialog.getByLabel("Name of the team").inputValue()) === "River Street", "the name is kept");
  check((await dialog.getByLabel("First question on or after").inputValue()) === "2026-03-16", "the day is kept");
  check(await dialog.getByLabel("Any one team-mate").isChecked(), "the choice is kept");
  check((await dialog.locator("[aria-invalid=true]").count()) === 1, "nothing else is marked");
  await zone.fill("Europe/London");
  await dialog.getByRole("button", { name: "Save" }).click();
  await channel.getByText("River Street is set up").waitFor();
  await channel.getByText("A score needs 5 people.").waitFor();
  check((await dialog.count()) === 0, "the form is closed");
  await camera.take("set-up");
  await camera.phone("set-up", CHANNEL);
  await team.says(team.chat("Ben"), "settings");
  await team.newest("Ben").getByText("Monday at 09:00 (Europe/London)").waitFor();
  check((await team.newest("Ben").getByRole("button", { name: "Change settings" }).count()) === 0, "not for Ben to change");
  await camera.phone("settings", "Ben");
}

async function joining(team) {
  const { page, camera, channel, dialog } = team;
  for (const who of ["Ana", "Ben", "Cai", "Dee"]) await team.sees(who, "River Street would like to hear from you");
  await camera.phone("invited", "Dee");
  const code = (await channel.getByText(/write “join/).innerText()).match(/join (\w{8})/)[1];
  await page.goto(`${address}?join=${code}`);
  await dialog.getByRole("heading", { name: "You have been invited" }).waitFor();
  await dialog.getByLabel("Name", { exact: true }).fill("Eli");
  await camera.phone("by-link");
  await dialog.getByRole("button", { name: "Join" }).click();
  await team.sees("Eli", "River Street would like to hear from you");
  check(!page.url().includes("join"), "the code is out of the address");
  await camera.take("welcomed");
  await team.presses("Cai", "No, thank you");
  await team.sees("Cai", "That is fine.");
  await camera.phone("declined", "Cai");
  await team.presses("Cai", "Join after all");
  await team.presses("Ana", "How is this safe?");
  await team.sees("Ana", "Each new answer writes over the last one.");
  await camera.phone("safe", "Ana");
  const voices = { Ben: "I work in services", Cai: "I would rather not say", Dee: "I use services or care for someone" };
  for (const who of ["Ana", "Ben", "Cai", "Dee", "Eli"]) {
    if (who !== "Cai") await team.presses(who, "Yes, count me in");
    await team.sees(who, "In which voice do you speak?");
    if (who === "Ana") await camera.phone("voice", "Ana");
    await team.presses(who, voices[who] ?? "Something else");
    await team.sees(who, "Thank you. You are in.");
    await team.sees(who, "Your next question comes on Monday 16 March, 09:00.");
  }
  await camera.take("all-in");
  await camera.phone("all-in", "Dee");
}

async function answering(team) {
  const { page, camera, dialog } = team;
  await team.moves("2026-03-16T08:59:59+00:00");
  await team.sees("Dee", "This week's question for River Street");
  await team.came(team.newest("Dee"), "2026-03-16T09:00:00Z");
  for (const who of ["Ana", "Ben", "Cai", "Eli"]) await team.sees(who, "This week's question for River Street");
  check((await team.newest("Ben").innerText()) !== (await team.newest("Dee").innerText()), "each voice has its own words");
  await camera.take("question");
  await camera.phone("question", "Ana");
  await byKeyboard(team);
  await team.presses("Ana", "Change my answer");
  await team.fills("Disagree", "Agree");
  await team.sees("Ana", "Thank you. Only the team's reading is ever shown.");
  await team.presses("Ben", "Skip this week");
  await team.sees("Ben", "Skipped. Nothing from you is kept for this week.");
  await camera.phone("skipped", "Ben");
  await team.presses("Ben", "Answer after all");
  await camera.phone("form");
  await team.fills("Agree strongly", "Agree strongly");
  await team.presses("Dee", "Same as before");
  await team.sees("Dee", "There is no earlier answer of yours to repeat.");
  await camera.phone("nothing-before", "Dee");
  await team.presses("Dee", "Answer");
  await team.fills("Agree", "Agree");
  await team.says(team.chat("Eli"), "answer");
  await team.fills("Agree", "In between");
  await team.presses("Cai", "Later");
  await team.sees("Cai", "I will ask you again on Tuesday 17 March, 09:00.");
  await camera.phone("later", "Cai");
  check((await dialog.count()) === 0 && (await page.getByText("Agree strongly").count()) === 0, "no answer stands anywhere");
}

/** Ana answers with the keyboard alone. */
async function byKeyboard(team) {
  const { page, camera, dialog } = team;
  await team.chat("Ana").getByRole("heading", { level: 2 }).focus();
  await tab(page, "Answer");
  await page.keyboard.press("Enter");
  await dialog.getByRole("heading", { name: "This week's question" }).waitFor();
  await camera.take("form");
  await tab(page, "Your thoughts");
  await page.keyboard.type(`We were asked late. ${CANARY}`);
  await tab(page, POWER);
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await tab(page, "Send");
  await page.keyboard.press("Enter");
  await dialog.getByText("Choose one of these.").waitFor();
  await camera.take("form-missing");
  await camera.phone("form-missing");
  check(await dialog.getByRole("radiogroup", { name: POWER }).getByLabel("Agree", { exact: true }).isChecked(), "the choice is kept");
  await page.keyboard.press("Space");
  await tab(page, "Send");
  await page.keyboard.press("Enter");
  await team.sees("Ana", "Thank you. Only the team's reading is ever shown.");
  const told = await team.newest("Ana").innerText();
  check(!/agree|between|zebra/i.test(told), `the thanks show no answer: ${told}`);
  check((await page.getByText(CANARY).count()) === 0, "what was written stands nowhere");
  await camera.phone("saved", "Ana");
}

async function closing(team) {
  const { camera, channel, page } = team;
  await team.moves("2026-03-19T08:59:59+00:00");
  for (const who of ["Ana", "Ben", "Cai", "Dee", "Eli"]) await team.sees(who, "A reminder for everyone in River Street");
  await team.came(team.newest("Eli"), "2026-03-19T09:00:00Z");
  const again = team.chat("Cai").getByRole("button", { name: "Skip this week" });
  check((await again.count()) === 1, "the question that Cai put off has come again, once");
  await team.presses("Cai", "Answer");
  await team.fills("Agree", "Agree");
  await team.sees("Cai", "Thank you.");
  await camera.take("reminder");
  await camera.phone("reminder", "Dee");
  await move("2026-03-20T08:30:00+00:00", 3600); // the page stays open, and finds the program again by itself
  const summary = channel.locator(".bubble.bot").filter({ hasText: "River Street: week 1" });
  await summary.waitFor({ timeout: 20000 });
  await team.came(summary, "2026-03-20T09:00:00Z");
  check((await page.getByRole("status").innerText()) === "Connected again.", "the page says that it is connected again");
  await drawn(summary, /Power sharing: .+ since week 1\.\s+Trust: .+ since week 1\./);
  const told = await summary.innerText();
  check(told.includes("This is a first score."), told);
  check(told.includes("Phase: Starting. Practice: "), told);
  check(!/Ana|Ben|Cai|Dee|Eli/.test(told), "the summary names nobody");
  await camera.take("summary");
  await camera.phone("summary", CHANNEL);
  await summary.locator("figure").scrollIntoViewIfNeeded();
  await camera.take("summary-picture");
  await page.setViewportSize({ width: 360, height: 740 });
  await summary.locator("figure").scrollIntoViewIfNeeded();
  await camera.phone("summary-picture");
}

/** The picture is there, its words are its alternative text, and stand beside it. */
async function drawn(where, words) {
  const image = where.getByRole("img", { name: words });
  await image.waitFor();
  await image.evaluate((each) => each.decode());
  check((await image.evaluate((each) => each.naturalWidth)) === 1024, "the picture is drawn");
  check((await image.getAttribute("alt")) === (await where.locator("figcaption").innerText()), "its words stand beside it");
}

async function explaining(team) {
  const { camera, channel, page } = team;
  await team.moves("2026-03-23T08:59:59+00:00");
  await team.sees("Ana", "Open until Friday 27 March, 09:00.");
  await team.came(team.newest("Ana"), "2026-03-23T09:00:00Z");
  await team.presses("Ana", "Same as before");
  await team.sees("Ana", "You can change your answer until Friday 27 March, 09:00.");
  await team.says(team.chat("Eli"), "what is power sharing?");
  await team.sees("Eli", "Moving real say from those who often hold it");
  await team.presses("Eli", "Tell me more");
  await team.sees("Eli", "What goes wrong");
  const told = await team.newest("Eli").innerText();
  for (const part of ["What it is", "Why it matters", "What helps", "What goes wrong", "Source"]) check(told.includes(part), part);
  const source = team.newest("Eli").getByRole("link");
  check((await source.getAttribute("href")) === "https://doi.org/10.1186/s12913-024-10549-4", "the DOI is a link");
  check((await source.getAttribute("rel")).includes("noopener"), "and opens by itself");
  await camera.take("explained");
  await camera.phone("explained", "Eli");
  await team.says(channel, "@coreflect explain trust");
  await channel.getByText("Establishing trusting relationships", { exact: true }).waitFor();
  await camera.phone("explained-in-channel", CHANNEL);
  await team.presses("Dee", "What is this about?");
  await team.newest("Dee").getByText("A question to think about").waitFor();
  await camera.phone("about", "Dee");
  await team.says(team.chat("Ben"), "what's the weather in Leeds tomorrow?");
  await team.sees("Ben", "I don't know that");
  check((await team.newest("Ben").getByRole("button").count()) === 3, "the nearest three");
  await camera.phone("unknown", "Ben");
  check((await page.locator("a[target=_blank]:not([rel~=noopener])").count()) === 0, "no link keeps a hold on the page");
}

async function talking(team) {
  const { camera, channel } = team;
  await team.says(team.chat("Cai"), "help");
  await team.sees("Cai", "You can say:");
  await camera.phone("help", "Cai");
  await team.says(team.chat("Ana"), "status");
  await team.sees("Ana", "you have answered this week");
  await camera.phone("status", "Ana");
  await team.says(team.chat("Ben"), "status");
  await team.sees("Ben", "you have not answered this week");
  await team.sees("Ben", "Ana, Ben, Cai, Dee, Eli");
  await team.says(team.chat("Ben"), "pause");
  await team.sees("Ben", "Only a coordinator can change this.");
  await team.says(team.chat("Ana"), "change phase");
  await team.sees("Ana", "Now: Starting.");
  await camera.phone("phase", "Ana");
  await team.presses("Ana", "Shaping together");
  await channel.getByText("Phase: Shaping together").waitFor();
  await team.says(channel, "@coreflect pause");
  await channel.getByText("River Street is paused").waitFor();
  await camera.phone("paused", CHANNEL);
  await team.says(channel, "@coreflect resume");
  await channel.getByText("River Street goes on").waitFor();
  await team.says(team.chat("Dee"), "blah blah blah");
  await team.sees("Dee", "I did not understand that, and I did not keep it.");
  check((await team.newest("Dee").getByRole("button").allInnerTexts()).join() === "Answer,Status,Help", "the choices");
  await camera.phone("anything", "Dee");
  await team.says(team.chat("Eli"), "stop");
  await team.sees("Eli", "Do you want to stop with River Street?");
  await camera.phone("stop", "Eli");
  await team.presses("Eli", "Yes, take me out");
  await team.sees("Eli", "You have left River Street. Your answers are deleted.");
  await camera.phone("left", "Eli");
  await camera.take("end");
}

async function watching({ page, camera }) {
  await page.getByRole("button", { name: "Live eight weeks" }).click();
  const demonstration = pane(page, "Demonstration");
  const trend = demonstration.getByRole("region", { name: "The trend so far" });
  await demonstration.getByText("Week 1: the made-up people have answered").waitFor();
  await trend.getByRole("img").waitFor();
  const first = await trend.getByRole("img").getAttribute("alt");
  await camera.take("weeks-first");
  await demonstration.getByRole("button", { name: "Show the rest at once" }).click();
  await demonstration.getByText("That was the last week.").waitFor();
  const captions = await demonstration.locator(".caption").allInnerTexts();
  for (let week = 1; week <= 8; week += 1) {
    check(captions.some((each) => each.startsWith(`Week ${week}:`)), `week ${week} is told`);
    check((await demonstration.getByRole("heading", { name: `Demonstration team: week ${week}` }).count()) === 1, `its summary`);
  }
  await drawn(trend, /Power sharing: .+ since week 1/);
  const last = await trend.getByRole("img").getAttribute("alt");
  check(last.length > first.length && last.includes("then"), `the picture has grown: ${first} | ${last}`);
  await camera.take("weeks-last");
  await camera.phone("weeks-last");
}

await browse(address, async (page) => {
  const team = new Team(page, folder);
  for (const part of [settingUp, joining, answering, sharing, closing, explaining, talking, watching]) {
    const began = Date.now();
    try {
      await part(team);
    } catch (error) {
      await team.camera.take("broken");
      error.message = `${part.name}: ${error.message}`;
      throw error;
    }
    console.error(`${part.name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
});
console.log(JSON.stringify({ ok: true }));
process.exit(0); // it still listens for an answer
