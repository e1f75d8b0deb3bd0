// What somebody wrote, and what of it they let their team see.

import { check } from "./browser.mjs";

const OWN = "My own words, as they stand below";

/** Dee writes, shares what it is about, and offers a quote. */
export async function sharing(team) {
  const { camera, dialog, page } = team;
  const sent = async (name) => {
    await dialog.getByRole("button", { name }).click();
    await dialog.waitFor({ state: "detached" });
  };
  await team.presses("Dee", "Change my answer");
  await dialog.getByLabel("Your thoughts").fill("Ben talks over people. Nobody listens when we say what we need!!");
  await team.fills("Agree", "Agree");
  await team.sees("Dee", "What you wrote is locked. Nobody reads it.");
  await camera.phone("written", "Dee");
  await team.presses("Dee", "Share what it is about");
  await dialog.getByText("Nobody sees your words.").waitFor();
  await camera.phone("share");
  for (const box of await dialog.getByRole("checkbox").all()) await box.uncheck();
  await dialog.getByLabel("Networking").check();
  await dialog.getByRole("button", { name: /Yes, share this|Next/ }).click();
  await dialog.getByText("In the last four weeks people wrote about: Networking.").waitFor();
  await camera.phone("preview");
  await sent("Yes, share this");
  await team.sees("Dee", "You can change what you share until Friday 20 March, 09:00.");
  await team.presses("Dee", "Offer a quote, too");
  const box = dialog.getByRole("textbox", { name: "My own words" });
  check((await box.inputValue()) === "[name] talks over people. Nobody listens when we say what we need.", "it is cleaned");
  await camera.phone("quote");
  await dialog.getByLabel(OWN).check();
  await box.fill("Cai is nice to me.");
  await dialog.getByRole("button", { name: "Offer it" }).click();
  await dialog.getByText("I took out more that could tell who you are.").waitFor();
  check((await box.inputValue()) === "[name] is nice to me.", await box.inputValue());
  await camera.phone("quote-again");
  await sent("Offer it");
  await team.sees("Dee", "Saved.");
  await camera.phone("quoted", "Dee");
  check((await page.getByText("is nice to me").count()) === 0, "no word stands anywhere");
}
