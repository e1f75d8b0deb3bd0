"""Sends what is drawn, and says what may never come of it."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz import routes, slack, teams, web_chat
from tests.fuzz.house import House
from tests.fuzz.wire import Answer, Case, send, written

MOST_SECONDS = 2.0
FURNISHED_EVERY = 200
DELIVERED_EVERY = 25

Auths = Mapping[str, Callable[[House, bytes], Mapping[str, str]]]


@dataclass
class Tally:
    """What was sent, and what came back."""

    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    slowest: float = 0.0

    @property
    def sent(self) -> int:
        return sum(answers.total() for answers in self.statuses.values())

    def __str__(self) -> str:
        lines = [f"  {group}: {answers.total()} ({_told(answers)})" for group, answers in self.statuses.items()]
        return "\n".join([f"{self.sent} cases, slowest {self.slowest * 1000:.0f} ms", *lines])


def _told(answers: Counter[int]) -> str:
    return ", ".join(f"{many} x {status or 'cut off'}" for status, many in sorted(answers.items()))


@dataclass(frozen=True)
class Group:
    """Cases of one kind. `honest`: they may change what is kept."""

    name: str
    cases: st.SearchStrategy[Case]
    auths: Auths
    honest: bool
    share: float


def groups(house: House) -> list[Group]:
    """Everything for one house; with a secret, only what is other than without."""
    web = web_chat.auths(house)
    mine = [
        _group("web, let in", web_chat, house, web, "right", 0.3),
        _group("web, not let in", web_chat, house, web, "", 0.1),
        Group("any route", routes.cases(house), routes.AUTHS, False, 0.1),
    ]
    if house.secret:
        return mine
    return [
        _group("Slack, signed", slack, house, slack.AUTHS, "right", 0.3),
        _group("Slack, not signed", slack, house, slack.AUTHS, "", 0.1),
        _group("Teams, signed", teams, house, teams.AUTHS, "right", 0.3),
        _group("Teams, not signed", teams, house, teams.AUTHS, "", 0.1),
        *mine,
    ]


def _group(name: str, door, house: House, auths: Auths, right: str, share: float) -> Group:
    wrong = [auth for auth in auths if auth != door.HONEST]
    auth = st.just(right) if right else st.sampled_from(wrong)
    return Group(name, door.cases(house, auth), auths, bool(right), share)


def hunt(runner: asyncio.Runner, house: House, group: Group, many: int, start: int, tally: Tally) -> None:
    """Send `many` cases of a group. Raises AssertionError with the smallest case that does what none may."""
    before = house.digest()

    @seed(start)
    @settings(max_examples=many, database=None, deadline=None, suppress_health_check=list(HealthCheck),
              phases=(Phase.generate, Phase.shrink), print_blob=False)  # fmt: skip
    @given(case=group.cases)
    def one(case: Case) -> None:
        wrong = runner.run(_try(house, group, case, tally))
        assert not wrong, f"{'; '.join(wrong)}\n  group: {group.name}\n  {case}"

    one()
    if not group.honest:
        assert house.digest() == before, f"{group.name}: together they changed what is kept"


async def _try(house: House, group: Group, case: Case, tally: Tally, *, again: bool = False) -> list[str]:
    """What was wrong about one case."""
    number = next(house.numbers)
    if group.honest and number % FURNISHED_EVERY == 0:
        house.furnish()
    before = house.version()
    target, body = case.fresh(number)
    request = written(case, target, body, group.auths[case.auth](house, body), house.port)
    answer = await send(house.port, request, MOST_SECONDS)
    tally.statuses[group.name][answer.status] += 1
    tally.slowest = max(tally.slowest, answer.seconds)
    if group.honest and number % DELIVERED_EVERY == 0:
        await house.deliver()
    wrong = _wrong(case, answer)
    if answer.seconds > MOST_SECONDS and not again:  # once can be the machine; twice is ours
        return await _try(house, group, case, tally, again=True)
    if not group.honest and house.version() != before:
        wrong.append("it had no right, and changed what is kept")
    return wrong + house.watch.take()


def _wrong(case: Case, answer: Answer) -> list[str]:
    wrong = []
    if answer.status >= 500:
        wrong.append(f"answered {answer.status}: {answer.body[:200]!r}")
    if answer.seconds > MOST_SECONDS:
        wrong.append(f"took {answer.seconds:.1f} s")
    if not answer.status and len(case.headers) <= 1 and not case.chunked:
        wrong.append("was not answered")
    return wrong
