"""`coreflect outbox`: what has not arrived and why, and sending again what failed.

It names kinds of messages, platforms and reasons, and nobody who was written to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Protocol

import typer

from bot.mailroom import Closed, Quarantine
from bot.ports import StoreTrouble

STATES = {"waiting": "due now", "later": "tried later", "failed": "failed"}


class Kept(Protocol):
    """A store, for as long as a command takes."""

    @property
    def quarantine(self) -> Quarantine: ...


Store = Callable[[], AbstractContextManager[Kept]]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def outbox(store: Store) -> typer.Typer:
    """The commands, on whatever `store` opens."""
    cli = typer.Typer(help="Show which messages have not arrived, and why; send again what failed.")

    @cli.callback(invoke_without_command=True)
    def show(
        context: typer.Context,
        failed: Annotated[bool, typer.Option("--failed", help="List each message that failed.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """Show which messages have not arrived, and why; send again what failed.

        Nobody who was written to is named, and no words are shown.
        """
        if context.invoked_subcommand is None:
            made = _failed if failed else _piles
            _told(store, lambda kept: _as_json(made(kept)) if as_json else _as_text(made(kept)))

    @cli.command()
    def retry(
        platform: Annotated[str, typer.Option(help="Only those of slack, teams or web.")] = "",
        reason: Annotated[str, typer.Option(help="Only those that failed for this reason, as the list has it.")] = "",
        older: Annotated[float, typer.Option(min=0, help="Only those that failed so many hours ago, or earlier.")] = 0,
        as_json: AsJson = False,
    ) -> None:
        """Send again what failed, and stop waiting where a platform had asked to.

        What waits for its next try is tried now.

        Questions and reminders of a week that has closed stay unsent.

        What failed more than a week ago does, too: its words are no longer kept.
        """

        def again(kept: Kept) -> str:
            now = datetime.now(UTC)
            count = kept.quarantine.retry(now, platform, reason, now - timedelta(hours=older) if older else None)
            return json.dumps({"again": count}) if as_json else f"{count} will be sent again."

        _told(store, again)

    return cli


def _told(store: Store, act: Callable[[Kept], str]) -> None:
    try:
        with store() as kept:
            print(act(kept))
    except (StoreTrouble, ValueError, OSError) as error:
        print(error)
        raise typer.Exit(1) from None


def _piles(kept: Kept) -> dict[str, list[dict[str, Any]]]:
    now = datetime.now(UTC)
    piles = [
        {"state": STATES[pile.state], "count": pile.many, "platform": pile.platform, "reason": pile.reason,
         "oldest": _age(now - pile.oldest)}
        for pile in kept.quarantine.piles(now)
    ]  # fmt: skip
    closed = kept.quarantine.closed(now)
    return {"messages": piles, "closed": [*_workspaces(closed), *_conversations(closed)]}


def _workspaces(closed: Sequence[Closed]) -> list[dict[str, Any]]:
    return [
        {"platform": lane.platform, "lane": f"workspace {lane.name.strip('/')}", "reason": lane.reason,
         "until": _moment(lane.until)}
        for lane in closed
        if lane.whole
    ]  # fmt: skip


def _conversations(closed: Sequence[Closed]) -> list[dict[str, Any]]:
    """How many of each platform, for each reason: which they are would tell who was written to."""
    alike: dict[tuple[str, str], list[Closed]] = {}
    for lane in closed:
        if not lane.whole:
            alike.setdefault((lane.platform, lane.reason), []).append(lane)
    return [
        {"platform": platform, "lane": f"{len(lanes)} conversations", "reason": reason,
         "until": _moment(max(lane.until for lane in lanes))}
        for (platform, reason), lanes in alike.items()
    ]  # fmt: skip


def _failed(kept: Kept) -> dict[str, list[dict[str, Any]]]:
    return {
        "messages": [
            {"kind": one.kind, "platform": one.platform, "reason": one.reason, "failed": _moment(one.at),
             "can be sent again": "yes" if one.kept else "no"}
            for one in kept.quarantine.failed()
        ]
    }  # fmt: skip


def _age(age: timedelta) -> str:
    minutes = max(int(age.total_seconds() // 60), 0)
    return f"{minutes // 1440} d {minutes // 60 % 24} h" if minutes >= 1440 else f"{minutes // 60} h {minutes % 60} min"


def _moment(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"


def _as_json(found: dict[str, list[dict[str, Any]]]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1)


def _as_text(found: dict[str, list[dict[str, Any]]]) -> str:
    parts = [_table(rows) for rows in found.values() if rows]
    return "\n\n".join(parts) or "Nothing waits and nothing failed."


def _table(rows: Sequence[dict[str, Any]]) -> str:
    lines = [[*rows[0]], *([str(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
