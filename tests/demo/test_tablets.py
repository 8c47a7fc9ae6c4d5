"""The tablets of the invented township: every way one can stand, and what came of what one of them brought."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.accounts.queries import find_reader
from app.core.db import db
from app.core.sealing import unseal_bytes
from app.demo.rules.tablets import BUILT_ANEW, NOTED, PLACE, TABLETS
from app.tablet.models import Device, DeviceContact, InboxItem
from app.tablet.queries.tasks import list_filed, list_tasks
from app.tablet.rules.vocabulary import ItemKind, ItemState
from app.tablet.service.opening import open_item
from app.visits.models import ATTACHMENT, Visit, VisitAttachment, VisitCapture
from app.visits.rules.extras import MANNERS
from app.visits.rules.vocabulary import AttachmentKind

PEOPLE = "60"


@pytest.fixture
def loaded(app, empty_database):
    result = app.test_cli_runner().invoke(args=["demo", "load", "--people", PEOPLE])
    assert result.exit_code == 0, result.output
    return find_reader("li")


def test_one_tablet_is_in_use_one_is_silent_with_something_waiting_and_one_is_blocked(loaded):
    rows = db.session.execute(
        sa.select(Device, DeviceContact).join(DeviceContact, DeviceContact.device_id == Device.id)
    ).all()
    used, silent, lost = sorted(rows, key=lambda row: [one.label for one in TABLETS].index(row.Device.label))

    assert (used.DeviceContact.waiting, used.Device.blocked_at, used.Device.user_id) == (0, None, loaded.id)
    assert silent.DeviceContact.waiting and silent.Device.blocked_at is None
    assert (used.DeviceContact.last_at - silent.DeviceContact.last_at).days > 7
    assert lost.Device.blocked_at > lost.DeviceContact.last_at and lost.Device.block_reason


def test_what_a_tablet_brought_is_two_tasks_that_say_why_and_hold_all_that_was_typed(loaded):
    tasks = list_tasks(loaded.id, limit=10)
    typed = {item.kind: [value for _, value in open_item(item).fields] for item in tasks}

    assert not db.session.scalars(sa.select(InboxItem).where(InboxItem.state != ItemState.TO_MEND)).all()
    assert set(typed) == {ItemKind.VISIT, ItemKind.EDIT}
    assert NOTED in typed[ItemKind.VISIT] and BUILT_ANEW in typed[ItemKind.EDIT]
    assert all(item.told and item.tries == 1 for item in tasks)
    assert not list_filed(loaded.id)


def test_a_visit_has_a_photo_a_signature_and_a_place_and_says_when_it_was_captured(loaded):
    pictured = sa.select(VisitAttachment.visit_id)
    capture = db.session.scalars(sa.select(VisitCapture).where(VisitCapture.visit_id.in_(pictured))).one()
    visit = db.session.get_one(Visit, capture.visit_id)
    hung = db.session.scalars(sa.select(VisitAttachment)).all()

    assert (capture.latitude, capture.longitude, capture.accuracy_m) == (
        PLACE.latitude,
        PLACE.longitude,
        PLACE.accuracy_m,
    )
    assert capture.captured_at < capture.received_at == visit.filed_at
    assert {one.what for one in hung} == set(AttachmentKind)
    for one in hung:
        content, manner = unseal_bytes(one.sealed, context=ATTACHMENT), MANNERS[one.what]
        assert (manner.alone(content), one.visit_id) == (content, visit.id)
        assert len(content) <= manner.most
