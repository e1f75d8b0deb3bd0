"""What a name may be called for short, and when two spellings are one name. Pure.

English short forms come from the package `nicknames`; the Swedish ones that matter most are here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import Final

from nicknames import NickNamer

_SWEDISH_SHORT: Final = """
    alexander alex allan|anders adde ante|andreas adde|anna annika anki|anneli annis|barbro babben|bengt benke bengan
    bertil berra|birgitta gittan gitta|björn nalle|carina carro|caroline carro|charlotta lotta lottis|christer krille
    christian krille chrille|daniel danne|david dadde|elisabeth bettan lisa lisbeth lisen|erik jerka erka|eva evis
    filip fille|fredrik fredde figge|gunilla nilla|gunnar gurra|gustav gurra|hans hasse|henrik henke|ingegerd inga
    ingemar ingo|jan janne|jessica jessan|joakim jocke|johan jocke jonte johnny|johanna jossan|jonas jonte
    josefin jossan|karin kajsa kari|karl kalle|katarina kattis kajsa kata|kenneth kenta kenne|kerstin kicki
    kristian krille|kristina stina kicki kia tina|kristoffer krille stoffe|lars lasse|lennart lelle|leif leffe
    linda lindis|magnus mange|margareta greta maggan|maria mia maja mimmi|marie mia|martin marre|mattias matte
    mats matte|mikael micke|monica nicka|niklas nicke|nils nisse|olof olle|oskar ogge|patrik patte putte|per pelle
    peter petter pekka|pernilla nilla|rickard ricke|robert robban robbe|roger rogga|roland rolle|sebastian sebbe
    sofia fia soffan|stefan steffe steffo|susanne sussi sanna sanne|sven svenne|theodor teo|therese tessan
    tobias tobbe|tomas tompa|tommy tompa|torbjörn tobbe|ulf uffe|ulrika ulla rika|viktor vigge|viktoria vickan
    wilhelm ville|william wille
"""


def folded(word: str, own_letters: str = "") -> str:
    """Small letters without accents: "José" and "jose" are one name. `own_letters` stay, being letters of their own."""
    if word.isascii():
        return word.lower()
    return "".join(c if c in own_letters else _plain(c) for c in unicodedata.normalize("NFC", word.casefold()))


def _plain(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))


def sound(fold: str) -> str:
    """One spelling for names that sound alike: Erik and Eric, Sara and Sarah, Sofie and Sophie."""
    plain = fold.replace("ph", "f").replace("ch", "k").translate(str.maketrans("cqwzy", "kkvsi"))
    return single(plain[:1] + plain[1:].replace("h", ""))


def single(fold: str) -> str:
    """Doubled letters as one."""
    return re.sub(r"(.)\1+", r"\1", fold)


@lru_cache(maxsize=1)
def _namer() -> tuple[NickNamer, dict[str, set[str]]]:
    swedish: dict[str, set[str]] = defaultdict(set)
    for line in re.split(r"[|\n]", _SWEDISH_SHORT.strip()):
        name, *short = map(folded, line.split())
        swedish[sound(name)].update(short)  # Carl is Kalle as much as Karl is
        for one in short:
            swedish[sound(one)].add(name)
    return NickNamer(), dict(swedish)


def short_forms(fold: str) -> set[str]:
    """Short forms of a name, and the names that it may be short for."""
    english, swedish = _namer()
    long = english.canonicals_of(fold) if len(fold) >= 3 else set()
    return {folded(name) for name in english.nicknames_of(fold) | long} | swedish.get(sound(fold), set())
