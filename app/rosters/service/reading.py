"""From sheets to rows: what can be said of a file before anything is locked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from app.core.collector import uncollected
from app.core.errors import Refused
from app.core.regions import Level, level_of
from app.core.words import Text
from app.rosters.queries import LastList, load_gazetteer, load_last_list, mark_key
from app.rosters.rules.fields import Field
from app.rosters.rules.intake import take_in
from app.rosters.rules.kinds import NEEDS, ListKind
from app.rosters.rules.order import ImportOrder
from app.rosters.rules.outcome import Refusal
from app.rosters.rules.people_rows import PersonRow, read_person
from app.rosters.rules.places import Gazetteer
from app.rosters.rules.refusals import REASON_HEADING
from app.rosters.rules.repeats import letters_of
from app.rosters.rules.rows import BadRow, Circumstances, Where, find_village, is_damaged, read_name
from app.rosters.rules.table import Line, Table
from app.rosters.rules.visit_rows import VisitRow, read_visit
from app.sheets.sheet import Sheet

Aside = tuple[Table, Line, Circumstances]


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
    # The last list, and the rows that say to the letter what it said: by their letters, to be read after all if need be.
    last: LastList | None = None
    repeated: dict[str, Aside] = field(default_factory=dict)


@uncollected()
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
    # An older list, and villages known by the name of one merged into them, are looked at row by row.
    if order.kind.is_snapshot and not order.accept_older and not gazetteer.joined:
        roster.last = load_last_list(order.kind, order.area)
    for table in intake.tables:
        _read_table(table, roster)
    return roster


def read_after_all(roster: Roster, letters: Iterable[str]) -> None:
    """Read rows that were taken for the same as last time: they are in their place among the others."""
    for known_by in letters:
        _take(roster, *roster.repeated.pop(known_by), known_by)
    places = {sheet: at for at, sheet in enumerate(dict.fromkeys(row.where.sheet for row in roster.people))}
    roster.people.sort(key=lambda row: (places[row.where.sheet], row.where.row))


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
    letters_of = _letters_of(table, roster, circumstances)
    repeats = roster.last.repeats if roster.last is not None else {}
    for line in table.lines:
        letters = letters_of(line)
        if letters in repeats and letters not in roster.repeated:
            roster.repeated[letters] = table, line, circumstances
        else:
            _take(roster, table, line, circumstances, letters)


def _letters_of(table: Table, roster: Roster, circumstances: Circumstances) -> Callable[[Line], str]:
    if roster.last is None or circumstances.damaged:
        return lambda line: ""
    around = f"{roster.gazetteer.fingerprint} {circumstances.sheet_village}"
    return letters_of(table, kind=roster.order.kind, around=around, key=mark_key())


def _take(roster: Roster, table: Table, line: Line, circumstances: Circumstances, letters: str) -> None:
    try:
        _read_line(table, line, roster, circumstances, letters)
    except BadRow as bad:
        roster.refused.append(Refusal(_where(table, line, circumstances), bad.text))


def _read_line(table: Table, line: Line, roster: Roster, circumstances: Circumstances, letters: str) -> None:
    where = Where(table.sheet, line.row, read_name(table, line), None)
    if roster.order.kind is ListKind.VISITS:
        roster.visits.append(read_visit(table, line, where=where, circumstances=circumstances))
        return
    noted = len(circumstances.notes)
    row = read_person(table, line, where=where, kind=roster.order.kind, circumstances=circumstances)
    # What is doubtful, ends, or was put right on the way depends on more than the row's letters.
    if (
        letters
        and len(circumstances.notes) == noted
        and not row.doubts
        and not any(c.ends_on for c in row.claims)
    ):
        row = PersonRow(row.where, row.identity, row.facts, row.claims, row.doubts, letters=letters)
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
