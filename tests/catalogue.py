"""Every card and every form the bot can produce, each with the longest and the nastiest content it can hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain import MEASURES, VOICES, Member, Reading, Round, Seat, Team
from bot.explain import explain
from bot.library import Library
from bot.messages import Card, Form, Person, Place
from bot.settings import LONGEST_NAME
from bot.wording import safe, setup, summary, talk, week, welcome

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NASTY = "<!channel> <@U1> *b* [x](http://y) <b>&amp; ${a} {{b}} `c` ~d~ _e_ @everyone <at>Bot</at> "
LONGEST_WORDS = (NASTY * 60)[:3000]


def teams(library: Library) -> Iterator[Team]:
    """The states in which a team can be, with the longest settings."""
    longest = {m: max(library.statements_for(m), key=lambda s: len(s.text)).id for m in MEASURES}
    base = Team(
        "t" * 36, (NASTY + "W" * LONGEST_NAME)[:LONGEST_NAME], Place("x", "c"), "ABCD2345", status="active",
        zone="America/Argentina/ComodRivadavia", phase="phase.review", week=104, due=NOW, **longest,
    )  # fmt: skip
    for step in ("ask", "remind", "close"):
        yield replace(base, step=step)  # type: ignore[arg-type]
    yield replace(base, step="ask", status="paused", due=None, colluders=1)
    yield replace(base, step="ask", week=0)


def cards(library: Library) -> Iterator[tuple[str, Card]]:
    """(what it is, card)."""
    for team in teams(library):
        for name, card in _team_cards(team, library):
            yield f"{name} ({team.status}, {team.step})", card
    for entry in library.entries.values():
        yield f"explanation of {entry.id}", talk.explanation(entry, library)
    yield "don't know", talk.dont_know(explain("what's the weather", library))
    for plain_card in (talk.help_card, talk.fallback, talk.no_team, talk.unknown_code, talk.explain_what, talk.hello):
        yield plain_card.__name__, plain_card()
    for told in (setup.where_to_set_up, setup.form_sent, setup.only_coordinators, week.not_in_team):
        yield told.__name__, told()


def _team_cards(team: Team, library: Library) -> Iterator[tuple[str, Card]]:
    of_welcome = (welcome.welcome, welcome.ask_voice, welcome.declined, welcome.left, welcome.already_in)
    of_ending = (welcome.sure_to_end, welcome.ended, summary.nobody_in)
    for make in (*of_welcome, *of_ending, safe.how_is_this_safe, setup.paused, setup.resumed):
        yield make.__name__, make(team)
    yield "all set", welcome.all_set(team, date(2026, 9, 30))
    for coordinator in (True, False):
        yield "leave?", welcome.sure_to_leave(team, coordinator=coordinator)
        yield "settings", setup.settings_card(team, library, coordinator=coordinator)
    yield "announced", setup.announced(team, library)
    yield "phases", setup.phase_choice(team, library)
    yield "phase changed", setup.phase_changed(team, library)
    yield "which team", talk.which_team("status", [team] * 12)
    yield from _week_cards(team, library)
    names = [f"{NASTY[:24]}{number}" for number in range(30)]
    member = Member("m", team.id, Person("x", "ana"), "in", coordinator=True)
    status = talk.status_card(Seat(team, member), NOW, library, "you have not answered this week", names, 30)
    yield "status", status
    yield "home", talk.home_card([status] * 4)


def _week_cards(team: Team, library: Library) -> Iterator[tuple[str, Card]]:
    for question in library.questions:
        round_ = _round(team, question)
        for voice in VOICES:
            yield f"question {question}, {voice}", week.question_card(team, round_, library, voice)
    round_ = _round(team, "power.1")
    yield "saved", week.saved(team, round_, library, "Wednesday 30 September")
    yield "skipped", week.skipped(team, round_)
    yield "later", week.later(team, round_, "Wednesday 30 September, 23:59")
    yield "closes soon", week.closes_soon(team, round_)
    yield "nothing before", week.nothing_before(team, round_)
    yield "reminder", week.reminder(team, round_)
    yield "week over", week.week_over(team, LONGEST_WORDS)
    for labels in (3, 5):
        for status in ("collecting", "new", "held", "closed"):
            readings = _history(team, labels, status)
            phases = [(number, list(library.phases)[number % 4]) for number in range(1, 105)]
            card = summary.summary(team, round_, readings, phases, "models.choice.1", NOW, library)
            yield f"summary {labels} {status}", card


def _round(team: Team, question: str) -> Round:
    return Round(team.id, team.week, "phase.review", question, NOW, NOW + timedelta(days=3), NOW + timedelta(days=4))


def _history(team: Team, labels: int, last: str) -> list[Reading]:
    """Two years in which the label moves every week, and a last week of the given status."""
    weeks = [Reading(team.id, number, measure, "new", number % labels, labels, "20+", "phase.start")
             for number in range(1, 104) for measure in MEASURES]  # fmt: skip
    shown = (None, None, None) if last == "collecting" else (1, labels, "20+")
    return [*weeks, *(Reading(team.id, 104, m, last, *shown, "phase.start") for m in MEASURES)]  # type: ignore[arg-type]


def forms(library: Library) -> Iterator[tuple[str, Form]]:
    """(what it is, form): empty, filled in as far as can be, and with an error in every field."""
    for team in teams(library):
        for typed, errors in _fillings(setup.setup_form(team, library, {}, {})):
            yield f"setup ({team.week})", setup.setup_form(team, library, typed, errors)
        before = dict.fromkeys(MEASURES, True)
        for question in ("power.1", max(library.questions, key=lambda q: len(library.question(q).professional))):
            round_ = _round(team, question)
            empty = week.answer_form(team, round_, library, "professional", before, {}, {})
            for typed, errors in _fillings(empty):
                yield "answer", week.answer_form(team, round_, library, "professional", before, typed, errors)


def _fillings(form: Form) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    ids = [part.id for part in form.body if hasattr(part, "id")]
    boxes = {part.id: part.most for part in form.body if hasattr(part, "most")}
    typed = {name: LONGEST_WORDS[:most] for name, most in boxes.items()}
    yield {}, {}
    yield typed, {}
    yield typed, dict.fromkeys(ids, "Please choose one of these statements, or write it in another way. " * 3)
