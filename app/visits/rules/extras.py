"""What may hang on a visit besides its answers: two photos, a signature, the place; all may be left out. Pure."""

from __future__ import annotations

import base64
import re
from binascii import Error
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.core.words import Text
from app.visits.rules.pictures import jpeg_alone, png_alone
from app.visits.rules.vocabulary import AttachmentKind

# The fields of the form: each with what it holds and its number.
FIELDS: Final[Mapping[str, tuple[AttachmentKind, int]]] = {
    "photo_1": (AttachmentKind.PHOTO, 1),
    "photo_2": (AttachmentKind.PHOTO, 2),
    "signature": (AttachmentKind.SIGNATURE, 1),
}
PLACE: Final = "place"
BAD_PLACE: Final = Text("地点没有记对，请重新记一次。", "The place cannot be read: please note it once more.")
_PLACE: Final = re.compile(
    r"(-?\d{1,2}(?:\.\d{1,8})?),(-?\d{1,3}(?:\.\d{1,8})?),(\d{1,6}(?:\.\d{1,3})?)", re.ASCII
)
FARTHEST_EAST: Final = 180
FARTHEST_NORTH: Final = 90


class Manner(NamedTuple):
    """How one kind of picture comes: its type, its most bytes, what leaves the picture alone, and why it is refused."""

    media_type: str
    most: int
    alone: Callable[[bytes], bytes | None]
    fault: Text


MANNERS: Final[Mapping[AttachmentKind, Manner]] = {
    AttachmentKind.PHOTO: Manner(
        "image/jpeg",
        200 * 1024,
        jpeg_alone,
        Text(
            "这张照片存不下来（只能是 200 kB 以内的 JPEG 照片），请删掉重拍。",
            "This photo cannot be kept (a JPEG of at most 200 kB is needed): remove it and take another.",
        ),
    ),
    AttachmentKind.SIGNATURE: Manner(
        "image/png",
        30 * 1024,
        png_alone,
        Text("签名存不下来，请擦掉重签。", "The signature cannot be kept: clear it and sign once more."),
    ),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """One photo or the signature."""

    what: AttachmentKind
    number: int
    content: bytes

    @property
    def media_type(self) -> str:
        """What its bytes are."""
        return MANNERS[self.what].media_type

    @property
    def data_address(self) -> str:
        """The whole picture as an address, as the page sends it."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visit was made, in degrees of WGS 84, and how far off that may be in metres."""

    latitude: float
    longitude: float
    accuracy_m: float


@dataclass(frozen=True, slots=True)
class Extras:
    """What hangs on one visit."""

    pictures: tuple[Picture, ...] = ()
    place: Place | None = None


def read_picture(typed: str, what: AttachmentKind) -> bytes | None:
    """Return the picture of a data address, alone; None where it is none of that kind or too large."""
    manner = MANNERS[what]
    head, comma, body = typed.partition(",")
    if head != f"data:{manner.media_type};base64" or not comma or len(body) > 4 * (manner.most // 3 + 1):
        return None
    try:
        content = base64.b64decode(body, validate=True)
    except (Error, ValueError):
        return None
    return manner.alone(content) if len(content) <= manner.most else None


def read_place(typed: str) -> Place | None:
    """Return the place of “latitude,longitude,metres”; None where there is no such place."""
    if (found := _PLACE.fullmatch(typed)) is None:
        return None
    latitude, longitude, accuracy = map(float, found.groups())
    on_earth = abs(latitude) <= FARTHEST_NORTH and abs(longitude) <= FARTHEST_EAST
    return Place(latitude, longitude, accuracy) if on_earth else None


def read_extras(typed: Mapping[str, str]) -> Extras:
    """Return what a page sent, by the names of its fields; what cannot be read is not there."""
    read = {name: read_picture(typed.get(name) or "", what) for name, (what, _) in FIELDS.items()}
    pictures = [Picture(*FIELDS[name], content) for name, content in read.items() if content is not None]
    return Extras(tuple(pictures), read_place(typed.get(PLACE) or ""))


def as_typed(extras: Extras) -> dict[str, str]:
    """Return what hangs on a visit the way the page sends it, for a form that stands filled in."""
    named = {kind_and_number: name for name, kind_and_number in FIELDS.items()}
    typed = {named[one.what, one.number]: one.data_address for one in extras.pictures}
    if (place := extras.place) is not None:
        typed[PLACE] = f"{place.latitude:.6f},{place.longitude:.6f},{place.accuracy_m:.0f}"
    return typed
