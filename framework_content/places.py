"""Where something stands in a folder of content: TOML readers give no line numbers, so the line is looked for."""

import re
from collections.abc import Sequence
from pathlib import Path

_KEYS = ("id", "topic", "entry", "words")


def place(folder: Path, name: str, file: Path | None = None, text: str = "") -> str:
    """`22_power.toml:14` for the table that goes by a name, or for a text in it; the folder's name when not found."""
    candidates = [file] if file else sorted(folder.glob("*.toml"))
    found = [(candidate, *_line(candidate, name, text)) for candidate in candidates]
    # Two kinds of tables may go by one name, such as a phase and what explains it: the one with the text is meant.
    for candidate, line, _ in sorted((one for one in found if one[1]), key=lambda one: not one[2]):
        return f"{candidate.name}:{line}"
    return file.name if file else folder.name


def find(folders: Sequence[Path], name: str, text: str = "") -> str:
    """The same over several folders, the last first, with the folder's name before it: `en/22_power.toml:14`."""
    for folder in reversed(folders):
        at = place(folder, name, text=text)
        if at != folder.name:
            return f"{folder.name}/{at}"
    return "/".join(dict.fromkeys(folder.name for folder in folders))


def _line(file: Path, name: str, text: str) -> tuple[int, bool]:
    """The line of the text within the table of that name, else of the table itself, else 0; whether it is the text's."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return 0, False
    start = next((n for n, line in enumerate(lines, 1) if _names(line, name)), 0)
    # A long text is broken over lines, so its first words are looked for.
    beginning = " ".join(text.split()[:4])
    for number, line in enumerate(lines[start:] if start and text else (), start + 1):
        if line.startswith("[["):
            break
        if beginning in " ".join(line.split()):
            return number, True
    return start, False


def _names(line: str, name: str) -> bool:
    """Whether a line gives a table its name. A table that has none is looked for by its head: `[[entry`."""
    if name.startswith("["):
        return line.startswith(name)
    known = re.match(rf"(?:{'|'.join(_KEYS)})\s*=\s*[\[\"']+(.*?)[\]\"']*\s*$", line)
    return known is not None and known[1].replace('"', "").replace(",", "") == name
