"""The Dockerfile, step by step, as far as can be told without Docker, and the settings that an operator copies.

The steps themselves were run by hand: docs/operating.md says which.
"""

import asyncio
import json
import re
import shlex
import sys
import tomllib
from contextlib import nullcontext
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.health import add_health
from bot.ports import StoreTrouble
from coreflect import Settings

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
IGNORED = [
    line for line in (ROOT / ".dockerignore").read_text().splitlines() if line.strip() and not line.startswith("#")
]


class Step(NamedTuple):
    """One instruction, its lines joined."""

    word: str
    rest: str


def stages(text: str) -> list[list[Step]]:
    """The instructions of each stage; a stage begins with its FROM."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    found: list[list[Step]] = []
    for line in filter(None, map(str.strip, joined.splitlines())):
        step = Step(*line.split(maxsplit=1))
        if step.word == "FROM":
            found.append([])
        found[-1].append(step)
    return found


BUILD, IMAGE = stages((ROOT / "Dockerfile").read_text())


def all_of(stage: list[Step], word: str) -> list[str]:
    return [step.rest for step in stage if step.word == word]


def one(stage: list[Step], word: str) -> str:
    (found,) = all_of(stage, word)
    return found


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for rest in all_of(IMAGE, "ENV") for pair in shlex.split(rest))


def copied() -> dict[str, str]:
    """What is copied out of the project -> where to, for every COPY of the build."""
    pairs: dict[str, str] = {}
    for rest in all_of(BUILD, "COPY"):
        *sources, target = shlex.split(rest)
        pairs |= dict.fromkeys(sources, target)
    return pairs


def names_in(page: str) -> set[str]:
    return set(re.findall(r"\b(?:DATABASE_URL|(?:COREFLECT|SLACK|TEAMS)_[A-Z_]+)\b", (ROOT / page).read_text()))


def test_both_stages_run_the_python_that_the_project_asks_for():
    first, second = one(BUILD, "FROM").split()[0], one(IMAGE, "FROM").split()[0]
    assert first == second
    version = re.fullmatch(r"python:(\d+\.\d+)-slim", first)
    assert version
    assert PROJECT["project"]["requires-python"] == f">={version[1]}"


def test_everything_that_is_copied_exists():
    assert [source for source in copied() if not (ROOT / source).exists()] == []


def test_everything_that_the_package_is_made_of_is_copied_where_it_is_built():
    wanted = {*PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["include"], PROJECT["project"]["readme"]}
    there = {source: target for source, target in copied().items() if source in {*wanted, "pyproject.toml"}}
    assert there.keys() == {*wanted, "pyproject.toml"}
    for source, target in there.items():
        # COPY of a folder copies what is in it: the folder's own name has to stand in the target.
        assert target == (f"/build/{source}" if (ROOT / source).is_dir() else "/build/")


def test_the_dependencies_come_from_the_lock_file_with_hashes_before_the_project():
    runs = [step.rest for step in BUILD if step.word == "RUN" and "pip install" in step.rest]
    locked, own = map(shlex.split, runs)
    assert "--require-hashes" in locked
    lock = PurePosixPath(locked[locked.index("-r") + 1])
    assert copied()[lock.name] == f"{lock.parent}/"
    assert "--hash=sha256:" in (ROOT / lock.name).read_text()
    assert {"--no-deps", "--no-build-isolation", "/build"} <= set(own)
    steps = [step.word + " " + step.rest for step in BUILD]
    changes_often = next(at for at, step in enumerate(steps) if "pyproject.toml" in step)
    assert steps.index(f"RUN {runs[0]}") < changes_often


def test_what_the_build_made_is_where_the_image_looks_for_it():
    made = shlex.split(next(rest for rest in all_of(BUILD, "RUN") if "-m venv" in rest))[-1]
    assert one(IMAGE, "COPY").split() == ["--from=build", made, made]
    assert environment()["PATH"].startswith(f"{made}/bin:")
    assert all(rest.startswith(f"{made}/bin/pip ") for rest in all_of(BUILD, "RUN") if "pip" in rest)


def test_it_does_not_run_as_root():
    user = one(IMAGE, "USER")
    assert user.isdecimal()  # some hosts refuse a name, because they cannot tell whether it is root's
    assert int(user) > 0
    assert f"--uid {user} " in one(IMAGE, "RUN")
    words = [step.word for step in IMAGE]
    assert words.index("RUN") < words.index("USER") < words.index("CMD")


def test_the_answers_and_the_keys_live_on_two_volumes_that_the_user_may_write():
    volumes = [PurePosixPath(volume) for volume in json.loads(one(IMAGE, "VOLUME"))]
    database = PurePosixPath(environment()["DATABASE_URL"].removeprefix("sqlite:///"))
    keys = PurePosixPath(environment()["COREFLECT_KEYS"])
    assert database.parent in volumes
    assert keys.parent in volumes
    assert database.parent != keys.parent
    assert f"mkdir -p {keys.parent}" in one(IMAGE, "RUN")
    assert f"chown -R coreflect {database.parent}" in one(IMAGE, "RUN")
    words = [step.word for step in IMAGE]
    assert words.index("RUN") < words.index("VOLUME")  # what is done to a volume's folder afterwards is lost


def test_no_secret_is_in_the_image():
    assert {"PATH", "DATABASE_URL", "COREFLECT_KEYS", "COREFLECT_HOST", "COREFLECT_PORT"} == environment().keys()
    assert all_of(BUILD + IMAGE, "ARG") == []


def test_it_is_open_on_the_port_that_it_listens_on():
    port = str(Settings.model_fields["coreflect_port"].default)
    assert one(IMAGE, "EXPOSE") == environment()["COREFLECT_PORT"] == port


class Trouble:
    """A store that is out of order."""

    def unit(self):
        raise StoreTrouble("The disk is full.")


class Empty(Trouble):
    """A store in which there is nothing."""

    def unit(self):
        return nullcontext(SimpleNamespace(teams={}))


@pytest.mark.parametrize(("store", "healthy"), [(Empty(), True), (Trouble(), False)])
async def test_the_health_check_hears_what_the_program_says(store, healthy):
    site = web.Application()
    add_health(site, store)
    options, command = one(IMAGE, "HEALTHCHECK").split(" CMD ")
    assert "--interval=" in options
    python, *arguments = json.loads(command)
    assert python == "python"
    async with TestServer(site) as server:
        # A proxy that does not answer: the check must not ask it.
        told = {"COREFLECT_PORT": str(server.port), "http_proxy": "http://127.0.0.1:9"}
        check = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env=told, stderr=asyncio.subprocess.PIPE
        )
        await check.communicate()
    assert (check.returncode == 0) is healthy


def test_it_starts_the_program_itself_so_that_it_is_told_to_stop():
    command = json.loads(one(IMAGE, "CMD"))  # a list: a shell would keep the signal for itself
    assert command == ["coreflect", "run"]
    assert command[0] in PROJECT["project"]["scripts"]


def test_only_what_is_copied_goes_to_docker():
    assert IGNORED[0] == "*"
    let_in = {line.removeprefix("!") for line in IGNORED if line.startswith("!")}
    assert let_in == copied().keys()


@pytest.mark.parametrize("page", ["docs/settings.md", ".env.example"])
def test_every_setting_is_explained_and_none_that_there_is_not(page):
    assert names_in(page) == {name.upper() for name in Settings.model_fields}


def test_the_example_changes_nothing_until_it_is_edited():
    lines = (ROOT / ".env.example").read_text().splitlines()
    assert [line for line in lines if line.strip() and not line.startswith("#")] == []


def test_the_settings_page_names_the_defaults():
    page = (ROOT / "docs" / "settings.md").read_text()
    for name, field in Settings.model_fields.items():
        default = field.default.as_posix() if isinstance(field.default, Path) else field.default
        shown = {"": "empty", False: "off"}.get(default, f"`{default}`")
        assert re.search(rf"^\| `{name.upper()}` \| {re.escape(shown)} \|", page, re.MULTILINE), name
