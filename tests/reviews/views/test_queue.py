"""审核 as pages: the lanes, one log with its verdict, what came back and what was said."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.core.db import db
from app.core.transaction import transaction
from app.policy.terms import Kind, Mode, Result
from app.reviews.models import Review, ReviewRemark
from app.reviews.queries.dialogue import count_returned
from app.reviews.rules.vocabulary import Lane, Verdict
from tests import cast
from tests.reviews.logs import a_log, answered, corrected, later, questions, stated


@pytest.fixture
def browser(app, sign_in):
    """Open a browser in which somebody of the cast is signed in."""
    return lambda member: sign_in(app.test_client(), member)


@pytest.fixture
def logs(granny_chen, dr_li):
    """Three logs of Granny Chen, a minute apart."""
    return [a_log(granny_chen, dr_li, at=cast.MORNING + timedelta(minutes=n)) for n in range(3)]


def verdicts():
    """Return every verdict on record: which log, what, in bulk or not."""
    found = db.session.query(Review).order_by(Review.id)
    return [(one.visit_id, one.verdict, one.in_bulk) for one in found]


def test_the_queue_opens_with_the_first_lane_that_holds_anything(browser, logs, zhao, dr_li):
    stated(logs[1], zhao, "returned", reason="value", comment="请核对")
    with later():
        answered(logs[1], dr_li)

    page = browser(cast.ZHAO).get("/reviews").text

    assert "医生已答复" in page and "（1 条）" in page
    assert f"/reviews/{logs[1].id}?lane=answered" in page
    assert f"/reviews/{logs[0].id}?" not in page


def test_the_rest_is_accepted_together_as_it_was_shown(browser, logs, granny_chen, dr_li):
    supervisor = browser(cast.ZHAO)
    page = supervisor.get("/reviews?lane=rest").text
    unseen = a_log(granny_chen, dr_li)

    answer = supervisor.post("/reviews/accept?lane=rest", data={"visit": [str(log.id) for log in logs]})

    assert "全部通过（这 3 条）" in page and page.count('name="visit"') == 3
    assert answer.status_code == 303
    assert verdicts() == [(log.id, Verdict.ACCEPTED, True) for log in logs]
    assert f"/reviews/{unseen.id}?" in supervisor.get("/reviews?lane=rest").text


def test_what_became_unusual_or_was_reviewed_meanwhile_is_not_accepted_with_the_others(
    browser, logs, zhao, dr_li
):
    from app.visits.models import VisitCapture

    stated(logs[0], zhao, "returned", reason="value")
    with transaction("visit.file", by=dr_li):
        db.session.add(VisitCapture(visit_id=logs[1].id, clock_ahead=7200, offset_minutes=480))
    ids = [str(log.id) for log in logs]

    supervisor = browser(cast.ZHAO)
    supervisor.post("/reviews/accept", data={"visit": [*ids, "x", "99999"]})
    page = supervisor.get("/reviews").text

    assert "已通过 1 条；另有 3 条已有人审核，或需要单独看。" in page
    assert verdicts()[1:] == [(logs[2].id, Verdict.ACCEPTED, True)]


def test_a_log_is_judged_with_what_was_before_it_and_the_next_one_opens(browser, logs):
    supervisor = browser(cast.ZHAO)
    page = supervisor.get(f"/reviews/{logs[0].id}?lane=rest").text

    answer = supervisor.post(f"/reviews/{logs[0].id}?lane=rest", data={"verdict": "accepted", "seen": "0"})

    assert "其余未见异常 1/3" in page and "136" in page and "之前没有随访" in page
    assert answer.location.endswith(f"/reviews/{logs[1].id}?lane=rest")
    assert verdicts() == [(logs[0].id, Verdict.ACCEPTED, False)]


def test_after_the_last_log_of_a_lane_the_queue_is_shown(browser, logs):
    supervisor = browser(cast.ZHAO)

    answers = [
        supervisor.post(f"/reviews/{log.id}?lane=rest", data={"verdict": "accepted"})
        for log in reversed(logs)
    ]

    assert [answer.location.partition("?")[0] for answer in answers] == [
        f"/reviews/{logs[0].id}",
        f"/reviews/{logs[0].id}",
        "/reviews",
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"verdict": "returned"}, "退回时请选择原因。"),
        ({"verdict": "returned", "reason": "other", "comment": ""}, "请写明是什么"),
        ({"verdict": "returned", "reason": "nonsense"}, "请从所列的项目中选一个。"),
        ({"verdict": "perhaps"}, "请从所列的项目中选一个。"),
        ({}, "请"),
        ({"verdict": "accepted", "comment": "长" * 401}, "太长了"),
    ],
)
def test_a_verdict_that_lacks_something_is_not_stated_and_keeps_what_was_typed(browser, logs, typed, said):
    answer = browser(cast.ZHAO).post(f"/reviews/{logs[0].id}", data={"comment": "血压前后不符"} | typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert typed.get("comment", "血压前后不符") in answer.text
    assert verdicts() == []


def test_the_second_of_two_supervisors_is_shown_what_stands(browser, logs, zhao):
    supervisor = browser(cast.ZHAO)
    stated(logs[0], zhao)

    answer = supervisor.post(
        f"/reviews/{logs[0].id}", data={"verdict": "returned", "reason": "value", "seen": "0"}
    )

    assert answer.status_code == 409
    assert "赵敏已于 09:00 审核：通过" in answer.text
    assert len(verdicts()) == 1


def test_the_same_verdict_sent_twice_stands_once(browser, logs):
    supervisor = browser(cast.ZHAO)
    typed = {"verdict": "returned", "reason": "value", "seen": "0"}

    answers = [supervisor.post(f"/reviews/{logs[0].id}", data=typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(verdicts()) == 1


def test_a_verdict_is_changed_by_whoever_has_seen_it(browser, logs, zhao):
    first = stated(logs[0], zhao)

    browser(cast.ZHAO).post(
        f"/reviews/{logs[0].id}", data={"verdict": "returned", "reason": "date", "seen": str(first.id)}
    )

    assert [verdict for _, verdict, _ in verdicts()] == [Verdict.ACCEPTED, Verdict.RETURNED]


def test_a_struck_log_is_judged_no_more(browser, logs, granny_chen, dr_li):
    corrected(logs[0], granny_chen, dr_li)

    answer = browser(cast.ZHAO).post(f"/reviews/{logs[0].id}", data={"verdict": "accepted"})

    assert answer.status_code == 409
    assert "请审核更正后的一条" in answer.text
    assert verdicts() == []


def test_the_doctor_reads_on_the_first_page_what_came_back_and_answers_on_the_log(browser, logs, zhao, dr_li):
    stated(logs[0], zhao, "returned", reason="value", comment="三人血压相同")
    doctor = browser(cast.DR_LI)
    home, listed = doctor.get("/").text, doctor.get("/reviews/returned").text
    log = doctor.get(f"/visits/{logs[0].id}").text

    with later():
        answer = doctor.post(f"/reviews/{logs[0].id}/remarks", data={"words": "当天用同一台血压计，已复测。"})
        after = doctor.get("/").text

    assert "退回 1 条随访" in home and "/reviews/returned" in home
    assert "数值可疑或有误：三人血压相同" in listed and "待答复" in listed
    assert "这条随访被退回" in log and f"/reviews/{logs[0].id}/remarks" in log
    assert answer.location.endswith(f"/visits/{logs[0].id}#review")
    assert "退回 1 条随访" not in after
    assert "当天用同一台血压计" in browser(cast.ZHAO).get(f"/reviews/{logs[0].id}").text


def test_words_sent_twice_stand_once_and_nothing_is_said_on_what_nobody_reviewed(browser, logs, zhao):
    doctor = browser(cast.DR_LI)
    early = doctor.post(f"/reviews/{logs[1].id}/remarks", data={"words": "无误"})
    stated(logs[0], zhao, "returned", reason="value")

    for _ in range(2):
        doctor.post(f"/reviews/{logs[0].id}/remarks", data={"words": "无误"})
    empty = doctor.post(f"/reviews/{logs[0].id}/remarks", data={"words": "  "})

    assert early.status_code == 422 and "还没有审核意见" in early.text
    assert empty.status_code == 422
    assert db.session.query(ReviewRemark).count() == 1


def test_only_the_author_a_family_doctor_and_a_supervisor_speak(browser, logs, zhao):
    stated(logs[0], zhao, "returned", reason="value")
    address, words = f"/reviews/{logs[0].id}/remarks", {"words": "请看照片"}

    statuses = {
        member.username: browser(member).post(address, data=words).status_code
        for member in (cast.DR_WANG, cast.DR_ZHOU, cast.ZHAO, cast.COUNTY_OFFICE, cast.INSURER)
    }

    assert statuses == {"dr_wang": 404, "dr_zhou": 303, "zhao": 303, "county": 403, "insurer": 403}


def test_what_came_back_is_seen_by_its_doctor_and_the_towns_family_doctor(browser, logs, zhao):
    stated(logs[0], zhao, "returned", reason="missing")

    own, town, next_village = (
        browser(member).get("/reviews/returned").text for member in (cast.DR_LI, cast.DR_ZHOU, cast.DR_WANG)
    )

    assert "陈桂英" in own and "陈桂英" in town
    assert "陈桂英" not in next_village and "没有退回的随访" in next_village


@pytest.mark.parametrize("gone", [{"withdrawn_at": cast.MORNING}, {"area_code": cast.ELSEWHERE}])
def test_what_came_back_of_somebody_out_of_reach_is_not_counted_where_it_is_not_listed(
    browser, logs, granny_chen, zhao, dr_li, gone
):
    stated(logs[0], zhao, "returned", reason="person")
    waiting = count_returned([dr_li])[dr_li.id]

    with transaction("person.change", by=zhao):
        for name, value in gone.items():
            setattr(granny_chen, name, value)

    doctor = browser(cast.DR_LI)
    assert waiting == 1 and count_returned([dr_li])[dr_li.id] == 0
    assert "退回 1 条随访" not in doctor.get("/").text
    assert "没有退回的随访" in doctor.get("/reviews/returned").text


def test_a_doctor_is_not_told_that_a_call_back_is_coming(browser, logs, zhao):
    stated(logs[0], zhao, "call-back", comment="问问家里人")

    own, county = (
        browser(member).get(f"/visits/{logs[0].id}").text for member in (cast.DR_LI, cast.COUNTY_OFFICE)
    )

    assert "问问家里人" not in own and "回访" not in own
    assert "问问家里人" in county


def test_the_desk_leads_into_the_queue(browser, logs, zhao, dr_li):
    stated(logs[0], zhao, "returned", reason="value")
    with later():
        answered(logs[0], dr_li)

    page = browser(cast.ZHAO).get("/").text

    assert "待审随访" in page and "先看这些（1 条）" in page and "其余 2 条未见异常" in page
    assert "/reviews?lane=sample" in page


def test_a_county_reads_by_township_and_decides_nothing(browser, logs):
    county = browser(cast.COUNTY_OFFICE)

    towns, town = county.get("/reviews").text, county.get(f"/reviews?village={cast.TOWN}").text
    log = county.get(f"/reviews/{logs[0].id}").text

    assert "三十铺镇" in towns and "3 条" in towns and "陈桂英" not in towns
    assert "陈桂英" in town and "全部通过" not in town
    assert 'id="verdict"' not in log
    assert county.post(f"/reviews/{logs[0].id}", data={"verdict": "accepted"}).status_code == 403


def test_what_is_not_for_a_supervisor_stays_unsaid_in_the_queue_and_on_the_log(browser, granny_chen, dr_li):
    secret = {"kinds": (Kind.MENTAL_DISORDER,), "results": {Kind.MENTAL_DISORDER: Result.CONTROLLED}}
    log = a_log(granny_chen, dr_li, mode=Mode.HOME, answers={}, note="按时服药", **secret)
    supervisor = browser(cast.ZHAO)

    pages = supervisor.get("/reviews?lane=rest").text, supervisor.get(f"/reviews/{log.id}").text
    table = load_workbook(BytesIO(supervisor.get("/reviews/list.xlsx").data)).active

    for page in (*pages, str([[cell.value for cell in row] for row in table.iter_rows()])):
        assert "精神" not in page and "按时服药" not in page and "控制满意" not in page
    assert "其他随访" in pages[0] and "只有负责诊治的医生可以看" in pages[1]


@pytest.mark.parametrize(
    "asked",
    ["lane=best", "month=2026-13", "month=9999-12", "month=0001-01", "doctor=abc", "page=-1", "village=abc",
     "page=999999999"],
)  # fmt: skip
@pytest.mark.parametrize("page", ["/reviews", "/reviews/done", "/reviews/integrity"])
def test_words_that_mean_nothing_ask_for_nothing(browser, logs, page, asked):
    assert browser(cast.ZHAO).get(f"{page}?{asked}").status_code == 200


def test_a_place_outside_is_told_as_absent(browser, logs):
    assert browser(cast.ZHAO).get(f"/reviews?village={cast.ELSEWHERE}").status_code == 404


def test_the_verdicts_of_a_month_are_counted_by_supervisor_and_by_doctor(browser, logs, zhao):
    with later(120):
        stated(logs[0], zhao, opened_at=cast.MORNING + timedelta(minutes=119))
        stated(logs[1], zhao, "returned", reason="value")
        browser(cast.ZHAO).post("/reviews/accept", data={"visit": [str(logs[2].id)]})

        page = browser(cast.ZHAO).get("/reviews/done").text
        table = load_workbook(BytesIO(browser(cast.COUNTY_OFFICE).get("/reviews/done.xlsx").data)).active

    assert "赵敏" in page and "李秀兰" in page and "数值可疑或有误 1" in page
    assert [cell.value for cell in table[2]][:7] == ["督导", "赵敏", 3, 2, 1, 0, 1]
    assert [cell.value for cell in table[2]][8:] == [2, 60]
    assert "还没有审核" in browser(cast.ZHAO).get("/reviews/done?month=2026-03").text


def test_lists_are_taken_away_with_formulas_disarmed(browser, granny_chen, dr_li, zhao):
    log = a_log(granny_chen, dr_li)
    stated(log, zhao, "returned", reason="other", comment="=1+1")

    table = load_workbook(BytesIO(browser(cast.DR_LI).get("/reviews/returned.xlsx").data)).active

    assert table[2][0].value == "陈桂英" and table[2][5].data_type == "s"
    assert table[2][7].value == "2026-05-20 09:00"


def test_an_opened_log_is_noted_as_read(browser, logs, granny_chen):
    from app.audit.models import AuditEntry

    browser(cast.ZHAO).get(f"/reviews/{logs[0].id}")

    reads = db.session.query(AuditEntry).filter_by(action="person.read", subject_id=granny_chen.id)
    assert reads.count() == 1


def test_the_first_page_of_the_queue_asks_few_questions_however_long_it_is(
    browser,
    granny_chen,
    dr_li,
):
    supervisor = browser(cast.ZHAO)
    a_log(granny_chen, dr_li)
    supervisor.get("/reviews")
    with questions() as for_one:
        supervisor.get("/reviews")
    for _ in range(12):
        a_log(cast.a_person(), dr_li)

    with questions() as for_many:
        page = supervisor.get("/reviews").text

    assert len(for_one) == len(for_many) <= 6, "\n".join(for_many)
    assert page.count('name="visit"') == 13


def test_the_lanes_have_an_order(app):
    assert [lane.value for lane in Lane] == ["answered", "exception", "sample", "rest"]
