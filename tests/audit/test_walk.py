from __future__ import annotations

from typing import Any

import pytest

from app.audit.chain import BEGINNING, START, Damage, Link, hash_of, kept_form
from app.audit.walk import PURGE, Anchor, Walk, digest_of
from tests.audit.test_chain import an_entry


def a_trail(length: int) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    for number in range(1, length + 1):
        entries.append(an_entry(number, entries[-1]["hash"] if entries else BEGINNING))
    return [kept_form(entry) for entry in entries]


def rehashed(entry: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return an entry changed by somebody who reckons its hash anew."""
    plain = {**an_entry(entry["id"], entry["previous_hash"]), **changes}
    return kept_form({**plain, "hash": hash_of(plain)})


def damages(entries, *, of, anchors=(), since=START):
    walk = Walk(since)
    found = [*walk.faults(entries, anchors, head=Link(of[-1]["id"], of[-1]["hash"]))]
    found += walk.forged(sorted(anchors, key=lambda one: (one.purge_id, one.first_id)))
    return [(fault.entry_id, fault.damage) for fault in found]


def test_a_trail_as_it_was_written_has_no_fault():
    trail = a_trail(4)

    assert damages(trail, of=trail) == []


def test_an_empty_trail_has_no_fault():
    assert list(Walk().faults([], [], head=START)) == []


def test_an_entry_rehashed_after_a_change_no_longer_fits_the_next():
    trail = a_trail(3)

    altered = [trail[0], rehashed(trail[1], actor_id=8), trail[2]]

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


def test_a_walk_from_a_kept_head_on_sees_what_came_after_it():
    trail = a_trail(6)
    since = Link(3, trail[2]["hash"])

    assert damages(trail[3:], of=trail, since=since) == []
    assert damages(trail[4:], of=trail, since=since) == [(5, Damage.MISSING)]
    assert damages(trail[3:], of=trail, since=Link(3, "f" * 64)) == [(4, Damage.UNLINKED)]


def a_purged_trail():
    """Six entries; a purge as the seventh took out the second to the fourth."""
    trail = a_trail(6)
    gone = Anchor(2, 4, trail[0]["hash"], trail[3]["hash"], purge_id=7)
    said = {"count": 3, "through": 5, "anchors": 1, "digest": digest_of([gone]), "joined": None}
    last = rehashed({"id": 7, "previous_hash": trail[5]["hash"]}, action=PURGE, details=said)
    return [trail[0], *trail[4:], last], gone


def test_the_chain_goes_on_across_an_anchor():
    trail, gone = a_purged_trail()

    assert damages(trail, of=trail, anchors=[gone]) == []


def test_without_its_anchor_the_gap_shows():
    trail, _ = a_purged_trail()

    assert (5, Damage.MISSING) in damages(trail, of=trail)


@pytest.mark.parametrize(
    "change",
    [
        {"first_id": 1},
        {"last_id": 5},
        {"last_id": 1},
        {"last_id": "4"},
        {"last_id": None},
        {"previous_hash": "f" * 64},
        {"previous_hash": b"f"},
        {"hash": "f" * 64},
        {"hash": None},
        {"purge_id": 6},
        {"purge_id": 8},
        {"purge_id": "7"},
    ],
)
def test_an_anchor_altered_in_any_part_shows(change):
    trail, gone = a_purged_trail()

    assert damages(trail, of=trail, anchors=[gone._replace(**change)])


def test_an_anchor_laid_by_hand_over_a_deleted_change_shows():
    trail = a_trail(6)
    laid = Anchor(3, 3, trail[1]["hash"], trail[2]["hash"], purge_id=6)

    assert damages([*trail[:2], *trail[3:]], of=trail, anchors=[laid]) == [(3, Damage.FORGED)]


def test_an_entry_put_back_under_an_anchor_shows():
    trail, gone = a_purged_trail()
    back = [trail[0], a_trail(3)[2], *trail[1:]]

    assert damages(back, of=trail, anchors=[gone])


@pytest.mark.parametrize("details", [{}, {"digest": 1, "joined": 5}, {"joined": None}])
def test_a_purge_that_says_nothing_usable_leaves_its_anchors_forged(details):
    trail, gone = a_purged_trail()
    silent = rehashed(trail[-1], action=PURGE, details=details)

    assert damages([*trail[:-1], silent], of=[silent], anchors=[gone]) == [(2, Damage.FORGED)]
