"""Residents as rows of every table, the same as the services write: what is owed comes from the pure ledger itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from app.duties.rules import Circumstances, Excuse, RuleIndex, ledger_of
from app.people.service.columns import columns_of, readings_of
from app.policy import book
from app.policy.engine import Evidence
from app.policy.spells import Holding
from app.policy.terms import ExcuseReason, Kind, Mode, Result
from app.visits.rules import Answers, VisitSource
from app.visits.rules.readings import Measured
from app.visits.sections import describe
from bench.people import SINCE, TODAY, Resident

START = date(2026, 1, 1)
DISEASES = frozenset({Kind.HYPERTENSION, Kind.DIABETES, Kind.COPD, Kind.STROKE, Kind.GENERAL})
ANSWERS: Answers = {
    "systolic": 136,
    "diastolic": 84,
    "fasting_glucose": 6.4,
    "symptoms": ["none"],
    "adherence": "regular",
}
MEASURED = Measured(136, 84, None, None, 6.4)
CREATED = datetime(2025, 3, 1, tzinfo=UTC)
EXCUSED_EVERY, DANGER_EVERY = 50, 211
Row = dict[str, Any]


class Rows:
    """The rows of some residents by table, in the order in which they can be inserted."""

    TABLES = (
        *("household", "person", "person_initial", "person_category", "person_condition"),
        *("visit", "visit_reading", "evidence", "excuse", "duty", "duty_line"),
    )

    def __init__(self) -> None:
        self.of: defaultdict[str, list[Row]] = defaultdict(list)
        self._rules = RuleIndex(book.current().rules.values())
        self._visits, self._evidence, self._household = count(1), count(1), 0

    def taken(self) -> dict[str, list[Row]]:
        """Return what has gathered and begin anew."""
        gathered = {table: self.of[table] for table in self.TABLES if self.of[table]}
        self.of = defaultdict(list)
        return gathered

    def add(self, resident: Resident) -> None:
        """Add everything that is known of one resident."""
        known = Circumstances(resident.number, resident.village, resident.entry.born_on)
        self._person(resident)
        known.holdings = self._holdings(resident)
        for on, kinds in resident.seen:
            self._visit(resident, on, kinds, known)
        if resident.number % EXCUSED_EVERY == 7:
            self._excuse(resident, known)
        ledger = ledger_of(known, rules=self._rules, start=START, today=TODAY)
        self.of["duty"] += [row._asdict() for row in ledger.duties]
        self.of["duty_line"] += [{**row._asdict(), "area_code": resident.village} for row in ledger.lines]

    def _person(self, resident: Resident) -> None:
        entry, number = resident.entry, resident.number
        own = {"id": number, "version": 1, "household_id": resident.household, "created_at": CREATED}
        row = columns_of(entry) | own
        if resident.household != self._household:
            self._household = resident.household
            self.of["household"].append(_household(resident, entry.name))
        self.of["person"].append(row)
        self.of["person_initial"] += readings_of(number, row["initials"], resident.village)

    def _holdings(self, resident: Resident) -> list[Holding]:
        mould, held = resident.mould, []
        facts = {"person_id": resident.number, "started_on": SINCE, "basis": "名单", "created_at": CREATED}
        for category in mould.categories:
            self.of["person_category"].append({**facts, "category": category, "source_list": "low-income"})
            held.append(Holding(category, SINCE))
        for condition in mould.conditions:
            benefit_from = SINCE if mould.benefit else None
            named = {"condition": condition, "benefit_from": benefit_from, "original_text": condition.zh}
            self.of["person_condition"].append({**facts, **named, "source_list": "chronic"})
            held.append(Holding(condition, SINCE))
            if mould.benefit:
                held.append(Holding(None, SINCE, benefit=True))
        return held

    def _visit(self, resident: Resident, on: date, kinds: tuple[Kind, ...], known: Circumstances) -> None:
        number = next(self._visits)
        danger = resident.number % DANGER_EVERY == 0
        self.of["visit"].append(_visit(number, resident, on, kinds) | {"emergency": danger})
        read = {"visit_id": number, "person_id": resident.number, "visited_on": on}
        self.of["visit_reading"].append(read | MEASURED._asdict())
        for kind in kinds:
            result = Result.CONTROLLED if kind in DISEASES else None
            seen = Evidence(
                next(self._evidence), on, kind, Mode.HOME, result, danger, describe(kind, ANSWERS)
            )
            known.evidence.setdefault(kind, []).append(seen)
            self.of["evidence"].append(_evidence(seen, resident.number, number))

    def _excuse(self, resident: Resident, known: Circumstances) -> None:
        excuse = Excuse(TODAY - timedelta(days=5), TODAY + timedelta(days=20), ExcuseReason.AWAY_FOR_WORK)
        known.excuses.append(excuse)
        row = {"person_id": resident.number, "reason": excuse.reason, "note": "", "created_at": CREATED}
        self.of["excuse"].append({**row, "from_on": excuse.from_on, "return_on": excuse.return_on})


def _household(resident: Resident, head: str) -> Row:
    place = {"area_code": resident.village, "group_name": resident.entry.group_name, "address": ""}
    return {"id": resident.household, "head_name": head, "created_at": CREATED, **place}


def _visit(number: int, resident: Resident, on: date, kinds: tuple[Kind, ...]) -> Row:
    results: Mapping[str, str] = {kind.value: Result.CONTROLLED.value for kind in kinds if kind in DISEASES}
    return {
        "id": number,
        "client_key": UUID(int=number),
        "person_id": resident.number,
        "area_code": resident.village,
        "visited_on": on,
        "mode": Mode.HOME,
        "kinds": [kind.value for kind in kinds],
        "answers": ANSWERS,
        "results": dict(results),
        "summary": " · ".join(dict.fromkeys(filter(None, (describe(kind, ANSWERS) for kind in kinds)))),
        "note": "",
        "doctor_name": "李医生",
        "source": VisitSource.PAGE,
        "filed_at": datetime.combine(on, time(9), UTC),
        "void_reason": "",
        "voided_by_name": "",
    }


def _evidence(seen: Evidence, person_id: int, visit_id: int) -> Row:
    row = {"id": seen.id, "person_id": person_id, "seen_on": seen.on, "kind": seen.kind, "mode": seen.mode}
    told = {"result": seen.result, "emergency": seen.emergency, "text": seen.text}
    sooner = {"again_by": seen.again_by, "sooner": seen.sooner}
    return {**row, **told, **sooner, "visit_id": visit_id, "voided": False}
