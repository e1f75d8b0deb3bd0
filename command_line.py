"""The commands that read the content and start nothing: explain, content, content check.

Which folder adds to the shipped content is for `coreflect.py` to know: it hands a function over that says it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from bot.explain import Explanation
from bot.explain import explain as find
from bot.library import ContentError, Library
from bot.messages import plain
from bot.wording.talk import explanation
from framework_content import check, load
from framework_content.listing import listed, told

STDIN: Final = "-"
Language = Annotated[str, typer.Option(help="The language, like en or sv.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]

content = typer.Typer(help="List the questions, statements and explanations, or check them.")


def explain(
    context: typer.Context,
    words: Annotated[str | None, typer.Argument(help="What to explain, in your own words.")] = None,
    batch: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Explain every line of a file, in order; - reads what is piped in."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: one object, on one line, for each.")] = False,
    language: Language = "en",
) -> None:
    """Explain a practice, a role or an idea, with its published source."""
    if (words is None) == (batch is None):
        raise typer.BadParameter(
            'give the words to explain, or a file of them, and not both: coreflect explain "power sharing", or '
            "coreflect explain --batch FILE.",
            param_hint="WORDS or --batch",
        )
    library = _library(context, language)
    for asked in [words] if words is not None else _lines(batch or ""):
        query = asked.encode(errors="surrogateescape").decode(errors="replace")  # bytes that are no text at all
        found = find(query, library)
        if as_json:
            print(json.dumps(_as_object(query, found, library), ensure_ascii=False))
        elif batch is not None:
            print(f"> {query}\n\n{_as_text(found, library)}\n")
        else:
            print(_as_text(found, library))


def _lines(name: str) -> list[str]:
    """The lines of a file, the empty ones too."""
    try:
        raw = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{name} cannot be read: {error.strerror}.", param_hint="--batch") from None
    lines = raw.decode("utf-8-sig", errors="replace").split("\n")
    return [line.removesuffix("\r") for line in (lines[:-1] if lines[-1] == "" else lines)]


def _as_object(query: str, found: Explanation, library: Library) -> dict[str, Any]:
    entry = found.entry
    return {
        "query": query,
        "matches": [{"id": m.id, "title": m.title, "score": round(m.score, 3)} for m in found.matches],
        "answer": entry.id if entry else None,
        "text": plain(explanation(library, entry)) if entry else "",
        "source": library.source(entry.source).cite() if entry else None,
    }


def _as_text(found: Explanation, library: Library) -> str:
    if found.entry:
        return plain(explanation(library, found.entry))
    t, near = library.t, ", ".join(match.title for match in found.matches[:3])
    return " ".join(
        [t("I don't know that."), *([t("Perhaps you mean one of these: {names}.", names=near)] if near else [])]
    )


@content.callback(invoke_without_command=True)
def list_content(context: typer.Context, as_json: AsJson = False, language: Language = "en") -> None:
    """List all that the bot asks and explains: wordings, phases, statements, entries and sources.

    `coreflect content check` checks it.
    """
    if context.invoked_subcommand is None:
        library = _library(context, language)
        print(json.dumps(listed(library), ensure_ascii=False, indent=2) if as_json else "\n".join(told(library)))


@content.command("check")
def check_content(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="A folder that adds to the shipped content. Without it: COREFLECT_CONTENT.")
    ] = None,
) -> None:
    """Check the content: what must be mended, with file and line, and what other languages lack.

    Ends with 1 when something must be mended. What a language lacks is shown in English, and is no mistake.
    """
    added = folder or _folder(context)
    report = check(added)
    _print("To mend:", report.wrong)
    _print("Not translated, so shown in English:", report.missing)
    what = f"the content with {added}" if added else "the shipped content"
    print(f"{len(report.wrong)} to mend, {len(report.missing)} not translated, in {what}.")
    raise typer.Exit(1 if report.wrong else 0)


def _print(head: str, lines: Iterable[str]) -> None:
    if lines := list(lines):
        print("\n".join([head, *(f"  {line}" for line in lines)]), end="\n\n")


def _library(context: typer.Context, language: str) -> Library:
    try:
        return load(language, _folder(context))
    except ContentError as error:
        if str(error).startswith("There is no content in"):
            raise typer.BadParameter(str(error), param_hint="--language") from None
        print(f"The content cannot be used. {error}", file=sys.stderr)  # as it is: a frame would break its lines
        raise typer.Exit(2) from None


def _folder(context: typer.Context) -> Path | None:
    added: Callable[[], Path | None] = context.obj
    return added()
