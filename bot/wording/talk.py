"""Help, status, explanations, and the answer to anything else."""

from __future__ import annotations

from datetime import datetime

from bot.domain import Seat, Team
from bot.explain import Explanation
from bot.library import Entry, Library
from bot.messages import Button, Card, Divider, Fields, Link, Text
from bot.wording.dates import moment_words
from bot.wording.safe import safe_button

PARTS = (("what", "What it is"), ("why", "Why it matters"), ("helps", "What helps"), ("wrong", "What goes wrong"))


def help_card() -> Card:
    """What one can say, in words to copy."""
    return Card(
        (
            Text("I am Coreflect", "title"),
            Text("I ask your team one question a week about sharing power and trust. Nobody sees your answers."),
            Text("You can say:", "heading"),
            Fields((
                ("status", "what is going on"),
                ("answer", "open this week's question"),
                ("explain power sharing", "explain an idea, in your own words"),
                ("settings", "see the team's settings"),
                ("stop", "leave the team"),
                ("setup", "begin with a new team (in its channel)"),
                ("coordinator and a name", "share the task of coordinating"),
                ("pause, resume, phase", "for coordinators"),
            )),
            Text("Words you write to me here are never taken for an answer.", "quiet"),
        ),
        (Button("Status", "status"), Button("Explain power sharing", "explain", "practice.power")),
    )  # fmt: skip


def fallback() -> Card:
    """Short and kind, with the choices."""
    return Card(
        (
            Text("I did not understand that, and I did not keep it."),
            Text(
                "To answer this week's question, press Answer. To have an idea explained, write “explain” and the idea."
            ),
        ),
        (Button("Answer", "answer"), Button("Status", "status"), Button("Help", "help")),
    )


def no_team() -> Card:
    """Somebody who is in no team yet."""
    return Card(
        (
            Text("You are not in a team yet", "title"),
            Text("If somebody invited you, write “join” and the code."),
            Text("To begin with your own team, say “setup” to me in its channel."),
            Text("You can ask me to explain things at any time."),
        ),
        (Button("Explain power sharing", "explain", "practice.power"), Button("Help", "help")),
    )


def which_team(action: str, teams: list[Team]) -> Card:
    """For people in several teams."""
    return Card((Text("Which team do you mean?"),), tuple(Button(team.name, action, team.id) for team in teams))


def unknown_code() -> Card:
    """A wrong invitation."""
    return Card((Text("I do not know that invitation code. Please check it, or ask the person who invited you."),))


def status_card(
    at: Seat, closes: datetime | None, library: Library, own: str, circle: list[str], unreached: int
) -> Card:
    """Where the team is, and where the person is. `own` is a sentence about them alone; `circle` the names that count.

    `closes` is the close of the open week, None between weeks. `unreached` is how many people the last question could
    not reach; only coordinators are told.
    """
    team, member = at.team, at.member
    rows = [("Phase", library.phase(team.phase).name), ("You", own)]
    if team.status == "paused":
        rows.append(("Paused", "no new questions until a coordinator says “resume”"))
    elif team.due is not None:
        rows.append(
            ("Next question", moment_words(team.due, team.zone))
            if closes is None
            else ("This week closes", moment_words(closes, team.zone))
        )
    rows.append(("In the circle", ", ".join(circle) if circle else "nobody yet; people count after 14 days"))
    if unreached:
        people = "1 person" if unreached == 1 else f"{unreached} people"
        rows.append(("Note for coordinators", f"could not reach {people}"))
    buttons = [Button("Settings", "settings", team.id), safe_button(team)]
    if team.step != "ask" and member.state == "in":
        buttons.insert(0, Button("Answer", "answer", f"{team.id}:{team.week}", "primary"))
    return Card((Text(team.name, "title"), Fields(tuple(rows))), tuple(buttons))


def explanation(entry: Entry, library: Library) -> Card:
    """An entry in full, with its published source."""
    body: list[Text | Link] = [Text(entry.name, "title"), Text(entry.line)]
    for part, heading in PARTS:
        sentences = getattr(entry, part)
        if sentences:
            body += [Text(heading, "heading"), Text(" ".join(sentences))]
    if entry.question:
        body += [Text("A question to think about", "heading"), Text(entry.question)]
    source = library.source(entry.source)
    where = " ".join(filter(None, (f"section “{entry.section}”.", entry.note)))
    cited = source.cite().removesuffix(source.url).strip()  # the link carries the address
    body += [Text("Source", "heading"), Text(f"{source.short}, {where}", "quiet"), Link(cited, source.url)]
    return Card(tuple(body), tuple(_related(entry, library)))


def _related(entry: Entry, library: Library) -> list[Button]:
    return [Button(library.entry(other).name, "explain", other) for other in entry.related[:3]]


def dont_know(found: Explanation) -> Card:
    """An honest no, with the nearest three."""
    buttons = tuple(Button(match.title, "explain", match.id) for match in found.matches[:3])
    lines = [Text("I don't know that", "title"), Text("I only know about coproduction and how teams lead it together.")]
    if buttons:
        lines.append(Text("Perhaps one of these is near:"))
    return Card(tuple(lines), buttons)


def hello() -> Card:
    """When somebody adds the bot for themselves."""
    return help_card()


def explain_what() -> Card:
    """“explain” with nothing behind it."""
    return Card(
        (Text("What shall I explain? Write “explain” and the idea, like “explain power sharing”."),),
        (Button("Power sharing", "explain", "practice.power"), Button("Trust", "explain", "practice.trust")),
    )


def home_card(teams: list[Card]) -> Card:
    """The bot's own page: each team's status, then what can be explained."""
    body = tuple(element for card in teams for element in (*card.body, Divider()))
    buttons = tuple(button for card in teams for button in card.actions)
    explain = (
        Button("Explain power sharing", "explain", "practice.power"),
        Button("Explain trust", "explain", "practice.trust"),
    )
    return Card(body, (*buttons, *explain, Button("Help", "help")))
