"""A small township drawn at random and put on record by the services everybody uses: ill, poor, seen, signed, gone, merged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from app.accounts.queries import find_reader
from app.accounts.reader import Reader
from app.careplans.queries.plans import get_plan
from app.careplans.rules.checks import CheckEntry
from app.careplans.rules.vocabulary import Disease, EndReason, Step, Taken
from app.careplans.service.steps import end_plan
from app.careplans.service.writing import write_version
from app.contracts.rules import Closing, Signing
from app.contracts.service import dissolve, sign
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import enrol, record_death, record_move, withdraw
from app.people.models import Person
from app.people.rules import CloseReason, NumberReason, Package, PersonState
from app.people.service import set_state
from app.policy.terms import Category, Condition, Kind, Mode
from app.record.rules import MergeChoice
from app.record.service import merge
from app.visits.service import correct_visit, file_visit, void_visit
from tests import cast
from tests.careplans.conftest import a_draft

FIRST_DAY = date(2024, 11, 1)
SUGAR = (Condition.DIABETES, Condition.DIABETES_INSULIN)
# Round the days on which somebody turns 65 or 80, leap days among them, and far from them.
BIRTHDAYS = st.one_of(
    st.dates(date(1960, 11, 1), date(1961, 6, 30)),
    st.dates(date(1945, 11, 1), date(1946, 6, 30)),
    st.sampled_from(
        (date(1960, 2, 29), date(1961, 3, 1), date(1961, 1, 1), date(1961, 12, 31), date(1980, 5, 5))
    ),
)
DAYS = st.one_of(
    st.dates(FIRST_DAY, cast.TODAY),
    st.sampled_from(
        (date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31))
    ),
)
KINDS = st.lists(
    st.sampled_from((Kind.HYPERTENSION, Kind.HYPERTENSION, Kind.DIABETES, Kind.COPD, Kind.GENERAL)),
    min_size=1,
    max_size=2,
    unique=True,
)
UPPER, LOWER = st.sampled_from((128, 129, 130, 139, 140, 149, 150)), st.sampled_from((78, 79, 80, 89, 90))
GLUCOSE = st.sampled_from((5.6, 6.9, 7.0, 7.1))
CONDITIONS = st.lists(
    st.tuples(
        st.sampled_from(
            (
                *(Condition.HYPERTENSION, Condition.HYPERTENSION, Condition.HYPERTENSION_COMPLICATED),
                *(*SUGAR, Condition.COPD, Condition.STROKE, Condition.TWO_DISEASES_HYPERTENSION),
            )
        ),
        DAYS,
    ),
    max_size=3,
    unique_by=lambda held: held[0],
)
CATEGORIES = st.lists(st.sampled_from((Category.DESTITUTE_SCATTERED, Category.LOW_MARGIN)), max_size=1)


@dataclass(frozen=True, slots=True)
class House:
    """Whoever writes in the township."""

    li: Reader
    zhou: Reader


@dataclass(slots=True)
class Resident:
    """Somebody drawn, and what is on record of them."""

    person: Person
    conditions: list[Condition]
    plans: list[tuple[int, int]] = field(default_factory=list)


def a_house() -> House:
    """Return the readers of the cast who write."""
    li, zhou = find_reader(cast.DR_LI.username), find_reader(cast.DR_ZHOU.username)
    assert li is not None
    assert zhou is not None
    return House(li, zhou)


def a_township(data: st.DataObject, *, people: int = 5) -> None:
    """Put so many residents on record, the last two of them perhaps one and the same."""
    house = a_house()
    them = [somebody(data, number, house=house) for number in range(people)]
    if data.draw(st.booleans(), label="merged"):
        _merge(them[-2].person, them[-1].person, by=house.zhou)


def somebody(data: st.DataObject, number: int, *, house: House) -> Resident:
    """Put one resident on record with all that befell them."""
    held = data.draw(CONDITIONS)
    who = cast.a_person(
        name=f"居民{number}",
        born_on=data.draw(BIRTHDAYS),
        area_code=data.draw(st.sampled_from((cast.LIUTANG, cast.SHIQIAO))),
    )
    resident = Resident(who, [condition for condition, _ in held])
    with transaction("person.register", by=COMMAND_LINE):
        for condition, since in held:
            enrol(who, condition=condition, starts_on=since, basis="认定")
        for category in data.draw(CATEGORIES):
            enrol(who, category=category, starts_on=data.draw(DAYS), basis="认定")
        doctor = data.draw(st.sampled_from((house.li, house.zhou, None)))
        who.doctor_id = doctor.id if doctor else None
    _sign(data, who)
    if data.draw(st.booleans(), label="planned"):
        _plan(resident, by=house.zhou)
    for _ in range(data.draw(st.integers(0, 5), label="visits")):
        _visit(data, resident, house=house)
    _befall(data, resident, house=house)
    return resident


def _visit(data: st.DataObject, resident: Resident, *, house: House) -> None:
    """File one visit, and perhaps mend or strike it."""
    fate = data.draw(st.sampled_from(("stands", "stands", "stands", "mended", "struck")))
    with transaction("visit.file", by=house.li):
        visit = file_visit(_seen(data, resident), person=resident.person, doctor=house.li)
    if fate == "mended":
        with transaction("visit.correct", by=house.li):
            correct_visit(visit, _seen(data, resident), person=resident.person, reason="记错了", by=house.li)
    if fate == "struck":
        with transaction("visit.void", by=house.li):
            void_visit(visit, reason="记错了人", by=house.li)


def _seen(data: st.DataObject, resident: Resident) -> Any:
    answers: dict[str, Any] = {}
    if data.draw(st.booleans(), label="pressure"):
        for ending in ("", "_2", "_3")[: data.draw(st.integers(1, 3))]:
            answers |= {f"systolic{ending}": data.draw(UPPER), f"diastolic{ending}": data.draw(LOWER)}
    if data.draw(st.booleans(), label="glucose"):
        answers["fasting_glucose"] = data.draw(GLUCOSE)
    taken = st.sampled_from((*Taken, None))
    checks = tuple(CheckEntry(plan, version, data.draw(taken)) for plan, version in resident.plans)
    return cast.a_visit(
        visited_on=data.draw(DAYS),
        mode=data.draw(st.sampled_from((Mode.HOME, Mode.HOME, Mode.CLINIC, Mode.PHONE))),
        kinds=tuple(data.draw(KINDS)),
        answers=answers,
        results={},
        checks=checks,
    )


def _plan(resident: Resident, *, by: Reader) -> None:
    diseases = {Disease.HYPERTENSION: Condition.HYPERTENSION, Disease.COPD: Condition.COPD}
    for disease, condition in diseases.items():
        if condition in resident.conditions:
            draft = a_draft(disease=disease, step=Step.SIGNED)
            with transaction("careplan.sign", by=by):
                version = write_version(resident.person, draft, by=by)
                resident.plans.append((version.plan_id, version.id))


def _sign(data: st.DataObject, person: Person) -> None:
    """Sign for a year with somebody, which may have run out by now; perhaps leave before."""
    fate = data.draw(st.sampled_from(("never", "runs", "runs", "dissolved")))
    if fate == "never":
        return
    starts_on = data.draw(st.dates(date(2024, 12, 1), date(2026, 3, 1)))
    ends_on = starts_on + timedelta(days=364)
    with transaction("contract.sign", by=COMMAND_LINE):
        signing = Signing(starts_on, ends_on, starts_on, (Package.GENERAL,), doctor_name="周明")
        contract = sign(person, signing, by=COMMAND_LINE)
        if fate == "dissolved":
            left = data.draw(st.dates(starts_on, min(ends_on, cast.TODAY)))
            dissolve(contract, Closing(left, CloseReason.OWN_WISH))


def _befall(data: st.DataObject, resident: Resident, *, house: House) -> None:
    what = data.draw(
        st.sampled_from(("stays", "stays", "stays", "recovers", "planless", "dies", "moves", "lost"))
    )
    day = data.draw(DAYS)
    with transaction("person.change", by=house.zhou):
        if what == "recovers" and resident.conditions:
            withdraw(resident.person, on=day, reason="核实", condition=resident.conditions[0])
        if what == "planless" and resident.plans:
            plan = get_plan(resident.plans[0][0], reader=house.zhou)
            end_plan(plan, on=cast.TODAY, reason=EndReason.RECOVERED, by=house.zhou)
        if what == "dies":
            record_death(resident.person, on=day)
        if what == "moves":
            record_move(resident.person, on=day)
        if what == "lost":
            set_state(resident.person, PersonState.LOST, on=day)


def _merge(kept: Person, other: Person, *, by: Reader) -> None:
    with transaction("person.merge", by=by):
        choice = MergeChoice(reason=NumberReason.MISTYPED, versions=(kept.version, other.version))
        merge(kept, other, choice, by=by)
