"""Sensitive fields at rest: sealed with AES-GCM under a key id, found again through keyed indexes.

Sealing is randomised, so equal values look different; a blind index is deterministic, under a key of its own. What is
bound into a seal is the kind of field and not the row: merging records and taking a list back move sealed values between
rows and journals unopened. Who can write rows could exchange two of them, but the index beside each would not agree.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cryptography.exceptions import InvalidTag
from flask import Flask, current_app

from app.core.keyring import FILE_NAME, Keyring, Keys

NONCE_BYTES = 12
INDEX_HEX = 32
Sealed = TypeVar("Sealed", str, bytes)


def sealed_as(context: str) -> dict[str, str]:
    """Mark a column as holding sealed values of one context, so that a change of keys finds it: ``info=sealed_as(...)``."""
    return {"sealed": context}


def sealed_within(contexts: dict[str, str]) -> dict[str, dict[str, str]]:
    """Mark a column of JSON in which values of these names, at any depth, are sealed: each name with its context."""
    return {"sealed_within": contexts}


class Unsealable(Exception):
    """A sealed value was altered, belongs to another context, or its key is missing."""


def init(app: Flask) -> None:
    """Read the keys at start; where they lie in the file beside the data, a running process follows it."""
    ring = Keyring.read(app.config["XUNHU_DATA_KEYS"])
    app.extensions["keyring"] = Keys(ring, Path(app.instance_path) / FILE_NAME)


def keys() -> Keys:
    """Return the keys of this process."""
    held: Keys = current_app.extensions["keyring"]
    return held


def seal(plain: str, *, context: str) -> str:
    """Return a value sealed for one kind of field; it opens only under the same context."""
    key_id, body = _encrypt(plain.encode(), context)
    return f"{key_id}.{base64.b64encode(body).decode()}"


def unseal(sealed: str, *, context: str) -> str:
    """Return the plain value, or raise `Unsealable`."""
    key_id, _, body = sealed.partition(".")
    try:
        return _decrypt(key_id, base64.b64decode(body), context).decode()
    except ValueError as error:
        raise Unsealable(f"a sealed {context} does not open") from error


def seal_bytes(plain: bytes, *, context: str) -> bytes:
    """Return a whole file sealed for one purpose; it opens only under the same context."""
    key_id, body = _encrypt(plain, context)
    return b"%s.%s" % (key_id.encode(), body)


def unseal_bytes(sealed: bytes, *, context: str) -> bytes:
    """Return the plain file, or raise `Unsealable`."""
    key_id, _, raw = sealed.partition(b".")
    try:
        return _decrypt(key_id.decode(), raw, context)
    except UnicodeDecodeError as error:
        raise Unsealable(f"a sealed {context} does not open") from error


def sealer(context: str) -> Callable[[str], str]:
    """Return what seals many values of one kind, a portion of a list: the keys' file is looked at once for all of them."""
    ring, told = keys().current(), context.encode()
    name, encrypt = ring.newest, ring.ciphers[ring.newest].encrypt

    def sealed(plain: str) -> str:
        nonce = os.urandom(NONCE_BYTES)
        body = base64.b64encode(nonce + encrypt(nonce, plain.encode(), told))
        return f"{name}.{body.decode()}"

    return sealed


def indexer(purpose: str) -> Callable[[str], str]:
    """Return what indexes many values for one purpose, as `blind` does."""
    index_of, begun = keys().known.index_of, f"{purpose}\0".encode()
    return lambda value: index_of(begun + value.encode())[:INDEX_HEX]


def reseal(sealed: Sealed, *, context: str) -> Sealed:
    """Return the same value sealed under the newest key."""
    if isinstance(sealed, bytes):
        return seal_bytes(unseal_bytes(sealed, context=context), context=context)
    return seal(unseal(sealed, context=context), context=context)


def blind(value: str, *, purpose: str) -> str:
    """Return the keyed index of a value, 32 hexadecimal characters, different for each purpose."""
    return keys().known.index_of(f"{purpose}\0{value}".encode())[:INDEX_HEX]


def _encrypt(plain: bytes, context: str) -> tuple[str, bytes]:
    ring = keys().current()
    nonce = os.urandom(NONCE_BYTES)
    return ring.newest, nonce + ring.ciphers[ring.newest].encrypt(nonce, plain, context.encode())


def _decrypt(key_id: str, raw: bytes, context: str) -> bytes:
    try:
        cipher = keys().holding(key_id).ciphers[key_id]
        return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode())
    except (KeyError, ValueError, InvalidTag) as error:
        raise Unsealable(f"a sealed {context} does not open") from error
