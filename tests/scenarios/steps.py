"""Steps that many scenarios share, as one would tell them."""

from __future__ import annotations

from tests.world import World

FIVE = ("ana", "ben", "cai", "dee", "eli")
SEVEN = (*FIVE, "fay", "gus")

POWER, TRUST = "Something I said has changed what we decided.", "I can say what I really think in this team."


def set_up(world: World, **changes: str) -> list[str]:
    """Ana sets the team up in its channel: Mondays at nine in London, from the next Monday on."""
    world.says("ana", "setup", in_channel=True)
    answers = {"Name of the team": "River Street", "Time zone": "Europe/London", "Time of day": "09:00"}
    return world.sends("ana", answers | {label.replace("_", " "): value for label, value in changes.items()})


def join(world: World, *people: str, voice: str = "I would rather not say") -> None:
    """Each comes into the channel, says yes, and says in which voice they speak."""
    for who in people:
        world.joins(who)
        world.presses(who, "Yes, count me in")
        world.presses(who, voice)


def team(world: World, *people: str, **changes: str) -> None:
    """A team that is set up and in which everybody is in."""
    set_up(world, **changes)
    join(world, *people)


def answer(world: World, who: str, power: str = "Agree", trust: str = "Agree", words: str = "") -> list[str]:
    """`who` opens the week's form and sends it."""
    world.presses(who, "Answer")
    answers = {POWER: power, TRUST: trust}
    return world.sends(who, answers | ({"Your thoughts": words} if words else {}))
