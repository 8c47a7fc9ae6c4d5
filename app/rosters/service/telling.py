"""Telling: a comparison as the report that the command prints and the page shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from app.core.words import Text, listed
from app.rosters.queries import Details
from app.rosters.rules import sayings as say
from app.rosters.rules.claims import Term
from app.rosters.rules.outcome import Doubt, Outcome, Standing, has_left
from app.rosters.rules.report import Item, Report, Side
from app.rosters.rules.sides import sides_of, sides_of_doubt, sides_of_leaving
from app.rosters.service.reading import Roster


def tell(
    roster: Roster, outcome: Outcome, report: Report, *, details: Mapping[int, Details] | None = None
) -> None:
    """Fill a report with what a comparison came to; with details at hand, old and new stand side by side."""
    teller = _Teller(roster, details)
    report.unchanged = len(outcome.repeated)
    for standing in outcome.standings:
        if standing.member is None:
            report.new.append(teller.item(standing))
        elif standing.is_unchanged:
            report.unchanged += 1
        else:
            report.changed.append(teller.item(standing))
    report.left = list(teller.left(outcome))
    report.doubtful = [teller.doubt(doubt) for doubt in outcome.doubtful]
    report.refused = [
        Item(r.where.name, teller.village(r.where.area_code), r.where.sheet, r.where.row, r.text)
        for r in outcome.refused
    ]
    report.warn(outcome.notes)
    if not roster.supplement:
        report.warnings += teller.untouched(outcome)


class _Teller:
    def __init__(self, roster: Roster, details: Mapping[int, Details] | None) -> None:
        self._gazetteer = roster.gazetteer
        self._details = details
        self.village = roster.gazetteer.name_of

    def item(self, standing: Standing) -> Item:
        where, row = standing.row.where, standing.row
        known = standing.known
        sides: tuple[Side, ...] = ()
        if self._details is not None:
            on_record = self._details.get(known.id) if known is not None else None
            sides = tuple(
                sides_of(standing, phone=on_record.phone if on_record else "", village=self.village)
            )
        return Item(
            row.name,
            self.village(standing.area_code),
            where.sheet,
            where.row,
            _reason(standing),
            person_id=known.id if known is not None else None,
            sides=sides,
            lacks_doctor=standing.lacks_doctor,
        )

    def left(self, outcome: Outcome) -> Iterator[Item]:
        for member, why in outcome.left:
            sides = tuple(sides_of_leaving(member)) if self._details is not None else ()
            village = self.village(member.area_code)
            yield Item(member.name, village, None, None, has_left(member, why), member.person_id, sides)

    def doubt(self, doubt: Doubt) -> Item:
        where, known = doubt.where, doubt.known
        shown = known if known is not None and not known.foreign else None
        sides: tuple[Side, ...] = ()
        if self._details is not None and doubt.row is not None:
            on_record = self._details.get(shown.id) if shown is not None else None
            identity, phone = (on_record.identity, on_record.phone) if on_record else ("", "")
            sides = tuple(
                sides_of_doubt(doubt.row, shown, identity=identity, phone=phone, village=self.village)
            )
        return Item(
            where.name,
            self.village(doubt.village or where.area_code),
            where.sheet,
            where.row,
            doubt.text,
            person_id=shown.id if shown is not None else None,
            sides=sides,
            decidable=doubt.decidable,
            along=tuple((row.sheet, row.row) for row in doubt.row.along) if doubt.row is not None else (),
        )

    def untouched(self, outcome: Outcome) -> Iterator[Text]:
        names = sorted(
            {self.village(code) for codes in self._gazetteer.exact.values() for code in codes}
            - {self.village(code) for code in outcome.villages}
        )
        if names:
            text = Text(
                "名单里没有这些村，未作改动：{names}。", "Villages not on the list, left untouched: {names}."
            )
            yield text.filled(names="、".join(names))


def _reason(standing: Standing) -> Text:
    if standing.member is None:
        return _joined(tuple(claim.term for claim in standing.row.claims), known=standing.known is not None)
    return say.change(standing.changes, standing.begins, standing.ends, old=set(standing.member.claimed))


@lru_cache(maxsize=1024)
def _joined(terms: tuple[Term, ...], *, known: bool) -> Text:
    said = say.JOINED_KNOWN if known else say.JOINED_NEW
    return said.filled(terms=listed([term.text for term in terms]))
