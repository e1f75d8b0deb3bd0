"""The key ring: made once, shared, destroyed for good, for the owner's eyes only."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from storage.keys import SEAL, KeyFile


def test_a_key_is_made_once_and_found_again(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "ring.json"
    key = KeyFile(path).circle_key("t1:power")
    assert len(key) == 32
    assert KeyFile(path).circle_key("t1:power") == key
    assert KeyFile(path).circle_key("t1:trust") != key


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ring.json"
    KeyFile(path).circle_key("t1:power")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_destroyed_key_is_gone_and_a_new_one_is_another(tmp_path: Path) -> None:
    ring = KeyFile(tmp_path / "ring.json")
    key = ring.circle_key("t1:power")
    ring.destroy("t1:power")
    ring.destroy("never made")
    assert key.hex() not in (tmp_path / "ring.json").read_text()
    assert ring.circle_key("t1:power") != key


def test_a_key_destroyed_by_one_process_is_gone_for_the_other(tmp_path: Path) -> None:
    one, other = KeyFile(tmp_path / "ring.json"), KeyFile(tmp_path / "ring.json")
    key = one.circle_key("t1:power")
    assert other.circle_key("t1:power") == key
    one.destroy("t1:power")
    assert other.circle_key("t1:power") != key


def test_a_key_destroyed_within_the_moment_in_which_another_was_made_is_gone_too(tmp_path: Path) -> None:
    path = tmp_path / "ring.json"
    one, other = KeyFile(path), KeyFile(path)
    key = one.circle_key("t1:power")
    assert other.circle_key("t1:power") == key
    then = path.stat()
    one.destroy("t1:power")
    os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
    assert other.circle_key("t1:power") != key


def test_a_file_that_vanishes_is_told_and_not_begun_anew(tmp_path: Path) -> None:
    ring = KeyFile(tmp_path / "ring.json")
    assert ring.is_new
    ring.circle_key("t1:power")
    assert not ring.is_new
    (tmp_path / "ring.json").unlink()  # its disk is not mounted any more
    with pytest.raises(ValueError, match=r"ring\.json is gone\. Is its disk mounted"):
        ring.circle_key("t2:power")
    assert not (tmp_path / "ring.json").exists()


def test_what_is_sealed_can_only_be_opened_with_the_ring(tmp_path: Path) -> None:
    ring = KeyFile(tmp_path / "ring.json")
    sealed = ring.seal("between us")
    assert b"between" not in sealed
    assert ring.unseal(sealed) == "between us"
    ring.destroy(SEAL)
    with pytest.raises(ValueError, match="gone"):
        ring.unseal(sealed)


def test_a_changed_seal_still_opens_what_the_last_one_locked_and_nothing_older(tmp_path: Path) -> None:
    ring = KeyFile(tmp_path / "ring.json")
    older = ring.seal("older")
    ring.change_seal()
    newer = KeyFile(tmp_path / "ring.json").seal("newer")
    assert (ring.unseal(older), ring.unseal(newer)) == ("older", "newer")
    ring.change_seal()
    assert KeyFile(tmp_path / "ring.json").unseal(newer) == "newer"
    with pytest.raises(ValueError, match="gone"):
        ring.unseal(older)


def test_a_damaged_ring_is_told_and_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "ring.json"
    path.write_text("{ half")
    with pytest.raises(ValueError, match=r"damaged\. Restore it"):
        KeyFile(path).circle_key("t1:power")
    assert path.read_text() == "{ half"
