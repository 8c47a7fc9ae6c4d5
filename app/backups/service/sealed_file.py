"""One sealed file of many parts, each compressed and sealed under a key of the file's own.

The number of a part, and whether it is the last, are bound into its seal together with the header: a part that was
altered, left out, exchanged or taken from another file does not open, and a cut file shows. The file's key stands in the
header, sealed under the newest data key, so a stolen disk without ``data_keys`` gives nothing.
"""

from __future__ import annotations

import base64
import hashlib
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.backups.rules.manifest import FORMAT, MAGIC, Header
from app.backups.service import faults
from app.core.sealing import NONCE_BYTES, Unsealable, seal, unseal

CONTEXT = "backup.key"
LENGTH_BYTES = 4
TAG_BYTES = 16
LONGEST_HEADER = 4096
COMPRESSION = 1
OWNER_ONLY = 0o600


class Part(NamedTuple):
    """One part that opened, and whether it is the last."""

    content: bytes
    last: bool


def fresh_key() -> tuple[bytes, str]:
    """Return a key for one file, and the same sealed under the newest data key."""
    key = AESGCM.generate_key(256)
    return key, seal(base64.b64encode(key).decode(), context=CONTEXT)


class SealedWriter:
    """Writes a sealed file beside its final name; only when all of it is on the disk does it get that name."""

    def __init__(self, path: Path, *, header: Header, key: bytes) -> None:
        self.path = path
        self._draft = path.with_name(f"{path.name}.part")
        self._file: BinaryIO = os.fdopen(
            os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb"
        )
        self._cipher = AESGCM(key)
        opening = MAGIC + msgspec.json.encode(header) + b"\n"
        self._bound = hashlib.sha256(opening).digest()
        self._number = 0
        self._file.write(opening)

    def write(self, content: bytes, *, last: bool = False) -> None:
        """Compress, seal and append one part."""
        number = self._number.to_bytes(NONCE_BYTES)
        sealed = self._cipher.encrypt(number, zlib.compress(content, COMPRESSION), _bound(self._bound, last))
        self._file.write(len(sealed).to_bytes(LENGTH_BYTES) + sealed)
        self._number += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            _close(self._file)
            self._draft.unlink(missing_ok=True)

    def _finish(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._draft.rename(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class SealedReader:
    """Reads a sealed file part by part, or refuses it with a sentence."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self._opening = _opening(file, path.name)
        self.header = _header(self._opening, path.name)
        try:
            key = base64.b64decode(unseal(self.header.key, context=CONTEXT))
        except Unsealable:
            raise faults.refuse(faults.NO_KEY, file=path.name, key=self.header.key_id) from None
        self._cipher = AESGCM(key)
        self._bound = hashlib.sha256(self._opening).digest()

    def parts(self) -> Iterator[Part]:
        """Yield every part in order; the last one says so, and nothing may follow it."""
        number, last = 0, False
        with self.path.open("rb") as file:
            file.seek(len(self._opening))
            while not last:
                content, last = self._open(_sealed(file, self.path.name, number), number)
                if last and file.read(1):
                    raise faults.refuse(faults.ALTERED, file=self.path.name, number=number + 1)
                yield Part(content, last)
                number += 1

    def _open(self, sealed: bytes, number: int) -> Part:
        for last in (False, True):
            try:
                packed = self._cipher.decrypt(number.to_bytes(NONCE_BYTES), sealed, _bound(self._bound, last))
            except InvalidTag:
                continue
            return Part(zlib.decompress(packed), last)
        raise faults.refuse(faults.ALTERED, file=self.path.name, number=number)


def _bound(opening: bytes, last: bool) -> bytes:
    return opening + (b"\1" if last else b"\0")


def _opening(file: BinaryIO, name: str) -> bytes:
    """Return what stands before the sealed parts."""
    magic = file.readline(len(MAGIC))
    if not magic:
        raise faults.refuse(faults.EMPTY, file=name)
    if magic != MAGIC:
        raise faults.refuse(faults.FOREIGN, file=name)
    line = file.readline(LONGEST_HEADER)
    if not line.endswith(b"\n"):
        raise faults.refuse(faults.CUT, file=name)
    return magic + line


def _header(opening: bytes, name: str) -> Header:
    try:
        header = msgspec.json.decode(opening[len(MAGIC) :], type=Header)
    except msgspec.DecodeError:
        raise faults.refuse(faults.ALTERED, file=name, number=0) from None
    if header.format != FORMAT:
        raise faults.refuse(faults.OTHER_FORMAT, file=name, format=header.format, known=FORMAT)
    return header


def _sealed(file: BinaryIO, name: str, number: int) -> bytes:
    """Return the next sealed part as it stands in the file."""
    length = file.read(LENGTH_BYTES)
    size = int.from_bytes(length)
    left = os.fstat(file.fileno()).st_size - file.tell()
    if len(length) < LENGTH_BYTES or size > left:
        raise faults.refuse(faults.CUT, file=name)
    if size < TAG_BYTES:
        raise faults.refuse(faults.ALTERED, file=name, number=number)
    return file.read(size)


def _close(file: BinaryIO) -> None:
    """Close a file whose last bytes may not fit on the disk any more; the reason was told before."""
    try:
        file.close()
    except OSError:
        return
