"""`python -m tests.finding`: how often finding is right, by words alone and, where it is installed, with the model."""

from framework_content import load
from tests.finding.measuring import SETS, Result, cases, measure

_HEAD = f"{'':12}{'set':10}{'kind':9}{'n':>4}{'first':>8}{'three':>8}{'refused':>9}{'p50 ms':>8}{'p99 ms':>8}"


def _line(way: str, name: str, result: Result) -> str:
    right = ("", "") if result.kind == "outside" else (f"{result.first:.3f}", f"{result.three:.3f}")
    return (
        f"{way:12}{name:10}{result.kind:9}{result.count:>4}{right[0]:>8}{right[1]:>8}{result.refused:>9.3f}"
        f"{result.typical_ms:>8.1f}{result.slowest_ms:>8.1f}"
    )


def main() -> None:
    """Print the table."""
    words, model = load(meaning=False), load()
    ways = {"words": words} if model.likeness is None else {"words": words, "with model": model}
    print(_HEAD)
    for way, library in ways.items():
        for name in SETS:
            for result in measure(cases(name), library):
                print(_line(way, name, result))


if __name__ == "__main__":
    main()
