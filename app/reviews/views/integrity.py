"""疑点: what the signals found in a month, by doctor, and by township where several are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.queries import list_towns
from app.accounts.reader import Reader
from app.accounts.rights import Right
from app.accounts.scope import covers
from app.core import clock
from app.core.errors import NotFound
from app.core.leaf import Leaf
from app.core.words import Text
from app.policy import book
from app.reviews.forms.asked import read_month, read_page, read_place
from app.reviews.queries.findings import PanelRow, list_panel, list_towns_pointed
from app.reviews.rules.lanes import Span, span_of
from app.reviews.rules.signals import FALSE_ALARM, explain, meaning_of, thresholds_of
from app.reviews.rules.vocabulary import Signal
from app.reviews.views.asking import another_page
from app.reviews.views.door import bp
from app.web.download import MOST_ROWS, give_list
from app.web.session import needs, signed_in

A_PAGE = 30
DOCTORS = Text("第 {a}–{b} 位医生", "{a}–{b}")
TITLE = Text("疑点", "Signals")
HEADINGS = (
    Text("医生", "Doctor"), Text("当月记录", "Logs"), Text("疑点", "Signal"), Text("记录数", "Logs found"),
    Text("共", "Of"), Text("说明", "In words"), Text("核对意见", "Judgement"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Panel:
    """Which month of which place is read."""

    areas: tuple[str, ...]
    place: str
    span: Span
    towns: dict[str, str]

    @property
    def month(self) -> date:
        """The month, by its first day."""
        return self.span.first

    @property
    def kept(self) -> dict[str, str | None]:
        """What another address of the same part says."""
        return {"month": f"{self.month:%Y-%m}", "village": self.place or None}

    @property
    def is_wide(self) -> bool:
        """Whether several townships are read together."""
        return len(self.towns) > 1 and not self.place


@bp.get("/reviews/integrity")
@needs(Right.SEE_REVIEWS)
def integrity() -> ResponseReturnValue:
    """Show doctors and signals of a month, those with most findings first; where several towns are read, the towns too."""
    panel, number = read_panel(signed_in()), read_page(request.args)
    found = list_panel(panel.areas, panel.span, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    shown = found[:A_PAGE]
    return render_template(
        "reviews/integrity.html",
        panel=panel,
        shown=shown,
        by_town=list_towns_pointed(panel.areas, panel.span) if panel.is_wide else [],
        signals=list(Signal),
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, another_page, DOCTORS),
    )


@bp.get("/reviews/integrity.xlsx")
@needs(Right.SEE_REVIEWS)
def take_integrity() -> ResponseReturnValue:
    """Give the month's findings away, a row each."""
    panel = read_panel(signed_in())
    rows = _rows(list_panel(panel.areas, panel.span, limit=MOST_ROWS + 1))
    return give_list(TITLE, HEADINGS, rows, deed="finding.take-away")


@bp.get("/reviews/integrity/meanings")
@needs(Right.SEE_REVIEWS)
def signal_meanings() -> ResponseReturnValue:
    """Show what each signal means and does not mean, and the figures it is set by."""
    figures, today = book.current().figures, clock.today()
    return render_template(
        "reviews/meanings.html",
        told=[(signal, meaning_of(signal), thresholds_of(signal, figures, on=today)) for signal in Signal],
        false_alarm=figures.figure(FALSE_ALARM, on=today),
    )


def read_panel(reader: Reader) -> Panel:
    """Return which month of which place the address asks for; a place outside the reader's areas is told as absent."""
    place, today = read_place(request.args), clock.today()
    if place is not None and not covers(reader.areas, place):
        raise NotFound
    month = min(read_month(request.args) or today, today)
    towns = {town.code: town.name for town in list_towns(reader.areas)}
    return Panel((place,) if place else reader.areas, place or "", span_of(month, today=today), towns)


def _rows(found: list[PanelRow]) -> Iterator[list[object]]:
    for row in found:
        for signal, finding in row.findings.items():
            numbers = (row.logs, signal, finding.found, finding.among, explain(finding))
            yield [row.name, *numbers, row.judged.get(signal, "")]
