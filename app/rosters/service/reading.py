"""From sheets to rows: what can be said of a file before anything is locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.errors import Refused
from app.core.regions import Level, level_of
from app.core.words import Text
from app.rosters.queries import load_gazetteer
from app.rosters.rules.fields import Field
from app.rosters.rules.intake import take_in
from app.rosters.rules.kinds import NEEDS, ListKind
from app.rosters.rules.order import ImportOrder
from app.rosters.rules.outcome import Refusal
from app.rosters.rules.people_rows import PersonRow, read_person
from app.rosters.rules.places import Gazetteer
from app.rosters.rules.refusals import REASON_HEADING
from app.rosters.rules.rows import BadRow, Circumstances, Where, find_village, is_damaged, read_name
from app.rosters.rules.table import Line, Table
from app.rosters.rules.visit_rows import VisitRow, read_visit
from app.sheets.sheet import Sheet


@dataclass(slots=True)
class Roster:
    """A file as it was read: good rows, refused ones, the villages that have a sheet, and what was noticed."""

    order: ImportOrder
    gazetteer: Gazetteer
    rows: int = 0
    people: list[PersonRow] = field(default_factory=list)
    visits: list[VisitRow] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    villages: set[str] = field(default_factory=set)
    warnings: list[Text] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    supplement: bool = False


def read_roster(sheets: Sequence[Sheet], *, order: ImportOrder) -> Roster:
    """Read every row of a file; refuse the file as a whole only for what concerns all of it."""
    if order.kind not in NEEDS:
        raise Refused(
            Text("“{kind}”还不能导入。", "“{kind}” cannot be imported yet.").filled(kind=order.kind),
            status=501,
        )
    gazetteer = load_gazetteer(order.area)
    if not gazetteer.exact:
        raise Refused(
            Text(
                "区划 {area} 下没有村。请核对 --area，或先用 areas import 导入区划。",
                "There are no villages under {area}. Check --area, or import the areas first.",
            ).filled(area=order.area)
        )
    intake = take_in(sheets, kind=order.kind, headings=order.headings)
    supplement = order.kind.is_snapshot and (order.supplement or intake.holds_mended_rows)
    roster = Roster(order, gazetteer, warnings=intake.warnings, supplement=supplement)
    if supplement:
        roster.warnings.append(_SUPPLEMENT.filled(column=REASON_HEADING))
    for table in intake.tables:
        _read_table(table, roster)
    return roster


_SUPPLEMENT = Text(
    "这份文件有“{column}”一列，按退回后改好的行补录：名单里没有的人不算退出。",
    "This file has the column “{column}” and was taken for mended rows: nobody leaves the list by it.",
)


def _read_table(table: Table, roster: Roster) -> None:
    order = roster.order
    circumstances = Circumstances(
        roster.gazetteer,
        order.as_of,
        order.today,
        _village_of(table, roster),
        is_damaged(table),
        roster.notes,
    )
    if circumstances.sheet_village and order.kind.is_snapshot:
        roster.villages.add(circumstances.sheet_village)
    roster.rows += len(table.lines)
    for line in table.lines:
        try:
            _read_line(table, line, roster, circumstances)
        except BadRow as bad:
            roster.refused.append(Refusal(_where(table, line, circumstances), bad.text))


def _read_line(table: Table, line: Line, roster: Roster, circumstances: Circumstances) -> None:
    where = Where(table.sheet, line.row, read_name(table, line), None)
    if roster.order.kind is ListKind.VISITS:
        roster.visits.append(read_visit(table, line, where=where, circumstances=circumstances))
        return
    row = read_person(table, line, where=where, kind=roster.order.kind, circumstances=circumstances)
    roster.people.append(row)


def _where(table: Table, line: Line, circumstances: Circumstances) -> Where:
    """Return the place of a refused row as far as it can be told."""
    try:
        name = read_name(table, line)
    except BadRow:
        name = table.text(line, Field.NAME)[:40]
    try:
        village = find_village(table, line, circumstances)
    except BadRow:
        village = None
    return Where(table.sheet, line.row, name, village)


def _village_of(table: Table, roster: Roster) -> str | None:
    """Return the village a sheet is about: by its name, else its title, else the area itself."""
    gazetteer = roster.gazetteer
    if level_of(roster.order.area) is Level.VILLAGE:
        return roster.order.area
    return (
        gazetteer.find(table.sheet.strip())
        or gazetteer.find_within(table.sheet)
        or gazetteer.find_within(table.header.title)
    )
