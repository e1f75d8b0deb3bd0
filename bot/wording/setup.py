"""Setting a team up: the form, the settings that everybody sees."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain import Team
from bot.library import Library
from bot.messages import Button, Card, Choice, Divider, Fields, Form, Input, Option, Scale, Text, Words
from bot.rhythm import CLOSES_AFTER
from bot.wording.dates import WEEKDAYS, minute_words, moment_words
from bot.wording.safe import safe_button, settings_line

COLLUDERS = (
    Option("2", "Two team-mates comparing notes (7 people or more)"),
    Option("1", "Any one team-mate (5 people or more)"),
)


def setup_form(team: Team, library: Library, typed: Mapping[str, str], errors: Mapping[str, str]) -> Form:
    """The settings as a form. What was `typed` stands in it again; each error is told beside its field.

    Once the first question has been asked, the statements and the privacy setting are fixed for the cycle.
    """
    begun = team.week > 0
    body: list[Text | Divider | Input] = [
        Text("Everyone in the team sees these settings. The summary goes to the channel you are in."),
        Words("name", "Name of the team", typed.get("name", team.name), most=60),
        Choice("phase", "Where is the team now?", _phases(library), typed.get("phase", team.phase)),
        Choice("weekday", "Day of the question", _days(), typed.get("weekday", str(team.weekday))),
        Words("time", "Time of day", typed.get("time", minute_words(team.minute)), most=5, hint="Like 09:00"),
        Words("zone", "Time zone", typed.get("zone", team.zone), most=40, hint="Like Europe/London"),
    ]
    if not begun:
        body += [
            Words(
                "start", "First question on or after", typed.get("start", ""), most=10, optional=True,
                hint="Like 2026-03-02. Leave it empty to begin at once.",
            ),
            _statements("power", "Statement about power sharing", team.power, library, typed),
            _statements("trust", "Statement about trust", team.trust, library, typed),
            Scale(
                "colluders", "Answers stay safe from", COLLUDERS, typed.get("colluders", str(team.colluders)),
                hint="This cannot be changed once the questions have begun.",
            ),
        ]  # fmt: skip
    title = "Change the settings" if begun else "Set up your team"
    return Form("setup", title, tuple(body), "Save", value=team.id, errors=errors)


def _phases(library: Library) -> tuple[Option, ...]:
    return tuple(Option(phase.id, f"{phase.name}: {phase.short.lower()}") for phase in library.phases.values())


def _days() -> tuple[Option, ...]:
    return tuple(Option(str(number), name) for number, name in enumerate(WEEKDAYS))


def _statements(measure: str, label: str, chosen: str, library: Library, typed: Mapping[str, str]) -> Choice:
    options = tuple(Option(statement.id, statement.text) for statement in library.statements_for(measure))
    default = chosen or library.default_statement(measure).id
    return Choice(
        measure,
        label,
        options,
        typed.get(measure, default),
        hint="The same one every week, so that a change means something.",
    )


def settings_card(team: Team, library: Library, *, coordinator: bool, title: str = "Settings") -> Card:
    """The same settings for everybody; coordinators also get the buttons that change them."""
    rows = [
        ("Team", team.name),
        ("Phase", library.phase(team.phase).name),
        ("Question", f"{WEEKDAYS[team.weekday]} at {minute_words(team.minute)} ({team.zone})"),
        ("Closes", f"{WEEKDAYS[(team.weekday + CLOSES_AFTER) % 7]} at {minute_words(team.minute)}"),
        ("About power sharing", f"“{library.statement(team.power).text}”"),
        ("About trust", f"“{library.statement(team.trust).text}”"),
        ("To join from anywhere", f"write “join {team.code}” to me"),
    ]
    if team.status == "paused":
        rows.insert(1, ("Paused", "no new questions until a coordinator says “resume”"))
    elif team.step == "ask" and team.due is not None:
        rows.insert(3, ("Next question", moment_words(team.due, team.zone)))
    buttons = [safe_button(team)]
    if coordinator:
        buttons = [
            Button("Change settings", "settings_form", team.id),
            Button("Change phase", "phase", team.id),
            *buttons,
        ]
    return Card((Text(title, "title"), Fields(tuple(rows)), Text(settings_line(team), "quiet")), tuple(buttons))


def announced(team: Team, library: Library) -> Card:
    """Told in the channel when a team has been set up."""
    card = settings_card(team, library, coordinator=False, title=f"{team.name} is set up")
    invite = Text("I write to everyone in this channel now. You are only in if you say yes.")
    return Card((card.body[0], invite, *card.body[1:]), card.actions)


def where_to_set_up() -> Card:
    """Set-up begins in the channel, because that is where summaries go."""
    return Card(
        (
            Text("Let us set up your team", "title"),
            Text("Go to the channel where your team meets. Say “setup” to me there."),
            Text("I then know where the summary goes, and whom to invite."),
        )
    )


def form_sent() -> Card:
    """When the form opens somewhere else than where it was asked for."""
    return Card((Text("I opened the settings for you. Only you see the form."),))


def phase_choice(team: Team, library: Library) -> Card:
    """One button a phase, with what each means."""
    now = library.phase(team.phase)
    told = tuple(Text(f"{phase.name}: {phase.ask_if}") for phase in library.phases.values())
    buttons = tuple(Button(phase.name, "set_phase", f"{team.id}:{phase.id}") for phase in library.phases.values())
    return Card((Text("Where is your team now?", "title"), Text(f"Now: {now.name}."), *told), buttons)


def phase_changed(team: Team, library: Library) -> Card:
    """Told in the channel, so that everybody knows."""
    phase = library.phase(team.phase)
    return Card((Text(f"Phase: {phase.name}", "title"), Text(phase.meaning), Text("It begins with the next question.")))


def paused(team: Team) -> Card:
    """Told in the channel."""
    open_week = Text("This week's question still closes as planned.") if team.due else None
    lines = [
        Text(f"{team.name} is paused", "title"),
        open_week,
        Text("No new questions until a coordinator says “resume”."),
    ]
    return Card(tuple(line for line in lines if line))


def resumed(team: Team) -> Card:
    """Told in the channel."""
    when = f"The next step is on {moment_words(team.due, team.zone)}." if team.due else ""
    return Card((Text(f"{team.name} goes on", "title"), Text(when)))


def new_coordinator(team: Team, name: str) -> Card:
    """Told in the channel: the task is open to see."""
    return Card(
        (Text(f"{name} now helps to coordinate {team.name}."), Text("Coordinators can change settings and pause."))
    )


def ask_a_coordinator(team: Team, names: list[str]) -> Card:
    """Somebody offers to coordinate while others do."""
    who = " or ".join(names)
    return Card(
        (Text(f"{team.name} is coordinated by {who}."), Text("Ask them to write “coordinator” and your name to me."))
    )


def no_such_member(name: str) -> Card:
    """The task is handed to somebody whom the bot does not know."""
    return Card(
        (
            Text(f"I do not know “{name}” in this team."),
            Text("Write the name as it stands under “In the circle” in “status”."),
        )
    )


def only_coordinators() -> Card:
    """Said kindly, with the way to get it done."""
    return Card((Text("Only a coordinator can change this. Ask the one who set the team up."),))
