"""What is read at once for all teams whose steps are taken together, instead of once for each of them.

Closing a week asks for seven kinds of rows; for sixteen teams that would be over a hundred statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from storage.sql.among import listed
from storage.sql.line import Line
from storage.sql.prepared import Prepared


class Together:
    """Which teams take their steps in this transaction: none, until they are expected."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.teams: frozenset[str] = frozenset()

    def expect(self, teams: Iterable[str]) -> None:
        """These are held for this transaction, so that nobody else changes what is theirs."""
        self.teams = frozenset(teams)

    def forget(self) -> None:
        """From now on everybody asks for themselves."""
        self.teams = frozenset()


class Shelf:
    """Rows of one kind. Who asks first reads those of all teams; whoever changes a team's makes it ask anew.

    `statement` finds the rows of the `teams` in a list; the first column is the team's.
    """

    def __init__(self, together: Together, statement: Prepared) -> None:
        self._together, self._statement = together, statement
        self._held: dict[str, list[Sequence[Any]]] = {}

    def of(self, team: str) -> list[Sequence[Any]]:
        """The rows of one team, as tuples."""
        if team not in self._together.teams:
            return self._read([team])[team]
        if team not in self._held:
            self._held.update(self._read([team] if self._held else self._together.teams))
        return self._held[team]

    def changed(self, team: str) -> None:
        """What was read of this team may not be so any more."""
        self._held.pop(team, None)

    def _read(self, teams: Iterable[str]) -> dict[str, list[Sequence[Any]]]:
        line = self._together.line
        found: dict[str, list[Sequence[Any]]] = {team: [] for team in teams}
        for row in self._statement.tuples(line, {"teams": listed(found, line.dialect)}):
            found[row[0]].append(row)
        return found
