"""What goes on beside the pages: taken up once, given up at last, never half applied, tidied away."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.sealing import seal_bytes
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Person
from app.rosters import jobs
from app.rosters.models import RosterDraft, RosterImport, RosterLine
from app.rosters.queries.drafts import list_waiting
from app.rosters.rules.draft import DraftState
from app.rosters.service.holding import FILE, Superseded, held, take_up
from tests.cast import MORNING, an_identity
from tests.rosters.conftest import LOW_INCOME, Desk, low_income

CHEN, LIU, SUN = (an_identity(serial=number) for number in (11, 12, 13))
LISTED = (low_income("陈桂英", CHEN), low_income("刘大山", LIU))


def count(model: Any) -> int:
    db.session.rollback()
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0)


def change(desk: Desk, draft_id: int, **values: Any) -> None:
    """Leave an upload as a crash would have left it."""
    draft = desk.draft(draft_id)
    with transaction("test.crash", by=COMMAND_LINE):
        for name, value in values.items():
            setattr(draft, name, value)


@pytest.fixture
def uploaded(desk: Desk) -> int:
    """A list under review."""
    return desk.hand_in([LOW_INCOME, *LISTED], "low-income")


def test_work_that_a_crash_left_lying_is_taken_up_after_a_while(desk: Desk, uploaded: int) -> None:
    change(desk, uploaded, state=DraftState.READING, heartbeat_at=MORNING)

    soon, later = MORNING + timedelta(minutes=1), MORNING + timedelta(minutes=3)
    with clock.standing_at(soon):
        assert jobs.read_waiting_drafts(soon) == 0
    with clock.standing_at(later):
        assert jobs.read_waiting_drafts(later) == 1

    assert desk.draft(uploaded).state is DraftState.READY


def test_only_one_worker_takes_an_upload_up(desk: Desk, uploaded: int) -> None:
    change(desk, uploaded, state=DraftState.READING, heartbeat_at=None)

    with transaction("roster.take-up", by=COMMAND_LINE):
        first = take_up(uploaded)
    with transaction("roster.take-up", by=COMMAND_LINE):
        second = take_up(uploaded)

    assert first is not None and second is None and list_waiting(clock.now()) == []


def test_a_worker_who_was_thought_dead_can_write_nothing_any_more(desk: Desk, uploaded: int) -> None:
    change(desk, uploaded, state=DraftState.APPLYING, heartbeat_at=None)
    with transaction("roster.take-up", by=COMMAND_LINE):
        slow = take_up(uploaded)
    later = MORNING + timedelta(minutes=11)
    with clock.standing_at(later), transaction("roster.take-up", by=COMMAND_LINE):
        assert take_up(uploaded) is not None

    assert slow is not None
    with pytest.raises(Superseded), transaction("roster.import", by=COMMAND_LINE):
        held(slow)
    assert count(Person) == 0


def test_a_file_that_never_gets_read_is_given_up_with_a_sentence(desk: Desk, uploaded: int) -> None:
    change(
        desk,
        uploaded,
        state=DraftState.READING,
        stage={"name": "reading", "tries": 3, "by": [None, "赵敏"]},
    )

    jobs.work_on(uploaded)

    draft = desk.draft(uploaded)
    assert draft.state is DraftState.STOPPED and "另存为" in draft.fault["zh"]


def test_a_file_that_is_not_the_uploaded_one_is_never_applied(desk: Desk, uploaded: int) -> None:
    change(desk, uploaded, file_sealed=seal_bytes(b"another file", context=FILE))

    desk.press(uploaded, "apply")

    draft = desk.draft(uploaded)
    assert draft.state is DraftState.STOPPED and "不一致" in draft.fault["zh"]
    assert count(Person) == 0 and count(RosterImport) == 0


def test_what_changed_after_the_preview_is_compared_anew_and_not_applied(desk: Desk, uploaded: int) -> None:
    desk.office.low_income([low_income("陈桂英", CHEN), low_income("孙三", SUN)])
    imports = count(RosterImport)

    desk.press(uploaded, "apply", confirm_left="y")

    draft = desk.draft(uploaded)
    assert draft.state is DraftState.READY and draft.fault and count(RosterImport) == imports
    assert (draft.counts["new"], draft.counts["unchanged"], draft.counts["left"]) == (1, 1, 1)
    assert draft.fault["zh"] in desk.page(uploaded)
    desk.press(uploaded, "apply", confirm_left="y")
    assert desk.draft(uploaded).state is DraftState.APPLIED


def test_of_two_people_who_apply_the_same_list_at_once_one_is_sent_back(desk: Desk, uploaded: int) -> None:
    other = desk.hand_in([LOW_INCOME, *LISTED, low_income("孙三", SUN)], "low-income")
    for draft_id in (uploaded, other):
        change(desk, draft_id, state=DraftState.APPLYING, heartbeat_at=None)
    app = desk.office.app

    def work(draft_id: int) -> None:
        with app.app_context():
            jobs.work_on(draft_id)

    workers = [threading.Thread(target=work, args=(draft_id,)) for draft_id in (uploaded, other)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    states = sorted(desk.draft(draft_id).state.value for draft_id in (uploaded, other))
    assert states == ["applied", "ready"] and count(RosterImport) == 1
    assert count(Person) in (2, 3)
    back = next(n for n in (uploaded, other) if desk.draft(n).state is DraftState.READY)
    assert desk.draft(back).fault and desk.draft(back).counts["unchanged"] == 2


def test_a_fault_of_the_house_while_applying_writes_nothing_and_leaves_the_review(
    desk: Desk, uploaded: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_given: object, **_named: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("app.duties.service.reckoning.reckon", breaks)
    monkeypatch.setattr("app.rosters.service.applying.reckon", breaks)

    desk.press(uploaded, "apply")

    draft = desk.draft(uploaded)
    assert draft.state is DraftState.READY and "出错" in draft.fault["zh"]
    assert count(Person) == 0 and count(RosterImport) == 0


def test_what_has_been_kept_long_enough_is_dropped(desk: Desk, uploaded: int) -> None:
    stopped = desk.send(b"%PDF", "chronic", name="x.pdf")
    applied = desk.hand_in([LOW_INCOME, *LISTED], "low-income")
    desk.press(applied, "apply")

    soon = jobs.clear_old_drafts(MORNING + timedelta(hours=20))
    next_day = jobs.clear_old_drafts(MORNING + timedelta(days=2))
    next_month = jobs.clear_old_drafts(MORNING + timedelta(days=31))
    kept = count(RosterLine)
    in_two_years = jobs.clear_old_drafts(MORNING + timedelta(days=401))

    assert soon == {"files": 0, "drafts": 0, "applied": 0}
    assert next_day["files"] == 1 and desk.draft(stopped).file_sealed is None
    assert next_month["drafts"] == 2 and desk.draft(uploaded).state is DraftState.DISCARDED
    assert kept == 2 and in_two_years["applied"] == 1 and count(RosterLine) == 0
    assert count(RosterDraft) == 3
