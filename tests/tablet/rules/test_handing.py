"""The file of a dying tablet: what can be read of it is read, whatever happened to the rest."""

from __future__ import annotations

import base64
import hashlib
import json
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.tablet.rules.handing import read_handed

DEVICE = UUID("5b0c9a3e-1f67-4d52-9c1e-7a4f0d2b8e61")


def an_item(content: bytes, *, author: int = 5, **changes: object) -> dict[str, object]:
    """Return one item as a file holds it."""
    return {
        "uuid": str(uuid4()),
        "hash": hashlib.sha256(content).hexdigest(),
        "author": author,
        "key": "k1",
        "format": 1,
        "kind": "visit",
        "captured_at": "2026-05-20T08:12:03.000+08:00",
        "sealed": base64.b64encode(content).decode(),
    } | changes


def a_file(*items: object) -> bytes:
    """Return a file as a tablet writes it."""
    return json.dumps({"xunhu": 1, "device": str(DEVICE), "author": 5, "items": items}).encode()


ITEMS = [an_item(bytes([n]) * 40) for n in range(4)]


def test_a_whole_file_gives_every_item():
    handed = read_handed(a_file(*ITEMS))

    assert (handed.device_id, handed.author_id) == (DEVICE, 5)
    assert [str(item.uuid) for item in handed.items] == [one["uuid"] for one in ITEMS]
    assert handed.whole and handed.lost == 0


def test_an_item_that_is_not_as_it_was_is_counted_as_lost_and_the_others_are_read():
    spoilt = [ITEMS[0], {**ITEMS[1], "sealed": "AAAA"}, "nonsense", ITEMS[2]]

    handed = read_handed(a_file(*spoilt))

    assert [str(item.uuid) for item in handed.items] == [ITEMS[0]["uuid"], ITEMS[2]["uuid"]]
    assert handed.lost == 2


def test_somebody_elses_item_in_a_file_is_not_read():
    handed = read_handed(a_file(ITEMS[0], an_item(b"other", author=6)))

    assert len(handed.items) == 1
    assert handed.lost == 1


@given(st.integers(min_value=0, max_value=len(a_file(*ITEMS)) - 1))
def test_a_file_cut_off_anywhere_gives_every_item_before_the_cut(length):
    raw = a_file(*ITEMS)
    whole_before = [
        one for one in ITEMS if raw.find(json.dumps(one).encode()) + len(json.dumps(one)) <= length
    ]

    try:
        handed = read_handed(raw[:length])
    except Refused:
        assert not whole_before
        return

    assert [str(item.uuid) for item in handed.items] == [one["uuid"] for one in whole_before]
    assert not handed.whole


@given(st.integers(min_value=150, max_value=len(a_file(*ITEMS)) - 1), st.binary(min_size=1, max_size=30))
def test_a_stretch_of_rubbish_spoils_at_most_the_items_it_lies_in(at, rubbish):
    raw = bytearray(a_file(*ITEMS))
    raw[at : at + len(rubbish)] = rubbish

    handed = read_handed(bytes(raw))

    untouched = [one["uuid"] for one in ITEMS if json.dumps(one).encode() in bytes(raw)]
    read = {str(item.uuid) for item in handed.items}
    assert len(set(untouched) - read) <= 1
    assert len(read) <= len(ITEMS)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"PK\x03\x04 a workbook",
        b"[1, 2]",
        b'{"xunhu": 1}',
        json.dumps({"xunhu": 1, "device": "no number", "author": 5, "items": []}).encode(),
        json.dumps({"xunhu": 1, "device": str(DEVICE), "author": True, "items": []}).encode(),
        json.dumps({"xunhu": 1, "device": str(DEVICE), "author": 2**40, "items": []}).encode(),
        b"[" * 100_000,
    ],
)
def test_what_no_tablet_wrote_is_refused_with_a_sentence(raw):
    with pytest.raises(Refused, match="不是平板导出的文件"):
        read_handed(raw)
