from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.audit.chain import BEGINNING, Damage, Fault, Link, hash_of, kept_form, kept_hash
from app.core.clock import CHINA

START = datetime(2026, 5, 20, 1, 0, tzinfo=UTC)


def an_entry(number: int = 1, link: str = BEGINNING) -> dict[str, Any]:
    entry = {
        "id": number,
        "at": START + timedelta(seconds=number),
        "actor_id": 7,
        "actor_name": "李秀兰",
        "action": "visit.file",
        "subject": "person",
        "subject_id": 40 + number,
        "details": {"changed": ["note"]},
        "previous_hash": link,
    }
    return entry | {"hash": hash_of(entry)}


def test_what_the_database_keeps_gives_the_hash_that_was_written():
    entry = an_entry()

    assert kept_hash(kept_form(entry)) == entry["hash"]


def test_the_hash_does_not_depend_on_the_zone_an_instant_is_told_in():
    entry = an_entry()

    assert hash_of({**entry, "at": entry["at"].astimezone(CHINA)}) == entry["hash"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", "2026-05-20 01:00:02.000000"),
        ("at", "2026-05-20T01:00:01.000000"),
        ("at", "soon"),
        ("at", None),
        ("at", 20260520),
        ("at", b"2026-05-20 01:00:01.000000"),
        ("actor_id", 8),
        ("actor_id", "7"),
        ("actor_id", 7.0),
        ("actor_name", "王建国"),
        ("actor_name", "李秀\udce5"),
        ("actor_name", b"\xe6\x9d\x8e"),
        ("action", "person.read"),
        ("subject", "user"),
        ("subject_id", None),
        ("details", '{"changed": []}'),
        ("details", '{"changed":["note"]}'),
        ("details", '{"changed": ["\\u006eote"]}'),
        ("details", '{"changed": ["note"], "changed": ["note"]}'),
        ("details", '{"changed": ["note"'),
        ("details", "[" * 100_000),
        ("details", None),
        ("details", 7),
        ("previous_hash", b"0" * 64),
    ],
)
def test_every_field_is_sealed_down_to_its_letters_and_its_type(field, value):
    entry = an_entry()

    assert kept_hash({**kept_form(entry), field: value}) != entry["hash"]


def test_a_fault_names_its_place_in_both_languages():
    told = [Fault(9, damage).text for damage in Damage]

    assert all("9" in text.zh and "9" in text.en for text in told)


def test_a_link_is_told_apart_by_number_and_by_hash():
    assert Link(1, "a") != Link(1, "b") and Link(1, "a") != Link(2, "a")
