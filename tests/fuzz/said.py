"""What people say, press and send on any platform, as things to be drawn: what the bot knows, and what it does not."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.handlers import FORMS, HANDLERS
from tests.bench.crowd import WEEK
from tests.fuzz.house import House
from tests.fuzz.mutations import words

_SAID = (
    "help", "status", "settings", "set up", "answer", "same", "skip", "later", "next question", "pause", "resume",
    "phase", "stop", "coordinate", "coordinator Ben", "voice", "safe", "note", "topics", "fresh start", "my data",
    "latest", "my answers", "forget me", "language", "svenska", "english", "explain", "explain trust",
    "what is co-production?",
    "join CODE000000", "join CODE000001", "join %N%", "hello? " * 400, "why is", "explain " + "x" * 3000,
)  # fmt: skip
said = st.one_of(st.sampled_from(_SAID), words)

actions = st.one_of(st.sampled_from((*HANDLERS, "say")), words)
forms = st.one_of(st.sampled_from(tuple(FORMS)), words)

_FIELDS = {
    "answer": ("power", "trust", "words"),
    "setup": ("name", "phase", "weekday", "time", "zone", "language", "power", "trust", "circles", "colluders"),
    "choose_question": ("phase", "practice", "question", "topic"),
    "latest": ("erase", "power", "trust"),
    "note": ("note", "text", "words"),
    "topics": ("topics",),
    "quote": ("quote",),
    "team_topics": ("topics", "own", "left_out"),
}
_GIVEN = ("1", "2", "3", "4", "5", "unsure", "same", "09:00", "25:61", "Europe/London", "Not/AZone", "6", "phase.shape",
          "practice.trust", "power.1", "sv", "power trust", "Less paper, and \u00e5 kinder letter.")  # fmt: skip
given = st.one_of(st.sampled_from(_GIVEN), words)


def values(house: House) -> st.SearchStrategy[str]:
    """What a button or a form of any team carries."""
    team = st.sampled_from((*house.teams, "0" * 36, ""))
    week = st.sampled_from((str(WEEK), str(WEEK - 1), "0", "-1", "9" * 30, "\u0663", "x", ""))
    about = st.sampled_from(("practice.power", "practice.trust", "phase.shape", "en", "sv", "lived", "other", "power"))
    return st.one_of(st.tuples(team, week).map(":".join), team, about, st.tuples(team, about).map(":".join), words)


@st.composite
def answers(draw: st.DrawFn, form: str) -> dict[str, str]:
    """What is written in a form's inputs."""
    names = st.one_of(st.sampled_from(_FIELDS.get(form, ("x",))), words)
    return draw(st.dictionaries(names, given, max_size=5))
