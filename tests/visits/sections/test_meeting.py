"""人人见面: what was explained and understood, once in the first quarter of every year."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from app.policy.terms import Mode
from app.visits.sections import SECTIONS
from tests.visits.sections.one_visit import SINCE, never_printed, on_paper, visit

MET = {"meeting_topics": ["insurance", "chronic-benefit"]}

meeting = partial(visit, "meeting", rule_id="first-quarter-meeting")


@pytest.mark.parametrize(
    ("on", "next_due"),
    [
        (date(2026, 1, 1), date(2027, 3, 31)),
        (date(2026, 3, 31), date(2027, 3, 31)),
        (date(2026, 4, 1), date(2027, 3, 31)),
        (date(2026, 12, 31), date(2027, 3, 31)),
        (date(2027, 1, 1), date(2028, 3, 31)),
    ],
)
def test_after_a_meeting_the_next_is_due_by_the_end_of_the_next_first_quarter(on, next_due):
    assert meeting(MET, on=on).next_due == next_due


@pytest.mark.parametrize(
    ("mode", "next_due"),
    [
        (Mode.HOME, date(2027, 3, 31)),
        (Mode.CLINIC, date(2027, 3, 31)),
        (Mode.PHONE, date(2026, 3, 31)),
        (Mode.VIDEO, date(2026, 3, 31)),
    ],
)
def test_a_meeting_is_face_to_face(mode, next_due):
    assert meeting(MET, mode=mode).next_due == next_due


@pytest.mark.parametrize("age", [34, 35, 64, 65, 79, 80])
def test_a_meeting_judges_nobodys_health(age):
    seen = meeting(MET, age=age, on=SINCE)

    assert (seen.result, seen.urgent, seen.referred_for, seen.advice) == (None, "", "", "")


@pytest.mark.parametrize(("understood", "again"), [("well", False), ("partly", True), ("not", True)])
def test_what_was_not_understood_is_to_be_said_again(understood, again):
    assert ("再讲一遍" in meeting(MET | {"meeting_understood": understood}).advice) is again


def test_a_meeting_needs_only_its_topics():
    section = SECTIONS["meeting"]

    assert section.missing(MET) == ()
    assert not section.worked_on({"meeting_wishes": "房屋漏雨"})


def test_a_meeting_is_summed_up_by_its_topics():
    assert SECTIONS["meeting"].describe(MET) == "参保与报销、慢特病待遇"


def test_the_record_on_paper_holds_every_answer():
    assert never_printed("meeting") == set()


def test_the_record_on_paper_numbers_topics_and_leaves_room_to_sign():
    record = on_paper("meeting", MET | {"meeting_understood": "partly", "meeting_wishes": "买药远"})

    assert record["本次见面讲解的政策"] == "1,3 参保与报销、慢特病待遇"
    assert record["是否听明白"] == "2 部分明白"
    assert record["困难和诉求"] == "买药远"
    assert record["本人或监护人签名"] == ""
