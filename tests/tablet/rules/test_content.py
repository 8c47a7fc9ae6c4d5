"""What lies inside a seal, read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tablet.rules.content import Content, NoContent, read_content
from app.tablet.rules.vocabulary import ItemKind

KEY = "5a1e8071-38c8-4271-995b-2fdb52e7cc04"


def _plain(**changes):
    told = {
        "kind": "visit",
        "person": 12,
        "path": "/people/12/visits/new",
        "fields": [["client_key", KEY], ["symptoms", "none"], ["symptoms", "cough"]],
        "captured_at": "2026-05-20T09:12:03.000+08:00",
    } | changes
    return json.dumps(told).encode()


def test_a_form_is_read_with_every_field_in_its_order():
    content = read_content(_plain())

    assert content == Content(
        ItemKind.VISIT,
        12,
        "/people/12/visits/new",
        (("client_key", KEY), ("symptoms", "none"), ("symptoms", "cough")),
        datetime(2026, 5, 20, 1, 12, 3, tzinfo=UTC),
    )
    assert content.first("symptoms") == "none" and content.first("note") == ""


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("visit", "/people/12/visits/new"),
        ("attempt", "/people/12/attempts/new"),
        ("edit", "/people/12/edit"),
        ("round", "/rounds?day=2026-05-20&of=12"),
    ],
)
def test_the_page_is_that_of_the_kind_whatever_the_tablet_calls_it(kind, path):
    fields = [["visited_on", "2026-05-20"], ["visited_on", "2026-05-21"]]

    assert read_content(_plain(kind=kind, path="/accounts/new", fields=fields)).path == path


def test_a_form_is_known_by_its_own_number_and_a_round_by_that_of_its_row():
    fields = [["client_key", KEY], ["k12", "no number"], ["k13", KEY]]

    assert read_content(_plain()).client_key == UUID(KEY)
    assert read_content(_plain(kind="edit", fields=fields)).client_key is None
    assert read_content(_plain(kind="round", fields=fields)).client_key is None
    assert read_content(_plain(kind="round", fields=[["k12", KEY]])).client_key == UUID(KEY)


def test_signs_that_cannot_be_kept_are_taken_out_and_it_is_told():
    content = read_content(_plain(fields=[["note", "血压\x00高\ud83d。"]]))

    assert content.fields == (("note", "血压高。"),) and content.cleaned


def test_rare_names_and_emoji_and_ten_thousand_signs_stay_as_they_are():
    note = "𠮷𠀋㐂👩‍⚕️" + "字" * 10_000

    content = read_content(_plain(fields=[["note", note]]))

    assert content.first("note") == note and not content.cleaned


def test_a_token_of_the_page_is_not_sent_again():
    assert read_content(_plain(fields=[["csrf_token", "x"], ["kept", "y"], ["note", ""]])).fields == (
        ("note", ""),
    )


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"\xff",
        b"[]",
        b"{" * 100_000,
        b"[" * 100_000,
        _plain(kind="dance"),
        _plain(person=None),
        _plain(person="12"),
        _plain(person=2**40),
        _plain(fields={"note": "x"}),
        _plain(fields=[["note"]]),
        _plain(fields=[["note", 7]]),
        _plain(fields=[["note", "x"]] * 3000),
    ],
)
def test_what_is_no_form_is_told_so(plain):
    with pytest.raises(NoContent):
        read_content(plain)


@given(st.lists(st.tuples(st.text(min_size=1), st.text())))
def test_whatever_was_typed_can_be_sent_as_a_form(pairs):
    plain = json.dumps({"kind": "visit", "person": 1, "fields": pairs}).encode()

    for name, value in read_content(plain).fields:
        assert "\x00" not in name + value
        (name + value).encode()
