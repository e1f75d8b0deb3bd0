"""A machine on which the disk with the key file is not mounted must not answer anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.clocks import SystemClock
from bot.ports import StoreTrouble
from coreflect import Settings, build, speak
from tests import databases


@pytest.mark.parametrize("kind", databases.KINDS)
def test_a_process_without_the_key_file_of_its_database_does_not_start(kind: str, tmp_path: Path) -> None:
    settings = Settings(
        _env_file=None,
        database_url=databases.fresh_url(kind, tmp_path),
        coreflect_keys=tmp_path / "shared" / "keys.json",
    )  # type: ignore[call-arg]
    first = build(settings, SystemClock(), speak(settings))
    with first.store.unit() as unit:
        unit.circles.save("t1", "power", {"latest": {"a code": 3}})
    first.keys.circle_key("t1:power")
    build(settings, SystemClock(), first.languages).store.dispose()

    elsewhere = settings.model_copy(update={"coreflect_keys": tmp_path / "not mounted" / "keys.json"})
    with pytest.raises(StoreTrouble, match=r"There is no key file at .*not mounted"):
        build(elsewhere, SystemClock(), first.languages)
    with first.store.unit() as unit:
        unit.circles.save("t1", "power", {})  # the team has ended: nothing is kept that a key belongs to
    build(elsewhere, SystemClock(), first.languages).store.dispose()
    first.store.dispose()
