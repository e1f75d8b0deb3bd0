"""The commands for whoever runs Coreflect: doctor, export, retention, new-seal.

Settings and store come from `coreflect.py`, the only wiring, which hands over a function for each.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final, Protocol

import typer

from bot.domain import Team, gone_before
from bot.ports import StoreTrouble, Unit
from bot.record import as_csv, published

CSV, JSON = "csv", "json"
FORMATS: Final = (CSV, JSON)


class Kept(Protocol):
    """A store, for as long as a command takes."""

    def unit(self) -> AbstractContextManager[Unit]: ...


@dataclass(frozen=True)
class Operator:
    """What the commands are given. Each raises StoreTrouble, ValueError or OSError, in words."""

    checks: Callable[[], dict[str, Callable[[], str]]]
    store: Callable[[], AbstractContextManager[Kept]]
    change_seal: Callable[[], None]


def commands(operator: Operator) -> typer.Typer:
    """The commands, to be added to the program's own."""
    cli = typer.Typer()

    @cli.command()
    def doctor() -> None:
        """Check the settings, the database, the keys and the content, and say what to mend."""
        raise typer.Exit(_doctor(operator))

    @cli.command()
    def export(
        team: Annotated[str, typer.Argument(help="The team's name, or the code by which people join it.")],
        format: Annotated[str, typer.Option(help="csv or json.")] = CSV,
    ) -> None:
        """Print what was published of a team, week by week: the words that its channel was told, and nothing more."""
        if format not in FORMATS:
            raise typer.BadParameter("use csv or json", param_hint="--format")
        _told(lambda: _export(operator, team, format))

    @cli.command()
    def retention(
        dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would go, and keep it.")] = False,
    ) -> None:
        """Let go of people who left a month ago or more. The running bot does this once a day by itself."""
        _told(lambda: _retention(operator, dry_run=dry_run))

    @cli.command("new-seal")
    def new_seal() -> None:
        """Lock what people write with a new key from now on. The last key still opens what it locked; older ones go."""
        _told(lambda: _new_seal(operator))

    return cli


def _told(act: Callable[[], str]) -> None:
    try:
        print(act())
    except (StoreTrouble, ValueError, OSError) as error:
        print(error)
        raise typer.Exit(1) from None


def _new_seal(operator: Operator) -> str:
    operator.change_seal()
    return (
        "What people write is locked with a new key from now on. Leave it for three months before you do this again: "
        "quotes wait that long, and what was locked two keys ago can no longer be opened."
    )


def _doctor(operator: Operator) -> int:
    try:
        checks = operator.checks()
    except ValueError as error:
        print(f"mend  settings: {error}")
        return 1
    trouble = 0
    for name, check in checks.items():
        try:
            print(f"ok    {name}: {check()}")
        except (StoreTrouble, ValueError, OSError) as error:
            trouble = 1
            print(f"mend  {name}: {error}")
    return trouble


def _export(operator: Operator, wanted: str, format: str) -> str:
    with operator.store() as store, store.unit() as unit:
        team = _team(unit, wanted)
        rows = published(team, unit.circles.readings(team.id))
    return json.dumps(rows, ensure_ascii=False, indent=1) if format == JSON else as_csv(rows).rstrip("\n")


def _team(unit: Unit, wanted: str) -> Team:
    team = unit.teams.by_code(wanted.strip().upper())
    every = unit.teams.all()
    named = [team] if team else [one for one in every if one.name.casefold() == wanted.strip().casefold()]
    if len(named) == 1:
        return named[0]
    if not named:
        known = ", ".join(one.name for one in every if one.name) or "none yet"
        raise ValueError(f"There is no team called {wanted!r}. Teams: {known}.")
    codes = ", ".join(one.code for one in named)
    raise ValueError(f"{len(named)} teams are called {wanted!r}. Give the code of one: {codes}.")


def _retention(operator: Operator, *, dry_run: bool) -> str:
    before = gone_before(datetime.now(UTC).date())
    with operator.store() as store, store.unit() as unit:
        gone = unit.people.gone(before)
        teams = {team.id: team.name for team in unit.teams.all()}
        if not dry_run:
            unit.people.let_go(before)
    lines = [f"{teams.get(team, team)}: {person.name or person.id}" for team, person in gone]
    did = "would go" if dry_run else "went"
    return "\n".join([*lines, f"{len(gone)} {did}: people who left a team before {before:%Y-%m-%d}."])
