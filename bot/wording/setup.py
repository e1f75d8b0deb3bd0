"""Setting a team up: the form, the settings that everybody sees."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from bot.domain import Team
from bot.library import Library
from bot.messages import Button, Card, Choice, Divider, Fields, Form, Input, Option, Scale, Text, Words
from bot.rhythm import CLOSES_AFTER
from bot.speech import Speech
from bot.wording.safe import safe_button, settings_line, smallest

NO_CHOICE: Mapping[str, str] = {}
"""The languages to choose from where the bot speaks only one."""


def setup_form(library: Library, team: Team, typed: Mapping[str, str], errors: Mapping[str, str],
               languages: Mapping[str, str] = NO_CHOICE) -> Form:  # fmt: skip
    """The settings as a form. What was `typed` stands in it again; each error is told beside its field.

    Once the first question has been asked, the statements and the privacy setting are fixed for the cycle.
    `languages` maps the codes to choose from to their names.
    """
    t, begun = library.t, team.week > 0
    body: list[Text | Divider | Input] = [
        Text(t("Everyone in the team sees these settings. The summary goes to the channel you are in.")),
        Words("name", t("Name of the team"), typed.get("name", team.name), most=60),
        Choice("phase", t("Where is the team now?"), _phases(library), typed.get("phase", team.phase)),
        Choice("weekday", t("Day of the question"), _days(t), typed.get("weekday", str(team.weekday))),
        Words("time", t("Time of day"), typed.get("time", t.minute(team.minute)), most=5, hint=t("Like 09:00")),
        Words("zone", t("Time zone"), typed.get("zone", team.zone), most=40, hint=t("Like Europe/London")),
    ]
    if languages:
        options = tuple(Option(code, name) for code, name in languages.items())
        body.append(Choice("language", t("Language of the summary"), options, typed.get("language", team.language)))
    if not begun:
        body += _chosen_once(library, team, typed)
    title = t("Change the settings") if begun else t("Set up your team")
    return Form("setup", title, tuple(body), t("Save"), value=team.id, errors=errors)


def _chosen_once(library: Library, team: Team, typed: Mapping[str, str]) -> list[Input]:
    t = library.t
    colluders = (
        Option("2", t("Two team-mates comparing notes (7 people or more)")),
        Option("1", t("Any one team-mate (5 people or more)")),
    )
    circles = (
        Option("one", t("One circle: everybody together")),
        Option("two", t("Two circles: one of people who use services, and one of professionals")),
    )
    return [
        Words(
            "start", t("First question on or after"), typed.get("start", ""), most=10, optional=True,
            hint=t("Like 2026-03-02. Leave it empty to begin at once."),
        ),
        _statements(library, "power", t("Statement about power sharing"), team.power, typed),
        _statements(library, "trust", t("Statement about trust"), team.trust, typed),
        Scale(
            "circles", t("Whose answers make the score"), circles,
            typed.get("circles", "two" if team.two_circles else "one"),
            hint=t("Each circle needs enough people. Once a month you also learn which of the two is lower."),
        ),
        Scale(
            "colluders", t("Answers stay safe from"), colluders, typed.get("colluders", str(team.colluders)),
            hint=t("This cannot be changed once the questions have begun."),
        ),
    ]  # fmt: skip


def _phases(library: Library) -> tuple[Option, ...]:
    return tuple(Option(phase.id, f"{phase.name}: {phase.short.lower()}") for phase in library.phases.values())


def _days(t: Speech) -> tuple[Option, ...]:
    return tuple(Option(str(number), t.weekday(number)) for number in range(7))


def _statements(library: Library, measure: str, label: str, chosen: str, typed: Mapping[str, str]) -> Choice:
    t = library.t
    options = tuple(Option(statement.id, statement.text) for statement in library.statements_for(measure))
    default = chosen or library.default_statement(measure).id
    hint = t("The same one every week, so that a change means something.")
    return Choice(measure, label, options, typed.get(measure, default), hint=hint)


def settings_card(library: Library, team: Team, languages: Mapping[str, str] = NO_CHOICE, *, coordinator: bool,
                  title: str = "") -> Card:  # fmt: skip
    """The same settings for everybody; coordinators also get the buttons that change them."""
    t = library.t
    buttons = [safe_button(library, team)]
    if coordinator:
        buttons = [
            Button(t("Change settings"), "settings_form", team.id),
            Button(t("Change phase"), "phase", team.id),
            *buttons,
        ]
    rows = Fields(tuple(_rows(library, team, languages)))
    return Card(
        (Text(title or t("Settings"), "title"), rows, Text(settings_line(library, team), "quiet")), tuple(buttons)
    )


def _rows(library: Library, team: Team, languages: Mapping[str, str]) -> list[tuple[str, str]]:
    t = library.t
    asks, closes = t.weekday(team.weekday), t.weekday((team.weekday + CLOSES_AFTER) % 7)
    time = t.minute(team.minute)
    rows = [
        (t("Team"), team.name),
        (t("Phase"), library.phase(team.phase).name),
        (t("Question"), t("{weekday} at {time} ({zone})", weekday=asks, time=time, zone=team.zone)),
        (t("Closes"), t("{weekday} at {time}", weekday=closes, time=time)),
        (t("About power sharing"), t.quoted(library.statement(team.power).text)),
        (t("About trust"), t.quoted(library.statement(team.trust).text)),
        (t("To join from anywhere"), t("write “join {code}” to me", code=team.code)),
    ]
    if team.language in languages:
        rows.append((t("Language of the summary"), languages[team.language]))
    if team.status == "paused":
        rows.insert(1, (t("Paused"), t("no new questions come until a coordinator says “resume”")))
    elif team.step == "ask" and team.due is not None:
        rows.insert(3, (t("Next question"), t.moment(team.due, team.zone)))
    return rows


def settings_changed(library: Library, team: Team, languages: Mapping[str, str] = NO_CHOICE) -> Card:
    """Told in the channel after a change."""
    t = library.t
    return settings_card(library, team, languages, coordinator=False, title=t("The settings have changed"))


def announced(library: Library, team: Team, languages: Mapping[str, str] = NO_CHOICE) -> Card:
    """Told in the channel when a team has been set up."""
    t = library.t
    title = t("{team} is set up", team=team.name)
    card = settings_card(library, team, languages, coordinator=False, title=title)
    invite = Text(t("I write to everyone in this channel now. You are only in if you say yes."))
    return Card(
        (card.body[0], invite, *card.body[1:-1], Text(small_team(t, team), "quiet"), card.body[-1]), card.actions
    )


def small_team(t: Speech, team: Team) -> str:
    """What a team gets that is smaller than a circle, and what would change it."""
    least = smallest(team.colluders)
    told = t("A team of fewer than {least} people gets the questions, the explanations and the talk. "
             "It gets no score, as people could guess who said what.", least=least)  # fmt: skip
    if team.two_circles:
        told = t("A circle of fewer than {least} people gets no score, as people could guess who said what. "
                 "The questions, the explanations and the talk are for all.", least=least)  # fmt: skip
    change = [t("If more people join, a score begins by itself.")]
    if team.colluders > 1 and not team.week:
        change.append(t("Or choose “Any one team-mate” in the settings before the first question: "
                        "then {fewer} people are enough.", fewer=smallest(1)))  # fmt: skip
    return " ".join([told, *change])


def where_to_set_up(library: Library) -> Card:
    """Set-up begins in the channel, because that is where summaries go."""
    t = library.t
    return Card(
        (
            Text(t("Let us set up your team"), "title"),
            Text(t("Go to the channel where your team meets. Say “setup” to me there.")),
            Text(t("I then know where the summary goes, and whom to invite.")),
        )
    )


def phase_choice(library: Library, team: Team) -> Card:
    """One button a phase, with what each means."""
    t, now = library.t, library.phase(team.phase)
    told = tuple(Text(f"{phase.name}: {phase.ask_if}") for phase in library.phases.values())
    buttons = tuple(Button(phase.name, "set_phase", f"{team.id}:{phase.id}") for phase in library.phases.values())
    title = Text(t("Where is your team now?"), "title")
    return Card((title, Text(t("Now: {phase}.", phase=now.name)), *told), buttons)


def phase_changed(library: Library, team: Team) -> Card:
    """Told in the channel, so that everybody knows."""
    t, phase = library.t, library.phase(team.phase)
    title = Text(t("Phase: {phase}", phase=phase.name), "title")
    return Card((title, Text(phase.meaning), Text(t("It begins with the next question."))))


def paused(library: Library, team: Team) -> Card:
    """Told in the channel."""
    t = library.t
    open_week = Text(t("This week's question still closes as planned.")) if team.due else None
    lines = [
        Text(t("{team} is paused", team=team.name), "title"),
        open_week,
        Text(t("No new questions come until a coordinator says “resume”.")),
    ]
    return Card(tuple(line for line in lines if line))


def resumed(library: Library, team: Team) -> Card:
    """Told in the channel."""
    t = library.t
    when = t("The next step is on {moment}.", moment=t.moment(team.due, team.zone)) if team.due else ""
    return Card((Text(t("{team} goes on", team=team.name), "title"), Text(when)))


def new_coordinator(library: Library, team: Team, name: str) -> Card:
    """Told in the channel: the task is open to see. `name` is "" when it is not known."""
    t = library.t
    return Card(
        (
            Text(t("{name} now helps to coordinate {team}.", name=name or t("Somebody"), team=team.name)),
            Text(t("Coordinators can change settings and pause.")),
        )
    )


def ask_a_coordinator(library: Library, team: Team, names: list[str]) -> Card:
    """Somebody offers to coordinate while others do. A name that is not known is ""."""
    t = library.t
    known = [name or t("somebody") for name in names]
    who = reduce(lambda one, other: t("{one} or {other}", one=one, other=other), known) if known else ""
    return Card(
        (
            Text(t("{team} is coordinated by {who}.", team=team.name, who=who)),
            Text(t("Ask them to write “coordinator” and your name to me.")),
        )
    )


def no_such_member(library: Library, name: str) -> Card:
    """The task is handed to somebody whom the bot does not know."""
    t = library.t
    return Card(
        (
            Text(t("I do not know “{name}” in this team.", name=name)),
            Text(t("Write the name as it stands under “In the circle” in “status”.")),
        )
    )


def only_coordinators(library: Library) -> Card:
    """Said kindly, with the way to get it done."""
    t = library.t
    return Card((Text(t("Only a coordinator can change this. Ask the one who set the team up.")),))


def sure_to_begin_anew(library: Library, team: Team) -> Card:
    """Before the scores begin anew: what it does, and when it is of use."""
    t = library.t
    return Card(
        (
            Text(t("Shall the scores of {team} begin anew?", team=team.name), "title"),
            Text(t("This is for a team in which many people have changed.")),
            Text(t("The scores close now. Nothing is shown by that. Then I gather answers for a new first score.")),
            Text(
                t("If nearly the same people answer, the new score goes on from the last one. That keeps answers safe.")
            ),
        ),
        (Button(t("Begin anew"), "fresh_start_now", team.id, "danger"), Button(t("No, go on as it is"), "status")),
    )


def begins_anew(library: Library, team: Team) -> Card:
    """Told in the channel."""
    t = library.t
    return Card(
        (
            Text(t("The scores of {team} begin anew", team=team.name), "title"),
            Text(t("I gather answers for a new first score. This takes a little while, and that is fine.")),
        )
    )
