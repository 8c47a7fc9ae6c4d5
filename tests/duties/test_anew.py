"""Working out anew what a changed rule concerns comes to exactly what reckoning everybody from the facts comes to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import zip_longest

import pytest
import sqlalchemy as sa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.audit.models import AuditEntry
from app.core.clock import standing_at
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.jobs import follow_calendar, reckon_everything
from app.duties.models import Duty, DutyLine, table_of
from app.duties.queries import find_open_duty
from app.duties.queries.standing import find_reckoning
from app.duties.rules import DutyRow, EvidenceNote, LineRow, RefillNote
from app.duties.service import (
    enrol,
    excuse,
    note_evidence,
    prepare,
    reckon,
    reckon_all,
    record_death,
    record_move,
    replace_refills,
    withdraw,
)
from app.duties.service.anew import BY_FACTS
from app.policy import book
from app.policy.book import Rulebook
from app.policy.rule import After, Each, Interval, OwedTo, Period, Rule
from app.policy.spells import Spell
from app.policy.terms import Category, Condition, Event, ExcuseReason, Kind, Mode, Result, Sooner
from tests import cast
from tests.policy.packs import shipped

PRESSURE, REFILL = "hypertension-followup", "refill-due"
duty, line = table_of(Duty), table_of(DutyLine)
DAYS = st.integers(0, 500).map(lambda ago: cast.TODAY - timedelta(days=ago))
INTERVALS = st.sampled_from(("10 days", "14 days", "1 month", "2 months", "3 months", "6 months"))


@pytest.fixture(autouse=True)
def _own_rules(app) -> Iterator[None]:
    shipped = book.current()
    yield
    book.install(shipped)


def deed():
    return transaction("duties.reckon", by=COMMAND_LINE)


def anew(**how):
    return reckon_everything("duties.reckon", by=COMMAND_LINE, **how)


def change(rule_id: str, **changes: object) -> None:
    """Let a rule of this process be another one."""
    packs = (
        replace(
            pack, rules=tuple(replace(rule, **changes) if rule.id == rule_id else rule for rule in pack.rules)
        )
        for pack in book.current().packs
    )
    book.install(Rulebook(tuple(packs), book.current().fingerprint))


def after(first: str, controlled: str, worse: str) -> After:
    others = {result: Interval.parse(worse) for result in Result}
    return After(Interval.parse(first), {**others, Result.CONTROLLED: Interval.parse(controlled)})


def tables() -> tuple[list[object], list[object]]:
    """Return all that is owed and closed, whatever numbers the rows bear."""
    duties = sa.select(*(duty.c[name] for name in DutyRow._fields))
    lines = sa.select(line.c.area_code, *(line.c[name] for name in LineRow._fields))
    db.session.expire_all()
    return tuple(sorted(map(repr, db.session.execute(every).all())) for every in (duties, lines))


def check_same_as_from_facts() -> None:
    anew()
    found = tables()
    with deed():
        reckon_all()
    assert found == tables()


def notes(person, days: list[tuple[date, Kind, Result | None]], *ahead: int | None) -> list[EvidenceNote]:
    """Note what was seen, each visit asking for the next one so many days ahead where it does."""
    again = zip_longest(days, ahead[: len(days)])
    return [
        EvidenceNote(
            *(person.id, on, kind, Mode.HOME, result),
            again_by=None if days_ahead is None else on + timedelta(days=days_ahead),
            sooner=None if days_ahead is None else Sooner.CLINICAL,
        )
        for (on, kind, result), days_ahead in again
    ]


KINDS = st.sampled_from((Kind.HYPERTENSION, Kind.HYPERTENSION, Kind.GENERAL, Kind.WEEKLY_ROUND, Kind.MEETING))
# Days after a visit by which it asks for the next one itself; one that lies behind it or too far ahead asks for nothing.
AHEAD = st.lists(st.none() | st.integers(-3, 120), max_size=6)
GIVEN = st.lists(DAYS, max_size=4, unique=True).map(sorted)
SEEN = st.lists(st.tuples(DAYS, KINDS, st.sampled_from((*Result, None))), max_size=6)


def _retime(draw: st.DrawFn) -> dict[str, object]:
    return {"when": after(draw(INTERVALS), draw(INTERVALS), draw(INTERVALS))}


def _other_people(draw: st.DrawFn) -> dict[str, object]:
    rule = book.current().all_rules[PRESSURE]
    disease = draw(st.sampled_from((Condition.COPD, Condition.STROKE, Condition.HYPERTENSION)))
    return {"owed_to": replace(rule.owed_to, conditions=frozenset({disease}))}


def _not_to_all(draw: st.DrawFn) -> dict[str, object]:
    rule = book.current().all_rules[PRESSURE]
    barred = draw(st.sampled_from((Condition.COPD, Condition.STROKE)))
    return {"owed_to": replace(rule.owed_to, without=frozenset({barred}))}


def _other_day(draw: st.DrawFn) -> dict[str, object]:
    return {"effective_from": draw(DAYS)}


def _phone(draw: st.DrawFn) -> dict[str, object]:
    rule = book.current().all_rules[PRESSURE]
    return {"answered_by": replace(rule.answered_by, modes=frozenset({Mode.CLINIC}))}


def _out_of_use(draw: st.DrawFn) -> dict[str, object]:
    return {"in_use": False}


def _since_referral(draw: st.DrawFn) -> dict[str, object]:
    return {"owed_to": OwedTo(since=draw(st.sampled_from((Event.REFERRAL, Event.ON_MEDICINE))))}


_CHANGES = (_retime, _retime, _retime, _other_people, _not_to_all, _other_day, _phone, _out_of_use)


@st.composite
def rule_changes(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    rule_id = draw(
        st.sampled_from((PRESSURE, PRESSURE, "chronic-home-visit", "scattered-weekly-round", REFILL))
    )
    if rule_id == REFILL:
        return rule_id, draw(st.sampled_from((_retime, _other_day, _out_of_use, _since_referral)))(draw)
    if rule_id == "scattered-weekly-round":
        return rule_id, {"when": Each(draw(st.sampled_from((Period.MONTH, Period.QUARTER, Period.WEEK))))}
    make = draw(st.sampled_from(_CHANGES))
    return rule_id, make(draw)


@settings(max_examples=25, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(data=st.data())
def test_whatever_rule_changes_all_comes_to_what_the_facts_say(stage, data):
    stage.set_back()
    book.install(shipped())
    with stage.app.app_context():
        for number in range(4):
            somebody(data, number)
        with deed():
            reckon_all()
        for _ in range(data.draw(st.integers(1, 2))):
            rule_id, changes = data.draw(rule_changes())
            change(rule_id, **changes)
            check_same_as_from_facts()
        db.session.remove()


def somebody(data: st.DataObject, number: int) -> None:
    """Let somebody be ill, poor, seen, away, gone, in any order the field brings."""
    ill = data.draw(st.sampled_from(((), ("hypertension",), ("hypertension", "copd"))))
    poor = data.draw(st.sampled_from(((), ("destitute-scattered",), ("minimum-living",))))
    person = cast.a_person(name=f"居民{number}", conditions=ill, categories=poor, since=data.draw(DAYS))
    with deed():
        note_evidence(notes(person, data.draw(SEEN), *data.draw(AHEAD)))
        given_out(person, data.draw(GIVEN), data.draw(st.booleans()))
        if data.draw(st.booleans()):
            back = cast.TODAY + timedelta(days=data.draw(st.integers(-60, 60)))
            excuse(person, reason=ExcuseReason.IN_HOSPITAL, from_on=min(back, cast.TODAY), return_on=back)
        happen = data.draw(st.sampled_from(("stays", "stays", "recovers", "relapses", "dies", "moves")))
        if happen in ("recovers", "relapses") and ill:
            left = data.draw(DAYS)
            withdraw(person, on=left, reason="核实", condition=Condition.HYPERTENSION)
            if happen == "relapses":
                enrol(
                    person,
                    starts_on=left + timedelta(days=20),
                    basis="再次确诊",
                    condition=Condition.HYPERTENSION,
                )
        if happen == "dies":
            record_death(person, on=data.draw(DAYS))
        if happen == "moves":
            record_move(person, on=data.draw(DAYS))


def given_out(person, days: list[date], ended: bool) -> None:
    """Let medicine of four or twelve weeks be given out on some days, and perhaps the last plan end after the last."""
    refills = []
    for at, on in enumerate(days):
        out = on + timedelta(weeks=12 if at % 2 else 4)
        refills.append(RefillNote(person.id * 10 + at, on, out, out - timedelta(days=7)))
    spells = [Spell(days[0], days[-1] + timedelta(days=20) if ended else None)] if days else []
    replace_refills(person.id, spells=spells, refills=refills)


def test_where_no_rule_changed_nobody_is_reckoned_from_the_facts(granny_chen):
    with deed():
        reckon_all()

    task = prepare()

    assert not task.parts
    assert anew().changed == 0


def test_other_intervals_set_the_dates_of_open_duties_and_closed_lines_anew(granny_chen, statements):
    with deed():
        note_evidence(notes(granny_chen, [(date(2026, 2, 10), Kind.HYPERTENSION, Result.CONTROLLED)]))
        note_evidence(notes(granny_chen, [(date(2026, 4, 20), Kind.HYPERTENSION, Result.CONTROLLED)]))
        reckon_all()
    change(PRESSURE, when=after("3 months", "2 months", "14 days"))

    task, done = prepare(), anew()

    owed = find_open_duty(granny_chen.id, PRESSURE)
    closed = db.session.execute(
        sa.select(line.c.due_on).where(line.c.rule_id == PRESSURE).order_by(line.c.settled_on)
    )
    assert not task.from_facts
    assert owed is not None and owed.due_on == date(2026, 6, 20)
    assert closed.scalars().all() == [date(2026, 4, 1), date(2026, 4, 10)]
    assert (done.changed, done.lines_written) == (1, 2)


def test_a_visit_that_asks_for_the_next_one_sooner_keeps_its_day_under_other_intervals(granny_chen):
    asked = notes(granny_chen, [(date(2026, 4, 20), Kind.HYPERTENSION, Result.CONTROLLED)], 30)
    with deed():
        note_evidence(asked)
        reckon_all()
    sooner = find_open_duty(granny_chen.id, PRESSURE)
    change(PRESSURE, when=after("1 month", "2 months", "14 days"))
    anew()
    kept = find_open_duty(granny_chen.id, PRESSURE)
    change(PRESSURE, when=after("1 month", "10 days", "10 days"))
    anew()
    shorter = find_open_duty(granny_chen.id, PRESSURE)

    assert sooner is not None and kept is not None and shorter is not None
    assert [owed.due_on for owed in (sooner, kept, shorter)] == [
        date(2026, 5, 20),
        date(2026, 5, 20),
        date(2026, 4, 30),
    ]
    assert "未达到现行临床目标" in sooner.why.zh


def test_who_comes_to_hold_what_bars_a_rule_is_no_longer_owed_it(granny_chen):
    anew()
    rule = book.current().all_rules[PRESSURE]
    change(PRESSURE, owed_to=replace(rule.owed_to, without=frozenset({Condition.COPD})))
    anew()
    before = find_open_duty(granny_chen.id, PRESSURE)
    with deed():
        enrol(granny_chen, starts_on=date(2026, 5, 1), basis="确诊", condition=Condition.COPD)
    barred = find_open_duty(granny_chen.id, PRESSURE)
    with deed():
        withdraw(granny_chen, on=date(2026, 5, 10), reason="核实", condition=Condition.COPD)
    owed = find_open_duty(granny_chen.id, PRESSURE)

    assert before is not None and barred is None
    assert owed is not None and owed.owed_from == date(2026, 5, 10)


def test_what_does_not_follow_from_its_own_facts_is_put_right(granny_chen):
    with deed():
        reckon_all()
        db.session.execute(sa.update(Duty).where(Duty.rule_id == PRESSURE).values(due_on=date(2030, 1, 1)))

    done = anew()

    owed = find_open_duty(granny_chen.id, PRESSURE)
    assert done.changed == 1
    assert owed is not None and owed.due_on == date(2026, 2, 1)


def test_a_rule_out_of_use_owes_nothing_and_what_was_closed_under_it_stays(granny_chen):
    with deed():
        note_evidence(notes(granny_chen, [(date(2026, 2, 10), Kind.HYPERTENSION, Result.CONTROLLED)]))
        reckon_all()
    change(PRESSURE, in_use=False)

    assert anew().closed == 1

    assert find_open_duty(granny_chen.id, PRESSURE) is None
    assert db.session.scalars(sa.select(line.c.rule_id)).all() == [PRESSURE]


def test_a_rule_that_comes_into_force_is_owed_from_that_day_on(granny_chen):
    change(PRESSURE, effective_from=date(2026, 6, 1))
    anew()
    assert find_open_duty(granny_chen.id, PRESSURE) is None

    with standing_at(date(2026, 6, 2)):
        opened, again = follow_calendar(date(2026, 6, 2)), follow_calendar(date(2026, 6, 2))

    owed = find_open_duty(granny_chen.id, PRESSURE)
    assert (opened.opened, again.opened, again.changed) == (1, 0, 0)
    assert owed is not None and owed.owed_from == date(2026, 6, 1)


def test_a_day_the_calendar_missed_is_made_good(app):
    person = cast.a_person(conditions=("copd",), since=date(2026, 6, 1), born_on=date(1990, 1, 1))
    anew()

    with standing_at(date(2026, 8, 1)):
        anew()
        assert find_open_duty(person.id, "copd-followup") is not None


def test_another_start_is_a_matter_of_everybodys_facts(granny_chen, monkeypatch):
    anew()
    monkeypatch.setattr("app.duties.service.start._installed", date(2026, 4, 1))

    assert prepare().from_facts == [granny_chen.id]
    check_same_as_from_facts()


def test_the_trail_says_by_which_rules_all_was_worked_out(granny_chen):
    anew()
    change(PRESSURE, when=after("2 months", "2 months", "14 days"))
    anew()

    wanted = sa.select(AuditEntry).where(AuditEntry.subject == "duty").order_by(AuditEntry.id)
    first, second = (entry.details for entry in db.session.scalars(wanted))
    assert first["count"] == second["count"] == 1
    assert first["rules"].keys() == second["rules"].keys() == book.current().rules.keys()
    assert [name for name in first["rules"] if first["rules"][name] != second["rules"][name]] == [PRESSURE]
    last = find_reckoning()
    assert last is not None and last.on == cast.TODAY


def test_people_are_worked_out_in_parts_between_which_others_may_write(granny_chen, monkeypatch):
    monkeypatch.setattr("app.duties.service.anew.BY_FACTS", 2)
    for _ in range(4):
        cast.a_person(conditions=("hypertension",))
    told: list[tuple[int, int]] = []

    def look(part: int, parts: int) -> None:
        assert "deed" not in db.session.info
        told.append((part, parts))

    anew(from_facts=True, tell=look)

    assert told == [(1, 3), (2, 3), (3, 3)]
    assert BY_FACTS <= 1000


def a_rule() -> Rule:
    return book.current().rules[PRESSURE]


@pytest.mark.parametrize("category", [Category.MINIMUM_LIVING])
def test_who_comes_to_be_owed_by_a_changed_rule_is_found(app, category):
    poor = cast.a_person(categories=(category.value,), born_on=date(1990, 1, 1))
    anew()

    change(
        PRESSURE, owed_to=replace(a_rule().owed_to, conditions=frozenset(), categories=frozenset({category}))
    )
    anew()

    assert find_open_duty(poor.id, PRESSURE) is not None


def test_two_deeds_on_one_person_come_one_after_the_other(app, granny_chen):
    first, second = date(2026, 2, 10), date(2026, 4, 20)
    one, other = (
        EvidenceNote(granny_chen.id, on, Kind.HYPERTENSION, Mode.HOME, Result.CONTROLLED)
        for on in (first, second)
    )

    def meanwhile() -> None:
        with app.app_context(), deed():
            note_evidence([one])

    worker = threading.Thread(target=meanwhile)
    with deed():
        note_evidence([other])
        worker.start()
        worker.join(0.5)
        assert worker.is_alive()
    worker.join()

    found = tables()
    with deed():
        reckon_all()
    assert found == tables()
    settled = sa.select(line.c.settled_on).where(line.c.rule_id == PRESSURE).order_by(line.c.settled_on)
    assert db.session.scalars(settled).all() == [first, second]


@pytest.mark.parametrize("from_facts", [True, False])
def test_what_was_closed_stays_with_the_village_it_was_closed_in(granny_chen, from_facts):
    with deed():
        note_evidence(notes(granny_chen, [(date(2026, 2, 10), Kind.HYPERTENSION, Result.CONTROLLED)]))
        note_evidence(notes(granny_chen, [(date(2026, 4, 20), Kind.HYPERTENSION, Result.CONTROLLED)]))
        reckon_all()
    home = granny_chen.area_code
    with deed():
        granny_chen.area_code = cast.SHIQIAO
        reckon([granny_chen.id])
    change(PRESSURE, when=after("3 months", "2 months", "14 days"))

    assert anew(from_facts=from_facts).lines_written == 2

    owed = find_open_duty(granny_chen.id, PRESSURE)
    closed = sa.select(line.c.area_code).where(line.c.rule_id == PRESSURE)
    assert home != cast.SHIQIAO and owed is not None and owed.area_code == cast.SHIQIAO
    assert db.session.scalars(closed).all() == [home, home]
