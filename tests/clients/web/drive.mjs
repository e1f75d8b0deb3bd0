// Uses the page in a real browser. `node drive.mjs <address> <story> <folder for pictures>`; the last line it prints is
// {"ok": true} or it ends with an error. Stories are below.

import { createRequire } from "node:module";

import { browse, check, pane } from "./browser.mjs";

const [address, story, folder] = process.argv.slice(2);
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

async function eventually(page, what, words) {
  for (let tries = 0; tries < 60; tries += 1) {
    if (await what()) return;
    await page.waitForTimeout(50);
  }
  throw new Error(words);
}

const shot = (page, name) => page.screenshot({ path: `${folder}/${name}.png` });
const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.tagName);

async function accessible(page, name) {
  // The page forbids scripts that are not its own; a debugger's evaluate may still add one.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(await (await import("node:fs/promises")).readFile(AXE, "utf8"));
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const told = found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`);
  check(!told.length, `axe on ${name}: ${told.join(" | ")}`);
}

async function begin(page, name = "Ana") {
  await page.goto(address);
  await page.getByLabel("What is your name?").fill(name);
  await page.getByRole("button", { name: "Begin" }).click();
  await pane(page, name).getByText("This week’s question").waitFor({ state: "attached" });
}

async function add(page, name) {
  await page.getByRole("button", { name: "Add a person" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await pane(page, name).getByText(`Welcome, ${name}.`).waitFor({ state: "attached" });
}

const stories = {
  async "first visit"(page) {
    await page.goto(address);
    await shot(page, "welcome");
    await accessible(page, "welcome");
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByText("Error: A name needs a letter").waitFor();
    check((await page.locator("#begin-name").getAttribute("aria-invalid")) === "true", "the name is marked");
    await begin(page);
    await shot(page, "begun");
    await accessible(page, "two panes");
    await add(page, "Ben");
    await page.reload();
    await pane(page, "Ben").getByText("Welcome, Ben.").waitFor();
    check((await page.locator(".pane").count()) === 3, "people are remembered");
    await page.getByRole("button", { name: "Add a person" }).click();
    await page.getByLabel("Name", { exact: true }).fill("ben ");
    await page.keyboard.press("Enter");
    await page.getByText("Error: ben is on this page already.").waitFor();
    await accessible(page, "the name's dialog");
    await page.keyboard.press("Escape");
    check((await focused(page)) === "Add a person", "the focus is back");
    await shot(page, "three");
  },

  async "saying something"(page) {
    await begin(page);
    const ana = pane(page, "Ana");
    await ana.getByRole("textbox").fill("explain trust");
    await page.keyboard.press("Enter");
    await ana.getByText("You said: explain trust").waitFor();
    const channel = pane(page, "The team’s channel");
    await channel.getByRole("textbox").fill("morning all");
    await channel.getByRole("button", { name: "Send" }).click();
    await channel.getByText("To speak to Coreflect, begin with @coreflect.").waitFor();
    await channel.getByRole("textbox").fill("@coreflect picture");
    await page.keyboard.press("Enter");
    const image = channel.getByRole("img", { name: /Sharing power: 4 or higher/ });
    await image.waitFor();
    await eventually(page, () => image.evaluate((img) => img.naturalWidth === 1024), "the picture is drawn");
    await shot(page, "said");
    await accessible(page, "a conversation with a picture");
    await ana.getByRole("textbox").fill("evil");
    await page.keyboard.press("Enter");
    await ana.locator(".bot").getByText("<b>bold</b>").first().waitFor();
    check((await page.title()) === "Coreflect", "nothing ran");
    check((await page.locator(".log b b, .log img[src=x]").count()) === 0, "nothing became markup");
    check((await page.locator('a[href^="javascript"]').count()) === 0, "no link runs anything");
    await shot(page, "evil");
  },

  async "a second page sees the same"(page, context) {
    await begin(page);
    const other = await context.newPage();
    await other.goto(address);
    await pane(other, "Ana").getByText("Welcome, Ana.").waitFor();
    const box = pane(page, "Ana").getByRole("textbox");
    await box.fill("hello");
    await box.press("Enter");
    await pane(other, "Ana").getByText("hello", { exact: true }).waitFor();
    await pane(other, "Ana").getByText("You said: hello").waitFor();
  },

  async "a form with an error"(page) {
    await begin(page);
    const ana = pane(page, "Ana");
    await ana.getByRole("button", { name: "Answer" }).click();
    const dialog = page.getByRole("dialog", { name: "This week’s question" });
    await dialog.waitFor();
    await shot(page, "form");
    await accessible(page, "the form");
    await dialog.getByRole("button", { name: "Send" }).click();
    check((await focused(page)) !== "Send", "the focus moved");
    check((await page.evaluate(() => document.activeElement.type)) === "radio", "to the first input with an error");
    await shot(page, "form-missing");
    await accessible(page, "the form with errors");
    await dialog.getByLabel("4 – Partly agree").check();
    await dialog.getByLabel("What stood in the way?").fill("time");
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.getByText("Error: Two words at least, please.").waitFor();
    const box = dialog.getByLabel("What stood in the way?");
    check((await box.inputValue()) === "time", "what was typed is kept");
    check(await dialog.getByLabel("4 – Partly agree").isChecked(), "what was chosen is kept");
    check(await box.evaluate((each) => each === document.activeElement), "the focus is on the error");
    const described = await box.evaluate((each) => each.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id).textContent).join(" "));
    check(described === "Two words at least. Error: Two words at least, please.", `described: ${described}`);
    await shot(page, "form-error");
    await box.fill("too little time");
    await dialog.getByRole("button", { name: "Send" }).click();
    await ana.getByText("Thank you. Saved.").waitFor();
    check((await ana.getByText("Phase: Shape.").count()) === 0, "the question was turned into the thanks");
    check((await page.getByRole("dialog").count()) === 0, "the form is closed");
    check((await focused(page)).includes("Thank you. Saved."), `the focus is on what it became: ${await focused(page)}`);
    await shot(page, "form-done");
  },

  async "ticks in two steps"(page) {
    await begin(page);
    const ana = pane(page, "Ana");
    await ana.getByRole("textbox").fill("share");
    await page.keyboard.press("Enter");
    await ana.getByRole("button", { name: "Share" }).click();
    const dialog = page.getByRole("dialog", { name: "Share what it is about" });
    await dialog.waitFor();
    const about = page.getByRole("group", { name: "My words are about" });
    const described = () => about.evaluate((each) => each.getAttribute("aria-describedby")?.split(" ").map((id) => document.getElementById(id).textContent).join(" "));
    const box = (name) => about.getByRole("checkbox", { name, exact: true });
    check((await described()) === "I ticked what I think fits.", `described: ${await described()}`);
    check(await box("Communication").isChecked(), "what is proposed is ticked");
    check(!(await box("Trust").isChecked()), "and nothing else");
    check((await box("Time & <money>").count()) === 1, "a label is words");
    await shot(page, "ticks");
    await accessible(page, "the ticks");
    await box("Communication").uncheck();
    await dialog.getByRole("button", { name: "Next" }).click();
    await dialog.getByText("Error: Tick at least one of these.").waitFor();
    check(await box("Trust").evaluate((each) => each === document.activeElement), "the focus is on the first box");
    check((await described()) === "I ticked what I think fits. Error: Tick at least one of these.", `described: ${await described()}`);
    check((await page.locator("[aria-invalid=true]").count()) === 1, "what may stay empty is not complained of");
    await shot(page, "ticks-missing");
    await accessible(page, "the ticks with an error");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    check(await box("Time & <money>").isChecked(), "the keyboard ticks");
    await dialog.getByRole("button", { name: "Next" }).click();
    const second = page.getByRole("dialog", { name: "Share this?" });
    await second.getByText("This is all that your team may see: Trust, Communication.").waitFor();
    check((await page.getByRole("dialog").count()) === 1, "the next step stands in the same dialog");
    check((await page.getByText("You wrote").count()) === 0, "nothing of the step before is left");
    check((await focused(page)) === "Share this?", `the focus is on the new title: ${await focused(page)}`);
    check((await about.getByRole("checkbox", { checked: true }).count()) === 2, "it shows what it says itself");
    check(!(await box("Time & <money>").isChecked()), "and not what was ticked before");
    await accessible(page, "the second step");
    await shot(page, "ticks-second");
    await box("Trust").uncheck();
    await box("Communication").uncheck();
    await box("Time & <money>").check();
    await second.getByRole("button", { name: "Yes, share this" }).click();
    await second.getByText("Error: Not only that, please.").waitFor();
    check(await box("Time & <money>").evaluate((each) => each.checked && each === document.activeElement), "the focus is on what is ticked");
    await page.setViewportSize({ width: 360, height: 720 });
    await shot(page, "ticks-phone");
    await accessible(page, "the ticks on a phone");
    check((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, "nothing sticks out");
    await page.setViewportSize({ width: 1180, height: 780 });
    await box("Trust").check();
    await page.getByRole("group", { name: "And also about (optional)" }).getByRole("checkbox", { name: "Trust" }).check();
    await second.getByRole("button", { name: "Yes, share this" }).click();
    await ana.getByText("Shared.").waitFor();
    check((await page.getByRole("dialog").count()) === 0, "the form is closed");
  },

  async "keyboard only"(page) {
    await page.goto(address);
    await page.getByRole("button", { name: "Begin" }).waitFor();
    const tab = async (name, most = 25) => {
      for (let tries = 0; tries < most; tries += 1) {
        await page.keyboard.press("Tab");
        const here = await page.evaluate(() => {
          const at = document.activeElement;
          return [at.textContent, at.getAttribute("aria-label"), at.labels?.[0]?.textContent].join(" ");
        });
        if (here.includes(name)) {
          const seen = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
          check(seen !== "none", `${name} shows the focus`);
          return;
        }
      }
      throw new Error(`no way to ${name} by keyboard`);
    };
    await tab("What is your name?");
    await page.keyboard.type("Ana");
    await page.keyboard.press("Enter");
    await pane(page, "Ana").getByText("This week’s question").waitFor();
    await tab("Messages: Ana");
    await tab("Answer");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    check((await focused(page)) === "Answer", `Esc gives the focus back: ${await focused(page)}`);
    await page.keyboard.press("Space");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowDown");
    check(await page.getByLabel("2 – Partly disagree").isChecked(), "arrows choose");
    await tab("What stood in the way?");
    await page.keyboard.type("too little time");
    await tab("Send");
    await page.keyboard.press("Enter");
    await pane(page, "Ana").getByText("Thank you. Saved.").waitFor();
    await tab("Message from Ana");
    await page.keyboard.type("one");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("two");
    await page.keyboard.press("Enter");
    await pane(page, "Ana").getByText("You said: one two").waitFor();
  },

  async "a phone"(page) {
    await page.setViewportSize({ width: 360, height: 720 });
    await page.goto(address);
    await shot(page, "phone-welcome");
    await begin(page);
    await add(page, "Ben");
    await shot(page, "phone-private");
    check((await page.locator(".pane:visible").count()) === 1, "one conversation at a time");
    await page.getByRole("navigation").getByRole("button", { name: /Ana/ }).click();
    await pane(page, "Ana").getByRole("button", { name: "Answer" }).click();
    await page.getByRole("dialog").waitFor();
    await shot(page, "phone-form");
    await accessible(page, "a phone's form");
    await page.keyboard.press("Escape");
    await page.getByRole("navigation").getByRole("button", { name: /channel/ }).click();
    await shot(page, "phone-channel");
    const box = pane(page, "The team’s channel").getByRole("textbox");
    await box.fill("@coreflect picture");
    await box.press("Enter");
    await page.locator("figure img").waitFor();
    await page.waitForTimeout(300);
    await shot(page, "phone-picture");
    await accessible(page, "a phone");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    check(wide <= 360, `nothing sticks out: ${wide}`);
  },

  async "in the dark, and without motion"(page) {
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await begin(page);
    const box = pane(page, "The team’s channel").getByRole("textbox");
    await box.fill("@coreflect picture");
    await box.press("Enter");
    await page.locator("figure img").waitFor();
    await page.waitForTimeout(300);
    await shot(page, "dark");
    await accessible(page, "the dark");
    await pane(page, "Ana").getByRole("button", { name: "Answer" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    await shot(page, "dark-form");
    await accessible(page, "the dark form");
    const moving = await page.evaluate(() => getComputedStyle(document.querySelector("dialog")).animationName);
    check(moving === "none", "nothing moves");
  },

  async "an invitation"(page) {
    await page.goto(`${address}?join=ABCD2345`);
    const dialog = page.getByRole("dialog", { name: "You have been invited" });
    await dialog.waitFor();
    await shot(page, "invited");
    await dialog.getByLabel("Name", { exact: true }).fill("Cleo");
    await dialog.getByRole("button", { name: "Join" }).click();
    await pane(page, "Cleo").getByText("Your invitation: ABCD2345.").waitFor();
    check(!page.url().includes("join"), "the code is out of the address");
  },

  async "something goes wrong"(page) {
    await begin(page);
    const ana = pane(page, "Ana");
    await ana.getByRole("textbox").fill("fail next");
    await page.keyboard.press("Enter");
    await ana.getByRole("textbox").fill("do not lose me");
    await page.keyboard.press("Enter");
    await ana.getByRole("textbox").fill("said at once after it");
    await page.keyboard.press("Enter");
    await ana.getByText("You said: said at once after it").waitFor();
    await ana.getByRole("alert").getByText("That did not arrive.").waitFor();
    await shot(page, "failed");
    await accessible(page, "a failure");
    await ana.getByRole("button", { name: "Try again" }).click();
    await ana.getByText("You said: do not lose me").waitFor();
    check((await ana.getByRole("button", { name: "Try again" }).count()) === 0, "all is well again");
    await ana.getByRole("button", { name: "Remove" }).click();
    await shot(page, "remove");
    await page.getByRole("button", { name: "Ana leaves the team" }).click();
    await page.getByRole("button", { name: "Begin" }).waitFor();
  },

  async "eight weeks"(page) {
    await page.goto(address);
    await page.locator("#welcome").getByRole("button", { name: "Live eight weeks" }).click();
    await page.getByText("Made-up people, a database of its own.").waitFor();
    await page.getByText("Week 1: 9 people answered").waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    check((await page.getByText("Week 3").count()) === 0, "it takes its time");
    await page.getByRole("button", { name: "Show the rest at once" }).click();
    await page.getByText("Week 8: 9 people answered").waitFor();
    await page.getByText("That was the last week.").waitFor();
    await page.waitForTimeout(400);
    await shot(page, "eight");
    await accessible(page, "the demonstration");
    await page.getByRole("button", { name: "Close" }).click();
    await page.locator("#welcome").getByRole("button", { name: "Live eight weeks" }).waitFor();
    await begin(page);
    await page.getByRole("button", { name: "Live eight weeks" }).click();
    await page.getByText("Week 2: 9 people answered").waitFor();
    await shot(page, "eight-beside");
  },
};

if (story === "list") {
  console.log(JSON.stringify(Object.keys(stories)));
  process.exit(0);
}
await browse(address, stories[story]);
console.log(JSON.stringify({ ok: true }));
