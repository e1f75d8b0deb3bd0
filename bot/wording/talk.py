"""Help, status, explanations, languages, and the answer to anything else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.domain import COUNTS_AFTER_DAYS, Seat, Team
from bot.explain import Explanation
from bot.library import Entry, Library
from bot.messages import Button, Card, Divider, Fields, Link, Text
from bot.speech import Speech
from bot.wording.safe import safe_button
from bot.wording.summary import explain_buttons

SHORT: Final = 3
"""How many sentences a short explanation takes from the long one."""

HANDBOOK: Final = "003"
"""The source of which the introduction alone was read: the note of each entry begins with the chapter it speaks of."""

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-ZÅÄÖ“])")


def help_card(library: Library, *, several: bool = False) -> Card:
    """What one can say, in words to copy. `several`: whether there is a language to choose."""
    t = library.t
    rows = [
        (t("status"), t("what is going on")),
        (t("answer"), t("open this week's question")),
        (t("explain power sharing"), t("explain an idea, in your own words")),
        (t("next question"), t("see what your team is asked next")),
        (t("settings"), t("see the team's settings")),
        (t("my data, my answers"), t("see what I hold about you")),
        (t("note a change"), t("tell the team what has changed")),
        (t("stop"), t("leave the team")),
        (t("setup"), t("begin with a new team (in its channel)")),
        (t("coordinator and a name"), t("share the task of coordinating")),
        (t("pause, resume, phase"), t("for coordinators")),
    ]
    if several:
        rows.insert(5, (t("language"), t("choose the language I speak with you")))
    return Card(
        (
            Text(t("I am Coreflect"), "title"),
            Text(t("I ask your team one question a week about sharing power and trust. Nobody sees your answers.")),
            Text(t("You can say:"), "heading"),
            Fields(tuple(rows)),
            Text(t("Words you write to me here are never taken for an answer."), "quiet"),
        ),
        (Button(t("Status"), "status"), explain_buttons(t)[0]),
    )


def fallback(library: Library) -> Card:
    """Short and kind, with the choices."""
    t = library.t
    return Card(
        (
            Text(t("I did not understand that, and I did not keep it.")),
            Text(t(
                "To answer this week's question, press Answer. To have an idea explained, write “explain” and the idea."
            )),
        ),
        (Button(t("Answer"), "answer"), Button(t("Status"), "status"), Button(t("Help"), "help")),
    )  # fmt: skip


def no_team(library: Library) -> Card:
    """Somebody who is in no team yet."""
    t = library.t
    return Card(
        (
            Text(t("You are not in a team yet"), "title"),
            Text(t("If somebody invited you, write “join” and the code.")),
            Text(t("To begin with your own team, say “setup” to me in its channel.")),
            Text(t("You can ask me to explain things at any time.")),
        ),
        (explain_buttons(t)[0], Button(t("Help"), "help")),
    )


def which_team(library: Library, action: str, teams: list[Team], about: str = "") -> Card:
    """For people in several teams. `about` is what the action is about in the team, "" for the team itself."""
    t, tail = library.t, f":{about}" if about else ""
    buttons = tuple(Button(team.name, action, f"{team.id}{tail}") for team in teams)
    return Card((Text(t("Which team do you mean?")),), buttons)


def unknown_code(library: Library) -> Card:
    """A wrong invitation."""
    t = library.t
    return Card((Text(t("I do not know that invitation code. Please check it, or ask the person who invited you.")),))


def own_state(t: Speech, state: str, answered: bool | None) -> str:
    """How a member stands, told to them alone. `answered` is None between weeks."""
    if state == "in" and answered is not None:
        return t("you have answered this week") if answered else t("you have not answered this week")
    not_in = {
        "invited": t("you have not said yes yet"),
        "declined": t("you said no, thank you"),
        "left": t("you have left"),
    }
    return not_in.get(state, t("you are in"))


def status_card(library: Library, at: Seat, closes: datetime | None, answered: bool | None, circle: list[str],
                unreached: int, *, counts: bool) -> Card:  # fmt: skip
    """Where the team is, and where the person is. `circle` is the names that count, "" for one not known.

    `closes` is the close of the open week, None between weeks. `unreached` is how many people the last question could
    not reach; only coordinators are told. `counts` is whether the person's own answers make the score.
    """
    t, team, member = library.t, at.team, at.member
    rows = [(t("Phase"), library.phase(team.phase).name), (t("You"), own_state(t, member.state, answered))]
    if team.status == "paused":
        rows.append((t("Paused"), t("no new questions come until a coordinator says “resume”")))
    elif team.due is not None:
        rows.append(
            (t("Next question"), t.moment(team.due, team.zone))
            if closes is None
            else (t("This week closes"), t.moment(closes, team.zone))
        )
    if member.state == "in":
        rows.append((t("Your answers"), _own_answers(t, at, counts=counts)))
    names = ", ".join(sorted(name or t("someone") for name in circle))
    rows.append((t("In the circle"), names or t("nobody yet; people count after 14 days")))
    if unreached:
        told = t.plural("could not reach {n} person", "could not reach {n} people", unreached)
        rows.append((t("Note for coordinators"), told))
    buttons = (*_way_on(t, at, answered), Button(t("Settings"), "settings", team.id), safe_button(library, team))
    return Card((Text(team.name, "title"), Fields(tuple(rows))), buttons)


def _own_answers(t: Speech, at: Seat, *, counts: bool) -> str:
    if counts:
        return t("they count in the score")
    if not at.team.has_circle_for(at.member.voice) or at.member.joined is None:
        return t("they do not count in the score, as you are in neither circle")
    return t("they count from {day}", day=t.day(at.member.joined + timedelta(days=COUNTS_AFTER_DAYS)))


def _way_on(t: Speech, at: Seat, answered: bool | None) -> tuple[Button, ...]:
    """What the person can do next: answer, change the answer, or come in."""
    team, state = at.team, at.member.state
    if state != "in":
        labels = {"invited": t("Yes, count me in"), "declined": t("Join after all"), "left": t("Come back")}
        return (Button(labels[state], "join", team.id, "primary"),)
    if team.step == "ask":
        return ()
    value = f"{team.id}:{team.week}"
    if answered:
        return (Button(t("Change my answer"), "answer", value),)
    return (Button(t("Answer"), "answer", value, "primary"),)


def short_explanation(library: Library, entry: Entry, ask: str = "") -> Card:
    """An entry in a few lines. `ask` is what the button that offers its question to a team carries, "" for none."""
    t = library.t
    body: list[Text | Link] = [Text(entry.name, "title"), Text(entry.line)]
    if told := entry.what or entry.why or entry.wrong or entry.limits:  # of some the line says already what they are
        body.append(Text(" ".join(_SENTENCE_END.split(" ".join(told))[:SHORT])))
    if entry.question:
        body += [Text(t("A question to think about"), "heading"), Text(entry.question)]
    source = library.source(entry.source)
    cited = t("Source: {source}, “{section}”.", source=source.short, section=entry.section)
    if entry.source == HANDBOOK:
        cited = f"{cited} {_SENTENCE_END.split(entry.note)[0]}"
    body.append(Link(f"{cited} DOI {source.doi}", source.url))
    buttons = [Button(t("Tell me more"), "explain_more", entry.id), *_related(library, entry)]
    if ask and entry.question:
        buttons.insert(1, Button(t("Ask my team this"), "offer", ask))
    return Card(tuple(body), tuple(buttons))


def explanation(library: Library, entry: Entry) -> Card:
    """An entry in full, with its published source."""
    t = library.t
    parts = (
        (entry.what, t("What it is")), (entry.why, t("Why it matters")), (entry.helps, t("What helps")),
        (entry.wrong, t("What goes wrong")), (entry.limits, t("What is not certain")),
    )  # fmt: skip
    body: list[Text | Link] = [Text(entry.name, "title"), Text(entry.line)]
    for sentences, heading in parts:
        if sentences:
            body += [Text(heading, "heading"), Text(" ".join(sentences))]
    if entry.question:
        body += [Text(t("A question to think about"), "heading"), Text(entry.question)]
    source = library.source(entry.source)
    where = t("{source}, section “{section}”.", source=source.short, section=entry.section)
    cited = source.cite().removesuffix(source.url).strip()  # the link carries the address
    body += [Text(t("Source"), "heading"), Text(f"{where} {entry.note}".strip(), "quiet"), Link(cited, source.url)]
    return Card(tuple(body), tuple(_related(library, entry)))


def _related(library: Library, entry: Entry) -> list[Button]:
    return [Button(library.entry(other).name, "explain", other) for other in entry.related[:3]]


def dont_know(library: Library, found: Explanation) -> Card:
    """An honest no, with the nearest three."""
    t = library.t
    buttons = tuple(Button(match.title, "explain", match.id) for match in found.matches[:3])
    lines = [
        Text(t("I don't know that"), "title"),
        Text(t("I just know about coproduction and how teams lead it together.")),
    ]
    if buttons:
        lines.append(Text(t("Perhaps one of these is near:")))
    return Card(tuple(lines), buttons)


def explain_what(library: Library) -> Card:
    """“explain” with nothing behind it."""
    t = library.t
    return Card(
        (Text(t("What shall I explain? Write “explain” and the idea, like “explain power sharing”.")),),
        (Button(t("Power sharing"), "explain", "practice.power"), Button(t("Trust"), "explain", "practice.trust")),
    )


def home_card(library: Library, teams: list[Card]) -> Card:
    """The bot's own page: each team's status, then what can be explained."""
    t = library.t
    body = tuple(element for card in teams for element in (*card.body, Divider()))
    buttons = tuple(button for card in teams for button in card.actions)
    return Card(body, (*buttons, *explain_buttons(t), Button(t("Help"), "help")))


def language_choice(library: Library, languages: Mapping[str, str]) -> Card:
    """One button a language, each by its own name; `languages` is empty where there is nothing to choose."""
    t = library.t
    if not languages:
        return Card((Text(t("I only speak {language}.", language=t.name)),))
    buttons = tuple(Button(name, "set_language", code) for code, name in languages.items())
    return Card((Text(t("Which language shall I speak with you?"), "title"),), buttons)


def language_chosen(library: Library) -> Card:
    """Said in the language chosen."""
    t = library.t
    return Card(
        (
            Text(t("I now speak {language} with you.", language=t.name)),
            Text(t("To change it, write “language” to me."), "quiet"),
        ),
        (Button(t("Status"), "status"), Button(t("Help"), "help")),
    )
