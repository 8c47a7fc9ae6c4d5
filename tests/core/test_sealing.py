"""Sealed fields and the indexes that find them."""

from __future__ import annotations

import pytest

from app.core.sealing import (
    Keyring,
    Unsealable,
    blind,
    fresh_keys,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)

NUMBER = "34150219480916004X"


def test_a_sealed_value_opens_again_and_never_looks_the_same(app):
    one, other = seal(NUMBER, context="person.identity"), seal(NUMBER, context="person.identity")

    assert one != other and NUMBER not in one
    assert unseal(one, context="person.identity") == NUMBER


def test_a_value_sealed_for_one_field_does_not_open_as_another(app):
    sealed = seal(NUMBER, context="person.identity")

    with pytest.raises(Unsealable):
        unseal(sealed, context="person.phone")


def test_an_altered_value_does_not_open(app):
    sealed = seal(NUMBER, context="person.identity")
    altered = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]

    with pytest.raises(Unsealable):
        unseal(altered, context="person.identity")


def test_an_index_is_the_same_each_time_and_differs_by_purpose(app):
    assert blind(NUMBER, purpose="person.identity") == blind(NUMBER, purpose="person.identity")
    assert blind(NUMBER, purpose="person.identity") != blind(NUMBER, purpose="person.phone")


def test_fresh_keys_are_read_back_and_a_short_key_is_refused():
    assert Keyring.read(fresh_keys()).newest == "k1"
    with pytest.raises(ValueError, match="XUNHU_DATA_KEYS"):
        Keyring.read("k1:c2hvcnQ=;index:c2hvcnQ=")


def test_a_whole_file_is_sealed_and_opens_again_only_for_its_purpose(app):
    content = bytes(range(256)) * 9

    sealed = seal_bytes(content, context="roster_draft.file")

    assert content[:64] not in sealed
    assert unseal_bytes(sealed, context="roster_draft.file") == content
    with pytest.raises(Unsealable):
        unseal_bytes(sealed, context="another")
    with pytest.raises(Unsealable):
        unseal_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]), context="roster_draft.file")
