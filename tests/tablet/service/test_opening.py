"""Opening what a tablet sealed, against an implementation of its own and against bytes written down once."""

from __future__ import annotations

import base64
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.db import db
from app.core.transaction import SYSTEM, transaction
from app.tablet.models import InboxItem, SyncKey
from app.tablet.rules.vocabulary import ItemKind
from app.tablet.service.keys import find_private_key, make_key, public_key
from app.tablet.service.opening import ALTERED, NO_KEY, NOT_READ, Unopened, bound_of, open_item, open_sealed
from tests.tablet.sending import a_visit_form, seal_to

WHOSE = ec.derive_private_key(7, ec.SECP256R1())
PUBLIC = "BI5TO2+gv3tGJbswZnwB+2B++fi4qA/vWzAGKHAxh7Kjc+sdveAzGDZtBp+DpvWQAFPHNjPLBBshxV4ahsH0ALQ="
# Sealed with the number 11 as the ephemeral key and the nonce 00 01 ... 0b; the tablet's own code opens the same bytes.
VECTOR = bytes.fromhex(
    "01043ed113b7883b4c590638379db0c21cda16742ed0255048bf433391d374bc21d19099209accc4c8a224c843afa4f4c68a090d04da5e9889"
    "dae2f8eefce82a3740000102030405060708090a0bc510d210eae7542870c8dcc9de5b6e016ddca8b99ebf57cad85bc2bcdfbd1441"
)
BOUND = "item|a|5|b|visit|1"


def _items():
    return db.session.scalars(sa.select(InboxItem).order_by(InboxItem.id)).all()


def test_bytes_written_down_once_open_for_ever():
    assert open_sealed(WHOSE, VECTOR, bound=BOUND) == b'{"kind":"visit"}'
    assert seal_to(PUBLIC, b'{"kind":"visit"}', BOUND, secret=11, nonce=bytes(range(12))) == VECTOR


@given(st.binary(max_size=300), st.text(max_size=40).filter(str.isprintable))
def test_whatever_was_sealed_opens_under_what_it_was_bound_to(plain, bound):
    sealed = seal_to(PUBLIC, plain, bound)

    assert open_sealed(WHOSE, sealed, bound=bound) == plain
    with pytest.raises(InvalidTag):
        open_sealed(WHOSE, sealed, bound=bound + "|")


@given(st.integers(0, len(VECTOR) - 1), st.integers(1, 255))
def test_one_bit_changed_anywhere_and_it_stays_shut(place, change):
    altered = VECTOR[:place] + bytes([VECTOR[place] ^ change]) + VECTOR[place + 1 :]

    with pytest.raises(InvalidTag):
        open_sealed(WHOSE, altered, bound=BOUND)


@given(st.binary(max_size=120))
def test_bytes_that_nobody_sealed_stay_shut(noise):
    with pytest.raises(InvalidTag):
        open_sealed(WHOSE, noise, bound=BOUND)


def test_an_item_is_bound_to_all_that_is_said_of_it_outside():
    told = SimpleNamespace(
        uuid=UUID(int=1), author_id=5, device_id=UUID(int=2), kind=ItemKind.ATTEMPT, format=1
    )

    assert bound_of(told) == f"item|{UUID(int=1)}|5|{UUID(int=2)}|attempt|1"


def test_what_a_tablet_sealed_opens_with_its_fields(tablet, granny_chen):
    tablet.send(tablet.item("visit", granny_chen.id, a_visit_form(note="腿脚好些了")))

    content = open_item(_items()[0])

    assert (content.kind, content.person_id, content.first("note")) == (
        ItemKind.VISIT,
        granny_chen.id,
        "腿脚好些了",
    )


def test_an_item_under_the_name_of_another_kind_does_not_open(tablet, granny_chen):
    tablet.send(tablet.item("visit", granny_chen.id, a_visit_form()) | {"kind": "attempt"})

    with pytest.raises(Unopened) as told:
        open_item(_items()[0])

    assert told.value.text == ALTERED


def test_an_item_that_holds_no_form_says_so(tablet, granny_chen):
    tablet.send(tablet.item("visit", granny_chen.id, {}, inside={"fields": 7}))

    with pytest.raises(Unopened) as told:
        open_item(_items()[0])

    assert told.value.text == NOT_READ


def test_an_item_sealed_to_a_key_that_is_gone_is_kept_and_says_so(tablet, granny_chen):
    tablet.send(tablet.item("visit", granny_chen.id, a_visit_form(), key="gone"))

    with pytest.raises(Unopened) as told:
        open_item(_items()[0])

    assert told.value.text == NO_KEY


def test_a_new_key_is_handed_out_and_the_old_one_still_opens(tablet, granny_chen):
    before = tablet.item("visit", granny_chen.id, a_visit_form())
    with transaction("sync.key", by=SYSTEM):
        db.session.scalars(sa.select(SyncKey)).one().made_at = clock.now() - timedelta(days=1)
        newer = make_key()

    tablet.send(before)

    assert tablet.key == {"id": newer.id, "public": newer.public}
    assert open_item(_items()[0]).kind is ItemKind.VISIT


def test_the_private_half_is_kept_sealed_and_only_there(app):
    with transaction("sync.key", by=SYSTEM):
        key = public_key()

    private = find_private_key(key.id)
    kept = db.session.scalars(sa.select(SyncKey.private_sealed)).one()

    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    assert base64.b64encode(point).decode() == key.public and len(point) == 65
    assert kept.startswith("k1.") and find_private_key(str(uuid4())[:20]) is None
