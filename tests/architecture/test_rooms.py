"""The house rules that a machine can hold: small rooms, who may know what, and who may touch answers."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
PRODUCT = [
    ROOT / "coreflect.py",
    ROOT / "command_line.py",
    ROOT / "doctor.py",
    ROOT / "operating.py",
    ROOT / "outbox_command.py",
    *(p for f in ("bot", "adapters", "storage", "framework_content") for p in (ROOT / f).rglob("*.py")),
]
TESTS = [path for path in (ROOT / "tests").rglob("*.py") if "node_modules" not in path.parts]
GENERATED = "versions"


def _lines(path: Path) -> int:
    return path.read_text().count("\n")


def test_files_are_small_rooms() -> None:
    rooms = [path for path in [*PRODUCT, *TESTS] if GENERATED not in path.parts]
    assert {str(p.relative_to(ROOT)): _lines(p) for p in rooms if _lines(p) > 350} == {}
    assert median(_lines(path) for path in rooms) <= 100


def test_functions_do_one_thing() -> None:
    long = {}
    for path in [*PRODUCT, *TESTS]:
        if GENERATED in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > 50:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert long == {}


def _importing(*names: str) -> set[str]:
    wanted = re.compile(rf"^\s*(?:from|import)\s+(?:{'|'.join(names)})\b", re.MULTILINE)
    return {str(path.relative_to(ROOT)) for path in PRODUCT if wanted.search(path.read_text())}


def test_botbuilder_stays_behind_two_files() -> None:
    assert len(_importing("botbuilder", "botframework", "msrest")) == 2


def test_a_platforms_libraries_stay_in_its_folder() -> None:
    assert all(path.startswith("adapters/slack/") for path in _importing("slack_bolt", "slack_sdk"))
    assert all(path.startswith("adapters/teams/") for path in _importing("botbuilder"))
    assert all(path.startswith("storage/") for path in _importing("sqlalchemy", "sqlmodel", "alembic"))


def test_only_the_ballot_touches_answers() -> None:
    touching = {path for path in PRODUCT if re.search(r"\bballots\.|\bcircles\.(states|save)\b", path.read_text())}
    assert {str(path.relative_to(ROOT)) for path in touching} == {"bot/ballot.py"}
    labels = {"bot/groups.py", "bot/record.py", "bot/wording/reading.py"}  # the words of what was published
    assert _importing(r"bot\.release") <= {"bot/ballot.py", *labels}


def test_only_the_engine_reads_the_clock() -> None:
    reading = {
        path for path in (ROOT / "bot").rglob("*.py") if re.search(r"\.now\(|\.today\(|time\.time\(", path.read_text())
    }
    assert {path.name for path in reading} <= {"engine.py", "demonstration.py"}


def test_nothing_sleeps_in_tests_of_the_product() -> None:
    # Real programs and slow clients take real time; a simulation's sleep is on its own clock.
    real = {"clients", "bench", "load", "fuzz", "simulation", "machines"}
    ours = [path for path in TESTS if not real & set(path.parts) and path != Path(__file__)]
    sleeping = re.compile(r"\bsleep\((?!0\))")
    assert {str(path.relative_to(ROOT)) for path in ours if sleeping.search(path.read_text())} == set()
