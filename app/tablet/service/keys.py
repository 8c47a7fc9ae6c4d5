"""The key pairs that tablets seal to: the newest is handed out, every older one still opens what was sealed to it."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from app.core import clock
from app.core.db import db
from app.core.sealing import Unsealable, seal, unseal
from app.tablet.models import SYNC_KEY, SyncKey

CURVE = ec.SECP256R1()


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The half that tablets are given: its number, and the point in base64."""

    id: str
    public: str


def find_public_key() -> PublicKey | None:
    """Return the key that tablets seal to now, None where none was made yet."""
    newest = (
        sa.select(SyncKey.id, SyncKey.public).order_by(SyncKey.made_at.desc(), SyncKey.id.desc()).limit(1)
    )
    row = db.session.execute(newest).first()
    return PublicKey(row.id, row.public) if row is not None else None


def make_key() -> PublicKey:
    """Make a new pair, which tablets get with their next contact; its private half never leaves the seal."""
    private = ec.generate_private_key(CURVE)
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    key = SyncKey(
        id=secrets.token_hex(5),
        public=base64.b64encode(point).decode(),
        private_sealed=seal(base64.b64encode(der).decode(), context=SYNC_KEY),
        made_at=clock.now(),
    )
    db.session.add(key)
    db.session.flush()
    return PublicKey(key.id, key.public)


def public_key() -> PublicKey:
    """Return the key that tablets seal to, made at the first need."""
    return find_public_key() or make_key()


def find_private_key(key_id: str) -> ec.EllipticCurvePrivateKey | None:
    """Return the half that opens what was sealed to a key; None where there is no such key, or nobody can open it."""
    sealed = db.session.scalar(sa.select(SyncKey.private_sealed).where(SyncKey.id == key_id))
    if sealed is None:
        return None
    try:
        der = base64.b64decode(unseal(sealed, context=SYNC_KEY))
    except Unsealable:
        return None
    private = load_der_private_key(der, password=None)
    return private if isinstance(private, ec.EllipticCurvePrivateKey) else None
