"""The pages of the month: sheets, warnings and measures, by who may see and answer them."""

from __future__ import annotations

import io
from datetime import date

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.indicators.jobs import monthly_analysis
from app.indicators.models import ActionPlan, IndicatorWarning, MeetingSheet, SheetFault
from app.indicators.rules.definitions import INDICATORS
from app.indicators.rules.meetings import sheet_of
from tests import cast
from tests.indicators.months import closed


@pytest.fixture
def quarter(granny_chen):
    """The sheets and warnings of the first quarter: 柳塘村 misses two targets, 石桥村 none."""
    january, february, march, april = (date(2026, month, 1) for month in range(1, 5))
    closed(january, {cast.LIUTANG: {"on-time": (5, 10)}})
    closed(february, {cast.LIUTANG: {"on-time": (6, 10)}, cast.SHIQIAO: {"on-time": (20, 20)}})
    for month in (march, april):
        liutang = {"on-time": (7, 10), "pressure-control": (41, 100)}
        closed(month, {cast.LIUTANG: liutang, cast.SHIQIAO: {"on-time": (20, 20)}})
    monthly_analysis(april, again=True)


def meeting_of(code):
    return db.session.scalars(sa.select(MeetingSheet).where(MeetingSheet.area_code == code)).one()


def warnings():
    return db.session.scalars(sa.select(IndicatorWarning).order_by(IndicatorWarning.id)).all()


def workbook_of(response):
    return load_workbook(io.BytesIO(response.data))


def test_the_sheet_shows_numerator_denominator_and_what_is_missing(client, sign_in, quarter):
    sign_in(client, cast.ZHAO)

    listed = client.get("/indicators/meetings").text
    page = client.get(f"/indicators/meetings/{meeting_of(cast.TOWN).id}").text

    assert "三十铺镇" in listed and "2026 年 3 月" in listed and "1 项未达目标" in listed
    assert "41/100" in page and "41.0%" in page and "还差 19 人" in page
    assert "27/30" in page and "已达到" in page
    assert "柳塘村 41/100" in page


def test_the_workbook_holds_the_numbers_of_the_sheet_and_the_definitions(client, sign_in, quarter):
    sign_in(client, cast.ZHAO)

    book = workbook_of(client.get(f"/indicators/meetings/{meeting_of(cast.TOWN).id}/list.xlsx"))

    first, second, _plans = book.worksheets
    rows = {row[0]: row[1:] for row in first.iter_rows(min_row=2, values_only=True)}
    for row in sheet_of(meeting_of(cast.TOWN).told).rows:
        told = rows[row.indicator.name.zh]
        assert told[:2] == (row.number.numerator, row.number.denominator)
        assert told[7] == row.missing
    assert [row[0] for row in second.iter_rows(min_row=2, values_only=True)] == [
        each.name.zh for each in INDICATORS
    ]


def test_a_sheet_of_elsewhere_is_absent(client, sign_in, quarter):
    sign_in(client, cast.ZHAO)

    for path in ("", "/list.xlsx"):
        assert client.get(f"/indicators/meetings/{meeting_of(cast.COUNTY).id}{path}").status_code == 404


def test_what_failed_stands_on_the_page_and_on_the_administrators(app, client, sign_in, quarter):
    with transaction("meeting.fault", by=COMMAND_LINE):
        db.session.add(
            SheetFault(
                area_code=cast.TOWN, month=date(2026, 3, 1), tries=3, tried_at=cast.MORNING, kind="ValueError"
            )
        )

    assert "还没有做成（已试 3 次" in sign_in(client, cast.ZHAO).get("/indicators/meetings").text
    other = sign_in(app.test_client(), cast.ADMIN).get("/").text
    assert "有 1 张月度分析表没有做成" in other


def test_the_township_acknowledges_and_answers_its_warnings(client, sign_in, quarter):
    sign_in(client, cast.ZHAO)
    assert "还差 19 人" in client.get("/indicators/warnings").text

    client.post("/indicators/warnings/acknowledge")
    of_village = [one for one in warnings() if one.area_code == cast.LIUTANG]
    answered = client.post(
        f"/indicators/warnings/{of_village[0].id}/answer", data={"answer": "逐户补访", "beside": "y"}
    )

    assert answered.status_code == 302 and len(of_village) == 2
    assert {one.acknowledged_by for one in warnings()} == {"赵敏"}
    told = {(one.area_code, one.answer) for one in warnings()}
    assert told == {(cast.TOWN, ""), (cast.LIUTANG, "逐户补访")}
    assert "逐户补访" in client.get("/indicators/warnings?state=answered").text


def test_an_answer_is_given_once_and_not_left_empty(client, sign_in, quarter):
    sign_in(client, cast.ZHAO)
    path = f"/indicators/warnings/{warnings()[0].id}/answer"

    empty = client.post(path, data={"answer": " "})
    client.post(path, data={"answer": "逐户补访"})
    twice = client.post(path, data={"answer": "又答一次"})

    assert (empty.status_code, twice.status_code) == (422, 409)
    assert "又答一次" in twice.text and warnings()[0].answer == "逐户补访"


def test_the_county_looks_on_and_the_insurer_reads_counts_only(app, client, sign_in, quarter):
    with transaction("warning.answer", by=COMMAND_LINE):
        one = db.session.get(IndicatorWarning, warnings()[0].id)
        one.answered_at, one.answered_by, one.answer = clock.now(), "赵敏", "逐户补访"
    county, insurer = sign_in(client, cast.COUNTY_OFFICE), sign_in(app.test_client(), cast.INSURER)

    assert county.post(f"/indicators/warnings/{warnings()[1].id}/answer").status_code == 403
    assert county.post("/indicators/warnings/acknowledge").status_code == 403
    assert "逐户补访" in county.get("/indicators/warnings?state=answered").text
    shown = insurer.get("/indicators/warnings?state=answered").text
    assert "41/100" in shown and "逐户补访" not in shown
    taken = workbook_of(insurer.get("/indicators/warnings/list.xlsx?state=answered")).active
    assert "逐户补访" not in {cell for row in taken.iter_rows(values_only=True) for cell in row}
    assert insurer.get("/indicators/plans").status_code == 403


def test_a_measure_is_noted_from_a_warning_and_shown(client, sign_in, quarter):
    sign_in(client, cast.ZHAO)
    asked = f"/indicators/plans/new?place={cast.LIUTANG}&indicator=pressure-control"
    assert "41/100" in client.get(asked).text

    typed = {
        "place": cast.LIUTANG,
        "indicator": "pressure-control",
        "measure": "=逐户复测",
        "owner_name": "李秀兰",
        "due_on": "2026-07-31",
    }
    noted = client.post(asked, data=typed)

    assert noted.status_code == 302
    assert "整改措施 1 条正在落实" in client.get("/").text and "季度预警 3 条待答复" in client.get("/").text
    assert "=逐户复测" in client.get("/indicators/plans").text
    cells = [row[2] for row in workbook_of(client.get("/indicators/plans/list.xlsx")).active.iter_rows()]
    assert cells[1].data_type == "s"


def test_a_measure_for_elsewhere_or_for_yesterday_is_refused_with_what_was_typed(client, sign_in, quarter):
    sign_in(client, cast.ZHAO)
    typed = {"indicator": "on-time", "measure": "逐户复测", "owner_name": "李秀兰"}

    elsewhere = client.post(
        "/indicators/plans/new", data=typed | {"place": cast.ELSEWHERE, "due_on": "2026-07-31"}
    )
    past = client.post("/indicators/plans/new", data=typed | {"place": cast.LIUTANG, "due_on": "2026-05-19"})

    assert (elsewhere.status_code, past.status_code) == (422, 422)
    assert "逐户复测" in past.text and "已经过去" in past.text
    assert not db.session.scalars(sa.select(ActionPlan)).all()


def test_a_measure_is_withdrawn_by_the_page(client, sign_in, quarter):
    sign_in(client, cast.ZHAO)
    client.post(
        "/indicators/plans/new",
        data={
            "place": cast.LIUTANG, "indicator": "on-time", "measure": "逐户复测", "owner_name": "李秀兰",
            "due_on": "2026-07-31",
        },
    )  # fmt: skip
    plan = db.session.scalars(sa.select(ActionPlan)).one()

    refused = client.post(f"/indicators/plans/{plan.id}/withdraw", data={"reason": ""})
    done = client.post(f"/indicators/plans/{plan.id}/withdraw", data={"reason": "改由卫生院安排"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert "逐户复测" in client.get("/indicators/plans?state=ended").text


def test_the_pages_speak_english(client, sign_in, quarter):
    sign_in(client, cast.ZHAO)
    client.post("/comfort", data={"language": "en", "next": "/"})

    sheet = client.get(f"/indicators/meetings/{meeting_of(cast.TOWN).id}").text

    assert "Blood pressure controlled" in sheet and "Mar 2026" in sheet
    assert "Misses the target" in client.get("/indicators/warnings").text
