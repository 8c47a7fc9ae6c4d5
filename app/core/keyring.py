"""The data keys: read from the setting or from the file beside the data, and followed there while the process runs.

Values are sealed under the newest key and opened under whichever key they name, so a new key needs no stop. The key of
the indexes is not changed while people work: an index is a deterministic value that must be equal everywhere at once.
"""

from __future__ import annotations

import base64
import fcntl
import hmac
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
FILE_NAME = "data_keys"
_Stamp = tuple[int, int, int]
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Keyring:
    """The data keys by id, the newest first, and the key of the indexes."""

    sealing: dict[str, bytes] = field(repr=False)
    index: bytes = field(repr=False)

    @classmethod
    def read(cls, setting: str) -> Keyring:
        """Read ``id:base64,id:base64;index:base64`` as the setting XUNHU_DATA_KEYS holds it."""
        keys, _, index = setting.strip().partition(";")
        pairs = (pair.split(":", 1) for pair in keys.split(",") if pair)
        ring = cls(
            {key: base64.b64decode(value) for key, value in pairs}, base64.b64decode(index.split(":", 1)[-1])
        )
        if not ring.sealing or any(len(key) != KEY_BYTES for key in (*ring.sealing.values(), ring.index)):
            raise ValueError("XUNHU_DATA_KEYS: each key must be 32 bytes in base64, as `id:key;index:key`.")
        return ring

    def written(self) -> str:
        """Return the keys as the setting holds them."""
        keys = ",".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in self.sealing.items())
        return f"{keys};index:{base64.b64encode(self.index).decode()}"

    @property
    def newest(self) -> str:
        """The id of the key that seals from now on."""
        return next(iter(self.sealing))

    def with_new(self) -> Keyring:
        """Return the ring with one more key, which seals from now on."""
        numbers = [int(name[1:]) for name in self.sealing if name[:1] == "k" and name[1:].isdecimal()]
        return Keyring({f"k{max(numbers, default=0) + 1}": os.urandom(KEY_BYTES), **self.sealing}, self.index)

    def without(self, key_id: str) -> Keyring:
        """Return the ring without one of its older keys."""
        return Keyring({name: key for name, key in self.sealing.items() if name != key_id}, self.index)

    @cached_property
    def ciphers(self) -> dict[str, AESGCM]:
        """The keys made ready once, for many thousand values."""
        return {name: AESGCM(key) for name, key in self.sealing.items()}

    def index_of(self, message: bytes) -> str:
        """Return the keyed hash of a message, in hexadecimal."""
        return hmac.digest(self.index, message, "sha256").hex()


class Keys:
    """The keys of a running process: those of the setting, or those of the file, read again when it changes."""

    def __init__(self, ring: Keyring, file: Path) -> None:
        self._ring, self._stamp = ring, _stamp_of(file)
        self.file = file if self._stamp is not None and _holds(file, ring) else None

    @property
    def known(self) -> Keyring:
        """The keys as last read: enough for an index, whose key is the same in all of them."""
        return self._ring

    def current(self) -> Keyring:
        """Return the keys as they stand now: a look at the file's time, and a reading where it is another."""
        if self.file is not None and (stamp := _stamp_of(self.file)) not in {None, self._stamp}:
            self._stamp = stamp
            self._read(self.file)
        return self._ring

    def holding(self, key_id: str) -> Keyring:
        """Return keys that a value sealed under one of them opens with; only an unknown one needs a look."""
        return self._ring if key_id in self._ring.sealing else self.current()

    def change(self, how: Callable[[Keyring], Keyring]) -> Keyring:
        """Write other keys made from those in the file: one at a time, in one step, and durable before it is told.

        No reader meets half a file, no crash leaves one, and of two who change it the second builds on the first.
        """
        if self.file is None:
            raise RuntimeError("The keys were given by XUNHU_DATA_KEYS: they are changed there.")
        with _alone_in(self.file.parent) as folder:
            self._stamp = None
            changed = how(self.current())
            _write_over(self.file, changed.written() + "\n")
            os.fsync(folder)
        return self.current()

    def seconds_unchanged(self) -> float:
        """Return how long the file has stood as it is; keys of the setting stand as long as the process runs."""
        return time.time() - self.file.stat().st_mtime if self.file is not None else 0.0

    def _read(self, file: Path) -> None:
        """Take over what the file holds; one that was spoiled by hand changes nothing."""
        try:
            self._ring = Keyring.read(file.read_text("utf-8"))
        except (OSError, ValueError):
            _log.error("%s cannot be read as keys; the keys read before stay in use.", file.name)


def fresh_keys() -> str:
    """Return a new value for XUNHU_DATA_KEYS."""
    return Keyring({"k1": os.urandom(KEY_BYTES)}, os.urandom(KEY_BYTES)).written()


def _holds(file: Path, ring: Keyring) -> bool:
    """Whether the file is where the setting came from: it may hold a newer key already."""
    try:
        kept = Keyring.read(file.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return kept.index == ring.index and ring.sealing.items() <= kept.sealing.items()


def _stamp_of(file: Path) -> _Stamp | None:
    try:
        told = os.stat(file)  # noqa: PTH116 - asked at every seal: half the time of the method
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size, told.st_ino


@contextmanager
def _alone_in(folder: Path) -> Iterator[int]:
    """Let one process at a time change what lies in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _write_over(file: Path, text: str) -> None:
    """Put a new file, readable by its owner alone, in the place of the old one."""
    draft = file.with_name(f".{file.name}.new")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    # Made by an administrator's command, it must stay readable to the account the servers run under.
    owner = file.stat()
    with suppress(PermissionError):
        os.chown(draft, owner.st_uid, owner.st_gid)
    draft.replace(file)
