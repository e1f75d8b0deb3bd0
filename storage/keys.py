"""The key ring: the secrets that link rows to people and unlock what they wrote. A file of its own, mode 0600.

It must never lie in the database, its folder's backups, or a commit: the database alone then tells nothing.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from filelock import FileLock

from bot.ports import StoreTrouble

SEAL = "seal"
PREVIOUS = "seal.previous"
"""What was locked before the last change of the seal; nothing is kept for longer than between two changes."""


NO_KEYS = (
    "There is no key file at {path}, but the database has answers that belong to one. "
    "Mount its disk, or set COREFLECT_KEYS. If it is lost for good: docs/operating.md, Restoring."
)


def key_file(path: Path, needed: Callable[[], bool]) -> KeyFile:
    """The keys at `path`. Raises StoreTrouble when there are none, although they are `needed`."""
    keys = KeyFile(path)
    if keys.is_new and needed():
        raise StoreTrouble(NO_KEYS.format(path=path))
    return keys


class KeyFile:
    """bot.ports.Keys in a JSON file. Several processes may share it: every change is made under a lock."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(path.with_suffix(path.suffix + ".lock"), timeout=10)
        self._known: dict[str, bytes] = {}
        self._changed = (0, 0)
        self._was_there = path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)

    @property
    def is_new(self) -> bool:
        """Whether there is no file yet."""
        return not self._was_there

    def circle_key(self, name: str) -> bytes:
        self._look()
        if name not in self._known:
            self._known[name] = self._made(name)
        return self._known[name]

    def _look(self) -> None:
        """Forget what was read when the file has changed: another process may have destroyed a key."""
        try:
            found = self._path.stat()
            # The moment alone can be the same for two changes: file systems count in milliseconds. Each is a new file.
            changed = found.st_mtime_ns, found.st_ino
        except FileNotFoundError:
            changed = 0, 0
        if changed != self._changed:
            self._known.clear()
            self._changed = changed

    def circles(self) -> list[str]:
        return [name for name in self._read() if name not in (SEAL, PREVIOUS)]

    def destroy(self, *names: str) -> None:
        with self._lock:
            ring = self._read()
            if gone := ring.keys() & names:
                self._write({name: key for name, key in ring.items() if name not in gone})
        for name in names:
            self._known.pop(name, None)

    def seal(self, words: str) -> bytes:
        # Not the second of locking: it would stand in clear beside the words, and tell whose they are.
        return self._fernet().encrypt_at_time(words.encode(), 0)

    def unseal(self, sealed: bytes) -> str:
        """What `seal` was given. Raises ValueError when the key that locked it is gone."""
        try:
            return self._fernet().decrypt(sealed).decode()
        except InvalidToken:
            raise ValueError("the key that locked this is gone") from None

    def change_seal(self) -> None:
        """Lock with a new key from now on. The last one still opens what it locked; the one before it is destroyed."""
        with self._lock:
            ring = self._read()
            if SEAL in ring:
                ring[PREVIOUS] = ring[SEAL]
            ring[SEAL] = secrets.token_hex(32)
            self._write(ring)
        self._known.clear()

    def _fernet(self) -> MultiFernet:
        keys = [self.circle_key(SEAL)]
        if previous := self._known.get(PREVIOUS):
            keys.append(previous)
        return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])

    def _made(self, name: str) -> bytes:
        with self._lock:
            ring = self._read()
            if name not in ring:
                ring[name] = secrets.token_hex(32)
                self._write(ring)
            # All of them at once: with many teams the file is long, and reading it for each would take its time.
            self._known = {name: bytes.fromhex(key) for name, key in ring.items()}
            return self._known[name]

    def _read(self) -> dict[str, Any]:
        try:
            ring: dict[str, Any] = json.loads(self._path.read_text())
        except FileNotFoundError:
            if self._was_there:  # a new one would part everybody from what they answered
                raise ValueError(f"The key file {self._path.name} is gone. Is its disk mounted?") from None
            return {}
        except ValueError:
            raise ValueError(f"The key file {self._path.name} is damaged. Restore it from a backup.") from None
        return ring

    def _write(self, ring: dict[str, Any]) -> None:
        # Written aside and moved into place, so that a crash leaves the old ring or the new one, never half of one.
        aside = self._path.with_suffix(".new")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(ring, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._path)
        self._was_there = True
