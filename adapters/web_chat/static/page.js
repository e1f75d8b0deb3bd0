// The page: who is here, and which conversations are shown.

import { Refused, Stream, about, newId, personCalled, send } from "./api.js";
import { Demonstration } from "./demo.js";
import { ask, choose } from "./dialogs.js";
import { busy, el, uid } from "./dom.js";
import { Pane } from "./pane.js";
import { keep, store } from "./store.js";
import { Tabs } from "./tabs.js";
import { words } from "./words.js";

const CHANNEL = "channel:team";
const $ = (id) => document.getElementById(id);

const panes = new Map();
const tabs = new Tabs($("tabs"), $("line"), (address) => {
  store.shown = address;
  keep();
});
let demo = null;
let cutOff = false;

const stream = new Stream({
  message: (data) => panes.get(data.place)?.message(data),
  said: (data) => panes.get(data.place)?.said(data),
  ready() {
    for (const pane of panes.values()) pane.ready();
    if (cutOff) $("line").textContent = words.back;
    cutOff = false;
  },
  lost() {
    if (!cutOff) $("line").textContent = words.lost;
    cutOff = true;
  },
});

// ---- people -------------------------------------------------------------------------------------------------------

const speaker = () => store.people.find((each) => each.id === store.speaker) ?? store.people[0];

/** Put somebody on the page. They come into the channel, or into the team whose invitation they hold. */
async function add(name, code = "") {
  const person = await personCalled(name);
  if (store.people.some((each) => each.id === person.id)) {
    if (!code) throw new Refused(words.already(person.name));
  } else {
    store.people.push(person);
    if (store.people.length === 1) store.speaker = person.id;
    keep();
  }
  draw();
  const pane = panes.get(person.home);
  tabs.show(code || store.people.length > 1 ? person.home : CHANNEL);
  await pane.act({ kind: "joined", code });
  if (!code) await panes.get(CHANNEL).act({ kind: "joined", who: person.name });
  return pane;
}

/** Take somebody off the page; with `leaves`, out of the channel too. */
async function remove(person, leaves) {
  if (leaves) {
    const left = await panes.get(CHANNEL).act({ kind: "left", who: person.name });
    if (left === null) return;
  }
  store.people = store.people.filter((each) => each.id !== person.id);
  keep();
  draw();
  (panes.get(CHANNEL) ?? { focus: () => $("begin-name").focus() }).focus();
}

async function confirmRemoval(person) {
  const answer = await choose(words.removeTitle(person.name), words.removeText(person.name), [
    ["close", words.removeOnly, "plain"],
    ["leave", words.removeLeave(person.name), "danger"],
  ]);
  if (answer) await remove(person, answer === "leave");
}

// ---- conversations ------------------------------------------------------------------------------------------------

const onNew = (pane) => tabs.news(pane);

function channelPane() {
  const id = uid("speaker");
  const select = el("select", { id, onchange: () => {
    store.speaker = select.value;
    keep();
  } });
  const setUp = el("button", { type: "button", class: "primary" }, words.setUp);
  const pane = new Pane({
    address: CHANNEL,
    title: words.channel,
    about: words.channelAbout,
    label: words.sayInChannel,
    hint: words.channelHint,
    speaker,
    extra: el("div", { class: "speaker" }, el("label", { for: id }, words.speakAs), select),
    empty: [el("p", {}, words.nothingYet), el("p", {}, words.setUpHint), setUp],
    onNew,
  });
  setUp.addEventListener("click", () => busy(setUp, () => pane.say("@coreflect set up")));
  pane.select = select;
  pane.shown.classList.add("shared");
  return pane;
}

function privatePane(person) {
  const overview = el("button", { type: "button", class: "plain" }, words.overview);
  const away = el("button", { type: "button", class: "plain", onclick: () => confirmRemoval(person) }, words.remove);
  const pane = new Pane({
    address: person.home,
    title: person.name,
    about: words.privateAbout,
    label: words.sayTo(person.name),
    speaker: () => person,
    tools: [overview, away],
    empty: el("p", {}, words.nothingYet),
    onNew,
  });
  overview.addEventListener("click", () => busy(overview, () => pane.act({ kind: "opened" })));
  return pane;
}

/** Make the page show exactly the people there are. */
function draw() {
  const any = store.people.length > 0;
  $("welcome").hidden = any || demo !== null;
  $("tools").hidden = !any;
  const wanted = any ? [CHANNEL, ...store.people.map((each) => each.home)] : [];
  for (const [address, pane] of panes) {
    if (wanted.includes(address)) continue;
    pane.shown.remove();
    panes.delete(address);
    stream.forget(address);
  }
  const before = panes.size;
  for (const address of wanted.filter((each) => !panes.has(each))) {
    const person = store.people.find((each) => each.home === address);
    const pane = person ? privatePane(person) : channelPane();
    panes.set(address, pane);
    $("panes").append(pane.shown);
  }
  const options = store.people.map(({ id, name }) => el("option", { value: id, selected: id === speaker().id }, name));
  panes.get(CHANNEL)?.select.replaceChildren(...options);
  tabs.draw([...(demo ? [demo] : []), ...panes.values()], store.shown);
  if (before !== wanted.length || stream.places?.join() !== wanted.join()) stream.follow(wanted);
}

// ---- beginning ----------------------------------------------------------------------------------------------------

function begin(event) {
  event.preventDefault();
  const [box, told] = [$("begin-name"), $("begin-error")];
  busy(event.target.querySelector("button"), async () => {
    told.hidden = true;
    box.removeAttribute("aria-invalid");
    box.setAttribute("aria-describedby", "begin-hint");
    try {
      await add(box.value);
      panes.get(CHANNEL).focus();
      box.value = "";
    } catch (error) {
      told.textContent = `${words.error} ${error.message}`;
      told.hidden = false;
      box.setAttribute("aria-invalid", "true");
      box.setAttribute("aria-describedby", "begin-hint begin-error");
      box.focus();
    }
  });
}

async function addAnother() {
  const pane = await ask(words.addTitle, words.addText, words.name, words.add, (name) => add(name));
  pane?.focus();
}

async function followInvitation() {
  const here = new URL(location.href);
  const code = here.searchParams.get("join");
  if (!code) return;
  here.searchParams.delete("join");
  history.replaceState(null, "", here);
  const known = store.people.map((each) => each.name);
  const pane = await ask(words.joinTitle, words.joinText, words.name, words.join, (name) => add(name, code), known);
  pane?.focus();
}

function demonstrate() {
  demo?.leaving.abort();
  demo?.shown.remove();
  demo = new Demonstration(() => {
    demo.shown.remove();
    demo = null;
    draw();
    [...document.querySelectorAll("button.demonstrate")].find((each) => each.offsetParent)?.focus();
  });
  $("panes").prepend(demo.shown);
  draw();
  tabs.show(demo.address);
  demo.heading.focus();
  demo.run(8);
}

$("begin").addEventListener("submit", begin);
$("add").addEventListener("click", addAnother);
for (const each of document.querySelectorAll("button.demonstrate")) each.addEventListener("click", demonstrate);
draw();
followInvitation();
about()
  .then(({ demonstration }) => {
    for (const each of document.querySelectorAll(".demonstrate")) each.hidden = !demonstration;
  })
  .catch(() => {});
