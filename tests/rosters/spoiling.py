"""Files gone wrong at random: a roster written as a real file, then its bytes cut, flipped, dropped and renamed."""

from __future__ import annotations

import csv
import io
import math
import random
import re
import zipfile
from datetime import datetime
from html import escape
from typing import Any

import xlwt
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from app.sheets.writing import neutralised
from tests.rosters.mutation import Case, Draft

NAMES = (
    "名单.xlsx",
    "名单.xls",
    "名单.csv",
    "名单.ods",
    "名单.et",
    "名单.txt",
    "名单",
    "名单.pdf",
    "../../名单.xlsx",
    "\n.csv",
)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be", "big5", "latin-1")
LONGEST = 32_000


def a_file(case: Case) -> tuple[bytes, str]:
    """Return a roster as the bytes of a file and the file's name, spoilt in up to two ways."""
    dice = case.dice
    content, name = dice.choice((_workbook, _workbook, _workbook, _old_workbook, _text, _page))(case)
    for _ in range(dice.choice((0, 1, 1, 1, 2))):
        spoil = dice.choice((_cut, _flipped, _without_a_part, _rewritten_part, _rewritten_part, _glued))
        content = spoil(content, dice)
        case.done.append(spoil.__name__)
    if dice.random() < 0.1:
        name = dice.choice(NAMES)
    case.done.append(f"as {name!r}")
    return content, name


def _workbook(case: Case) -> tuple[bytes, str]:
    book, out = Workbook(), io.BytesIO()
    book.remove(book.active)
    for draft in case.sheets:
        sheet = book.create_sheet(_title(draft))
        for row in draft.rows:
            sheet.append([_plain(cell) for cell in row])
        if len(draft.rows) > 2 and case.dice.random() < 0.3:
            sheet.merge_cells(start_row=2, end_row=3, start_column=2, end_column=case.dice.randint(2, 4))
    book.save(out)
    return out.getvalue(), "名单.xlsx"


def _old_workbook(case: Case) -> tuple[bytes, str]:
    book, out = xlwt.Workbook(), io.BytesIO()
    for number, draft in enumerate(case.sheets):
        sheet = book.add_sheet(f"{_title(draft)[:20]}{number}")
        for at, row in enumerate(draft.rows):
            for column, cell in enumerate(row[:250]):
                sheet.write(at, column, str(cell)[:LONGEST] if isinstance(cell, datetime) else _plain(cell))
    book.save(out)
    return out.getvalue(), "名单.xls"


def _text(case: Case) -> tuple[bytes, str]:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=case.dice.choice((",", "\t", ";", "|")))
    for row in case.sheets[0].rows:
        writer.writerow([neutralised(str(cell)) for cell in row])
    return out.getvalue().encode(case.dice.choice(ENCODINGS), "replace"), "名单.csv"


def _page(case: Case) -> tuple[bytes, str]:
    tables = "".join(
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{escape(str(c))}</td>" for c in row) for row in draft.rows)
        + "</table>"
        for draft in case.sheets
    )
    return f"<html><body>{tables}</body></html>".encode(), "名单.xls"


def _title(draft: Draft) -> str:
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", "", draft.name)[:31] or "Sheet"


def _plain(cell: Any) -> Any:
    """Return what the writing libraries take: no control characters, no zone, no figure that is none."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None) if cell.year >= 1900 else "1.1.1"
    if isinstance(cell, float) and math.isfinite(cell):
        return cell
    return ILLEGAL_CHARACTERS_RE.sub("", str(cell))[:LONGEST] if isinstance(cell, str | float) else cell


def _cut(content: bytes, dice: random.Random) -> bytes:
    return content[
        : dice.choice(
            (0, 1, 4, 30, len(content) // 2, max(len(content) - 1, 0), dice.randrange(len(content) + 1))
        )
    ]


def _flipped(content: bytes, dice: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(dice.choice((1, 1, 8, 200))):
        if spoilt:
            spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
    return bytes(spoilt)


def _glued(content: bytes, dice: random.Random) -> bytes:
    return dice.choice(
        (content + content, content + bytes(2000), b"PK\x03\x04" + content, b"\n\n" + content, content[::-1])
    )


def _without_a_part(content: bytes, dice: random.Random) -> bytes:
    parts = _parts(content)
    if parts:
        del parts[dice.choice(list(parts))]
    return _packed(parts) if parts else content


def _rewritten_part(content: bytes, dice: random.Random) -> bytes:
    """Spoil the text of a workbook's part and pack it again with sums that fit."""
    parts = _parts(content)
    if not parts:
        return _flipped(content, dice)
    name = dice.choice(list(parts))
    text = parts[name].decode("utf-8", "replace")
    found = list(re.finditer(r'"[^"]*"|>[^<]*<', text))
    for _ in range(dice.choice((1, 1, 3))):
        if found:
            start, end = dice.choice(found).span()
            text = text[: start + 1] + dice.choice(WORDS) + text[min(end - 1, len(text)) :]
    parts[name] = text.encode()
    return _packed(parts)


WORDS = (
    "", "0", "-1", "99999999999999999999", "1048577", "NaN", "Infinity", "s", "b", "e", "str", "inlineStr",
    "XFD1048576", "A0", "A1:XFD1048576",
    "&#0;", "&lol;", "]]>", "<f>1+1</f>", "xl/worksheets/sheet1.xml", "../../../etc/passwd",
    "_x0000_", "1e400", "true", "长" * 5000,
)  # fmt: skip


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {part.filename: archive.read(part) for part in archive.infolist()}
    except Exception:  # what is spoilt already is not unpacked again
        return {}


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()
