"""Sealed values inside journals, and the key each names."""

from __future__ import annotations

from app.keys.rules import key_named, resealed_in, sealed_in

NAMES = {"phone_sealed": "person.phone"}
JOURNAL = {
    "kept": {"phone_sealed": "k1.abc", "phone_index": "f00", "name": "k1.不是密文"},
    "other": {"phone_sealed": None},
    "rows": [{"key": 7, "phone_sealed": "k2.def"}, 3, "phone_sealed"],
}


def test_a_value_tells_which_key_sealed_it():
    assert key_named("k12.abc=") == "k12"
    assert key_named(b"k1.\x00\xff") == "k1"


def test_everything_sealed_in_a_journal_is_found_at_any_depth():
    assert list(sealed_in(JOURNAL, NAMES)) == [("phone_sealed", "k1.abc"), ("phone_sealed", "k2.def")]


def test_only_what_is_sealed_is_handed_over_and_the_journal_itself_stays():
    asked = []

    resealed = resealed_in(JOURNAL, NAMES, lambda value, context: asked.append((value, context)) or "k3.new")

    assert asked == [("k1.abc", "person.phone"), ("k2.def", "person.phone")]
    assert resealed["kept"] == {"phone_sealed": "k3.new", "phone_index": "f00", "name": "k1.不是密文"}
    assert resealed["rows"] == [{"key": 7, "phone_sealed": "k3.new"}, 3, "phone_sealed"]
    assert JOURNAL["kept"]["phone_sealed"] == "k1.abc"
