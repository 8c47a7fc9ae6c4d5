"""Every number of chronic care and contracts counted again the slow way: plain rows, plain loops, no code shared.

``SLOW[name](facts, month, today)`` gives the rows of an indicator, ``counts`` what they come to by part and village.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.careplans.models import CarePlan, PlanCheck, PlanMedicine
from app.core.db import db
from app.duties.models import EvidenceRecord
from app.people.models import Contract, Person, PersonCategory, PersonCondition
from app.policy import book
from app.visits.models import Visit

KIND_OF = {
    "hypertension": "hypertension",
    "hypertension-complicated": "hypertension",
    "diabetes": "diabetes",
    "diabetes-insulin": "diabetes",
    "copd": "copd",
    "coronary": "coronary",
    "stroke": "stroke",
    "heart-failure": "heart-failure",
}
WORST_FIRST = ("not", "partly", "as-agreed")
Table = Mapping[int, list[Any]]


class SlowRow(NamedTuple):
    """One unit of a denominator."""

    person_id: int
    area_code: str
    doctor_id: int | None
    disease: str | None
    met: int


@dataclass(frozen=True)
class Facts:
    """The rows of the tables, by person."""

    people: list[Any]
    conditions: Table
    categories: Table
    contracts: Table
    evidence: Table
    visits: Table
    plans: Table
    checks: Table
    with_medicine: set[int]
    visit: Mapping[int, Any]


def read_facts() -> Facts:
    """Read everything there is."""
    visits = _all(Visit)
    return Facts(
        people=_all(Person),
        conditions=_by_person(_all(PersonCondition)),
        categories=_by_person(_all(PersonCategory)),
        contracts=_by_person(_all(Contract)),
        evidence=_by_person(row for row in _all(EvidenceRecord) if not row.voided),
        visits=_by_person(visits),
        plans=_by_person(_all(CarePlan)),
        checks=_by_person(row for row in _all(PlanCheck) if not row.voided),
        with_medicine={row.version_id for row in _all(PlanMedicine)},
        visit={row.id: row for row in visits},
    )


def counts(facts: Facts, rows: Iterable[SlowRow], *, on: date) -> dict[tuple[str, str], tuple[int, int]]:
    """Return what rows come to: by part and village, how many are met and of how many."""
    met: Counter[tuple[str, str]] = Counter()
    every: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for part in _parts(facts, row, on):
            every[part, row.area_code] += 1
            met[part, row.area_code] += row.met
    return {key: (met[key], number) for key, number in every.items()}


def management(facts: Facts, month: date, today: date) -> list[SlowRow]:
    """Everybody's diseases of the eight groups; met where seen for it this year."""
    rows = []
    for person, disease, _ in _ill(facts, month, today):
        seen = _seen_this_year(facts, person, disease, month)
        rows.append(_row(person, disease, met=bool(seen)))
    return rows


def standard_management(facts: Facts, month: date, today: date) -> list[SlowRow]:
    """The managed of three diseases; met where seen on enough days of twelve months."""
    rows, day = [], _judged_on(month, today)
    for person, disease, since in _managed(facts, month, today, "hypertension", "diabetes", "copd"):
        days = {
            e.seen_on
            for e in facts.evidence[person.id]
            if e.kind.value == disease
            and _months_ago(day, 12) < e.seen_on <= day
            and (disease == "copd" or e.mode.value in ("clinic", "home"))
        }
        a_year = int(_figure(f"{disease}.visits.per-year", day))
        on_record = sum(since <= _months_ago(day, n) + timedelta(days=1) for n in range(1, 13))
        rows.append(_row(person, disease, met=len(days) >= min(a_year, max(1, on_record * a_year // 12))))
    return rows


def pressure_control(facts: Facts, month: date, today: date, layer: str = "indicator") -> list[SlowRow]:
    """The managed with hypertension; met where the last pressure of the year lay below both limits of its day."""
    rows = []
    for person, disease, _ in _managed(facts, month, today, "hypertension"):
        met = False
        for e in sorted(
            _seen_this_year(facts, person, disease, month), key=lambda e: (e.seen_on, e.visit_id)
        ):
            answers = facts.visit[e.visit_id].answers
            upper, lower = _pressure(answers, "systolic"), _pressure(answers, "diastolic")
            if upper is None or lower is None:
                continue
            age = _age(person.born_on, e.seen_on)
            met = upper < _figure(f"bp.{layer}.systolic", e.seen_on, age) and lower < _figure(
                f"bp.{layer}.diastolic", e.seen_on, age
            )
        rows.append(_row(person, disease, met=met))
    return rows


def pressure_control_clinical(facts: Facts, month: date, today: date) -> list[SlowRow]:
    """The same by the clinical aim."""
    return pressure_control(facts, month, today, "clinical")


def glucose_control(facts: Facts, month: date, today: date) -> list[SlowRow]:
    """The managed with diabetes; met where the last fasting glucose of the year lay below the limit of its day."""
    rows = []
    for person, disease, _ in _managed(facts, month, today, "diabetes"):
        met = False
        for e in sorted(
            _seen_this_year(facts, person, disease, month), key=lambda e: (e.seen_on, e.visit_id)
        ):
            value = facts.visit[e.visit_id].answers.get("fasting_glucose")
            if value is not None:
                met = value < _figure("glucose.control", e.seen_on)
        rows.append(_row(person, disease, met=met))
    return rows


def coverage(facts: Facts, month: date, today: date) -> list[SlowRow]:
    """Every resident; met where a contract runs."""
    day = _judged_on(month, today)
    return [_row(p, None, met=_has_contract(facts, p, day)) for p in facts.people if _counts(p, day)]


def performance(facts: Facts, month: date, today: date) -> list[SlowRow]:
    """Every resident with a contract; met where served in twelve months."""
    rows, day = [], _judged_on(month, today)
    for person in facts.people:
        if _counts(person, day) and _has_contract(facts, person, day):
            served = [
                e
                for e in facts.evidence[person.id]
                if e.kind.value != "contract" and _months_ago(day, 12) < e.seen_on <= day
            ]
            rows.append(_row(person, None, met=bool(served)))
    return rows


def base_care(facts: Facts, month: date, today: date) -> list[SlowRow]:
    """Everybody with a disease of the eight groups; met where visited in three months."""
    rows, day = [], _judged_on(month, today)
    for person in {p.id: p for p, _, _ in _ill(facts, month, today)}.values():
        visited = [
            v
            for v in facts.visits[person.id]
            if v.voided_at is None and _months_ago(day, 3) < v.visited_on <= day
        ]
        rows.append(_row(person, None, met=bool(visited)))
    return rows


def adherence(facts: Facts, month: date, today: date) -> list[SlowRow]:
    """Whoever has medicine in force and was asked; met where nothing is kept less than agreed."""
    rows, day = [], _judged_on(month, today)
    since = _same_day(day, int(_figure("careplan.adherence.months", day)))
    for person in facts.people:
        told = []
        for plan in facts.plans[person.id]:
            if plan.ended_on is not None or plan.in_force_id not in facts.with_medicine:
                continue
            said = [
                c
                for c in facts.checks[person.id]
                if c.plan_id == plan.id and c.treatment is not None and since <= c.checked_on <= day
            ]
            if said:
                told.append(max(said, key=lambda c: (c.checked_on, c.id)).treatment.value)
        if told and _counts(person, day):
            rows.append(_row(person, None, met=min(told, key=WORST_FIRST.index) == "as-agreed"))
    return rows


SLOW: Mapping[str, Callable[[Facts, date, date], list[SlowRow]]] = {
    "management": management,
    "standard-management": standard_management,
    "pressure-control": pressure_control,
    "pressure-control-clinical": pressure_control_clinical,
    "glucose-control": glucose_control,
    "contract-coverage": coverage,
    "contract-performance": performance,
    "base-care": base_care,
    "adherence": adherence,
}


def _all(model: Any) -> list[Any]:
    return list(db.session.execute(sa.select(model.__table__).order_by(*model.__table__.primary_key)))


def _by_person(rows: Iterable[Any]) -> Table:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _row(person: Any, disease: str | None, *, met: bool) -> SlowRow:
    return SlowRow(person.id, person.area_code, person.doctor_id, disease, int(met))


def _parts(facts: Facts, row: SlowRow, on: date) -> set[str]:
    parts = {""} if row.doctor_id is None else {"", f"doctor:{row.doctor_id}"}
    parts |= {f"category:{c.category.value}" for c in facts.categories[row.person_id] if _held(c, on)}
    if row.disease is not None:
        return parts | {f"condition:{row.disease}"}
    return parts | {f"condition:{c.condition.value}" for c in facts.conditions[row.person_id] if _held(c, on)}


def _ill(facts: Facts, month: date, today: date) -> list[tuple[Any, str, date]]:
    """Return whoever counts, each disease, and the day it was first put on record."""
    found, day = [], _judged_on(month, today)
    for person in facts.people:
        stated = [c for c in facts.conditions[person.id] if not c.withdrawn and c.condition.value in KIND_OF]
        for disease in sorted({KIND_OF[c.condition.value] for c in stated if _held(c, day)}):
            since = min(c.started_on for c in stated if KIND_OF[c.condition.value] == disease)
            if _counts(person, day):
                found.append((person, disease, since))
    return found


def _managed(facts: Facts, month: date, today: date, *diseases: str) -> list[tuple[Any, str, date]]:
    return [
        (person, disease, since)
        for person, disease, since in _ill(facts, month, today)
        if disease in diseases and _seen_this_year(facts, person, disease, month)
    ]


def _seen_this_year(facts: Facts, person: Any, disease: str, month: date) -> list[Any]:
    return [
        e
        for e in facts.evidence[person.id]
        if e.kind.value == disease and date(month.year, 1, 1) <= e.seen_on <= _last(month)
    ]


def _counts(person: Any, day: date) -> bool:
    gone = [on for on in (person.died_on, person.moved_on, person.lost_on) if on is not None]
    return person.merged_into_id is None and person.withdrawn_at is None and all(on > day for on in gone)


def _held(row: Any, day: date) -> bool:
    return not row.withdrawn and row.started_on <= day and (row.ended_on is None or row.ended_on > day)


def _has_contract(facts: Facts, person: Any, day: date) -> bool:
    for c in facts.contracts[person.id]:
        lasts = c.ends_on is None or day <= c.ends_on
        # Closed on its last day it ran to its end.
        open_ = c.closed_on is None or c.closed_on > day or c.closed_on == c.ends_on
        if not c.withdrawn and c.starts_on <= day and lasts and open_:
            return True
    return False


def _pressure(answers: Mapping[str, Any], name: str) -> float | None:
    taken = [answers[each] for each in (name, f"{name}_2", f"{name}_3") if answers.get(each) is not None]
    return sum(taken[-2:]) / len(taken[-2:]) if taken else None


def _figure(name: str, on: date, age: int | None = None) -> float:
    return book.current().figures.value(name, on=on, age=age)


def _age(born_on: date | None, day: date) -> int | None:
    if born_on is None:
        return None
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (0 if had_birthday else 1)


def _last(month: date) -> date:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return following - timedelta(days=1)


def _judged_on(month: date, today: date) -> date:
    return min(_last(month), today)


def _months_ago(day: date, months: int) -> date:
    """Return the last day before so many months that end with a day."""
    return _same_day(day + timedelta(days=1), months) - timedelta(days=1)


def _same_day(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    first = date(number // 12, number % 12 + 1, 1)
    return first.replace(day=min(day.day, _last(first).day))
