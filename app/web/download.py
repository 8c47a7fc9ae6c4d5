"""Lists taken away: a workbook as the answer to a request, named after the list and the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Final
from urllib.parse import quote

from flask import Response

from app.audit.service import note
from app.core import clock
from app.core.transaction import transaction
from app.core.words import Text
from app.sheets.sheet import Cell
from app.sheets.writing import Table, write_workbook
from app.web.filters import say
from app.web.language import spoken
from app.web.session import signed_in

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS: Final = 5000
CUT = Text(
    "名单还没有完：一次最多导出 {n} 行。请选一个村或再筛选一下，分几次导出。",
    "There are more: at most {n} rows are taken away at once. Choose one village or narrow the list further.",
)


def workbook(title: Text, tables: Iterable[Table]) -> Response:
    """Return an .xlsx of some tables, named after its title and today; no cache keeps it."""
    name = f"{title.said_in(spoken())}-{clock.today():%Y%m%d}.xlsx"
    plain = f"list-{clock.today():%Y%m%d}.xlsx"
    response = Response(write_workbook(tables), mimetype=XLSX)
    # Both names: what a browser of today shows, and what an old one falls back to.
    response.headers["Content-Disposition"] = f"attachment; filename={plain}; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "no-store"
    return response


def give_list(
    title: Text,
    headings: Iterable[object],
    rows: Iterable[Sequence[object]],
    *,
    deed: str,
    most: int = MOST_ROWS,
) -> Response:
    """Give a whole list away as a workbook, in the reader's words; the trail keeps who took how many rows of what.

    A list longer than ``most`` ends with a line that says so: whoever reads rows for it reads one more.
    """
    taken = list(islice(rows, most + 1))
    with transaction(deed, by=signed_in()):
        note(deed.partition(".")[0], None, details={"rows": min(len(taken), most)})
    said = [[_plain(cell) for cell in row] for row in taken[:most]]
    if len(taken) > most:
        said.append([str(say(CUT.filled(n=most)))])
    return workbook(title, [(str(say(title)), [str(say(each)) for each in headings], said)])


def _plain(cell: object) -> Cell | date:
    """Return a cell as the reader reads it; a day stays a day, which a sheet writes the same way in every language."""
    if isinstance(cell, date):
        return cell
    said = say(cell)
    return said if said is None or isinstance(said, str | int | float) else str(said)
