"""The numbers of the ledger and of supervision counted again the slow way: plain rows, plain loops, no code shared.

``SLOW_LEDGER[name](facts, month, today)`` gives the rows of an indicator, as `tests.indicators.slow` does of the others;
its ``counts`` takes these facts too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.core.db import db
from app.duties.models import Duty, DutyEvent, DutyLine, ExcuseRecord
from app.policy import book
from app.reviews.models import CallBack, Review
from tests.indicators.slow import Facts, SlowRow, read_facts

A_DAY = timedelta(days=1)
DISEASES = (
    "hypertension",
    "diabetes",
    "copd",
    "mental-disorder",
    "tuberculosis",
    "coronary",
    "stroke",
    "heart-failure",
)
Table = Mapping[int, list[Any]]


@dataclass(frozen=True)
class LedgerFacts:
    """The rows of the tables."""

    person: Mapping[int, Any]
    conditions: Table
    categories: Table
    duties: list[Any]
    lines: list[Any]
    events: list[Any]
    evidence: Table
    excuses: Table
    visits: list[Any]
    reviews: Mapping[int, list[Any]]
    calls: Mapping[int, list[Any]]


def read_ledger_facts(known: Facts | None = None) -> LedgerFacts:
    """Read everything there is; what was read before for the other numbers need not be read again."""
    known = known or read_facts()
    return LedgerFacts(
        person={row.id: row for row in known.people},
        conditions=known.conditions,
        categories=known.categories,
        duties=_all(Duty),
        lines=_all(DutyLine),
        events=_all(DutyEvent),
        evidence=known.evidence,
        excuses=_by("person_id", _all(ExcuseRecord)),
        visits=list(known.visit.values()),
        reviews=_by("visit_id", _all(Review)),
        calls=_by("visit_id", _all(CallBack)),
    )


def on_time(facts: LedgerFacts, month: date, today: date) -> list[SlowRow]:
    """What was due in the month, contracts and refills aside."""
    left_out = {
        rule.id for rule in _rules().values() if rule.answered_by.kind.value in ("contract", "refill")
    }
    return list(_due(facts, month, today, lambda name: name not in left_out))


def weekly_round(facts: LedgerFacts, month: date, today: date) -> list[SlowRow]:
    """What was due of the weekly round."""
    return list(_due(facts, month, today, lambda name: name == "scattered-weekly-round"))


def campaign(facts: LedgerFacts, month: date, today: date) -> list[SlowRow]:
    """Whoever was to be met in the first quarter; met where the line says so by the end of the month."""
    rows, first, last = [], date(month.year, 1, 1), _last(month)
    if month.month > 3:
        return []
    meeting = "first-quarter-meeting"
    turns = [line for line in facts.lines if (line.rule_id, line.opens_on) == (meeting, first)]
    of_turn, still_open = _by("person_id", turns), defaultdict(list)
    for duty in facts.duties:
        if duty.rule_id == meeting:
            still_open[duty.person_id].append(duty)
    for person in facts.person.values():
        lines = of_turn[person.id]
        poor = any(not c.withdrawn and c.started_on <= last for c in facts.categories[person.id])
        owed = any(
            line.outcome.value not in ("withdrawn", "excused")
            and (poor or (line.settled_on is not None and line.settled_on <= last))
            for line in lines
        ) or any(d.opens_on <= first and d.owed_from <= last for d in still_open[person.id])
        met = any(line.outcome.value == "done" and first <= line.settled_on <= last for line in lines)
        if owed and _counts(person, min(last, today)):
            rows.append(SlowRow(person.id, person.area_code, person.doctor_id, None, int(met)))
    return rows


def referral_closed(facts: LedgerFacts, month: date, today: date) -> list[SlowRow]:
    """Each day somebody was referred on, where the fourteenth day after it lies in the month and is over."""
    referred = {
        (event.person_id, event.happened_on)
        for event in facts.events
        if event.event.value == "referral" and not event.voided
    }
    rows = []
    for person_id, on in sorted(referred):
        end, person = on + 14 * A_DAY, facts.person[person_id]
        if month <= end <= _last_over(month, today) and _counts(person, min(_last(month), today)):
            met = any(
                e.kind.value == "referral-check" and not e.voided and on < e.seen_on <= end
                for e in facts.evidence[person_id]
            )
            rows.append(SlowRow(person_id, person.area_code, person.doctor_id, None, int(met)))
    return rows


def reviews_done(facts: LedgerFacts, month: date, today: date) -> list[SlowRow]:
    """Logs filed here in the month; met by a newest verdict that decides."""
    rows = []
    for visit in _standing(facts):
        if visit.source.value != "roster" and _china(visit.filed_at).replace(day=1) == month:
            verdicts = [review.verdict.value for review in facts.reviews[visit.id]]
            rows.append(_log(visit, met=bool(verdicts) and verdicts[-1] in ("accepted", "returned")))
    return rows


def confirmed(facts: LedgerFacts, month: date, today: date) -> list[SlowRow]:
    """Logs somebody was reached about in the month; met by the newest answer."""
    rows = []
    for visit in _standing(facts):
        answers = [
            call.outcome.value
            for call in facts.calls[visit.id]
            if _china(call.called_at).replace(day=1) == month and call.reached.value != "nobody"
        ]
        if answers:
            rows.append(_log(visit, met=answers[-1] == "confirmed"))
    return rows


def late_entries(facts: LedgerFacts, month: date, today: date) -> list[SlowRow]:
    """Visits made in the month; met where they were first put down on another day."""
    return [
        _log(visit, met=_china(visit.first_filed_at or visit.filed_at) > visit.visited_on)
        for visit in _standing(facts)
        if visit.visited_on.replace(day=1) == month
    ]


SLOW_LEDGER: Mapping[str, Callable[[LedgerFacts, date, date], list[SlowRow]]] = {
    "on-time": on_time,
    "weekly-round": weekly_round,
    "campaign": campaign,
    "referral-closed": referral_closed,
    "reviews-done": reviews_done,
    "confirmed": confirmed,
    "late-entries": late_entries,
}


def _due(facts: LedgerFacts, month: date, today: date, wanted: Callable[[str], bool]) -> Iterator[SlowRow]:
    for line in facts.lines:
        counts = line.outcome.value in ("done", "late", "missed") and line.due_on.replace(day=1) == month
        if counts and wanted(line.rule_id):
            yield from _row(facts, line, met=line.outcome.value == "done")
    for duty in facts.duties:
        # A rule of a deployment's own that went out of use owes nothing.
        if duty.rule_id in _rules() and wanted(duty.rule_id):
            for _ in range(_left_open(facts, duty, month, today)):
                yield from _row(facts, duty, met=False)


def _left_open(facts: LedgerFacts, duty: Any, month: date, today: date) -> int:
    """Return how often a duty still open was due in the month on a day that is over."""
    judged = min(_last(month), today)
    if duty.excused_until is not None and duty.excused_until >= judged:
        return 0
    when = _rules()[duty.rule_id].when
    if type(when).__name__ != "Each":
        return int(month <= duty.due_on <= _last_over(month, today))
    days = [month + A_DAY * n for n in range(31) if month + A_DAY * n <= _last_over(month, today)]
    turns = [(_turn_begins(when, day), day) for day in days if _turn_ends(when, day)]
    return sum(
        duty.opens_on <= first
        and not any(e.from_on <= first and last <= e.return_on for e in facts.excuses[duty.person_id])
        for first, last in turns
    )


def _turn_ends(when: Any, day: date) -> bool:
    if when.window is not None:
        return (day.month, day.day) == when.window[1]
    if when.period.value == "week":
        return day.isoweekday() == 7
    months = {"month": range(1, 13), "quarter": (3, 6, 9, 12), "year": (12,)}[when.period.value]
    return day.month in months and day == _last(day.replace(day=1))


def _turn_begins(when: Any, last: date) -> date:
    if when.window is not None:
        return date(last.year, *when.window[0])
    back = {"week": None, "month": 0, "quarter": 2, "year": 11}[when.period.value]
    return last - 6 * A_DAY if back is None else date(last.year, last.month - back, 1)


def _row(facts: LedgerFacts, owed: Any, *, met: bool) -> Iterator[SlowRow]:
    person, rule = facts.person[owed.person_id], _rules().get(owed.rule_id)
    kind = None if rule is None else rule.answered_by.kind.value
    if person.merged_into_id is None and person.withdrawn_at is None:
        disease = kind if kind in DISEASES else None
        yield SlowRow(person.id, owed.area_code, person.doctor_id, disease, int(met))


def _log(visit: Any, *, met: bool) -> SlowRow:
    return SlowRow(visit.person_id, visit.area_code, visit.doctor_id, None, int(met))


def _standing(facts: LedgerFacts) -> Iterator[Any]:
    for visit in facts.visits:
        person = facts.person[visit.person_id]
        if visit.voided_at is None and person.merged_into_id is None and person.withdrawn_at is None:
            yield visit


def _counts(person: Any, day: date) -> bool:
    gone = [on for on in (person.died_on, person.moved_on, person.lost_on) if on is not None]
    return person.merged_into_id is None and person.withdrawn_at is None and all(on > day for on in gone)


def _all(model: Any) -> list[Any]:
    return list(db.session.execute(sa.select(model.__table__).order_by(*model.__table__.primary_key)))


def _by(key: str, rows: list[Any]) -> Table:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _rules() -> Mapping[str, Any]:
    return book.current().rules


def _china(instant: datetime) -> date:
    return instant.astimezone(ZoneInfo("Asia/Shanghai")).date()


def _last(month: date) -> date:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return following - A_DAY


def _last_over(month: date, today: date) -> date:
    """Return the last day of a month that is over; of a month's very last day the evening is taken as come."""
    return _last(month) if today >= _last(month) else today - A_DAY
