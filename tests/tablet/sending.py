"""A tablet in the test's hand: it seals as the plan says, by an implementation of its own, and sends what it sealed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests import cast

OWN = {"X-Xunhu-Tablet": "1", "Sec-Fetch-Site": "same-origin"}
CAPTURED = "2026-05-20T08:12:03.000+08:00"


def derived(shared: bytes, point: bytes) -> bytes:
    """Return the key of one seal: HKDF as RFC 5869 writes it, of one block."""
    drawn = hmac.new(point, shared, hashlib.sha256).digest()
    return hmac.new(drawn, b"xunhu seal 1\x01", hashlib.sha256).digest()


def seal_to(public: str, plain: bytes, bound: str, *, secret: int | None = None, nonce: bytes = b"") -> bytes:
    """Return what was sealed to a public key; the secret and the nonce may be given, to have the same bytes again."""
    ephemeral = ec.derive_private_key(secret or secrets.randbits(250) + 1, ec.SECP256R1())
    point = ephemeral.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    whose = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(public))
    key, drawn = derived(ephemeral.exchange(ec.ECDH(), whose), point), nonce or secrets.token_bytes(12)
    return b"\x01" + point + drawn + AESGCM(key).encrypt(drawn, plain, bound.encode())


@dataclass
class Tablet:
    """One tablet of one doctor, with the answers it got."""

    client: Any
    author: Any
    device: UUID = field(default_factory=uuid4)
    key: dict[str, str] = field(default_factory=dict)
    epoch: str | None = None
    last: int = 0
    format: int = 1
    said: dict[str, Any] = field(default_factory=dict)

    def item(self, kind: str, person: int, fields: Any, **changes: Any) -> dict[str, Any]:
        """Return one item as it goes over the wire; what is changed is changed outside the seal, ``inside`` within."""
        if not self.key:
            self.send()
        pairs = [list(pair) for pair in (fields.items() if isinstance(fields, dict) else fields)]
        inside = {"kind": kind, "person": person, "path": "/", "fields": pairs, "captured_at": CAPTURED}
        uuid = str(changes.pop("uuid", None) or dict(map(tuple, pairs)).get("client_key") or uuid4())
        plain = json.dumps(inside | changes.pop("inside", {})).encode()
        bound = f"item|{uuid}|{self.author.id}|{self.device}|{kind}|{self.format}"
        sealed = seal_to(self.key["public"], plain, bound)
        return {
            "uuid": uuid,
            "hash": hashlib.sha256(sealed).hexdigest(),
            "author": self.author.id,
            "key": self.key["id"],
            "format": self.format,
            "kind": kind,
            "captured_at": CAPTURED,
            "sealed": base64.b64encode(sealed).decode(),
        } | changes

    def post(self, *items: Any, headers: dict[str, str] | None = None, **changes: Any) -> Any:
        """Send a request as it stands and return the answer."""
        said = {
            "device": str(self.device),
            "label": "村医平板",
            "release": 1,
            "author": self.author.id,
            "epoch": self.epoch,
            "last": self.last,
            "now": cast.MORNING.isoformat(),
            "waiting": len(items),
            "persisted": True,
            "packed_at": None,
            "asked": [],
            "items": list(items),
        }
        return self.client.post("/sync", json=said | changes, headers=OWN if headers is None else headers)

    def send(self, *items: Any, **changes: Any) -> list[dict[str, Any]]:
        """Send items, remember what the server says of itself, and return what it says of each."""
        answer = self.post(*items, **changes)
        assert answer.status_code == 200, answer.text
        self.said = answer.json
        self.key, self.epoch, self.last = self.said["key"], self.said["epoch"], self.said["last"]
        return list(self.said["items"])


def a_visit_form(**changes: str) -> dict[str, str]:
    """Return a finished hypertension visit of today as its page sends it; pass fields to change them."""
    return {
        "client_key": str(uuid4()),
        "visited_on": cast.TODAY.isoformat(),
        "mode": "home",
        "sections": "hypertension",
        "systolic": "136",
        "diastolic": "84",
        "symptoms": "none",
        "note": "",
    } | changes


def an_attempt_form(**changes: str) -> dict[str, str]:
    """Return a contact that was no visit as its page sends it."""
    return {
        "client_key": str(uuid4()),
        "outcome": "nobody-there",
        "way": "phone",
        "contact": "",
        "tried_on": cast.TODAY.isoformat(),
    } | changes


def an_edit_form(**changes: str) -> dict[str, str]:
    """Return a change of Granny Chen's record as its page sends it."""
    return {"name": "陈桂英", "area_code": cast.LIUTANG, "address": "南头", "version": "1"} | changes


def a_round_form(person: int, **changes: str) -> dict[str, str]:
    """Return a round to one person as the board sends it."""
    return {"visited_on": cast.TODAY.isoformat(), f"p{person}": "all", f"k{person}": str(uuid4())} | changes
