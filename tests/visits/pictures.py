"""Pictures by hand, as small as they come: a grey JPEG, a PNG, and what a page would send of them."""

from __future__ import annotations

import base64
import zlib

from app.visits.rules.extras import Extras, Picture, Place
from app.visits.rules.vocabulary import AttachmentKind

LIUTANG_WELL = "31.735210,116.520120,20"


def a_segment(marker: int, body: bytes) -> bytes:
    """Return one segment of a JPEG."""
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2) + body


def a_jpeg(*extra: bytes, width: int = 8, height: int = 8, fill: int = 0, tail: bytes = b"") -> bytes:
    """Return a grey JPEG that every browser shows; ``extra`` segments stand in it, ``fill`` bytes make its scan longer."""
    size = height.to_bytes(2) + width.to_bytes(2)
    # One table of ones; codes of one bit, so that a block of grey is two bits of nought.
    quantised = a_segment(0xDB, b"\0" + bytes([1]) * 64)
    frame = a_segment(0xC0, b"\x08" + size + b"\x01\x01\x11\x00")
    codes = b"".join(a_segment(0xC4, bytes([of]) + bytes([1]) + bytes(15) + b"\0") for of in (0x00, 0x10))
    scan = a_segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x3f" + b"\x20" * fill
    return b"\xff\xd8" + b"".join(extra) + quantised + frame + codes + scan + b"\xff\xd9" + tail


def a_chunk(kind: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def a_png(*extra: bytes, width: int = 2, height: int = 1, tail: bytes = b"") -> bytes:
    """Return a grey PNG; ``extra`` chunks stand behind its header."""
    header = a_chunk(b"IHDR", width.to_bytes(4) + height.to_bytes(4) + bytes((8, 0, 0, 0, 0)))
    rows = zlib.compress((b"\0" + bytes(width)) * min(height, 9))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + b"".join(extra)
        + a_chunk(b"IDAT", rows)
        + a_chunk(b"IEND", b"")
        + tail
    )


def sent(content: bytes, media_type: str = "image/jpeg") -> str:
    """Return a picture as the page sends it."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def typed_extras(**changes: str) -> dict[str, str]:
    """Return the fields of a page with a photo, a signature and a place."""
    usual = {"photo_1": sent(a_jpeg()), "signature": sent(a_png(), "image/png"), "place": LIUTANG_WELL}
    return usual | changes


def some_extras() -> Extras:
    """Return a photo, a signature and a place as a plain value."""
    photo = Picture(AttachmentKind.PHOTO, 1, a_jpeg())
    signature = Picture(AttachmentKind.SIGNATURE, 1, a_png())
    return Extras((photo, signature), Place(31.73521, 116.52012, 20))
