"""What was published of one measure, in words. It renders published records and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.domain import Reading, Team
from bot.groups import Gap
from bot.messages import Text
from bot.release import Shown, label_words, trend
from bot.speech import Speech
from bot.wording.safe import smallest


@lru_cache(maxsize=16)
def measure_names(t: Speech) -> Mapping[str, str]:
    """What each measure is called."""
    return {"power": t("Power sharing"), "trust": t("Trust")}


def reading_words(t: Speech, team: Team, readings: Sequence[Reading]) -> list[str]:
    """One measure's news in sentences, from its published records, oldest first."""
    last = readings[-1]
    if last.status == "collecting" and team.two_circles:
        return [t("There is no score yet. It needs one from each of the two circles. That takes a while, and is fine.")]
    if last.status == "collecting":
        least = smallest(team.colluders)
        return [
            t("Still collecting. A score needs {least} people whose answers count.", least=least),
            t("People count after 14 days. So this takes a little while, and that is fine."),
        ]
    if last.status == "closed":
        return [
            t("Too few people are in the circle now, so this score has closed. Next week I begin to collect again.")
        ]  # fmt: skip
    if last.status == "held":
        return [
            t("No new score yet. That is fine. It only moves when more than half the circle has answered again."),
        ]
    score = t("The score is “{label}”.", label=_words(t, last))
    moved = _moved(t, readings)
    words = [f"{score} {moved}"]
    direction = trend([Shown(r.week, r.status, r.label, r.labels) for r in readings])
    if direction and (direction != "steady" or moved == _stands(t)):  # "it moved, it is steady" puzzles
        words.append(_direction(t)[direction])
    if last.size:
        words.append(t("From a circle of {size} people or more.", size=last.size.removesuffix("+")))
    return words


def _stands(t: Speech) -> str:
    return t("It stands where it stood before.")


@lru_cache(maxsize=16)
def _direction(t: Speech) -> Mapping[str, str]:
    return {
        "rising": t("Over the weeks it is rising."),
        "falling": t("Over the weeks it is falling."),
        "steady": t("Over the weeks it is steady."),
    }


@lru_cache(maxsize=256)
def score_words(t: Speech, label: int, labels: int) -> str:
    """The words of a label in this language."""
    said = {
        "2 or lower": t("2 or lower"), "about 2½": t("about 2½"), "about 3": t("about 3"), "about 3½": t("about 3½"),
        "4 or higher": t("4 or higher"), "lower half": t("lower half"), "around the middle": t("around the middle"),
        "upper half": t("upper half"),
    }  # fmt: skip
    return said[label_words(label, labels)]


def _words(t: Speech, reading: Reading) -> str:
    if reading.label is None or reading.labels is None:
        return ""
    return score_words(t, reading.label, reading.labels)


def _moved(t: Speech, readings: Sequence[Reading]) -> str:
    """What moved since the score before; a first score, or one on another scale, has no before."""
    last, before = readings[-1], [r for r in readings[:-1] if r.status == "new"]
    if not before or before[-1].labels != last.labels or before[-1].label is None or last.label is None:
        return t("This is a first score.")
    if last.label == before[-1].label:
        return _stands(t)
    was = _words(t, before[-1])
    if abs(last.label - before[-1].label) > 1:  # only what two circles say together can move further
        return t("It moved, from “{label}”.", label=was)
    if last.label > before[-1].label:
        return t("It moved up one step, from “{label}”.", label=was)
    return t("It moved down one step, from “{label}”.", label=was)


def gap_words(t: Speech, gap: Gap | None) -> list[Text]:
    """What two circles say of one measure beside each other; nothing where nothing is to be told."""
    if gap is None:
        return []
    said = {
        "same": t("People who use services and professionals say much the same."),
        "first": t("People who use services give a lower score than professionals do."),
        "second": t("Professionals give a lower score than people who use services do."),
    }
    return [Text(said[gap])]
