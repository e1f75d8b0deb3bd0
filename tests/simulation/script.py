"""What happens in every installation: teams are set up, people come and go, coordinators do what coordinators do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.messages import Person
from tests.simulation import size
from tests.simulation.books import Book, Plan
from tests.simulation.people import Crowd

if TYPE_CHECKING:
    from tests.simulation.installation import Installation

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


def begin(site: Installation) -> list[float]:
    """Everybody's part; returns the moments at which something is due for some team."""
    found = []
    for number, (plan, statements) in enumerate(size.plans(site.size, site.chance, site.library)):
        crowd = site.crowds[plan.channel.platform]
        site.oracle.plans[plan.channel] = plan
        people = [
            size.someone(plan.channel.platform, number, each) for each in range(site.chance.randint(*site.size.people))
        ]
        _set_up(site, crowd, plan, statements, people)
        _coming_and_going(site, crowd, plan, people, number)
        _coordinating(site, crowd, plan, people[0])
        found += size.moments(plan, site.begin, site.size.weeks)
    return found


def _set_up(site: Installation, crowd: Crowd, plan: Plan, statements: dict[str, str], people: list[Person]) -> None:
    for who in people:
        crowd.by_home[who.place] = who
    site.platforms[plan.channel.platform].roster[plan.channel] = list(people)

    def again() -> None:
        if _book(site, plan) is None:
            crowd.sets_up(people[0], plan, statements)
            site.loop.after(HOUR / 2, again)

    site.loop.after(site.chance.uniform(1, 20 * MINUTE), again)


def _book(site: Installation, plan: Plan) -> Book | None:
    return next((book for book in site.oracle.books.values() if book.plan is plan and book.status != "ended"), None)


def _at_some_time(site: Installation, act: object, since: float = 0.1) -> None:
    site.loop.after(site.chance.uniform(since, 1) * site.size.weeks * 7 * DAY, act)  # type: ignore[arg-type]


def _coming_and_going(site: Installation, crowd: Crowd, plan: Plan, people: list[Person], number: int) -> None:
    chance, everyone = site.chance, list(people[1:])  # the first is the coordinator, who stays
    for each in range(chance.randint(0, 2)):
        new = size.someone(plan.channel.platform, number, 100 + each)
        everyone.append(new)
        _at_some_time(site, lambda new=new: crowd.joins(new, plan.channel), 0.0)
    for who in everyone:
        roll = chance.random()
        if roll < 0.08:
            _at_some_time(site, lambda who=who: crowd.leaves(who, plan.channel))
        elif roll < 0.14:
            _press(site, crowd, plan, who, "leave")
        elif roll < 0.19:
            _press(site, crowd, plan, who, "forget_me_now")
        elif roll < 0.25:
            _at_some_time(site, lambda who=who: _erases(site, crowd, plan, who))


def _erases(site: Installation, crowd: Crowd, plan: Plan, who: Person) -> None:
    if book := _book(site, plan):
        crowd.submits(who, "latest", book.id, {})


def _press(site: Installation, crowd: Crowd, plan: Plan, who: Person, action: str, since: float = 0.1) -> None:
    def act() -> None:
        if book := _book(site, plan):
            crowd.presses(who, action, book.id)

    _at_some_time(site, act, since)


def _coordinating(site: Installation, crowd: Crowd, plan: Plan, who: Person) -> None:
    chance = site.chance
    if chance.random() < 0.25:
        _press(site, crowd, plan, who, "fresh_start_now", 0.6)
    if chance.random() < 0.15:
        _press(site, crowd, plan, who, "end_now", 0.7)
    if chance.random() < 0.2:
        _press(site, crowd, plan, who, "pause", 0.5)
        _press(site, crowd, plan, who, "resume", 0.6)
