"""The words of the digests, against golden copies; XUNHU_TEST_WRITE_GOLDEN=1 writes them anew, to be read and kept."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from app.accounts.reader import Reader, Role
from app.reminders.queries import Recipient
from app.reminders.rules import DigestKind, DoctorDigest, NoDigest, SupervisorDigest, VillageStanding
from app.reminders.service import Letterhead, letter_to
from tests import cast

GOLDEN = Path(__file__).parent / "golden"
HEAD = Letterhead("https://xunhu.example", "xunhu.example")
MONDAY = date(2026, 5, 18)
DIGESTS = {
    "doctor": DoctorDigest(
        cast.TODAY, overdue=3, overdue_people=2, oldest_days=108, due_today=1, due=5, due_people=4,
        rounds_done=1, rounds_all=3, excuses_ending=2,
    ),
    "doctor-rounds-only": DoctorDigest(cast.TODAY, rounds_done=0, rounds_all=2),
    "supervisor": SupervisorDigest(
        MONDAY,
        villages=[
            VillageStanding(cast.SHIQIAO, "石桥村", 0, 0),
            VillageStanding(cast.GUIHUA, "桂花<村>&", 1, 3),
            VillageStanding(cast.LIUTANG, "柳塘村", 12, 108),
        ],
        overdue_people=9, due=21, rounds_done=7, rounds_all=9, visits_filed=34,
    ),
    "supervisor-calm": SupervisorDigest(MONDAY, rounds_done=9, rounds_all=9, visits_filed=40),
    "no-figures": NoDigest(cast.TODAY),
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", DIGESTS)
def test_a_digest_reads_as_its_golden_copy(name, language):
    recipient = Recipient(Reader(1, "李秀兰", Role.VILLAGE_DOCTOR, (), language), "li@xunhu.example")

    letter = letter_to(recipient, DIGESTS[name].words(), kind=DigestKind.DOCTOR, day=cast.TODAY, head=HEAD)

    for ending, said in (("txt", f"{letter.subject}\n\n{letter.text}"), ("html", letter.html)):
        golden = GOLDEN / f"{name}.{language}.{ending}"
        if "XUNHU_TEST_WRITE_GOLDEN" in os.environ:
            golden.write_text(said, "utf-8")
        assert said == golden.read_text("utf-8")


@pytest.mark.parametrize(
    ("found", "worth"),
    [
        ({}, False),
        ({"overdue": 1}, True),
        ({"due": 1}, True),
        ({"rounds_done": 2, "rounds_all": 3}, True),
        ({"rounds_done": 3, "rounds_all": 3}, False),
        ({"excuses_ending": 1}, True),
    ],
)
def test_a_doctor_is_written_to_only_where_there_is_something_to_do(found, worth):
    assert DoctorDigest(cast.TODAY, **found).is_worth_sending is worth


def test_a_supervisor_hears_of_a_calm_week_too_but_not_of_an_empty_town():
    assert DIGESTS["supervisor-calm"].is_worth_sending
    assert not SupervisorDigest(MONDAY).is_worth_sending
