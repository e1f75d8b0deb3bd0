"""A door that answers like a small bot, and a site around it: enough to use every part of the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from aiohttp import web

from adapters.web_chat import WebPlatform, WebSettings, connect
from adapters.web_chat.transcript import MemoryTranscript
from bot.messages import (
    Button,
    Card,
    Choice,
    Divider,
    Event,
    Fields,
    Form,
    Joined,
    Line,
    Link,
    OpenForm,
    Option,
    Picture,
    Post,
    Pressed,
    Revise,
    Said,
    Scale,
    Stored,
    Submitted,
    Text,
    Ticks,
    Words,
)

FIVE = ("2 or lower", "about 2½", "about 3", "about 3½", "4 or higher")
EVIL = "<img src=x onerror=\"document.title='broken'\"> <b>bold</b> ${title} *stars* [x](javascript:alert(1))"
AGREE = tuple(
    Option(str(n), f"{n} – {words}")
    for n, words in enumerate(("Disagree", "Partly disagree", "In between", "Partly agree", "Agree"), start=1)
)


def picture(weeks: int) -> Picture:
    power = tuple((week, (1, 1, 2, 2, 3, 3, 3, 4)[week - 1]) for week in range(1, weeks + 1))
    trust = tuple((week, (2, 2, 2, 3, 3, 2, 3, 3)[week - 1]) for week in range(2, weeks + 1))
    words = f"Sharing power: {FIVE[power[-1][1]]} in week {weeks}. Trust: {FIVE[(trust or power)[-1][1]]}."
    lines = (Line("Sharing power", FIVE, power, held=(4,)), Line("Trust", FIVE, trust, held=(7,)))
    bands = ((1, "Start"), (3, "Shape"), (6, "Deliver"))
    return Picture("Since March", words, lines, tuple(band for band in bands if band[0] <= weeks))


def question() -> Card:
    return Card(
        (
            Text("This week’s question", "title"),
            Text("Phase: Shape. It takes less than a minute, and you can stop at any time."),
            Text("“Something I said has changed what we decided.”", "heading"),
            Fields((("Open until", "Thursday, 17:00"), ("Who counts", "Everybody two weeks in"))),
            Divider(),
            Text("Nobody in the team can see what you answer.", "quiet"),
        ),
        (
            Button("Answer", "answer", "r3", "primary"),
            Button("Same as before", "same"),
            Button("How is this safe?", "safe"),
        ),
    )


def week_form(answers: dict[str, str] | None = None, errors: dict[str, str] | None = None) -> Form:
    given = answers or {}
    return Form(
        "week",
        "This week’s question",
        (
            Text("Think of the last week. There is no right answer."),
            Scale("power", "Something I said has changed what we decided.", AGREE, chosen=given.get("power", "")),
            Choice("voice", "I speak as", (Option("lived", "Somebody who uses the service"), Option("pro", "Staff")),
                   chosen=given.get("voice", ""), optional=True),
            Words("note", "What stood in the way?", given.get("note", ""), lines=3, hint="Two words at least."),
        ),
        "Send",
        value="r3",
        errors=errors or {},
    )  # fmt: skip


TOPICS = (Option("trust", "Trust"), Option("talk", "Communication"), Option("time", "Time & <money>"))


def topics_form(step: int, ticked: tuple[str, ...] = (), error: str = "") -> Form:
    """Two steps under one name: what it is about, then the same with other words above and other boxes ticked."""
    told = "You wrote: too little time." if step == 1 else "This is all that your team may see: Trust, Communication."
    hint = "I ticked what I think fits." if step == 1 else ""
    about = Ticks("about", "My words are about", TOPICS, ticked, hint=hint)
    more = Ticks("also", "And also about", TOPICS[:2], optional=True)
    title, submit = ("Share what it is about", "Next") if step == 1 else ("Share this?", "Yes, share this")
    return Form("topics", title, (Text(told), about, more), submit, f"step-{step}", {"about": error} if error else {})


class SmallBot:
    """bot.ports.Door, with its own way out. `fails` makes the next event fail before it is taken in."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.fails = False
        self.platform: WebPlatform

    async def handle(self, event: Event) -> list[OpenForm]:
        if self.fails:
            self.fails = False
            raise RuntimeError
        self.events.append(event)
        for reply in self._replies(event):
            await self.platform.deliver(reply)
        return self._forms(event)

    def _forms(self, event: Event) -> list[OpenForm]:
        match event:
            case Pressed(action="answer", message=message):
                return [OpenForm(week_form(), event.who, message)]
            case Pressed(action="share", message=message):
                return [OpenForm(topics_form(1, ("talk",)), event.who, message)]
            case Submitted(form="topics", value="step-1"):
                return [OpenForm(topics_form(2, ("trust", "talk")), event.who)]
            case Submitted(form="topics", answers={"about": "time"}):
                return [OpenForm(topics_form(2, ("time",), "Not only that, please."), event.who)]
            case Submitted(form="week", answers=answers) if len(answers["note"].split()) < 2:
                return [OpenForm(week_form(dict(answers), {"note": "Two words at least, please."}), event.who)]
        return []

    def _replies(self, event: Event) -> list[Stored]:
        key, home = event.id, event.who.place
        match event:
            case Joined() if event.where.private:
                words = f"Welcome, {event.who.name}." + (f" Your invitation: {event.code}." if event.code else "")
                return [Post(key, home, Card((Text(words),))), Post(f"{key}:question", home, question())]
            case Said(text="fail next"):
                self.fails = True
            case Said(text="picture"):
                return [Post(key, event.where, Card((Text("Where we are", "title"), picture(8))))]
            case Said(text="evil"):
                card = Card(
                    (Text(EVIL), Fields(((EVIL, EVIL),)), Link(EVIL, "javascript:alert(1)")), (Button(EVIL, "x"),)
                )
                return [Post(key, event.where, card)]
            case Said(text="share"):
                return [Post(key, event.where, Card((Text("What is it about?"),), (Button("Share", "share"),)))]
            case Said(text=text):
                link = Link("Read more", "https://doi.org/10.1186/s40900-020-0178-9")
                return [Post(key, event.where, Card((Text(f"You said: {text}"), link)))]
            case Submitted(form="topics", value="step-2", answers=answers, message=message) if (
                answers["about"] != "time"
            ):
                return [Revise(key, home, message, Card((Text("Shared."),)))]
            case Submitted(form="week", answers=answers, message=message) if len(answers["note"].split()) >= 2:
                return [Revise(key, home, message, Card((Text("Thank you. Saved."),), (Button("Change", "answer"),)))]
        return []


async def demonstrate(weeks: int) -> AsyncIterator[tuple[str, Card]]:
    for week in range(1, weeks + 1):
        body = (Text("This week’s summary", "title"), Text("Sharing power has moved up."), picture(week))
        yield f"Week {week}: 9 people answered", Card(body)


class RunningClock:
    def __init__(self) -> None:
        self._now = datetime.now(UTC)

    def now(self) -> datetime:
        self._now += timedelta(seconds=20)
        return self._now


async def site(bot: SmallBot) -> web.Application:
    """The web chat alone, with `bot` behind it."""
    made = web.Application()
    clock, transcript = RunningClock(), MemoryTranscript()
    bot.platform = await connect(made, WebSettings(), bot, transcript, clock, demonstrate)
    return made
