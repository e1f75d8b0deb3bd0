"""T6: joining, leaving, missing a week and erasure tell nothing.

A newcomer's first answer is changed through all five values while everything else stays: until the close that counts
their second answer, everything published must be the same text. And for somebody who was there from the opening,
leaving, erasure and simply not answering must publish the same, as long as enough people stay.
"""

from __future__ import annotations

import random

from tests.attack.worlds import Attacked, Factory, Tally, people, shown

AFTERWARDS = ("stays silent", "leaves", "is erased", "leaves and comes back", "fresh start", "answers again")


def attack(factory: Factory, worlds: int, weeks: int = 8) -> Tally:
    tally = Tally()
    for number in range(worlds):
        colluders = 1 + number % 2
        for afterwards in AFTERWARDS:
            texts = {_newcomer(factory, colluders, number, weeks, afterwards, value) for value in range(1, 6)}
            tally.tried += 5
            if len(texts) != 1:
                tally.fail(f"world {number} c={colluders}: a newcomer who {afterwards} shows")
        endings = {_founder(factory, colluders, number, ending) for ending in ("misses", "leaves", "is erased")}
        tally.tried += 3
        if len(endings) != 1:
            tally.fail(f"world {number} c={colluders}: leaving, erasure and a missed week look different")
    return tally


def _newcomer(factory: Factory, colluders: int, number: int, weeks: int, afterwards: str, value: int) -> str:
    """Everything published until the victim's second answer counts; their first is given in the third week."""
    rng = random.Random(f"newcomer {number}")
    circle, others = factory(colluders), people(2 * colluders + 3 + rng.randint(0, 6))
    texts: list[str] = []
    for week in range(weeks):
        answers = {name: rng.randint(1, 5) for name in others if week == 0 or rng.random() < 0.9}
        if week == 2:
            answers["victim"] = value
        if week == 4:
            if afterwards == "answers again":
                break  # from here on the change, second answer minus first, is part of the sum
            _then(circle, afterwards)
        if week == 5 and afterwards == "leaves and comes back":
            answers["victim"] = 6 - value
        texts.append(repr(shown(circle.close_week(answers))))
    return "\n".join(texts)


def _then(circle: Attacked, afterwards: str) -> None:
    if afterwards.startswith("leaves"):
        circle.leave("victim")
    elif afterwards == "is erased":
        circle.erase("victim")
    elif afterwards == "fresh start":
        circle.request_fresh_start()


def _founder(factory: Factory, colluders: int, number: int, ending: str) -> str:
    """A circle in which one founder stops in the third week; everybody else answers every week."""
    rng = random.Random(f"founder {number}")
    circle, others = factory(colluders), people(2 * colluders + 3 + rng.randint(0, 6))
    texts: list[str] = []
    for week in range(6):
        answers = {name: rng.randint(1, 5) for name in others}
        if week < 2:
            answers["victim"] = rng.choice((1, 5))
        if week == 2 and ending != "misses":
            (circle.leave if ending == "leaves" else circle.erase)("victim")
        texts.append(repr(shown(circle.close_week(answers))))
    return "\n".join(texts)
