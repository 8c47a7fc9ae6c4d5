"""Judging: what a tablet brought is filed by its own page, or becomes a task with that page's own sentences."""

from __future__ import annotations

import logging
import threading
from datetime import date, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from app.accounts.models import User
from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, SYSTEM, transaction
from app.duties.service import record_death
from app.people.models import Person
from app.people.rules import NumberReason
from app.people.service.moving import Move, move_people
from app.record.rules import MergeChoice
from app.record.service import merge
from app.tablet.forms.posting import post
from app.tablet.jobs import callers, judge, judge_inbox, judge_of
from app.tablet.models import InboxItem, SyncKey
from app.tablet.queries.items import list_to_judge
from app.tablet.queries.mends import count_mends
from app.tablet.rules.batch import read_item
from app.tablet.rules.vocabulary import ItemState
from app.tablet.service import receiving
from app.tablet.service.judging import claim
from app.tablet.service.keys import find_public_key
from app.tablet.service.opening import open_item
from app.tablet.service.receiving import Coming
from app.visits.models import ContactAttempt, Visit, VisitCapture
from app.visits.service import file_visit
from tests import cast
from tests.tablet.sending import a_round_form, a_visit_form, an_attempt_form, an_edit_form

SECRET = "腿脚不便，儿子在苏州"


@pytest.fixture
def brought(tablet, take_in):
    """Take one item in and judge it: its row."""

    def _brought(kind, person, form, **changes):
        return take_in(tablet.item(kind, person, form, **changes), judged=True)[0]

    return _brought


@pytest.fixture
def take_in(tablet):
    """Take items in as they are, unjudged unless it is asked for: their rows."""

    def _take_in(*items, judged=False):
        with transaction("inbox.receive", by=tablet.author):
            came = Coming(tablet.device)
            taken = receiving.take_in([read_item(one) for one in items], author=tablet.author, coming=came)
        if judged:
            judge_inbox()
        return [db.session.get_one(InboxItem, one.item_id) for one in taken]

    return _take_in


def _visits():
    return db.session.scalars(sa.select(Visit).order_by(Visit.id)).all()


def _form_of(kind, person):
    forms = {"visit": a_visit_form, "attempt": an_attempt_form, "edit": an_edit_form}
    return a_round_form(person) if kind == "round" else forms[kind]()


def _item_of(tablet, kind, person, **changes):
    form = _form_of(kind, person) | changes
    return tablet.item(kind, person, form, uuid=form.get(f"k{person}"))


def _filed(kind, person):
    """How often something of a kind stands on record."""
    if kind == "edit":
        return int(person.address == "南头" and person.version == 2)
    model = ContactAttempt if kind == "attempt" else Visit
    return db.session.scalar(sa.select(sa.func.count(model.id)))


DEEDS = {"visit": "visit.file", "attempt": "person.attempt", "edit": "person.revise", "round": "visit.file"}
KINDS = sorted(DEEDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_filed_by_its_own_page_in_its_author_s_name(tablet, take_in, granny_chen, kind):
    (item,) = take_in(_item_of(tablet, kind, granny_chen.id), judged=True)

    assert (item.state, item.told, item.person_id, item.tries) == (ItemState.FILED, [], granny_chen.id, 1)
    assert _filed(kind, granny_chen) == 1
    done = sa.select(AuditEntry.actor_name).where(AuditEntry.action == DEEDS[kind])
    assert set(db.session.scalars(done)) == {"李秀兰"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_filed_and_cut_off_before_it_was_noted_is_filed_once(tablet, take_in, granny_chen, kind):
    (item,) = take_in(_item_of(tablet, kind, granny_chen.id))
    assert post(open_item(item), reader=tablet.author).filed

    judge_inbox()

    assert item.state is ItemState.FILED
    assert _filed(kind, granny_chen) == 1


def test_a_visit_keeps_when_it_was_captured_beside_when_it_came(tablet, take_in, granny_chen):
    for kind in ("visit", "round"):
        take_in(_item_of(tablet, kind, granny_chen.id), judged=True)

    captures = db.session.scalars(sa.select(VisitCapture)).all()

    assert {capture.visit_id for capture in captures} == {visit.id for visit in _visits()}
    assert all(capture.captured_at.isoformat() == "2026-05-20T00:12:03+00:00" for capture in captures)
    assert {(capture.received_at, capture.offset_minutes) for capture in captures} == {(cast.MORNING, 480)}


def test_what_the_form_refuses_is_told_field_by_field(brought, granny_chen):
    item = brought("visit", granny_chen.id, a_visit_form(systolic="", visited_on="2026-05-21"))

    assert item.state is ItemState.TO_MEND
    assert any(said.startswith("收缩压：") for said in item.told)
    assert any(said.startswith("随访日期：") for said in item.told)
    assert not _visits()


def test_the_sentences_are_in_the_author_s_language(brought, granny_chen, dr_li):
    with transaction("account.language", by=SYSTEM):
        db.session.get_one(User, dr_li.id).language = "en"

    item = brought("attempt", granny_chen.id, an_attempt_form(outcome=""))

    assert item.told == ["Result: Please fill this in."]


def test_a_row_of_the_board_that_is_refused_tells_why(tablet, take_in, granny_chen):
    form = {f"w{granny_chen.id}": "y"}

    (item,) = take_in(_item_of(tablet, "round", granny_chen.id, **form), judged=True)

    assert item.told == ["请写明发现了什么异常。"]


def test_a_round_is_filed_wherever_on_the_board_the_person_stands(tablet, take_in, granny_chen):
    for number in range(101):
        cast.a_person(name=f"陈一{'甲乙丙丁'[number % 4]}", categories=("destitute-scattered",))

    (item,) = take_in(_item_of(tablet, "round", granny_chen.id), judged=True)

    assert item.state is ItemState.FILED


def test_a_second_visit_of_a_day_is_asked_about(tablet, take_in, granny_chen, dr_zhou):
    with transaction("visit.file", by=dr_zhou):
        file_visit(cast.a_visit(), person=granny_chen, doctor=dr_zhou)

    (item,) = take_in(_item_of(tablet, "visit", granny_chen.id), judged=True)

    assert item.state is ItemState.TO_MEND
    assert any("这一天已有一条随访：周明" in said for said in item.told)
    assert len(_visits()) == 1


def test_of_two_tablets_that_changed_one_record_the_second_is_told(tablet, take_in, granny_chen):
    take_in(_item_of(tablet, "edit", granny_chen.id), judged=True)

    (item,) = take_in(_item_of(tablet, "edit", granny_chen.id, address="北头"), judged=True)

    assert item.state is ItemState.TO_MEND and granny_chen.address == "南头"
    assert any("有人改过这份档案" in said for said in item.told)


def test_somebody_moved_out_of_reach_is_told_so(brought, granny_chen):
    number = granny_chen.id
    with transaction("area.change", by=COMMAND_LINE):
        move_people(Move(cast.SHIQIAO, person_ids=(number,)))

    visit, attempt = brought("visit", number, a_visit_form()), brought("attempt", number, an_attempt_form())

    assert visit.told == attempt.told
    assert "已不在您的管理范围内" in visit.told[0] and visit.person_id == number


def test_a_person_who_never_was_is_told_like_one_out_of_reach(brought):
    item = brought("visit", 999_999, a_visit_form())

    assert "已不在您的管理范围内" in item.told[0] and item.person_id is None


def test_what_was_typed_on_a_merged_record_waits_for_the_doctor(brought, granny_chen, dr_zhou):
    twin = cast.a_person(name="陈桂英", conditions=("hypertension",), born_on=date(1950, 1, 1))
    with transaction("person.merge", by=dr_zhou):
        choice = MergeChoice(reason=NumberReason.MISTYPED, versions=(granny_chen.version, twin.version))
        merge(granny_chen, twin, choice, by=dr_zhou)

    item = brought("visit", twin.id, a_visit_form())

    assert item.state is ItemState.TO_MEND and any("已并入" in said for said in item.told)


def test_somebody_who_died_before_the_visit_has_none(brought, granny_chen):
    with transaction("person.record-death", by=COMMAND_LINE):
        record_death(granny_chen, on=date(2026, 5, 18))

    item = brought("visit", granny_chen.id, a_visit_form())

    assert any("晚于死亡登记日期" in said for said in item.told)


def test_an_account_closed_meanwhile_files_nothing_and_loses_nothing(tablet, take_in, granny_chen, dr_li):
    (item,) = take_in(_item_of(tablet, "visit", granny_chen.id))
    with transaction("account.close", by=SYSTEM):
        db.session.get_one(User, dr_li.id).active = False

    judge_inbox()

    assert item.state is ItemState.TO_MEND and item.told == ["录入人的账户已停用，没有保存。"]
    assert open_item(item).first("systolic") == "136"


def test_rare_names_and_emoji_are_filed_as_they_were_typed(brought, granny_chen):
    brought("visit", granny_chen.id, a_visit_form(note="𠮷𠀋㐂👩‍⚕️"))

    assert _visits()[0].note == "𠮷𠀋㐂👩‍⚕️"


@pytest.mark.parametrize("note", ["\x00", "\ud83d", "x\udc00y"])
def test_signs_that_cannot_be_kept_wait_for_the_doctor(brought, granny_chen, note):
    item = brought("visit", granny_chen.id, a_visit_form(note=note))

    assert item.state is ItemState.TO_MEND and item.told == [
        "内容里有不能保存的符号，已去掉，请您核对后保存。"
    ]


def test_ten_thousand_signs_are_too_many_for_the_form_and_all_of_them_are_kept(brought, granny_chen):
    item = brought("visit", granny_chen.id, a_visit_form(note="字" * 10_000))

    assert item.state is ItemState.TO_MEND and any("太长" in said for said in item.told)
    assert open_item(item).first("note") == "字" * 10_000


def test_a_form_as_large_as_photos_make_it_reaches_its_page(brought, granny_chen):
    item = brought("visit", granny_chen.id, a_visit_form(unknown="A+/=" * 200_000))

    assert item.state is ItemState.FILED


def test_a_format_that_is_not_read_is_taken_in_and_waits(tablet, brought, granny_chen):
    tablet.format = 9

    item = brought("visit", granny_chen.id, a_visit_form())

    assert item.state is ItemState.TO_MEND and "太旧或太新" in item.told[0]


def test_what_does_not_open_waits_and_says_why(tablet, take_in, granny_chen):
    (item,) = take_in(_item_of(tablet, "visit", granny_chen.id) | {"key": "gone"}, judged=True)

    assert item.state is ItemState.TO_MEND and "打不开" in item.told[0]


def test_the_same_number_with_something_else_inside_is_shown_to_the_doctor(tablet, take_in, granny_chen):
    form = a_visit_form()
    first, second = take_in(
        tablet.item("visit", granny_chen.id, form),
        tablet.item("visit", granny_chen.id, form | {"systolic": "142"}),
        judged=True,
    )

    assert {first.state, second.state} == {ItemState.FILED, ItemState.TO_MEND}
    assert len(_visits()) == 1


def test_a_form_that_asks_for_another_section_files_nothing(brought, granny_chen):
    item = brought("visit", granny_chen.id, a_visit_form(add="diabetes"))

    assert item.state is ItemState.TO_MEND and item.told
    assert not _visits()


def test_a_fault_of_the_page_is_a_task_and_its_words_are_not_logged(app, brought, granny_chen, caplog):
    def broken(person_id):
        raise ValueError(SECRET)

    app.view_functions = app.view_functions | {"visits.new": broken}

    with caplog.at_level(logging.DEBUG):
        item = brought("visit", granny_chen.id, a_visit_form(note=SECRET))

    assert item.state is ItemState.TO_MEND and "出了错" in item.told[0]
    assert "ValueError" in caplog.text and SECRET not in caplog.text


def test_a_busy_database_lets_an_item_wait_three_times(app, tablet, take_in, granny_chen):
    def busy(person_id):
        raise OperationalError("", {}, Exception("locked"))

    (item,) = take_in(_item_of(tablet, "visit", granny_chen.id))
    app.view_functions = app.view_functions | {"visits.new": busy}

    stands = []
    for _ in range(4):
        judge_inbox()
        db.session.expire_all()
        stands.append((item.state, item.tries))

    received = ItemState.RECEIVED
    assert stands == [(received, 1), (received, 2), (received, 3), (ItemState.TO_MEND, 4)]


def test_the_poisoned_first_of_fifty_holds_nothing_up(tablet, take_in, granny_chen):
    poisoned = [_item_of(tablet, "visit", granny_chen.id) | {"key": "gone"}]
    good = [_item_of(tablet, "attempt", granny_chen.id) for _ in range(9)]

    rows = take_in(*poisoned, *good, judged=True)

    assert [row.state for row in rows] == [ItemState.TO_MEND, *[ItemState.FILED] * 9]


def test_killed_between_taking_in_and_judging_it_is_judged_by_the_clock(tablet, take_in, granny_chen):
    (item,) = take_in(_item_of(tablet, "visit", granny_chen.id))

    assert judge_inbox() == {"items": 1}

    assert item.state is ItemState.FILED and judge_inbox() == {"items": 0}


def test_killed_while_judging_it_is_judged_again_when_the_claim_is_over(tablet, take_in, granny_chen):
    (item,) = take_in(_item_of(tablet, "visit", granny_chen.id))
    with transaction("inbox.claim", by=SYSTEM):
        assert claim(item.id) == 1

    judge_inbox()
    assert item.state is ItemState.RECEIVED
    with clock.standing_at(cast.MORNING + timedelta(seconds=61)):
        judge_inbox()

    assert (item.state, item.tries) == (ItemState.FILED, 2)


def test_what_kills_its_process_each_time_is_not_begun_a_fourth_time(tablet, take_in, granny_chen):
    (item,) = take_in(_item_of(tablet, "visit", granny_chen.id))
    for turn in range(3):
        with (
            clock.standing_at(cast.MORNING + timedelta(minutes=2 * turn)),
            transaction("inbox.claim", by=SYSTEM),
        ):
            claim(item.id)

    with clock.standing_at(cast.MORNING + timedelta(minutes=8)):
        judge_inbox()

    assert item.state is ItemState.TO_MEND and not _visits()


def test_one_item_judged_by_several_at_once_is_filed_once(app, tablet, take_in, granny_chen):
    items = take_in(*[_item_of(tablet, "attempt", granny_chen.id) for _ in range(4)])
    ids, start = [item.id for item in items], threading.Barrier(3)

    def work():
        with app.app_context():
            start.wait()
            for item_id in ids:
                judge(item_id)
            db.session.remove()

    judges = [threading.Thread(target=work) for _ in range(3)]
    db.session.rollback()
    for one in judges:
        one.start()
    for one in judges:
        one.join()

    db.session.expire_all()
    assert [(item.state, item.tries) for item in items] == [(ItemState.FILED, 1)] * 4
    assert _filed("attempt", granny_chen) == 4


def test_a_request_judges_at_least_one_item_of_its_author_and_leaves_those_of_others(
    tablet, take_in, granny_chen, dr_wang
):
    items = take_in(*[_item_of(tablet, "attempt", granny_chen.id) for _ in range(3)])

    judge_of(dr_wang.id)
    assert {item.state for item in items} == {ItemState.RECEIVED}
    judge_of(tablet.author.id, seconds=0)

    db.session.expire_all()
    assert sorted(item.tries for item in items) == [0, 0, 1]


def test_a_request_that_is_not_alone_leaves_the_judging_to_the_clock(tablet, take_in, granny_chen):
    with callers.one_more(), callers.one_more():
        assert not callers.is_alone()
        (told,) = tablet.send(_item_of(tablet, "attempt", granny_chen.id))

    assert (told["answer"], told["state"]) == ("stored", "received")
    assert judge_inbox() == {"items": 1}
    tablet.send(asked=[told["uuid"]])
    assert [one["state"] for one in tablet.said["asked"]] == ["filed"]


def test_a_request_stops_judging_when_another_one_comes(tablet, take_in, granny_chen):
    items = take_in(*[_item_of(tablet, "attempt", granny_chen.id) for _ in range(3)])
    said = iter([True, True, False])

    judge_of(tablet.author.id, seconds=60, alone=lambda: next(said))

    db.session.expire_all()
    assert sorted(item.tries for item in items) == [0, 1, 1]


def test_a_turn_of_the_clock_goes_on_until_nothing_waits(tablet, take_in, granny_chen, monkeypatch):
    monkeypatch.setattr("app.tablet.jobs.list_to_judge", partial(list_to_judge, limit=2))
    items = take_in(*[_item_of(tablet, "attempt", granny_chen.id) for _ in range(5)])

    assert judge_inbox() == {"items": 5}

    db.session.expire_all()
    assert {item.state for item in items} == {ItemState.FILED}


def test_a_turn_that_is_told_to_end_leaves_the_rest(tablet, take_in, granny_chen):
    items = take_in(*[_item_of(tablet, "attempt", granny_chen.id) for _ in range(3)])

    assert judge_inbox(stop=lambda: True) == {"items": 1}

    db.session.expire_all()
    assert sorted(item.tries for item in items) == [0, 0, 1]


def test_an_item_the_database_was_too_busy_for_is_tried_once_a_turn(
    tablet, take_in, granny_chen, monkeypatch
):
    (item,) = take_in(_item_of(tablet, "attempt", granny_chen.id))
    monkeypatch.setattr("app.tablet.jobs._tried", lambda _item_id: None)

    assert judge_inbox() == {"items": 1}

    db.session.expire_all()
    assert (item.state, item.tries) == (ItemState.RECEIVED, 1)


def test_judging_leaves_nothing_behind_in_the_author_s_own_session(tablet, granny_chen):
    tablet.send(_item_of(tablet, "attempt", granny_chen.id))

    assert "已记下这次联系" not in tablet.client.get("/").text


def test_the_tasks_are_their_author_s(brought, granny_chen, dr_li, dr_wang, zhao):
    brought("visit", granny_chen.id, a_visit_form(systolic=""))

    assert [count_mends(reader.id) for reader in (dr_li, dr_wang, zhao)] == [1, 0, 0]


def test_the_clock_makes_the_key_before_the_first_tablet_comes(app):
    assert find_public_key() is None

    judge_inbox()
    judge_inbox()

    assert db.session.scalar(sa.select(sa.func.count(SyncKey.id))) == 1


def test_persons_are_not_touched_by_what_is_only_received(take_in, tablet, granny_chen):
    before = db.session.get_one(Person, granny_chen.id).version

    take_in(_item_of(tablet, "edit", granny_chen.id))

    assert db.session.get_one(Person, granny_chen.id).version == before
