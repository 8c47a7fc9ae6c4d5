from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.audit.chain import BEGINNING, Damage, faults_in, hash_of
from app.core.clock import CHINA

START = datetime(2026, 5, 20, 1, 0, tzinfo=UTC)


def a_trail(length: int) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    link = BEGINNING
    for number in range(1, length + 1):
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
        link = entry["hash"] = hash_of(entry)
        entries.append(entry)
    return entries


def damages(entries: list[dict[str, Any]], *, of: list[dict[str, Any]]) -> list[tuple[int, Damage]]:
    faults = faults_in(entries, last_id=of[-1]["id"], last_hash=of[-1]["hash"])
    return [(fault.entry_id, fault.damage) for fault in faults]


def test_a_trail_as_it_was_written_has_no_fault():
    trail = a_trail(4)

    assert damages(trail, of=trail) == []


def test_an_empty_trail_has_no_fault():
    assert list(faults_in([], last_id=0, last_hash=BEGINNING)) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", START),
        ("actor_id", 8),
        ("actor_name", "王建国"),
        ("action", "person.read"),
        ("subject", "user"),
        ("subject_id", 1),
        ("details", {"changed": []}),
    ],
)
def test_every_field_of_an_entry_is_sealed(field, value):
    trail = a_trail(3)
    altered = [dict(entry) for entry in trail]

    altered[1][field] = value

    assert damages(altered, of=trail) == [(2, Damage.CHANGED)]


def test_an_entry_rehashed_after_a_change_no_longer_fits_the_next():
    trail = a_trail(3)
    altered = [dict(entry) for entry in trail]

    altered[1]["actor_id"] = 8
    altered[1]["hash"] = hash_of(altered[1])

    assert damages(altered, of=trail) == [(3, Damage.UNLINKED)]


def test_a_deleted_entry_leaves_a_gap():
    trail = a_trail(4)

    assert damages([trail[0], *trail[2:]], of=trail) == [(3, Damage.MISSING)]


def test_a_deleted_entry_shows_even_where_the_others_are_renumbered():
    trail = a_trail(4)
    closed_up = [trail[0], *({**entry, "id": entry["id"] - 1} for entry in trail[2:])]

    assert (2, Damage.CHANGED) in damages(closed_up, of=trail)


def test_swapped_entries_both_show():
    trail = a_trail(4)
    first, second = trail[1], trail[2]
    swapped = [trail[0], {**second, "id": 2}, {**first, "id": 3}, trail[3]]

    assert {number for number, _ in damages(swapped, of=trail)} >= {2, 3}


@pytest.mark.parametrize("left", [0, 1, 3])
def test_a_cut_tail_shows(left):
    trail = a_trail(4)

    assert damages(trail[:left], of=trail) == [(4, Damage.CUT)]


def test_an_entry_put_after_the_end_shows():
    trail = a_trail(4)

    assert damages(trail, of=trail[:3]) == [(4, Damage.HEADLESS)]


def test_the_hash_does_not_depend_on_the_zone_an_instant_is_told_in():
    entry = a_trail(1)[0]

    assert hash_of({**entry, "at": entry["at"].astimezone(CHINA)}) == entry["hash"]


def test_a_fault_names_its_place_in_both_languages():
    fault = next(faults_in([], last_id=9, last_hash="0"))

    assert "9" in fault.text.zh and "9" in fault.text.en
