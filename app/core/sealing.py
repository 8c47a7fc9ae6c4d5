"""Sensitive fields at rest: sealed with AES-GCM under a key id, found again through keyed indexes.

Sealing is randomised, so equal values look different; a blind index is deterministic, under a key of its own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app

NONCE_BYTES = 12
KEY_BYTES = 32
INDEX_HEX = 32


class Unsealable(Exception):
    """A sealed value was altered, belongs to another context, or its key is missing."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """The data keys by id, the newest first, and the key of the indexes."""

    sealing: dict[str, bytes]
    index: bytes

    @classmethod
    def read(cls, setting: str) -> Keyring:
        """Read ``id:base64,id:base64;index:base64`` as the setting XUNHU_DATA_KEYS holds it."""
        keys, _, index = setting.partition(";")
        pairs = (pair.split(":", 1) for pair in keys.split(",") if pair)
        ring = cls(
            {key: base64.b64decode(value) for key, value in pairs}, base64.b64decode(index.split(":", 1)[-1])
        )
        if not ring.sealing or any(len(key) != KEY_BYTES for key in (*ring.sealing.values(), ring.index)):
            raise ValueError("XUNHU_DATA_KEYS: each key must be 32 bytes in base64, as `id:key;index:key`.")
        return ring

    @property
    def newest(self) -> str:
        """The id of the key that seals from now on."""
        return next(iter(self.sealing))


def fresh_keys() -> str:
    """Return a new value for XUNHU_DATA_KEYS."""
    key, index = (base64.b64encode(os.urandom(KEY_BYTES)).decode() for _ in range(2))
    return f"k1:{key};index:{index}"


def init(app: Flask) -> None:
    """Read the keys once at start."""
    app.extensions["keyring"] = Keyring.read(app.config["XUNHU_DATA_KEYS"])


def seal(plain: str, *, context: str) -> str:
    """Return a value sealed for one kind of field; it opens only under the same context."""
    ring = _keyring()
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(ring.sealing[ring.newest]).encrypt(nonce, plain.encode(), context.encode())
    return f"{ring.newest}.{base64.b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, *, context: str) -> str:
    """Return the plain value, or raise `Unsealable`."""
    key_id, _, body = sealed.partition(".")
    try:
        raw = base64.b64decode(body)
        return (
            AESGCM(_keyring().sealing[key_id])
            .decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode())
            .decode()
        )
    except (KeyError, ValueError, InvalidTag) as error:
        raise Unsealable(f"a sealed {context} does not open") from error


def seal_bytes(plain: bytes, *, context: str) -> bytes:
    """Return a whole file sealed for one purpose; it opens only under the same context."""
    ring = _keyring()
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(ring.sealing[ring.newest]).encrypt(nonce, plain, context.encode())
    return b"%s.%s%s" % (ring.newest.encode(), nonce, sealed)


def unseal_bytes(sealed: bytes, *, context: str) -> bytes:
    """Return the plain file, or raise `Unsealable`."""
    key_id, _, raw = sealed.partition(b".")
    try:
        key = _keyring().sealing[key_id.decode()]
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode())
    except (KeyError, ValueError, InvalidTag) as error:
        raise Unsealable(f"a sealed {context} does not open") from error


def blind(value: str, *, purpose: str) -> str:
    """Return the keyed index of a value, 32 hexadecimal characters, different for each purpose."""
    message = f"{purpose}\0{value}".encode()
    return hmac.new(_keyring().index, message, hashlib.sha256).hexdigest()[:INDEX_HEX]


def _keyring() -> Keyring:
    ring: Keyring = current_app.extensions["keyring"]
    return ring
