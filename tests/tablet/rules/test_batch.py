"""What a tablet sends, read: whatever came, the good items of it are found."""

from __future__ import annotations

import base64
import hashlib
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tablet.rules.batch import MOST_ITEMS, Damaged, Item, read_batch, read_item
from app.tablet.rules.vocabulary import ItemKind

UUID_OF = "5a1e8071-38c8-4271-995b-2fdb52e7cc04"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def _item(**changes):
    sealed = changes.pop("bytes", b"sealed")
    return {
        "uuid": UUID_OF,
        "hash": hashlib.sha256(sealed).hexdigest(),
        "author": 5,
        "key": "6b8dd4971a",
        "format": 1,
        "kind": "visit",
        "captured_at": "2026-05-20T09:12:03.000+08:00",
        "sealed": base64.b64encode(sealed).decode(),
    } | changes


def _batch(**changes):
    return {"device": UUID_OF, "author": 5, "items": []} | changes


def test_an_item_is_read_whole():
    item = read_item(_item())

    assert isinstance(item, Item)
    assert (item.uuid, item.author_id, item.kind, item.sealed) == (
        UUID(UUID_OF),
        5,
        ItemKind.VISIT,
        b"sealed",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"hash": "0" * 64},
        {"hash": None},
        {"uuid": "no number"},
        {"uuid": 7},
        {"kind": "dance"},
        {"kind": ["visit"]},
        {"sealed": "%%%"},
        {"sealed": ""},
        {"author": "5"},
        {"author": 2**40},
        {"format": -1},
        {"format": True},
        {"key": "k" * 40},
        {"key": "k|1"},
    ],
)
def test_an_item_damaged_on_the_way_keeps_the_name_it_came_with(changes):
    told = _item(**changes)

    assert read_item(told) == Damaged(str(told["uuid"]), str(told["hash"]))


def test_a_time_nobody_can_read_damages_no_item():
    item = read_item(_item(captured_at="yesterday"))

    assert isinstance(item, Item)
    assert item.captured is None


@pytest.mark.parametrize("said", [{}, {"items": {}, "asked": "all", "last": -1, "now": 7, "label": None}])
def test_a_tablet_that_says_little_of_itself_is_understood(said):
    batch = read_batch(_batch(**said))

    assert batch is not None
    assert (batch.label, batch.epoch, batch.last, batch.persisted, batch.items) == ("", None, 0, None, ())


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        _batch(device="this one"),
        _batch(author=0),
        _batch(items=[{}] * (MOST_ITEMS + 1)),
    ],
)
def test_what_names_no_tablet_and_no_author_is_not_read(body):
    assert read_batch(body) is None


def test_a_name_holds_nothing_that_cannot_be_kept():
    batch = read_batch(_batch(label="村医\x00平板\ud800 \n 二号" + "号" * 200))

    assert batch is not None
    assert batch.label.startswith("村医平板 二号") and len(batch.label) == 80


@given(JSON)
def test_whatever_comes_is_read_or_set_aside(body):
    batch = read_batch(body)

    assert batch is None or batch.author_id > 0


@given(st.lists(JSON, max_size=6), st.integers(0, 6))
def test_a_good_item_is_found_among_any_others(others, place):
    good = _item(uuid=str(uuid4()))
    batch = read_batch(_batch(items=[*others[:place], good, *others[place:]]))

    assert batch is not None
    assert [str(one.uuid) for one in batch.items if isinstance(one, Item)] == [good["uuid"]]
    assert len(batch.items) == len(others) + 1
