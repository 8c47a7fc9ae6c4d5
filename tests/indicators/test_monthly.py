"""The first of the month: one sheet and one letter each, however often it is done and whatever fails."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

import pytest
import sqlalchemy as sa

from app import scheduler
from app.accounts.models import User
from app.core import clock
from app.core.claims import is_claimed
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.indicators import jobs
from app.indicators.jobs import monthly_analysis
from app.indicators.models import IndicatorWarning, MeetingSheet, SheetFault, TallyMonth
from app.indicators.queries.meetings import count_faults, list_faults
from app.indicators.queries.numbers import read_numbers
from app.indicators.rules.meetings import sheet_of
from app.outbox.models import Letter
from app.reminders.jobs import monthly_letters
from tests import cast
from tests.indicators.months import closed

MAY, JUNE, JULY = (date(2026, month, 1) for month in (5, 6, 7))
JOB = next(job for job in scheduler.TIMETABLE if job.name == "monthly-analysis")


@pytest.fixture(autouse=True)
def _addresses(app):
    with transaction("account.address", by=COMMAND_LINE):
        for user in db.session.scalars(sa.select(User)):
            user.email = f"{user.username}@xunhu.example"


def at(text):
    return clock.standing_at(datetime.fromisoformat(text).replace(tzinfo=clock.CHINA))


def sheets():
    return db.session.scalars(sa.select(MeetingSheet).order_by(MeetingSheet.area_code)).all()


def letters():
    wanted = sa.select(Letter).where(Letter.kind == "monthly-analysis").order_by(Letter.address)
    return db.session.scalars(wanted).all()


def test_the_first_of_the_month_closes_the_month_and_makes_a_sheet_for_each_unit(granny_chen):
    with at("2026-06-01T01:00"):
        done = monthly_analysis(JUNE)

    assert done == {"sheets": 2, "left": 0}
    assert [sheet.area_code for sheet in sheets()] == [cast.COUNTY, cast.TOWN]
    assert db.session.get(TallyMonth, MAY).closed_at is not None
    told = {row.indicator.id: row for row in sheet_of(sheets()[1].told).rows}
    for name, number in read_numbers([cast.TOWN], month=MAY).items():
        assert (told[name].number.numerator, told[name].number.denominator) == (
            number.numerator,
            number.denominator,
        ), name
    assert told["management"].is_red and told["management"].worst[0].name == "柳塘村"


def test_done_twice_it_makes_one_sheet_and_one_letter_each(granny_chen):
    with at("2026-06-01T01:05"):
        first = monthly_analysis(JUNE), monthly_letters(JUNE)
        again = monthly_analysis(JUNE, again=True), monthly_letters(JUNE)

    assert (first[0]["sheets"], again[0]["sheets"]) == (2, 0)
    assert (first[1].written, again[1].written, again[1].already) == (2, 0, 2)
    assert [letter.address for letter in letters()] == ["county@xunhu.example", "zhao@xunhu.example"]
    assert {letter.day for letter in letters()} == {JUNE} and len(sheets()) == 2


def test_the_letter_tells_the_numbers_of_the_sheet_and_names_nobody(granny_chen):
    with at("2026-06-01T01:05"):
        monthly_analysis(JUNE)
        monthly_letters(JUNE)

    letter = letters()[1]
    sheet = next(one for one in sheets() if one.area_code == cast.TOWN)
    management = next(row for row in sheet_of(sheet.told).rows if row.indicator.id == "management")
    number = management.number
    assert f"慢病管理率：{number.numerator}/{number.denominator}，{number.share}%" in letter.text
    assert f"/indicators/meetings/{sheet.id}" in letter.text and "2026 年 5 月" in letter.subject
    assert "陈桂英" not in letter.text + letter.html + letter.subject


def test_a_unit_that_fails_costs_the_others_nothing_is_seen_and_is_tried_again(granny_chen, monkeypatch):
    def fail(area_code, *, month):
        if area_code == cast.TOWN:
            raise ZeroDivisionError("陈桂英")
        return make(area_code, month=month)

    make = jobs.make_meeting
    monkeypatch.setattr(jobs, "make_meeting", fail)
    with at("2026-06-01T01:00"):
        assert scheduler.make_good(JOB)
        assert [sheet.area_code for sheet in sheets()] == [cast.COUNTY]
        assert [letter.address for letter in letters()] == ["county@xunhu.example"]
        (fault,) = list_faults([cast.TOWN])
        assert (fault.kind, fault.tries, count_faults()) == ("ZeroDivisionError", 1, 1)
        assert not is_claimed("monthly-analysis", slot="2026-06-01")

    monkeypatch.undo()
    with at("2026-06-01T01:09"):
        scheduler.make_good(JOB)
        assert len(sheets()) == 1
    with at("2026-06-01T01:11"):
        scheduler.make_good(JOB)

    assert [letter.address for letter in letters()] == ["county@xunhu.example", "zhao@xunhu.example"]
    assert len(sheets()) == 2 and not list_faults([cast.TOWN]) and not count_faults()
    assert is_claimed("monthly-analysis", slot="2026-06-01")


def test_a_failure_is_tried_once_in_ten_minutes_or_when_somebody_asks(granny_chen, monkeypatch):
    def fail(month, *, today):
        raise ValueError

    monkeypatch.setattr(jobs, "close_month", fail)
    tries = []
    for minute in (0, 1, 9, 10, 12):
        with at(f"2026-06-01T02:{minute:02}"):
            assert monthly_analysis(JUNE) == {"sheets": 0, "left": 1}
            tries.append(db.session.scalar(sa.select(SheetFault.tries)))
    with at("2026-06-01T02:13"):
        monthly_analysis(JUNE, again=True)

    assert tries == [1, 1, 1, 2, 2] and db.session.scalar(sa.select(SheetFault.tries)) == 3


def test_what_was_cut_off_half_way_is_finished_at_the_next_turn(granny_chen, monkeypatch):
    def cut_off(area_code, *, month):
        if area_code == cast.COUNTY:
            raise KeyboardInterrupt
        return make(area_code, month=month)

    make = jobs.make_meeting
    monkeypatch.setattr(jobs, "make_meeting", cut_off)
    with at("2026-06-01T01:00"), pytest.raises(KeyboardInterrupt):
        scheduler.make_good(JOB)
    assert [sheet.area_code for sheet in sheets()] == [cast.TOWN] and not letters()

    monkeypatch.undo()
    with at("2026-06-01T01:01"):
        scheduler.make_good(JOB)
        assert not scheduler.make_good(JOB)

    assert (len(sheets()), len(letters())) == (2, 2)


def test_a_running_month_and_one_before_anybody_was_on_record_get_no_sheet(granny_chen):
    with at("2026-05-20T09:00"):
        assert monthly_analysis(MAY) == {"sheets": 0, "left": 0}
        assert monthly_analysis(JUNE, again=True) == {"sheets": 0, "left": 0}
        # Somebody asks for it by hand.
        asked = monthly_analysis(MAY, again=True)

    assert asked["sheets"] == len(sheets()) == 2
    assert {sheet.month for sheet in sheets()} == {date(2026, 4, 1)}


def test_the_slot_is_the_first_of_the_month_from_its_hour_on_and_lasts_the_month(granny_chen):
    slots = {
        text: JOB.when.slot_at(datetime.fromisoformat(text), morning=datetime.min.time())
        for text in ("2026-06-01T00:59", "2026-06-01T01:00", "2026-06-30T23:59", "2026-07-01T00:30")
    }

    assert list(slots.values()) == [None, JUNE, JUNE, None]
    assert JOB.when.told(datetime.min.time()) == "monthly 01:00"


@pytest.fixture
def quarter(granny_chen):
    """The second quarter: 柳塘村 stays below the target, 石桥村 reaches it but fell twice, the town misses it."""
    closed(date(2026, 4, 1), {cast.LIUTANG: {"on-time": (5, 10)}, cast.SHIQIAO: {"on-time": (10, 10)}})
    closed(MAY, {cast.LIUTANG: {"on-time": (6, 10)}, cast.SHIQIAO: {"on-time": (19, 20)}})
    closed(JUNE, {cast.LIUTANG: {"on-time": (7, 10)}, cast.SHIQIAO: {"on-time": (9, 10)}})


def warned():
    rows = db.session.scalars(sa.select(IndicatorWarning).order_by(IndicatorWarning.area_code)).all()
    return [(row.area_code, row.reason.value, row.numerator, row.denominator, row.missing) for row in rows]


def test_the_quarter_warns_whoever_is_below_target_or_fell_twice(quarter):
    with at("2026-07-01T01:00"):
        monthly_analysis(JULY)
        monthly_analysis(JULY, again=True)

    assert warned() == [
        (cast.TOWN, "below-target", 16, 20, 2),
        (cast.LIUTANG, "below-target", 7, 10, 2),
        (cast.SHIQIAO, "falling", 9, 10, 0),
    ]


def test_the_letter_of_a_quarter_counts_the_warnings(quarter):
    with at("2026-07-01T01:00"):
        monthly_analysis(JULY)
        monthly_letters(JULY)

    letter = next(letter for letter in letters() if letter.address.startswith("zhao"))
    assert "季度预警 3 条" in letter.text and "/indicators/warnings" in letter.text
    assert "还差 2 项" in letter.text


def test_a_month_within_the_quarter_warns_nobody(granny_chen):
    closed(MAY, {cast.LIUTANG: {"on-time": (1, 10)}})

    with at("2026-06-01T01:00"):
        monthly_analysis(JUNE)

    assert warned() == [] and len(sheets()) == 2


def test_the_timetable_does_all_of_it_at_the_prompt(app, granny_chen):
    with at("2026-06-02T09:00"):
        db.session.rollback()
        result = app.test_cli_runner().invoke(args=["timetable", "do", "monthly-analysis", "--json"])

    assert result.exit_code == 0, result.output
    assert '"day": "2026-06-01"' in result.stdout and '"written": 2' in result.stdout
    assert len(sheets()) == len(letters()) == 2


def test_a_doctor_gets_no_such_letter(granny_chen):
    with at("2026-06-01T01:05"):
        monthly_analysis(JUNE)
        done = monthly_letters(JUNE)

    assert asdict(done)["written"] == 2
    assert not [letter for letter in letters() if letter.address.startswith("dr_")]
