"""Asks the questions of a file, and counts how often finding is right."""

import csv
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.explain import explain
from bot.library import Library

HERE: Final = Path(__file__).parent
SETS: Final = ("dev", "test", "blind", "examples")
"""Tuned on `dev`; `test` was held back and is only reported, and so is `blind`, which somebody wrote from the facts
alone when the content was done; `examples` are the ones that came with the task."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question, its kind (easy, hard, outside) and the entries that would be right; none for what lies outside."""

    kind: str
    question: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Result:
    """Shares, 0 to 1, of the questions of one kind: right first, in the first three, not answered; and milliseconds."""

    kind: str
    count: int
    first: float
    three: float
    refused: float
    typical_ms: float
    slowest_ms: float  # of a hundred, the slowest but one


def cases(name: str) -> list[Case]:
    """The questions of one set."""
    with (HERE / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Case(row["kind"], row["query"], frozenset(filter(None, (row["acceptable_ids"] or "").split(","))))
        for row in rows
    ]


def measure(asked: list[Case], library: Library) -> list[Result]:
    """How finding does on each kind, in the order in which the kinds come."""
    explain("ready", library)  # the index is made once
    return [_measure(kind, [case for case in asked if case.kind == kind], library) for kind in _kinds(asked)]


def _measure(kind: str, asked: list[Case], library: Library) -> Result:
    first = three = refused = 0
    took = []
    for case in asked:
        began = time.thread_time()  # of the processor: what else the machine does is no news of ours
        found = explain(case.question, library)
        took.append(1000 * (time.thread_time() - began))
        near = [match.id for match in found.matches[:3]]
        first += bool(near) and near[0] in case.right
        three += not case.right.isdisjoint(near)
        refused += found.entry is None
    took.sort()
    many = len(asked)
    return Result(
        kind, many, first / many, three / many, refused / many, took[many // 2], took[min(many - 1, many * 99 // 100)]
    )


def _kinds(asked: list[Case]) -> list[str]:
    return list(dict.fromkeys(case.kind for case in asked))
