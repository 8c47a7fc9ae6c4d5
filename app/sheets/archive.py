"""Zipped workbooks before they are unpacked: their size, their calendar, their formulas without a value."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from html import unescape

from app.sheets.fault import DAMAGED, MOST_EXPANDED, NOT_A_TABLE, PASSWORD, ZIP_BOMB, SheetFault

SUSPICIOUS_RATIO = 150
SUSPICIOUS_SIZE = 20_000_000
ENCRYPTED_FLAG = 0x1
PIECE = 1_000_000
_BOOK = "xl/workbook.xml"
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<Relationship\s[^>]*>")
_UNCOUNTED = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f[^>]*>([^<]*)</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Archive:
    """What the zip tells beside the cells: days counted from 1904, and formulas nobody has worked out."""

    from_1904: bool = False
    formulas: dict[str, dict[Place, str]] = field(default_factory=dict)


def check_archive(content: bytes) -> Archive:
    """Refuse a bomb, a protected or a broken archive; return what the zip tells."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive)
            return _look_into(archive)
    except (
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        ValueError,
        KeyError,
        OSError,
        RuntimeError,
    ) as error:
        raise SheetFault(DAMAGED) from error


def _check_sizes(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & ENCRYPTED_FLAG for part in parts):
        raise SheetFault(PASSWORD)
    expanded = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if expanded > MOST_EXPANDED or (expanded > SUSPICIOUS_SIZE and expanded / packed > SUSPICIOUS_RATIO):
        raise SheetFault(ZIP_BOMB)
    names = {part.filename for part in parts}
    if not names & {_BOOK, "xl/workbook.bin", "content.xml"}:
        raise SheetFault(NOT_A_TABLE)
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise SheetFault(PASSWORD)


def _look_into(archive: zipfile.ZipFile) -> Archive:
    if _BOOK not in archive.namelist():
        return Archive()
    book = archive.read(_BOOK).decode("utf-8", "replace")
    formulas = {name: _uncounted(archive, part) for name, part in _parts(archive, book).items()}
    from_1904 = re.search(r'date1904="(1|true)"', book) is not None
    return Archive(from_1904, {name: found for name, found in formulas.items() if found})


def _parts(archive: zipfile.ZipFile, book: str) -> dict[str, str]:
    """Return the file inside the archive for each sheet's name."""
    names = set(archive.namelist())
    if "xl/_rels/workbook.xml.rels" not in names:
        return {}
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in _RELATION.findall(relations)}
    found = {}
    for tag in _SHEET.findall(book):
        target = targets.get(_attribute(tag, r"\w+:id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            found[unescape(_attribute(tag, "name"))] = part
    return found


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\s{name}="([^"]*)"', tag)
    return match.group(1) if match else ""


def _uncounted(archive: zipfile.ZipFile, part: str) -> dict[Place, str]:
    if not _has_formulas(archive, part):
        return {}
    sheet = archive.read(part)
    return {
        (int(row) - 1, _column(letters.decode())): "=" + unescape(formula.decode("utf-8", "replace"))
        for letters, row, formula in _UNCOUNTED.findall(sheet)
    }


def _has_formulas(archive: zipfile.ZipFile, part: str) -> bool:
    """Look for a formula piece by piece: a long sheet unpacks to more than the cells themselves take."""
    before = b""
    with archive.open(part) as sheet:
        while piece := sheet.read(PIECE):
            if b"<f" in before + piece[:1] or b"<f" in piece:
                return True
            before = piece[-1:]
    return False


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
