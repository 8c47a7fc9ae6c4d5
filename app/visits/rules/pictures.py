"""A picture and nothing else: what a page sent is taken apart, and only what draws the picture is kept. Pure.

Where and with what it was taken (EXIF), comments, thumbnails and whatever was hung on behind are left behind.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import pairwise

LONGEST_EDGE = 2000
_JPEG_START, _JPEG_END = b"\xff\xd8", 0xD9
_SCAN = 0xDA
_SIZES = frozenset({0xC0, 0xC1, 0xC2})
# Tables, the frame, its scans and the end: what a decoder needs, and no application's own segments.
_DRAWS = _SIZES | {0xC4, 0xDB, 0xDD, _SCAN, _JPEG_END}
_STUFFED = frozenset({0x00, *range(0xD0, 0xD8)})
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_DRAWS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")


def jpeg_alone(content: bytes) -> bytes | None:
    """Return a JPEG without anything that is not the picture; None where it is no whole JPEG of a sensible size."""
    if not content.startswith(_JPEG_START):
        return None
    parts = [(marker, part) for marker, part in _segments(content) if marker in _DRAWS]
    sizes = [_frame_size(part) for marker, part in parts if marker in _SIZES]
    markers = [marker for marker, _ in parts]
    if len(sizes) != 1 or not _sensible(sizes[0]) or _SCAN not in markers or markers[-1] != _JPEG_END:
        return None
    return _JPEG_START + b"".join(part for _, part in parts)


def png_alone(content: bytes) -> bytes | None:
    """Return a PNG without anything that is not the picture; None where it is no whole PNG of a sensible size."""
    if not content.startswith(_PNG_START):
        return None
    chunks = [(kind, chunk) for kind, chunk in _chunks(content) if kind in _PNG_DRAWS]
    kinds = [kind for kind, _ in chunks]
    in_order = all(_PNG_DRAWS.index(one) <= _PNG_DRAWS.index(other) for one, other in pairwise(kinds))
    whole = in_order and kinds[:1] == [b"IHDR"] and kinds.count(b"IHDR") == 1 and b"IDAT" in kinds
    if not whole or kinds[-1] != b"IEND" or not _sensible(_header_size(chunks[0][1])):
        return None
    return _PNG_START + b"".join(chunk for _, chunk in chunks)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each segment of a JPEG with its marker, a scan with all it holds; a broken one ends the list."""
    at = len(_JPEG_START)
    while at + 1 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        end = at + 2 if marker == _JPEG_END else at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == _SCAN:
            end = _after_scan(content, end)
        yield marker, content[at:end]
        if marker == _JPEG_END:
            return
        at = end


def _after_scan(content: bytes, at: int) -> int:
    """Return where a scan ends: at the next marker that is no part of it."""
    while (at := content.find(b"\xff", at)) != -1 and at + 1 < len(content):
        if content[at + 1] not in _STUFFED:
            return at
        at += 2
    return len(content)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk of a PNG with its kind, as long as their sums are right; nothing after the last one."""
    at = len(_PNG_START)
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4])
        kind, body = content[at + 4 : at + 8], content[at + 4 : end - 4]
        if end > len(content) or zlib.crc32(body) != int.from_bytes(content[end - 4 : end]):
            return
        yield kind, content[at:end]
        if kind == b"IEND":
            return
        at = end


def _frame_size(part: bytes) -> tuple[int, int]:
    return int.from_bytes(part[5:7]), int.from_bytes(part[7:9])


def _header_size(chunk: bytes) -> tuple[int, int]:
    return int.from_bytes(chunk[8:12]), int.from_bytes(chunk[12:16])


def _sensible(size: tuple[int, int]) -> bool:
    return all(0 < edge <= LONGEST_EDGE for edge in size)
