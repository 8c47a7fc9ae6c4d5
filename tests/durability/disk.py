"""A disk whose power can be cut: it stands between the application's own SQLite and the real files.

It knows what a disk has promised to keep (everything written before the last sync of a file) and what it may still lose.
At a cut the rest is lost, kept in part, kept out of order, or torn at a sector, as the dice fall; what was synced stays.
It is laid under the very library the application uses, which exports the functions a file system is registered by.
"""

from __future__ import annotations

import ctypes as c
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any

import pysqlite3._sqlite3 as library

SECTOR = 512
LUCKY = 0.6  # how many of the sectors that were not synced are there all the same
MAIN_DB, WAL = 0x00000100, 0x00080000
METHODS = (
    "version", "close", "read", "write", "truncate", "sync", "file_size", "lock", "unlock", "check_reserved_lock",
    "file_control", "sector_size", "device_characteristics", "shm_map", "shm_lock", "shm_barrier", "shm_unmap",
    "fetch", "unfetch",
)  # fmt: skip
WRITE = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p, c.c_int, c.c_int64)
TRUNCATE = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_int64)
SYNC = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_int)
# The name is handed on as the very address that came: the library keeps it.
OPEN = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p, c.c_void_p, c.c_int, c.POINTER(c.c_int))


class IoMethods(c.Structure):
    """What can be done with an open file; all are addresses but the version."""

    _fields_ = [(name, c.c_void_p) for name in METHODS]


class FileSystem(c.Structure):
    """The part of a file system's table that matters here."""

    _fields_ = [
        ("version", c.c_int),
        ("file_size", c.c_int),
        ("longest_name", c.c_int),
        ("next", c.c_void_p),
        ("name", c.c_char_p),
        ("own", c.c_void_p),
        ("open", OPEN),
        ("others", c.c_void_p * 16),
    ]


@dataclass
class Content:
    """One file: what is safe, and what was written since, in order."""

    safe: bytearray = field(default_factory=bytearray)
    unsafe: list[tuple[int, bytes | None]] = field(default_factory=list)

    def settle(self) -> None:
        """Keep everything written so far."""
        for at, data in self.unsafe:
            apply(self.safe, at, data)
        self.unsafe.clear()

    def after_cut(self, dice: random.Random) -> bytes:
        """Return what is found when the power is back."""
        left = bytearray(self.safe)
        for at, data in survivors(self.unsafe, dice):
            apply(left, at, data)
        return bytes(left)


def apply(content: bytearray, at: int, data: bytes | None) -> None:
    """Write into a file, or (no data) cut it off at a length."""
    if data is None:
        del content[at:]
        return
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data


def survivors(unsafe: list[tuple[int, bytes | None]], dice: random.Random) -> list[tuple[int, bytes | None]]:
    """Return which of the writes that were not synced reached the disk: none, a beginning, or any of them in pieces."""
    luck = dice.random()
    if luck < 0.3:
        return []
    if luck < 0.6:
        return unsafe[: dice.randint(0, len(unsafe))]
    return [piece for write in unsafe for piece in in_sectors(*write) if dice.random() < LUCKY]


def in_sectors(at: int, data: bytes | None) -> list[tuple[int, bytes | None]]:
    """Return a write as the sectors it is torn into; a shortening is one piece."""
    if data is None:
        return [(at, None)]
    return [(at + start, data[start : start + SECTOR]) for start in range(0, len(data), SECTOR)]


class Disk:
    """The disk under every database this process opens from now on."""

    def __init__(self) -> None:
        self.files: dict[str, Content] = {}
        self.on_event: Callable[[], None] = lambda: None
        self.refuses_with = 0  # the status every write comes back with, where it is not nought
        self._lock = RLock()
        self._paths: dict[int, str] = {}
        self._patched: dict[int, IoMethods] = {}
        self._kept: list[Any] = []
        self._sqlite = c.CDLL(library.__file__)
        self._sqlite.sqlite3_vfs_find.restype = c.POINTER(FileSystem)
        usual = self._sqlite.sqlite3_vfs_find(None)
        self._open = usual.contents.open
        self._system = FileSystem.from_buffer_copy(usual.contents)
        self._system.name = b"cut"
        self._system.open = self._keep(OPEN(self._on_open))
        self._sqlite.sqlite3_vfs_register(c.byref(self._system), 1)

    def settle(self) -> None:
        """Keep everything that was written so far."""
        with self._lock:
            for content in self.files.values():
                content.settle()

    def cut(self, folder: Path, dice: random.Random) -> None:
        """Lay into a folder what would be found if the power failed at this moment; the work itself goes on."""
        with self._lock:
            for path, content in self.files.items():
                (folder / Path(path).name).write_bytes(content.after_cut(dice))

    def _keep(self, callback: Any) -> Any:
        self._kept.append(callback)
        return callback

    def _on_open(self, system: int, name: int | None, file: int, flags: int, out: Any) -> int:
        status = int(self._open(system, name, file, flags, out))
        if status == 0 and name and flags & (MAIN_DB | WAL):
            path = c.string_at(name).decode()
            with self._lock:
                self._paths[file] = path
                if path not in self.files:
                    self.files[path] = Content(bytearray(Path(path).read_bytes()))
            methods = c.cast(file, c.POINTER(c.c_void_p))
            methods[0] = c.addressof(self._patch(methods[0]))
        return status

    def _patch(self, address: int | None) -> IoMethods:
        """Return the table of a file's methods with those that change the disk led through here."""
        assert address is not None
        if address not in self._patched:
            own = IoMethods.from_address(address)
            patched = IoMethods.from_buffer_copy(own)
            for name, kind, act in (
                ("write", WRITE, self._on_write),
                ("truncate", TRUNCATE, self._on_truncate),
                ("sync", SYNC, self._on_sync),
            ):
                real = kind(getattr(own, name))
                setattr(patched, name, c.cast(self._keep(kind(self._led(act, real))), c.c_void_p).value)
            self._patched[address] = self._keep(patched)
        return self._patched[address]

    def _led(self, act: Callable[..., None], real: Any) -> Callable[..., int]:
        def through(file: int, *given: Any) -> int:
            status = self.refuses_with if act == self._on_write else 0
            status = status or int(real(file, *given))
            if status == 0:
                with self._lock:
                    act(self.files[self._paths[file]], *given)
                self.on_event()
            return status

        return through

    def _on_write(self, content: Content, data: int, size: int, at: int) -> None:
        content.unsafe.append((at, c.string_at(data, size)))

    def _on_truncate(self, content: Content, size: int) -> None:
        content.unsafe.append((size, None))

    def _on_sync(self, content: Content, _flags: int) -> None:
        content.settle()
