"""Taking items in: each once, whatever the order, however often, from however many at once."""

from __future__ import annotations

import threading
from collections import Counter

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.db import db
from app.core.transaction import transaction
from app.tablet.jobs import judge_inbox
from app.tablet.models import InboxItem
from app.tablet.rules.batch import read_item
from app.tablet.rules.vocabulary import Answer, ItemState
from app.tablet.service.receiving import Coming, take_in
from tests.tablet.sending import a_visit_form


def _take(items, author, **came):
    with transaction("inbox.receive", by=author):
        return take_in([read_item(one) for one in items], author=author, coming=Coming(**came))


def _rows():
    return db.session.scalars(sa.select(InboxItem).order_by(InboxItem.id)).all()


def test_an_item_is_kept_as_it_came(tablet, granny_chen, dr_li):
    item = tablet.item("visit", granny_chen.id, a_visit_form())

    (taken,) = _take([item], dr_li, device_id=tablet.device, clock_ahead=90)

    (row,) = _rows()
    assert (taken.answer, taken.item_id) == (Answer.STORED, row.id)
    assert (str(row.uuid), row.hash, row.author_id, row.author_name) == (
        item["uuid"],
        item["hash"],
        dr_li.id,
        dr_li.name,
    )
    assert (row.state, row.offset_minutes, row.clock_ahead, row.tries) == (ItemState.RECEIVED, 480, 90, 0)
    assert row.captured_at.isoformat() == "2026-05-20T00:12:03+00:00"


def test_what_comes_again_is_known_again(tablet, granny_chen, dr_li):
    item = tablet.item("visit", granny_chen.id, a_visit_form())

    answers = [one.answer for one in _take([item, item], dr_li, device_id=tablet.device)] + [
        one.answer for one in _take([item], dr_li, device_id=tablet.device)
    ]

    assert answers == [Answer.STORED, Answer.DUPLICATE, Answer.DUPLICATE]
    assert len(_rows()) == 1


def test_the_same_number_with_something_else_inside_is_kept_too(tablet, granny_chen, dr_li):
    form = a_visit_form()
    items = [tablet.item("visit", granny_chen.id, form), tablet.item("visit", granny_chen.id, form)]

    taken = _take(items, dr_li, device_id=tablet.device)

    assert [one.answer for one in taken] == [Answer.STORED, Answer.STORED]
    assert len({row.hash for row in _rows()}) == 2


def test_what_somebody_else_recorded_is_not_kept(tablet, granny_chen, dr_li, dr_wang):
    item = tablet.item("visit", granny_chen.id, a_visit_form())

    (taken,) = _take([item], dr_wang, device_id=tablet.device)

    assert (taken.answer, taken.uuid, taken.hash) == (Answer.NOT_YOURS, item["uuid"], item["hash"])
    assert not _rows()


def test_another_s_item_is_not_passed_off_as_one_s_own_and_keeps_nobody_s_own_out(
    tablet, granny_chen, dr_li, dr_wang
):
    item = tablet.item("visit", granny_chen.id, a_visit_form())
    _take([item | {"author": dr_wang.id}], dr_wang, device_id=tablet.device)

    (taken,) = _take([item], dr_li, device_id=tablet.device)
    judge_inbox()

    assert taken.answer is Answer.STORED
    assert {row.author_id: row.state for row in _rows()} == {
        dr_wang.id: ItemState.TO_MEND,
        dr_li.id: ItemState.FILED,
    }


def test_what_somebody_brings_for_the_author_waits_for_her(tablet, granny_chen, dr_li):
    item = tablet.item("visit", granny_chen.id, a_visit_form())

    _take([item], dr_li, device_id=tablet.device, brought_by="赵敏")

    (row,) = _rows()
    assert (row.state, row.brought_by) == (ItemState.TO_MEND, "赵敏")
    assert row.told == ["这一项由赵敏从平板的导出文件交来，请您核对后保存。"]


@settings(max_examples=25)
@given(data=st.data())
def test_in_any_order_and_mixture_each_item_has_one_row_and_each_sending_an_answer(
    data, tablet, granny_chen, dr_li
):
    known = len(_rows())
    good = [tablet.item("visit", granny_chen.id, a_visit_form()) for _ in range(3)]
    others = [{}, None, good[0] | {"hash": "0" * 64}, good[1] | {"author": dr_li.id + 1}]
    batches = data.draw(st.lists(st.lists(st.sampled_from([*good, *others]), max_size=8), max_size=4))

    answers = []
    for batch in batches:
        taken = _take(batch, dr_li, device_id=tablet.device)
        answers += zip(batch, taken, strict=True)

    sent = Counter(item["uuid"] for item, _ in answers if item in good)
    stored = Counter(one.uuid for _, one in answers if one.answer is Answer.STORED)
    assert stored == dict.fromkeys(sent, 1)
    assert len(_rows()) - known == len(sent)
    assert all((one.answer in (Answer.STORED, Answer.DUPLICATE)) == (item in good) for item, one in answers)


def test_two_requests_with_the_same_items_crosswise_keep_each_once(app, tablet, granny_chen, dr_li):
    items = [tablet.item("visit", granny_chen.id, a_visit_form()) for _ in range(8)]
    start, answers = threading.Barrier(4), []

    def send(batch):
        with app.app_context():
            start.wait()
            answers.extend(one.answer for one in _take(batch, dr_li, device_id=tablet.device))
            db.session.remove()

    batches = [items, items[::-1], items[4:] + items[:4], items[::-1]]
    senders = [threading.Thread(target=send, args=(batch,)) for batch in batches]
    db.session.rollback()
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert Counter(answers) == {Answer.STORED: 8, Answer.DUPLICATE: 24}
    assert len(_rows()) == 8
