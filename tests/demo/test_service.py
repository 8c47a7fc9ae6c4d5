"""The invented township: believable, alive on every list, and nobody's."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.queries import find_reader
from app.careplans.models import CarePlan, CatalogueChange, MedicineIssue, PlanCheck, PlanStep, PlanVersion
from app.careplans.rules.vocabulary import Step, Taken
from app.contracts.queries import count_standings, list_caseloads, list_teams
from app.contracts.rules import Standing
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.transaction import COMMAND_LINE, transaction
from app.demo.queries import is_demo, is_empty
from app.demo.rules import PASSWORD, STAFF, VILLAGES
from app.demo.service import load_township
from app.duties.models import Duty, DutyLine
from app.duties.queries import count_work
from app.people.queries import list_contacts, list_contracts, list_drugs, search_people
from app.people.rules import PersonState
from app.policy import book
from app.policy.terms import Kind, Outcome
from app.schedule.queries import list_live, list_markets
from app.screening.queries import list_screened
from app.screening.rules import Part, find_in
from app.supplies.models import Delivery, Shortage
from app.supplies.queries.shortages import out_of_stock
from app.supplies.rules.vocabulary import Answered, CloseWay
from app.visits.models import ContactAttempt, EnteredMark, Visit
from app.visits.queries.work import list_work_lines
from app.visits.rules import ContactOutcome

PEOPLE = 150


@pytest.fixture
def township(empty_database):
    with transaction("demo.load", by=COMMAND_LINE):
        return load_township(people=PEOPLE)


@pytest.fixture
def doctors(township):
    return [find_reader(colleague.username) for colleague in STAFF[: len(VILLAGES)]]


def test_every_list_of_every_doctor_is_alive(doctors):
    for doctor in doctors:
        counts = count_work(doctor, day=clock.today())
        assert counts.overdue and counts.due and counts.excused and counts.rounds_all, doctor.username

        people = search_people("", reader=doctor, limit=100)
        assert PersonState.AWAY in {one.state_on(clock.today()) for one in people}
        known = [list_of(one.id) for one in people for list_of in (list_contacts, list_drugs, list_contracts)]
        assert sum(map(bool, known)) > len(people) / 2

        screened = list_screened(doctor, doctor.areas[0], day=clock.today(), days=365)
        found = find_in(screened, today=clock.today(), figures=book.current().figures)
        assert all(found[part] for part in (Part.UNDER_WAY, Part.PROPOSED, Part.AT_RISK))


def test_every_kind_of_work_is_owed_tried_and_entered_and_every_end_of_a_line_occurs(township):
    kinds = set(db.session.scalars(sa.select(Duty.kind)))
    outcomes = set(db.session.scalars(sa.select(DutyLine.outcome)))

    assert set(db.session.scalars(sa.select(ContactAttempt.outcome))) == set(ContactOutcome)
    assert set(db.session.scalars(sa.select(EnteredMark.kind))) == {
        Kind.HYPERTENSION,
        Kind.DIABETES,
        Kind.COPD,
    }
    assert kinds >= {rule.answered_by.kind for rule in book.current().rules.values() if rule.in_use}
    assert outcomes >= {Outcome.DONE, Outcome.LATE, Outcome.MISSED, Outcome.WITHDRAWN}


def test_contracts_stand_in_every_way_and_the_next_days_are_planned_around_markets(doctors):
    areas, supervisor = ("349901000000",), find_reader("zhao")
    standings = count_standings(areas=areas, day=clock.today())
    caseloads = {load.who.name: load for load in list_caseloads(areas)}

    assert all(standings.values()), standings
    assert set(standings) >= {Standing.ENDING_30, Standing.EXPIRED, Standing.DISSOLVED, Standing.NEVER}
    assert len(list_teams(supervisor, day=clock.today())) == 2
    assert 0 < caseloads[""].people < PEOPLE / 8
    assert all(load.who.doctor_id for name, load in caseloads.items() if name)

    monday = clock.monday_of(clock.today())
    for doctor in doctors:
        planned = list_live(doctor.id, first=monday, last=monday + timedelta(days=13))
        markets = list_markets(doctor.areas)

        assert any(one.by_hand for one in planned) and not all(one.by_hand for one in planned)
        assert markets
        assert not any(market.held_on(one.on_day) for one in planned for market in markets if not one.by_hand)


def test_visits_were_written_down_on_their_day_but_for_a_few_and_some_were_mended(township, doctors):
    rows = db.session.execute(
        sa.select(Visit.visited_on, Visit.filed_at).where(Visit.corrects_id.is_(None))
    ).all()
    written = [(clock.local(filed_at).date(), visited_on) for visited_on, filed_at in rows]
    late = sum(on > visited_on for on, visited_on in written)

    assert len(rows) == township["visits"] > 500
    assert all(visited_on <= on < clock.today() for on, visited_on in written)
    assert 0 < late < len(rows) / 20
    for doctor in doctors:
        mine = db.session.scalars(sa.select(Visit).where(Visit.doctor_id == doctor.id)).all()
        assert sum(visit.corrects_id is not None for visit in mine) == 1
        assert sum(visit.voided_at is not None for visit in mine) == 2
        month = clock.today().replace(day=1)
        assert list_work_lines(doctor.id, month=month, reader=doctor)


def test_plans_stand_in_every_way_and_were_written_on_their_own_days(township):
    steps = db.session.execute(
        sa.select(PlanStep.step, PlanStep.at, PlanVersion.starts_on).join(PlanVersion)
    ).all()
    plans = db.session.scalars(sa.select(CarePlan)).all()
    in_force = {plan.person_id for plan in plans if plan.in_force_id}
    said = db.session.scalars(sa.select(PlanVersion.content)).all()

    assert {step for step, _, _ in steps} == set(Step) - {Step.WITHDRAWN}
    assert all(clock.local(at).date() == on for step, at, on in steps if step is Step.SIGNED)
    assert len(in_force) > PEOPLE / 4
    assert all(any(getattr(plan, name) for plan in plans) for name in ("waiting_id", "draft_id", "ended_on"))
    assert {one["rule"] for content in said for one in content["acknowledged"]} >= {
        "allergy",
        "caution",
        "pair",
    }
    assert all(one["reason"] and one["source"] for content in said for one in content["acknowledged"])


def test_medicine_was_given_out_for_long_under_guidance_and_runs_out_and_was_taken_or_not(township):
    issues = db.session.scalars(sa.select(MedicineIssue)).all()
    left = [(issue.runs_out_on - clock.today()).days for issue in issues]
    refills = db.session.scalars(sa.select(Duty.due_on).where(Duty.kind == Kind.REFILL)).all()
    checks = db.session.scalars(sa.select(PlanCheck)).all()

    assert any(0 < days <= 7 for days in left) and any(days < 0 for days in left)
    assert any(issue.days == 84 and issue.long_term for issue in issues)
    assert any(issue.remote for issue in issues)
    assert any(due < clock.today() for due in refills) and any(due > clock.today() for due in refills)
    assert {check.treatment for check in checks} == set(Taken)
    assert all(bool(check.why) == (check.treatment is not Taken.AS_AGREED) for check in checks)


def test_medicine_is_short_under_way_and_delivered_and_the_county_has_a_catalogue_of_its_own(township):
    shortages = db.session.scalars(sa.select(Shortage)).all()
    deliveries = db.session.scalars(sa.select(Delivery)).all()
    changes = db.session.scalars(sa.select(CatalogueChange)).all()

    assert {shortage.closed_as for shortage in shortages} == {None, CloseWay.DELIVERED, CloseWay.MISTAKE}
    assert {None, Answered.WILL_DELIVER, Answered.HOSPITAL} == {shortage.answer for shortage in shortages}
    assert {bool(delivery.received_on) for delivery in deliveries} == {True, False}
    assert sum(delivery.person_id is not None for delivery in deliveries) == 1
    assert {change.entry is None for change in changes} == {True, False}
    unanswered = next(
        shortage for shortage in shortages if shortage.answer is None and not shortage.closed_on
    )
    lacking = out_of_stock(db.session.scalars(sa.select(CarePlan.person_id)).all())
    assert unanswered.name in {name for names in lacking.values() for name in names}


def test_it_only_goes_into_an_empty_application(empty_database):
    with transaction("demo.load", by=COMMAND_LINE):
        load_township(people=6)

    assert is_demo() and not is_empty()
    with pytest.raises(Conflict, match="空库"), transaction("demo.load", by=COMMAND_LINE):
        load_township(people=6)


def test_the_commands_say_who_may_sign_in(app, empty_database):
    runner = app.test_cli_runner()

    loaded = runner.invoke(args=["demo", "load", "--people", "12"])
    again = runner.invoke(args=["demo", "load", "--if-empty"])
    refused = runner.invoke(args=["demo", "load"])
    banner = runner.invoke(args=["demo", "banner", "--address", "http://127.0.0.1:8000"])

    assert loaded.exit_code == 0 and "12 位居民" in loaded.output
    assert (again.exit_code, again.output) == (0, "")
    assert refused.exit_code == 1 and "空库" in refused.output
    assert PASSWORD in banner.output and "zhao" in banner.output


def test_a_deployment_of_its_own_gets_a_banner_without_demo_accounts(app):
    assert db.session.get(Area, VILLAGES[0][0]) is None
    banner = app.test_cli_runner().invoke(args=["demo", "banner", "--address", "http://127.0.0.1:8000"])

    assert banner.exit_code == 0 and PASSWORD not in banner.output
