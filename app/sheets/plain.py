"""Text files: encoding by mark, UTF-8 or GB18030; comma, tab or semicolon."""

from __future__ import annotations

import codecs
import csv
import io
import re
from statistics import median

from app.sheets.fault import (
    DAMAGED,
    ENCODING,
    MOST_COLUMNS,
    MOST_ROWS,
    SheetFault,
    too_many_columns,
    too_many_rows,
)
from app.sheets.sheet import Cell, Sheet, is_blank

DELIMITERS = (",", "\t", ";", "|", "，")
LINES_LOOKED_AT = 40
_KEPT_AS_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(content: bytes) -> str:
    """Return the text of a file. Detectors take a short GB18030 file for Korean, so there is a fixed order instead."""
    encodings = [name for mark, name in _MARKS if content.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetFault(ENCODING)


def read_text(text: str, *, name: str) -> Sheet:
    """Return a text file as one sheet. Every cell stays text, also one that begins with ``=``."""
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=_delimiter(text)):
            if len(row) > MOST_COLUMNS and any(cell.strip() for cell in row[MOST_COLUMNS:]):
                raise too_many_columns(name, len(row))
            rows.append([_KEPT_AS_TEXT.sub(r"\1", cell) for cell in row[:MOST_COLUMNS]])
            if len(rows) > MOST_ROWS:
                raise too_many_rows(name)
    except csv.Error as error:
        raise SheetFault(DAMAGED) from error
    while rows and all(is_blank(cell) for cell in rows[-1]):
        rows.pop()
    return Sheet(name=name, rows=rows)


def _delimiter(text: str) -> str:
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:200_000].splitlines() if line.strip()][
        :LINES_LOOKED_AT
    ]
    if not lines:
        return ","
    return max(
        DELIMITERS,
        key=lambda mark: (median(line.count(mark) for line in lines), sum(mark in x for x in lines)),
    )
