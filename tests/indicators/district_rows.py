"""The generated district as rows of every table, the same as the services write: what is owed comes from the ledger itself."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from math import cos, pi, radians, sin
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.areas import AreaRow
from app.accounts.reader import Role
from app.accounts.service import import_areas
from app.audit.service import note_bulk
from app.careplans.rules.vocabulary import Disease, DoseUnit, Meal, Route, Taken
from app.core import clock
from app.core.clock import CHINA
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.rules import Circumstances, Excuse, RuleIndex, ledger_of
from app.policy import book
from app.policy.engine import Evidence
from app.policy.spells import Spell
from app.policy.terms import Condition, Event, ExcuseReason, Kind, Mode, Result, Sex
from app.reviews.rules.vocabulary import CallOutcome, CallWay, Lane, Reached, ReturnReason, Verdict
from app.visits.rules import VisitSource
from app.visits.rules.readings import measured_in
from tests import cast
from tests.indicators.district import (
    FIRST_DOCTOR,
    HOUSES,
    MONTHS,
    SINCE,
    TOWNS,
    VILLAGES_A_TOWN,
    Made,
    Villager,
    town_code,
    village_code,
    villagers,
    visits,
)

Row = dict[str, Any]
A_DAY = timedelta(days=1)
CREATED = datetime(2024, 6, 1, tzinfo=UTC)
A_DEGREE = 111_195
# Drawn and called back are only the logs of the last half year.
REVIEWED_FROM = date(2025, 12, 1)
CLASSED = frozenset(Kind(each.value) for each in Condition if each.value in {kind.value for kind in Kind})
TABLES = (
    *("user", "user_area", "household", "person", "person_category", "person_condition", "contract"),
    *("care_plan", "plan_version", "plan_medicine", "plan_check", "visit", "visit_reading", "visit_capture"),
    *("evidence", "excuse", "duty_event", "duty", "duty_line", "review", "call_back"),
)


def settle(seed: int) -> None:
    """Put the district of a seed on record, in one deed."""
    dice = random.Random(seed)
    places = {town_code(town): f"第{town + 1}镇" for town in range(TOWNS)}
    places |= {village_code(n): f"第{n + 1}村" for n in range(TOWNS * VILLAGES_A_TOWN)}
    rows = DistrictRows(dice)
    rows.fill()
    with transaction("district.make", by=COMMAND_LINE):
        if db.engine.dialect.name == "sqlite":
            # So much is written at once that the pages of its indexes would be read from the file again and again.
            db.session.connection().exec_driver_sql("PRAGMA cache_size=-400000")
        import_areas([AreaRow(row, code, name) for row, (code, name) in enumerate(sorted(places.items()), 2)])
        db.session.flush()
        for name in TABLES:
            note_bulk(name, count=len(rows.of[name]))
            db.session.connection().execute(sa.insert(db.metadata.tables[name]), rows.of[name])


class DistrictRows:
    """The rows of the district by table."""

    def __init__(self, dice: random.Random) -> None:
        self.of: defaultdict[str, list[Row]] = defaultdict(list)
        self._dice = dice
        self._rules = RuleIndex(book.current().rules.values())
        self._visits, self._evidence, self._plans = count(1), count(1), count(1)
        self._known: dict[int, Circumstances] = {}
        self._plan_of: dict[int, int] = {}

    def fill(self) -> None:
        """Gather the rows of everybody and everything."""
        villages = villagers(self._dice)
        people = [villager for village in villages for villager in village]
        for doctor in range(len(villages)):
            self._doctor(doctor)
        for villager in people:
            self._know(villager)
        for made in visits(self._dice, villages):
            self._made(made)
        for villager in people:
            self._rounds(villager)
            self._person(villager)
        for villager in people:
            self._owed(villager)

    def _doctor(self, doctor: int) -> None:
        number = FIRST_DOCTOR + doctor
        named = {"id": number, "username": f"doctor-{number}", "full_name": f"医生{doctor + 1}"}
        account = {"role": Role.VILLAGE_DOCTOR, "password_hash": "!", "active": True, "language": "zh"}
        self.of["user"].append({**named, **account, "failures": 0})
        self.of["user_area"].append({"user_id": number, "area_code": village_code(doctor)})

    def _know(self, villager: Villager) -> None:
        known = Circumstances(villager.number, village_code(villager.village), villager.born_on)
        known.holdings = [each for each in villager.holdings if each.starts_on != each.ends_on]
        self._known[villager.number] = known
        facts = {"person_id": villager.number, "basis": "名单", "created_at": CREATED, "withdrawn": False}
        for each in villager.holdings:
            held = {**facts, "started_on": each.starts_on, "ended_on": each.ends_on}
            what = "condition" if isinstance(each.what, Condition) else "category"
            self.of[f"person_{what}"].append({**held, what: each.what, "source_list": ""})
        if self._dice.random() < 0.01:
            # One that was put on record by mistake and taken back.
            wrong = {"condition": Condition.COPD, "started_on": SINCE, "ended_on": None, "source_list": ""}
            self.of["person_condition"].append({**facts, **wrong, "withdrawn": True})
        self._sign(villager)
        if self._dice.random() < 0.3 and any(
            each.what is Condition.HYPERTENSION for each in villager.holdings
        ):
            self._plan(villager)

    def _sign(self, villager: Villager) -> None:
        """Two of three sign for a year, again and again; one or the other leaves in between."""
        if self._dice.random() > 0.66:
            return
        for year in (2025, 2026):
            starts_on = date(year, self._dice.choice((1, 1, 1, 3, 7)), 1)
            ends_on = starts_on + timedelta(days=364)
            left = (
                starts_on + timedelta(days=self._dice.randint(0, 300)) if self._dice.random() < 0.04 else None
            )
            self.of["contract"].append(
                {"person_id": villager.number, "signed_on": starts_on, "starts_on": starts_on, "ends_on": ends_on,
                 "closed_on": left, "packages": [], "withdrawn": self._dice.random() < 0.01, "created_at": CREATED}
            )  # fmt: skip

    def _plan(self, villager: Villager) -> None:
        number = self._plan_of[villager.number] = next(self._plans)
        ended_on = date(2026, 2, 1) if self._dice.random() < 0.05 else None
        ids = {"id": number, "person_id": villager.number}
        self.of["care_plan"].append(
            {
                **ids,
                "disease": Disease.HYPERTENSION,
                "opened_at": CREATED,
                "in_force_id": number,
                "ended_on": ended_on,
            }
        )
        about = {"client_key": UUID(int=2**64 + number), "plan_id": number, "number": 1, "starts_on": SINCE}
        written = {"content": {}, "written_at": CREATED, "by_name": ""}
        self.of["plan_version"].append({**ids, **about, **written})
        if self._dice.random() < 0.9:
            drug = {
                "version_id": number,
                "place": 1,
                "code": "",
                "name": "氨氯地平",
                "strength": "5 mg",
                "dose": 1.0,
            }
            taken = {
                "unit": DoseUnit.TABLET,
                "times": 1,
                "moments": [],
                "meal": Meal.ANY,
                "route": Route.ORAL,
            }
            self.of["plan_medicine"].append(
                {**drug, **taken, "as_needed": False, "days": 28, "quantity": 28.0}
            )

    def _made(self, made: Made) -> None:
        """File a visit; one in a hundred is struck and mended an hour later."""
        kinds = made.villager.kinds_on(made.visited_on, made.log.mode)
        source = VisitSource.TABLET if made.log.captured else VisitSource.PAGE
        row = self._visit(made.villager, made.visited_on, kinds, mode=made.log.mode) | {
            "source": source, "filed_at": made.filed_at, "note": made.log.words,
            "answers": self._answers(made, kinds),
        }  # fmt: skip
        self._capture(row["id"], made)
        if self._dice.random() < 0.01:
            row = self._mend(row)
        self._keep(row, kinds)
        self._look_into(row)
        if made.log.in_hospital:
            self._excuse(
                made.villager, made.visited_on - A_DAY, made.visited_on + A_DAY, ExcuseReason.IN_HOSPITAL
            )
        if self._dice.random() < 0.01:
            self._refer(made, row)

    def _answers(self, made: Made, kinds: tuple[Kind, ...]) -> Row:
        answers: Row = {"adherence": "regular"}
        if Kind.DIABETES in kinds and self._dice.random() < 0.8:
            answers["fasting_glucose"] = round(self._dice.gauss(6.9, 1.3), 1)
        if made.log.pressure is None:
            return answers
        (upper, lower), typed = made.log.pressure, made.log.typed
        answers |= {"systolic": upper if typed is None else typed, "diastolic": lower}
        if answers["systolic"] != upper:
            # Taken three times: the first is what was typed first, the last two are what counts.
            answers |= {f"systolic{n}": upper for n in ("_2", "_3")} | {
                f"diastolic{n}": lower for n in ("_2", "_3")
            }
        return answers

    def _visit(self, villager: Villager, on: date, kinds: tuple[Kind, ...], *, mode: Mode) -> Row:
        number = next(self._visits)
        doctor = FIRST_DOCTOR + villager.village
        who = {"person_id": villager.number, "area_code": village_code(villager.village), "doctor_id": doctor}
        said = {
            "results": {},
            "emergency": False,
            "summary": "",
            "note": "",
            "doctor_name": f"医生{villager.village}",
        }
        struck = {"voided_at": None, "void_reason": "", "voided_by_name": "", "corrects_id": None}
        made = {"id": number, "client_key": UUID(int=number), "visited_on": on, "mode": mode, "answers": {}}
        return {
            **made,
            **who,
            **said,
            **struck,
            "kinds": [kind.value for kind in kinds],
            "first_filed_at": None,
        }

    def _capture(self, visit_id: int, made: Made) -> None:
        placed = made.log.mode is Mode.HOME and made.log.metres is not None and self._dice.random() < 0.8
        if not (placed or made.log.captured):
            return
        row: Row = {"visit_id": visit_id, "captured_at": None, "clock_ahead": None, "latitude": None}
        row |= {"longitude": None, "accuracy_m": None}
        if made.log.captured and made.log.moment is not None:
            ahead = self._dice.choice((0, 0, 45, -30))
            row |= {"captured_at": made.log.moment + timedelta(seconds=ahead), "clock_ahead": ahead}
        if placed and made.log.metres is not None:
            row |= self._place(made.villager.village, made.log.metres)
        self.of["visit_capture"].append(row)

    def _place(self, village: int, metres: float) -> Row:
        accuracy, bearing = self._dice.choice((8.0, 15.0, 30.0)), self._dice.uniform(0, 2 * pi)
        latitude, longitude = 31.4 + village * 0.01, 116.3 + village % 7 * 0.05
        far = (metres + accuracy) / A_DEGREE
        east = far * sin(bearing) / cos(radians(latitude))
        place = {"latitude": latitude + far * cos(bearing), "longitude": longitude + east}
        return {**place, "accuracy_m": accuracy}

    def _mend(self, row: Row) -> Row:
        """Strike a version with another pressure, and return the one that stands in its place."""
        wrong = row | {"id": next(self._visits), "answers": row["answers"] | {"systolic": 199}}
        at = row["filed_at"] + timedelta(hours=1)
        wrong |= {"client_key": UUID(int=wrong["id"]), "voided_at": at, "void_reason": "录错了"}
        self._keep(wrong, tuple(map(Kind, row["kinds"])), voided=True)
        return row | {"corrects_id": wrong["id"], "first_filed_at": row["filed_at"], "filed_at": at}

    def _keep(self, row: Row, kinds: tuple[Kind, ...], *, voided: bool = False) -> None:
        self.of["visit"].append(row)
        told = {"person_id": row["person_id"], "visited_on": row["visited_on"]}
        if (measured := measured_in(row["answers"])) is not None:
            self.of["visit_reading"].append({"visit_id": row["id"], **told, **measured._asdict()})
        for kind in kinds:
            result = _classed(row["answers"]) if kind in CLASSED else None
            seen = Evidence(next(self._evidence), row["visited_on"], kind, row["mode"], result)
            self.of["evidence"].append(_evidence(seen, row) | {"voided": voided})
            if not voided:
                self._known[row["person_id"]].evidence.setdefault(kind, []).append(seen)
        if not voided and (plan := self._plan_of.get(row["person_id"])) and self._dice.random() < 0.6:
            self._check(plan, row)

    def _check(self, plan: int, row: Row) -> None:
        told = self._dice.choice((*Taken, Taken.AS_AGREED, Taken.AS_AGREED, None))
        ids = {
            "person_id": row["person_id"],
            "area_code": row["area_code"],
            "plan_id": plan,
            "version_id": plan,
        }
        said = {"treatment": told, "others": {}, "why": [], "voided": False}
        self.of["plan_check"].append({**ids, **said, "visit_id": row["id"], "checked_on": row["visited_on"]})

    def _look_into(self, row: Row) -> None:
        """Most logs get a verdict the next days; a few people are called."""
        if row["filed_at"].date() < REVIEWED_FROM:
            return
        about = {"visit_id": row["id"]} | {key: row[key] for key in ("person_id", "area_code", "doctor_id")}
        if self._dice.random() < 0.8:
            at = row["filed_at"] + timedelta(days=self._dice.randint(0, 9))
            verdict = self._dice.choice((*Verdict, Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.ACCEPTED))
            reason = next(iter(ReturnReason)) if verdict is Verdict.RETURNED else None
            said = {"lane": Lane.REST, "verdict": verdict, "reason": reason, "in_bulk": False}
            self.of["review"].append({**about, **said, "reviewed_at": at})
        if self._dice.random() < 0.04:
            at = row["filed_at"] + timedelta(days=self._dice.randint(0, 20))
            outcome = self._dice.choice((*CallOutcome, CallOutcome.CONFIRMED, CallOutcome.CONFIRMED))
            reached = Reached.NOBODY if outcome is CallOutcome.NOT_REACHED else Reached.PATIENT
            said = {"way": CallWay.PHONE, "reached": reached, "outcome": outcome, "done": [], "came": None}
            self.of["call_back"].append({**about, **said, "called_at": at})

    def _excuse(self, villager: Villager, since: date, until: date, reason: ExcuseReason) -> None:
        self._known[villager.number].excuses.append(Excuse(since, until, reason))
        row = {"person_id": villager.number, "reason": reason, "note": "", "created_at": CREATED}
        self.of["excuse"].append({**row, "from_on": since, "return_on": until})

    def _refer(self, made: Made, row: Row) -> None:
        """Refer somebody on; a telephone call two or three weeks later asks what became of it."""
        on, villager = made.visited_on, made.villager
        self._known[villager.number].events.setdefault(Event.REFERRAL, []).append(Spell(on, None))
        told = {"person_id": villager.number, "event": Event.REFERRAL, "happened_on": on, "ended_on": None}
        self.of["duty_event"].append({**told, "visit_id": row["id"], "voided": False})
        day = on + timedelta(days=self._dice.randint(2, 22))
        if day >= cast.TODAY or (villager.left_on is not None and villager.left_on <= day):
            return
        call = self._visit(villager, day, (Kind.REFERRAL_CHECK,), mode=Mode.PHONE)
        filed_at = datetime.combine(day, time(17), CHINA)
        self._keep(call | {"source": VisitSource.PAGE, "filed_at": filed_at}, (Kind.REFERRAL_CHECK,))

    def _rounds(self, villager: Villager) -> None:
        """Three of five weekly rounds came in by a list; two people of a hundred were away for some weeks."""
        rounds = [each for each in villager.holdings if each.what == "destitute-scattered"]
        for each in rounds:
            day = max(each.starts_on, SINCE)
            while day < min(villager.left_on or cast.TODAY, cast.TODAY):
                if self._dice.random() < 0.6:
                    row = self._visit(villager, day, (Kind.WEEKLY_ROUND,), mode=Mode.HOME)
                    filed_at = datetime.combine(
                        day + self._dice.choice((0, 0, 1, 12)) * A_DAY, time(20), CHINA
                    )
                    self._keep(
                        row | {"source": VisitSource.ROSTER, "filed_at": filed_at}, (Kind.WEEKLY_ROUND,)
                    )
                day += 7 * A_DAY
        if self._dice.random() < 0.02:
            since = MONTHS[self._dice.randrange(len(MONTHS))] + timedelta(days=self._dice.randint(0, 27))
            until = since + timedelta(days=self._dice.randint(3, 60))
            self._excuse(villager, since, until, ExcuseReason.AWAY_FOR_WORK)

    def _person(self, villager: Villager) -> None:
        code, name = (
            village_code(villager.village),
            f"王{'一二三四五六七八九十'[villager.number % 10]}{villager.number}",
        )
        house, dice = villager.house + 1, self._dice
        if villager.number % (HOUSES // 20) == 1:
            head = {"id": house, "area_code": code, "head_name": name, "created_at": CREATED}
            self.of["household"].append(head)
        gone = {"died_on": villager.died_on, "moved_on": villager.moved_on, "lost_on": villager.lost_on}
        twice = villager.number - 1 if not villager.taken and villager.number % 401 == 0 else None
        withdrawn_at = CREATED if not villager.taken and dice.random() < 0.003 else None
        own = {"id": villager.number, "version": 1, "name": name, "name_reversed": name[::-1], "initials": ""}
        who = {"sex": dice.choice(list(Sex)), "born_on": villager.born_on, "doctor_id": villager.doctor_id}
        where = {"area_code": code, "household_id": house, "created_at": CREATED}
        self.of["person"].append(
            {**own, **who, **where, **gone, "merged_into_id": twice, "withdrawn_at": withdrawn_at}
        )

    def _owed(self, villager: Villager) -> None:
        known = self._known[villager.number]
        known.left_on = villager.left_on
        for seen in known.evidence.values():
            seen.sort(key=lambda each: (each.on, each.id))
        ledger = ledger_of(known, rules=self._rules, start=SINCE, today=clock.today())
        self.of["duty"] += [row._asdict() for row in ledger.duties]
        self.of["duty_line"] += [{**row._asdict(), "area_code": known.area_code} for row in ledger.lines]


def _classed(answers: Row) -> Result:
    return Result.CONTROLLED if answers.get("systolic", 0) < 140 else Result.UNCONTROLLED


def _evidence(seen: Evidence, row: Row) -> Row:
    told: Row = {"id": seen.id, "person_id": row["person_id"], "seen_on": seen.on, "kind": seen.kind}
    rest = {"mode": seen.mode, "result": seen.result, "emergency": False, "text": "", "again_by": None}
    return {**told, **rest, "sooner": None, "visit_id": row["id"]}


def doctors() -> Iterator[int]:
    """Return the numbers of the doctors' accounts."""
    return iter(range(FIRST_DOCTOR, FIRST_DOCTOR + TOWNS * VILLAGES_A_TOWN))
