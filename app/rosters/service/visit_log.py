"""Visit logs: each row a visit, known by person, day and kinds; a log only ever adds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

from app.core.transaction import Actor
from app.core.words import Text, listed
from app.people.rules import age_on
from app.policy import book
from app.policy.terms import Kind, Result
from app.policy.thresholds import glucose_class, pressure_class
from app.rosters.queries import load_register
from app.rosters.rules import sayings as say
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.outcome import digest_of
from app.rosters.rules.register import Known, Register
from app.rosters.rules.report import Item, Report
from app.rosters.rules.rows import BadRow, Where
from app.rosters.rules.visit_rows import VisitRow
from app.rosters.service.comparing import refuse_other_than_expected
from app.rosters.service.journal import keep_opened
from app.rosters.service.reading import Roster
from app.visits.queries import known_days
from app.visits.rules import VisitEntry, VisitSource, kinds_key
from app.visits.service import VisitOf, file_many

UNKNOWN_PERSON = Text(
    "区域内没有这个身份证号的居民。请先导入名单或建档，再导入随访记录。",
    "Nobody in the area has this identity number. Import the rosters or open a record first.",
)
NO_RESULT = Text(
    "没有填此次随访分类，也没有可判断的血压或血糖。请补上。",
    "The result is missing, and no pressure or glucose tells it. Please fill it in.",
)


def apply_visits(roster: Roster, report: Report, *, by: Actor) -> set[int]:
    """File the visits of a log that are not on record yet; return whom they concern."""
    refuse_other_than_expected(roster.order, _digest(roster) if roster.order.expected else "")
    fresh = _compare(roster, report)
    filed = file_many(fresh, by=by)
    assert report.import_id is not None
    keep_opened(report.import_id, "visit", filed.ids)
    return {visit.person_id for visit in fresh}


def compare_visits(roster: Roster, report: Report) -> str:
    """Report what filing a log would do, and return what the preview is known by; writes nothing."""
    _compare(roster, report)
    return _digest(roster)


def _digest(roster: Roster) -> str:
    """Return what a log comes to in one word, before anything doubtful was accepted one by one."""
    plain = Report()
    order = roster.order
    roster.order = replace(order, accepted=frozenset())
    fresh = _compare(roster, plain)
    roster.order = order
    said = [[v.person_id, v.entry.known_by, sorted(r.value for r in v.entry.results.values())] for v in fresh]
    held = [[item.key, item.reason.zh] for item in (*plain.doubtful, *plain.refused)]
    return digest_of([said, held, plain.unchanged])


def _compare(roster: Roster, report: Report) -> list[VisitOf]:
    numbers = [row.identity.number for row in roster.visits]
    register = load_register(ListKind.VISITS, area=roster.order.area, numbers=numbers)
    report.refused = [_item(roster, refusal.where, None, refusal.text) for refusal in roster.refused]
    taken = [
        (row, known) for row in roster.visits if (known := _taken(row, register, roster, report)) is not None
    ]
    known_already = known_days(known.id for _, known in taken)
    fresh: list[VisitOf] = []
    for row, known in taken:
        key = (known.id, row.visited_on, kinds_key(row.kinds))
        if key in known_already:
            report.unchanged += 1
            continue
        if (visit := _visit(row, known, roster, report)) is not None:
            known_already.add(key)
            fresh.append(visit)
    return fresh


def _taken(row: VisitRow, register: Register, roster: Roster, report: Report) -> Known | None:
    known = register.by_index.get(register.index_of(row.identity.number))
    if known is None or known.withdrawn or known.foreign:
        report.refused.append(_of(row, roster, None, UNKNOWN_PERSON))
        return None
    doubts = list(row.doubts)
    if row.where.name and row.where.name != known.name:
        doubts.append(say.OTHER_NAME.filled(name=known.name))
    order = roster.order
    if doubts and not order.accept_doubtful and (row.where.sheet, row.where.row) not in order.accepted:
        report.doubtful.append(replace(_of(row, roster, known, say.together(doubts)), decidable=True))
        return None
    if known.born_on is not None and row.visited_on < known.born_on:
        too_early = Text("随访日期 {day} 早于出生日期。", "The visit date {day} is before the birth date.")
        report.refused.append(_of(row, roster, known, too_early.filled(day=row.visited_on)))
        return None
    if known.died_on is not None and row.visited_on > known.died_on:
        too_late = Text(
            "随访日期 {day} 晚于登记的死亡日期。", "The visit date {day} is after the recorded death."
        )
        report.refused.append(_of(row, roster, known, too_late.filled(day=row.visited_on)))
        return None
    return known


def _visit(row: VisitRow, known: Known, roster: Roster, report: Report) -> VisitOf | None:
    try:
        results = _results(row, known.born_on)
    except BadRow as bad:
        report.refused.append(_of(row, roster, known, bad.text))
        return None
    said = Text("{day} {mode} {kinds}", "{day} {mode} {kinds}").filled(
        day=row.visited_on, mode=row.mode, kinds=listed([kind.text for kind in row.kinds])
    )
    report.new.append(_of(row, roster, known, said))
    entry = VisitEntry(
        client_key=uuid4(),
        visited_on=row.visited_on,
        mode=row.mode,
        kinds=row.kinds,
        answers=dict(row.answers),
        results=results,
        emergency=_is_emergency(row, known.born_on),
        note=row.note,
        source=VisitSource.ROSTER,
        doctor_name=row.doctor_name,
    )
    return VisitOf(known.id, known.area_code, entry)


def _results(row: VisitRow, born_on: date | None) -> dict[Kind, Result]:
    """Return the row's own result for each disease; a blank one is told by the values, where they tell it."""
    if row.result is not None:
        return dict.fromkeys(row.classed, row.result)
    return {kind: _told(kind, row, born_on) for kind in row.classed}


def _told(kind: Kind, row: VisitRow, born_on: date | None) -> Result:
    figures, answers = book.current().figures, row.answers
    controlled: bool | None = None
    if kind is Kind.HYPERTENSION and "systolic" in answers:
        age = age_on(born_on, row.visited_on)
        upper, lower = float(answers["systolic"]), float(answers["diastolic"])
        controlled = pressure_class(
            upper, lower, age=age, on=row.visited_on, figures=figures
        ).controlled_for_indicator
    if kind is Kind.DIABETES and "fasting_glucose" in answers:
        controlled = glucose_class(
            float(answers["fasting_glucose"]), on=row.visited_on, figures=figures
        ).controlled
    if controlled is None:
        raise BadRow(NO_RESULT)
    return Result.CONTROLLED if controlled else Result.UNCONTROLLED


def _is_emergency(row: VisitRow, born_on: date | None) -> bool:
    figures, answers = book.current().figures, row.answers
    found: list[bool] = []
    if "systolic" in answers:
        upper, lower = float(answers["systolic"]), float(answers["diastolic"])
        age = age_on(born_on, row.visited_on)
        found.append(pressure_class(upper, lower, age=age, on=row.visited_on, figures=figures).emergency)
    if "fasting_glucose" in answers:
        found.append(
            glucose_class(float(answers["fasting_glucose"]), on=row.visited_on, figures=figures).emergency
        )
    return any(found)


def _of(row: VisitRow, roster: Roster, known: Known | None, reason: Text) -> Item:
    return _item(roster, row.where, known, reason)


def _item(roster: Roster, where: Where, known: Known | None, reason: Text) -> Item:
    village = roster.gazetteer.name_of(known.area_code if known is not None else None)
    name = where.name or (known.name if known is not None else "")
    person_id = known.id if known is not None else None
    return Item(name, village, where.sheet, where.row, reason, person_id)
