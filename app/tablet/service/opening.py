"""Opening what a tablet sealed for the server: a fresh key for each item, agreed on with the server's own."""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.core.words import Text
from app.tablet.models import InboxItem
from app.tablet.rules.content import Content, NoContent, read_content
from app.tablet.service.keys import CURVE, find_private_key

VERSION: Final = 1
POINT: Final = 65
NONCE: Final = 12
KEY_BYTES: Final = 32
INFO: Final = b"xunhu seal 1"

NO_KEY: Final = Text(
    "这一项打不开：封存它的密钥不在服务器上。原件还在，请告诉系统管理员。",
    "This item does not open: the key it was sealed to is not on the server. It is kept; tell your administrator.",
)
ALTERED: Final = Text(
    "这一项打不开：内容不是平板封存时的样子。原件还在，请告诉系统管理员。",
    "This item does not open: it is not as the tablet sealed it. It is kept; tell your administrator.",
)
NOT_READ: Final = Text(
    "这一项打开了，但看不懂里面的内容。原件还在，请告诉系统管理员。",
    "This item opens, but what is inside cannot be read. It is kept; tell your administrator.",
)


class Unopened(Exception):
    """An item whose content nobody can see, with the sentence that says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


def open_item(item: InboxItem) -> Content:
    """Return what was typed, or raise `Unopened`; what the seal is bound to must be what the item says of itself."""
    private = find_private_key(item.key_id)
    if private is None:
        raise Unopened(NO_KEY)
    try:
        content = read_content(open_sealed(private, item.sealed, bound=bound_of(item)))
    except InvalidTag as error:
        raise Unopened(ALTERED) from error
    except NoContent as error:
        raise Unopened(NOT_READ) from error
    if content.kind is not item.kind:
        raise Unopened(NOT_READ)
    return content


def bound_of(item: InboxItem) -> str:
    """Return what the seal of an item is bound to."""
    told = (item.uuid, item.author_id, item.device_id, item.kind.value, item.format)
    return "|".join(("item", *map(str, told)))


def open_sealed(private: ec.EllipticCurvePrivateKey, sealed: bytes, *, bound: str) -> bytes:
    """Return what was sealed to a key, or raise `InvalidTag` where it is not as it was sealed."""
    point, nonce = sealed[1 : 1 + POINT], sealed[1 + POINT : 1 + POINT + NONCE]
    if sealed[:1] != bytes([VERSION]) or len(nonce) < NONCE:
        raise InvalidTag
    try:
        ephemeral = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError as error:
        raise InvalidTag from error
    shared = private.exchange(ec.ECDH(), ephemeral)
    key = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=point, info=INFO).derive(shared)
    return AESGCM(key).decrypt(nonce, sealed[1 + POINT + NONCE :], bound.encode())
