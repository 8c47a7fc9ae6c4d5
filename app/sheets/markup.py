"""Web pages saved under the name of a workbook, as many systems export them."""

from __future__ import annotations

from html.parser import HTMLParser

from app.sheets.fault import MOST_COLUMNS, MOST_ROWS, NOT_A_TABLE, SheetFault, too_many_rows
from app.sheets.sheet import Cell, Sheet


def read_tables(text: str, *, name: str) -> list[Sheet]:
    """Return every table of a page as a sheet; a cell over several rows is carried down."""
    reader = _Tables(name)
    reader.feed(text)
    reader.close()
    tables = [table for table in reader.tables if table]
    if not tables:
        raise SheetFault(NOT_A_TABLE)
    return [
        Sheet(name=name if number == 1 else f"{name}-{number}", rows=table)
        for number, table in enumerate(tables, start=1)
    ]


class _Tables(HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.tables: list[list[list[Cell]]] = []
        self._text: list[str] | None = None
        self._spans = (1, 1)
        self._hanging: dict[int, tuple[int, str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self._hanging = {}
        elif tag == "tr" and self.tables:
            self._begin_row()
        elif tag in ("td", "th"):
            self._end_cell()
            given = dict(attrs)
            self._spans = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "tr" and self.tables and self.tables[-1]:
            self._fill_hanging()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _begin_row(self) -> None:
        self._end_cell()
        if len(self.tables[-1]) >= MOST_ROWS:
            raise too_many_rows(self.name)
        self.tables[-1].append([])

    def _end_cell(self) -> None:
        if self._text is None:
            return
        value, self._text = "".join(self._text).strip(), None
        if not self.tables or not self.tables[-1]:
            return
        self._fill_hanging()
        row, (down, across) = self.tables[-1][-1], self._spans
        if down > 1:
            self._hanging[len(row)] = (down - 1, value)
        row.extend([value, *[""] * (across - 1)])

    def _fill_hanging(self) -> None:
        row = self.tables[-1][-1]
        while len(row) in self._hanging:
            left, value = self._hanging.pop(len(row))
            if left > 1:
                self._hanging[len(row)] = (left - 1, value)
            row.append(value)


def _span(given: str | None) -> int:
    return min(max(int(given), 1), MOST_COLUMNS) if given and given.isascii() and given.isdigit() else 1
