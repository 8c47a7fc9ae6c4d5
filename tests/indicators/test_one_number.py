"""One number wherever it is read: desk, page, its own page, sheet, people, command, meeting and letter say the same."""

from __future__ import annotations

import io
import json
import re
from datetime import date, datetime

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from app.accounts.models import User
from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.indicators.jobs import count_indicators, monthly_analysis
from app.indicators.models import MeetingSheet
from app.indicators.queries.people import Behind, list_people
from app.indicators.rules.definitions import INDICATORS
from app.outbox.models import Letter
from app.reminders.jobs import monthly_letters
from app.visits.service import file_visit
from tests import cast

MAY = date(2026, 5, 1)
FIRST_OF_MAY = datetime(2026, 5, 1, 1, 5, tzinfo=clock.CHINA)
NAMES = {each.name.zh: each.id for each in INDICATORS}
PAIR = r"\s*([\d,]+)/([\d,]+)\s*"
LARGE = rf'<p class="share"><b>[^<]*</b> <span>{PAIR}</span>'
CARD = rf'<h2><a href="/indicators/([a-z-]+)\?[^"]*">[^<]*</a></h2>\s*{LARGE}'
DESK_ROW = (
    rf'village=(\d+)">[^<]*</a></th>(?:(?!</tr>).)*/indicators/pressure-control\?area=\1">{PAIR}</a></td>'
)
MEETING_ROW = rf'<th scope="row">([^<]+)</th>\s*<td>{PAIR}</td>'
LATE = r"关账后变动 ([+-]\d+)/([+-]\d+)"


@pytest.fixture
def zhao(app, sign_in):
    """The supervisor's browser."""
    return sign_in(app.test_client(), cast.ZHAO)


@pytest.fixture
def months(dr_li, dr_wang):
    """Pressures on both sides of the limit in two villages; April is closed, and one of its logs came in afterwards."""
    with clock.standing_at(date(2026, 4, 1)):
        liutang = [cast.a_person(conditions=("hypertension",)) for _ in range(5)]
        shiqiao = [cast.a_person(area_code=cast.SHIQIAO, conditions=("hypertension",)) for _ in range(2)]
    for day, (person, systolic) in enumerate(zip(liutang, (128, 136, 158), strict=False), 10):
        _see(person, dr_li, systolic, on=date(2026, 4, day))
    for person, systolic in zip(shiqiao, (134, 166), strict=True):
        _see(person, dr_wang, systolic, on=date(2026, 4, 20))
    with clock.standing_at(FIRST_OF_MAY):
        with transaction("account.address", by=COMMAND_LINE):
            supervisor = sa.select(User).where(User.username == cast.ZHAO.username)
            db.session.scalars(supervisor).one().email = "zhao@xunhu.example"
        monthly_analysis(MAY)
        monthly_letters(MAY)
    _see(shiqiao[0], dr_wang, 172, on=date(2026, 5, 12))
    _see(liutang[3], dr_li, 130, on=date(2026, 4, 28), entered=cast.TODAY)
    count_indicators(cast.TODAY)


def test_the_number_of_the_running_month_is_one_wherever_it_is_read(app, zhao, months):
    told, _late = by_command(app, cast.LIUTANG, "2026-05")
    shiqiao, _late = by_command(app, cast.SHIQIAO, "2026-05")
    asked = f"?area={cast.LIUTANG}&month=2026-05"

    assert told["pressure-control"] == (3, 4)
    assert on_the_page(zhao.get(f"/indicators{asked}").text) == told
    assert on_pages_of_their_own(zhao, asked) == told
    assert in_the_workbook(zhao.get(f"/indicators/list.xlsx{asked}"), "柳塘村") == told
    assert among_people(cast.LIUTANG, MAY) == told
    assert on_the_desk(zhao.get("/").text) == {
        cast.LIUTANG: told["pressure-control"],
        cast.SHIQIAO: shiqiao["pressure-control"],
    }


def test_the_number_of_a_closed_month_is_one_wherever_it_is_read(app, zhao, months):
    told, late = by_command(app, cast.TOWN, "2026-04")
    sheet = db.session.scalars(sa.select(MeetingSheet).where(MeetingSheet.area_code == cast.TOWN)).one()
    letter = db.session.scalars(sa.select(Letter).where(Letter.address == "zhao@xunhu.example")).one()
    asked = f"?area={cast.TOWN}&month=2026-04"

    assert told["pressure-control"] == (3, 5)
    assert on_the_page(zhao.get(f"/indicators{asked}").text) == told
    assert on_pages_of_their_own(zhao, asked) == told
    assert in_the_workbook(zhao.get(f"/indicators/list.xlsx{asked}"), "三十铺镇") == told
    assert in_the_meeting(zhao.get(f"/indicators/meetings/{sheet.id}").text) == told
    assert in_the_workbook(zhao.get(f"/indicators/meetings/{sheet.id}/list.xlsx")) == told
    assert in_the_letter(letter.text) == {name: pair for name, pair in told.items() if pair[1]}
    assert late["pressure-control"] == (1, 1)


def test_what_came_in_late_is_one_wherever_it_is_read(app, zhao, months):
    _told, late = by_command(app, cast.TOWN, "2026-04")
    asked = f"?area={cast.TOWN}&month=2026-04"
    moved = {name: pair for name, pair in late.items() if any(pair)}
    taken = zhao.get(f"/indicators/list.xlsx{asked}")

    assert moved
    assert in_the_workbook(taken, "三十铺镇", "关账后变动分子", "关账后变动分母") == late
    for name, (numerator, denominator) in moved.items():
        page = zhao.get(f"/indicators/{name}{asked}").text
        assert re.search(LATE, page).groups() == (f"{numerator:+d}", f"{denominator:+d}"), name


def _see(person, doctor, systolic, *, on, entered=None):
    with clock.standing_at(entered or on), transaction("visit.file", by=doctor):
        answers = {"systolic": systolic, "diastolic": 78}
        file_visit(cast.a_visit(visited_on=on, answers=answers), person=person, doctor=doctor)


def by_command(app, area, month):
    """Return what the prompt says: the numbers, and what came in late."""
    words = ["indicators", "show", "--area", area, "--month", month, "--json"]
    rows = json.loads(app.test_cli_runner().invoke(args=words).output)["indicators"]
    return (
        {row["id"]: (row["numerator"], row["denominator"]) for row in rows},
        {row["id"]: (row["late_numerator"], row["late_denominator"]) for row in rows},
    )


def on_the_page(page):
    """Return what the page of all numbers shows."""
    return {name: _read(*pair) for name, *pair in re.findall(CARD, page)}


def on_pages_of_their_own(reader, asked):
    """Return what each number's own page shows."""
    pages = {each.id: reader.get(f"/indicators/{each.id}{asked}").text for each in INDICATORS}
    return {name: _read(*re.search(LARGE, page).groups()) for name, page in pages.items()}


def in_the_workbook(answer, of=None, numerator="分子", denominator="分母"):
    """Return what the first sheet of a workbook holds of a place, of all where none is named."""
    headings, *rows = load_workbook(io.BytesIO(answer.data)).worksheets[0].values
    told = [dict(zip(headings, row, strict=True)) for row in rows]
    return {
        NAMES[row["指标"]]: (row[numerator], row[denominator])
        for row in told
        if of is None or row["范围"] == of
    }


def among_people(area, month):
    """Return what the people behind each number come to."""
    found = {each.id: list_people(each.id, Behind([area], month), limit=100) for each in INDICATORS}
    return {
        name: (sum(one.met for one in people), sum(one.units for one in people))
        for name, people in found.items()
    }


def on_the_desk(page):
    """Return the pressures controlled as the desk shows them beside each village."""
    return {village: _read(*pair) for village, *pair in re.findall(DESK_ROW, page, re.DOTALL)}


def in_the_meeting(page):
    """Return what the sheet of the month shows."""
    return {NAMES[name]: _read(*pair) for name, *pair in re.findall(MEETING_ROW, page)}


def in_the_letter(text):
    """Return what the letter of the month says."""
    said = re.findall(r"(\S.*?)：(\d+)/(\d+)，", text)
    return {NAMES[name.lstrip("- ·")]: _read(*pair) for name, *pair in said}


def _read(*figures):
    return tuple(int(figure.replace(",", "")) for figure in figures)
