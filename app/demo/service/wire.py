"""A tablet of the demonstration as the server meets it: what it says of itself, and items sealed as tablets seal them."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.accounts.reader import Reader
from app.core import clock
from app.demo.rules.tablets import Lent, Pairs
from app.tablet.rules.batch import Batch, read_batch
from app.tablet.rules.formats import CURRENT
from app.tablet.rules.vocabulary import ItemKind
from app.tablet.service.keys import CURVE, PublicKey, public_key
from app.tablet.service.opening import INFO, KEY_BYTES, NONCE, VERSION


@dataclass(frozen=True, slots=True)
class Filled:
    """One form filled in on a tablet: its number, whom it is about, what was typed and when."""

    uuid: UUID
    kind: ItemKind
    person_id: int
    fields: Pairs
    at: datetime


@dataclass(frozen=True, slots=True)
class Tablet:
    """One tablet in the hands of its doctor."""

    device_id: UUID
    lent: Lent
    doctor: Reader

    def says(self, forms: Sequence[Filled] = ()) -> Batch:
        """Return what it sends now, read as the server reads it."""
        now = clock.now()
        said = read_batch(
            {
                "device": str(self.device_id),
                "label": self.lent.label,
                "release": CURRENT,
                "author": self.doctor.id,
                "now": (now + timedelta(seconds=self.lent.clock_ahead)).isoformat(),
                "waiting": self.lent.waiting,
                "persisted": self.lent.persisted,
                "packed_at": (now + self.lent.spoke - self.lent.packed).isoformat(),
                "items": [self._sent(form) for form in forms],
            }
        )
        assert said is not None
        return said

    def _sent(self, form: Filled) -> dict[str, Any]:
        key, at = public_key(), clock.local(form.at).isoformat(timespec="milliseconds")
        inside = {
            "kind": form.kind.value,
            "person": form.person_id,
            "fields": form.fields,
            "captured_at": at,
        }
        told = (form.uuid, self.doctor.id, self.device_id, form.kind.value, CURRENT)
        sealed = _sealed_to(key, json.dumps(inside).encode(), bound="|".join(("item", *map(str, told))))
        return {
            "uuid": str(form.uuid),
            "hash": hashlib.sha256(sealed).hexdigest(),
            "author": self.doctor.id,
            "key": key.id,
            "format": CURRENT,
            "kind": form.kind.value,
            "captured_at": at,
            "sealed": base64.b64encode(sealed).decode(),
        }


def _sealed_to(key: PublicKey, plain: bytes, *, bound: str) -> bytes:
    """Return what only the server opens, as a tablet makes it: a fresh pair for each item, agreed on with the server's."""
    fresh = ec.generate_private_key(CURVE)
    point = fresh.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = fresh.exchange(
        ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, base64.b64decode(key.public))
    )
    secret = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=point, info=INFO).derive(shared)
    nonce = secrets.token_bytes(NONCE)
    return bytes([VERSION]) + point + nonce + AESGCM(secret).encrypt(nonce, plain, bound.encode())
