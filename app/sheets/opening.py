"""Which kind of file this is, told by its first bytes and not by its name."""

from __future__ import annotations

from pathlib import PurePath

from msgspec.structs import replace

from app.sheets.archive import check_archive
from app.sheets.binary import read_workbook
from app.sheets.fault import (
    EMPTY,
    MOST_COLUMNS,
    MOST_ROWS,
    NOT_A_TABLE,
    PASSWORD,
    XML_2003,
    SheetFault,
    too_many_columns,
    too_many_rows,
)
from app.sheets.markup import read_tables
from app.sheets.plain import decode, read_text
from app.sheets.sheet import Sheet, width_of

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TEXT_NAMES = (".csv", ".txt", ".tsv")


def open_file(content: bytes, *, filename: str) -> list[Sheet]:
    """Return the sheets of a file, or raise the fault that names the mend."""
    if not content.strip():
        raise SheetFault(EMPTY)
    sheets = [_without_null(sheet) for sheet in _read(content, PurePath(filename))]
    for sheet in sheets:
        _check_size(sheet)
    if not any(sheet.rows for sheet in sheets):
        raise SheetFault(EMPTY)
    return sheets


def _read(content: bytes, name: PurePath) -> list[Sheet]:
    if content.startswith(ZIP):
        return read_workbook(content, check_archive(content))
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise SheetFault(PASSWORD)
        return read_workbook(content, None)
    return _read_plain(content, name)


def _read_plain(content: bytes, name: PurePath) -> list[Sheet]:
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SheetFault(NOT_A_TABLE)
    if content.startswith((b"%PDF", b"{\\rtf")):
        raise SheetFault(NOT_A_TABLE)
    text = decode(content)
    start = text[:2000].lower()
    if "schemas-microsoft-com:office:spreadsheet" in start or start.startswith("mime-version"):
        raise SheetFault(XML_2003)
    if "<table" in text[:20_000].lower() or start.lstrip().startswith(("<html", "<!doctype")):
        return read_tables(text, name=name.stem)
    sheet = read_text(text, name=name.stem)
    if name.suffix.lower() not in TEXT_NAMES and width_of(sheet.rows) < 2:
        raise SheetFault(NOT_A_TABLE)
    return [sheet]


def _without_null(sheet: Sheet) -> Sheet:
    """Take the character that is none out of every text: no database keeps it."""
    for row in sheet.rows:
        for at, cell in enumerate(row):
            if type(cell) is str and "\0" in cell:
                row[at] = cell.replace("\0", "")
    return replace(sheet, name=sheet.name.replace("\0", ""))


def _check_size(sheet: Sheet) -> None:
    if len(sheet.rows) > MOST_ROWS:
        raise too_many_rows(sheet.name)
    columns = width_of(sheet.rows)
    if columns > MOST_COLUMNS:
        raise too_many_columns(sheet.name, columns)
