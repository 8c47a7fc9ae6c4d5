"""The tablet's own store in a test: a page that holds its modules, and the server's side of a seal, written apart from it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import watch
from tests.browser.serving import House

MODULES = ("bytes", "clock", "keeper", "meta", "queue", "seal", "store")
PIN = "271828"
LOAD = """async (addresses) => {
  const modules = await Promise.all(Object.values(addresses).map((address) => import(address)));
  for (const [at, name] of Object.keys(addresses).entries()) window[name] = modules[at];
}"""


@dataclass(frozen=True, slots=True)
class ServerKey:
    """A key pair of a server that exists in this test only."""

    private: ec.EllipticCurvePrivateKey

    @property
    def public(self) -> str:
        """The point, as it travels."""
        return base64.b64encode(point_of(self.private.public_key())).decode()

    def opened(self, sealed: bytes, bound: str) -> bytes:
        """Open what a tablet sealed, or raise."""
        point, nonce, text = sealed[1:66], sealed[66:78], sealed[78:]
        other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        return AESGCM(_agreed(self.private, other, point)).decrypt(nonce, text, bound.encode())


def a_server_key() -> ServerKey:
    """Draw a key pair."""
    return ServerKey(ec.generate_private_key(ec.SECP256R1()))


def sealed_to(public: str, plain: bytes, bound: str) -> bytes:
    """Seal as the server would, to a tablet's key."""
    own = ec.generate_private_key(ec.SECP256R1())
    point = point_of(own.public_key())
    other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(public))
    nonce = b"only once, 1"
    return b"\x01" + point + nonce + AESGCM(_agreed(own, other, point)).encrypt(nonce, plain, bound.encode())


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return the 65 bytes of a public key."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _agreed(own: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePublicKey, point: bytes) -> bytes:
    shared = own.exchange(ec.ECDH(), other)
    return HKDF(hashes.SHA256(), 32, point, b"xunhu seal 1").derive(shared)


def addresses(house: House) -> dict[str, str]:
    """Return the modules by name, under the addresses the server gives them."""
    manifest = Path(house.environment["XUNHU_INSTANCE"]) / "assets" / "manifest.json"
    names = json.loads(manifest.read_text("utf-8"))["names"]
    return {module: f"/assets/{names[f'tablet/{module}.js']}" for module in MODULES}


def furnish(page: Page, house: House) -> Page:
    """Put the modules into a page of the server, by their names."""
    page.goto("/sign-in")
    page.evaluate(LOAD, addresses(house))
    return page


def another_tab(context: BrowserContext, house: House) -> Page:
    """Open a second tab beside the first."""
    page = context.new_page()
    page.complaints = watch(page)
    return furnish(page, house)


def set_up(page: Page, server: ServerKey, *, author: int = 5, pin: str = PIN) -> None:
    """Make a doctor's key, and note a contact that told the server's."""
    page.evaluate(
        "([doctor, pin, contact]) => keeper.setUp(doctor, pin).then(() => meta.noteContact(contact))",
        [
            {"author": author, "name": "李医生", "username": "li"},
            pin,
            {
                "epoch": "e1",
                "last": 0,
                "serverKey": {"id": "k1", "public": server.public},
                "offset": 0,
                "at": "",
            },
        ],
    )


def capture(page: Page, **changed: Any) -> dict[str, Any]:
    """Keep a visit with these changes and return its item; its bytes travel as base64."""
    form = {
        "author": 5,
        "kind": "visit",
        "person": 12,
        "path": "/people/12/visits/new",
        "fields": [["client_key", "11111111-1111-4111-8111-111111111111"], ["systolic", "158"]],
        "label": "陈秀英 随访",
        "place": "/people/12/visits/new",
    } | changed
    item: dict[str, Any] = page.evaluate(
        "async (form) => { const {label, ...item} = await queue.capture(form); return item; }", form
    )
    return item


def fault_of(page: Page, script: str, given: Any = None) -> str:
    """Return the name of what a script throws, or nothing where it goes well."""
    thrown = "(error) => error.constructor.name"
    return str(page.evaluate(f"async (given) => ({script})(given).then(() => '', {thrown})", given))


def sealed_of(page: Page, uuid: str) -> bytes:
    """Return the bytes of an item as they lie on the tablet."""
    text = page.evaluate("async (uuid) => bytes.toBase64((await store.read('parcels', uuid)).sealed)", uuid)
    return base64.b64decode(text)


def everything(page: Page) -> bytes:
    """Return all that lies in the tablet's database, bytes as they are."""
    text = page.evaluate(
        """async () => {
          const database = await store.open();
          const pieces = [];
          const walk = (value) => {
            if (value instanceof Uint8Array) pieces.push(value);
            else if (value && typeof value === 'object') Object.entries(value).flat().forEach(walk);
            else pieces.push(new TextEncoder().encode(String(value) + '\\n'));
          };
          for (const name of database.objectStoreNames) (await store.all(name)).forEach(walk);
          return bytes.toBase64(bytes.join(...pieces));
        }"""
    )
    return base64.b64decode(text)
