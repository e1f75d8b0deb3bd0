"""Every card and every form the bot can produce, each with the longest and the nastiest content it can hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain import MEASURES, VOICES, Member, Reading, Round, Seat, Team
from bot.explain import explain
from bot.library import Library
from bot.messages import Card, Form, Option, Person, Place, Text, Ticks, Words
from bot.questions import OF_ENTRY, asked
from bot.settings import LONGEST_NAME
from bot.topics import DEFAULT
from bot.wording import answering, asking, noting, rights, safe, setup, summary, talk, week, welcome
from tests import catalogue_writing

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NASTY = "<!channel> <@U1> *b* [x](http://y) <b>&amp; ${a} {{b}} `c` ~d~ _e_ @everyone <at>Bot</at> "
LANGUAGES = {"en": "English", "sv": "Svenska"}
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
    yield replace(base, step="ask", week=0, two_circles=True)
    yield replace(base, step="remind", two_circles=True, colluders=1)


def cards(library: Library) -> Iterator[tuple[str, Card]]:
    """(what it is, card)."""
    for team in teams(library):
        for name, card in _team_cards(team, library):
            yield f"{name} ({team.status}, {team.step})", card
    for entry in library.entries.values():
        yield f"explanation of {entry.id}", talk.explanation(library, entry)
        for ask in ("", f"{'t' * 36}:{entry.id}"):
            yield f"short explanation of {entry.id}", talk.short_explanation(library, entry, ask)
    yield "not now", asking.not_now(library)
    yield "my data", rights.my_data(library, "locked" * 400)
    yield "forget me?", rights.sure_to_forget(library)
    yield "forgotten", rights.forgotten(library)
    yield "don't know", talk.dont_know(library, explain("what's the weather", library))
    of_talk = (talk.fallback, talk.no_team, talk.unknown_code, talk.explain_what, talk.language_chosen)
    for make in (*of_talk, setup.where_to_set_up, setup.only_coordinators, week.not_in_team):
        yield make.__name__, make(library)
    for several in (True, False):
        yield "help", talk.help_card(library, several=several)
    for languages in (LANGUAGES, {}):
        yield "languages", talk.language_choice(library, languages)


def _team_cards(team: Team, library: Library) -> Iterator[tuple[str, Card]]:
    of_welcome = (welcome.welcome, welcome.ask_voice, welcome.declined, welcome.left, welcome.already_in)
    of_ending = (welcome.sure_to_end, welcome.ended, summary.nobody_in, setup.sure_to_begin_anew, setup.begins_anew)
    of_rights = (rights.no_answers, rights.erased, noting.noted)
    for make in (*of_welcome, *of_ending, *of_rights, safe.how_is_this_safe, setup.paused, setup.resumed):
        yield make.__name__, make(library, team)
    yield "welcome in others", welcome.welcome(library, team, [library.t, library.t])
    yield "all set", welcome.all_set(library, team, date(2026, 9, 30))
    for coordinator in (True, False):
        yield "leave?", welcome.sure_to_leave(library, team, coordinator=coordinator)
        yield "settings", setup.settings_card(library, team, LANGUAGES, coordinator=coordinator)
    yield "announced", setup.announced(library, team)
    yield "settings changed", setup.settings_changed(library, team, LANGUAGES)
    yield "new coordinator", setup.new_coordinator(library, team, "")
    yield "ask a coordinator", setup.ask_a_coordinator(library, team, [NASTY[:24]] * 12)
    yield "no such member", setup.no_such_member(library, NASTY[:80])
    yield "phases", setup.phase_choice(library, team)
    yield "phase changed", setup.phase_changed(library, team)
    yield "which team", talk.which_team(library, "status", [team] * 12)
    yield "which team to ask", talk.which_team(library, "offer", [team] * 12, "hb.two_way_accountability")
    for several in ([team], [team] * 12):
        yield "declined earlier", welcome.declined_earlier(library, several)
    yield from _asking_cards(team, library)
    yield from _week_cards(team, library)
    names = [f"{NASTY[:24]}{number}" for number in range(30)]
    member = Member("m", team.id, Person("x", "ana"), "in", coordinator=True)
    for answered in (True, False):
        status = talk.status_card(library, Seat(team, member), NOW, answered, names, 30, counts=answered)
        yield "status", status
    yield "home", talk.home_card(library, [status] * 4)
    for state in ("invited", "in", "declined", "left"):
        seat = Seat(team, replace(member, state=state))
        yield f"status, {state}", talk.status_card(library, seat, None, None, [], 1, counts=state == "in")


def _asking_cards(team: Team, library: Library) -> Iterator[tuple[str, Card]]:
    """What comes next and what is offered, with the longest question of an entry and each of the bank."""
    of_entries = sorted(library.entries.values(), key=lambda entry: len(entry.question))
    for id in (*library.questions, OF_ENTRY + of_entries[-1].id):
        question = asked(library, id)
        wished = replace(team, pinned=id)
        for coordinator in (True, False):
            card = asking.next_question(library, wished, question, "professional", NOW, coordinator=coordinator)
            yield f"next question {id}", card
    yield "no date", asking.next_question(library, team, question, "lived", None, coordinator=True)
    for own in (True, False):
        yield "offered", asking.offered(library, team, question, own=own)
    yield "passed on", asking.passed_on(library, team, question)
    yield "nobody to ask", asking.nobody_to_ask(library, team)
    round_ = _round(team, question.id)
    yield "question of an entry", week.question_card(library, team, round_, "lived")
    readings = _history(team, 3, "new")
    yield (
        "summary before it",
        summary.summary(library, team, summary.News(round_, readings, [(1, "phase.start")], question.id, NOW, 9)),
    )


def _week_cards(team: Team, library: Library) -> Iterator[tuple[str, Card]]:
    for question in library.questions:
        round_ = _round(team, question)
        for voice in VOICES:
            yield f"question {question}, {voice}", week.question_card(library, team, round_, voice)
    round_ = _round(team, "power.1")
    yield "saved", week.saved(library, team, round_, library.t.day(date(2026, 9, 30)), written=True)
    yield from catalogue_writing.cards(team, library, round_, NASTY)
    yield "skipped", week.skipped(library, team, round_)
    yield "later", week.later(library, team, round_, library.t.moment(NOW, team.zone))
    yield "closes soon", week.closes_soon(library, team, round_)
    yield "nothing before", week.nothing_before(library, team, round_)
    yield "reminder", week.reminder(library, team, round_)
    yield "week over", week.week_over(library, team)
    for labels in (3, 5):
        for status in ("collecting", "new", "held", "closed"):
            readings = _history(team, labels, status)
            phases = [(number, list(library.phases)[number % 4]) for number in range(1, 105)]
            notes = [NASTY[: noting.MOST]] * noting.TOLD if status == "new" else []
            news = summary.News(round_, readings, phases, "models.choice.1", NOW, 9, notes, DEFAULT)
            yield f"summary {labels} {status}", summary.summary(library, team, news)


def _round(team: Team, question: str) -> Round:
    return Round(team.id, team.week, "phase.review", question, NOW, NOW + timedelta(days=3), NOW + timedelta(days=4))


def _history(team: Team, labels: int, last: str) -> list[Reading]:
    """Two years in which the label moves every week, and a last week of the given status."""
    weeks = [Reading(team.id, number, measure, "new", number % labels, labels, "20+", "phase.start")
             for number in range(1, 104) for measure in team.series]  # fmt: skip
    shown = (None, None, None) if last == "collecting" else (1, labels, "20+")
    return [*weeks, *(Reading(team.id, 104, m, last, *shown, "phase.start") for m in team.series)]  # type: ignore[arg-type]


def forms(library: Library) -> Iterator[tuple[str, Form]]:
    """(what it is, form): empty, filled in as far as can be, and with an error in every field."""
    yield from ticks()
    for team in teams(library):
        for typed, errors in _fillings(setup.setup_form(library, team, {}, {}, LANGUAGES)):
            yield f"setup ({team.week})", setup.setup_form(library, team, typed, errors, LANGUAGES)
        choosing = asking.choose_form(library, team, "power.1")
        for _, errors in _fillings(choosing):
            yield "choose a question", asking.choose_form(library, team, "", errors)
        yield "choose a question", choosing
        yield "my answers", rights.latest_form(library, team, dict.fromkeys(MEASURES, 4))
        for written, error in (("", ""), (LONGEST_WORDS[: noting.MOST], ""), ("", noting.wrong(library, ""))):
            yield "note", noting.note_form(library, team, written, error)
        yield "week over", week.week_over_form(library, team, LONGEST_WORDS)
        yield from catalogue_writing.forms(team, library, _round(team, "power.1"), NASTY)
        before = dict.fromkeys(MEASURES, True)
        for question in ("power.1", max(library.questions, key=lambda q: len(library.question(q).professional))):
            round_ = _round(team, question)
            empty = answering.answer_form(library, team, round_, "professional", before, {}, {})
            for typed, errors in _fillings(empty):
                yield "answer", answering.answer_form(library, team, round_, "professional", before, typed, errors)


def ticks() -> Iterator[tuple[str, Form]]:
    """What may be ticked, ten of it, as long and as nasty as a theme of the weeks may be called."""
    options = tuple(Option(f"theme.{number}", f"{number} {NASTY}{NASTY}"[:60]) for number in range(10))
    for chosen in ((), (options[3].value,), tuple(option.value for option in options)):
        for errors in ({}, {"themes": "Please choose one of these statements. " * 3}):
            several = Ticks("themes", NASTY, options, chosen, optional=True, hint=NASTY * 3)
            body = (Text(NASTY), several, replace(several, id="more", optional=False), Words("words", NASTY, NASTY))
            yield "ticks", Form("ticks", NASTY, body, "Send", errors=errors)


def _fillings(form: Form) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    ids = [part.id for part in form.body if hasattr(part, "id")]
    boxes = {part.id: part.most for part in form.body if hasattr(part, "most")}
    typed = {name: LONGEST_WORDS[:most] for name, most in boxes.items()}
    yield {}, {}
    yield typed, {}
    yield typed, dict.fromkeys(ids, "Please choose one of these statements, or write it in another way. " * 3)
