"""Sealed fields and the indexes that find them."""

from __future__ import annotations

import threading

import pytest

from app.core.db import Model
from app.core.keyring import Keyring, Keys, fresh_keys
from app.core.sealing import (
    Unsealable,
    blind,
    indexer,
    seal,
    seal_bytes,
    sealer,
    unseal,
    unseal_bytes,
)
from tests.stage import KEYS

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


def test_many_values_are_sealed_and_indexed_as_each_would_be_alone(app):
    seals, indexes = sealer("person.phone"), indexer("person.phone")

    assert [unseal(seals(value), context="person.phone") for value in ("", NUMBER)] == ["", NUMBER]
    assert indexes(NUMBER) == blind(NUMBER, purpose="person.phone")


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


@pytest.fixture
def followed(app, tmp_path):
    """Two servers whose keys lie in one file."""
    file = tmp_path / "data_keys"
    file.write_text(KEYS + "\n", "utf-8")
    before = app.extensions["keyring"]
    one, other = (Keys(Keyring.read(KEYS), file) for _ in range(2))
    app.extensions["keyring"] = one
    yield app, one, other
    app.extensions["keyring"] = before


def test_a_key_made_by_one_server_is_taken_up_by_the_other_at_once(followed):
    app, one, other = followed
    old = seal(NUMBER, context="person.identity")

    one.change(Keyring.with_new)
    new = seal(NUMBER, context="person.identity")

    app.extensions["keyring"] = other
    assert (old[:3], new[:3]) == ("k1.", "k2.")
    assert [unseal(value, context="person.identity") for value in (old, new)] == [NUMBER, NUMBER]
    assert seal(NUMBER, context="person.identity").startswith("k2.")
    assert blind(NUMBER, purpose="p") == one.current().index_of(f"p\0{NUMBER}".encode())[:32]


def test_two_who_add_a_key_at_the_same_time_lose_none(followed):
    _, one, other = followed

    workers = [threading.Thread(target=keys.change, args=(Keyring.with_new,)) for keys in (one, other) * 4]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert list(one.current().sealing) == [f"k{number}" for number in range(9, 0, -1)]


@pytest.mark.parametrize("spoiled", ["", "k1:c2hvcnQ=;index:c2hvcnQ=", "nonsense"])
def test_a_file_spoiled_by_hand_changes_nothing_for_those_who_work(followed, spoiled, caplog):
    _, one, _ = followed
    value = seal(NUMBER, context="person.identity")

    one.file.write_text(spoiled, "utf-8")

    assert unseal(seal(NUMBER, context="c"), context="c") == NUMBER
    assert unseal(value, context="person.identity") == NUMBER
    assert "data_keys cannot be read" in caplog.text


def test_a_ring_shows_no_key_when_it_is_printed():
    ring = Keyring.read(KEYS)

    assert repr(ring) == "Keyring()"
    assert Keyring.read(ring.written()) == ring


def test_every_column_of_sealed_values_says_so_and_every_one_that_says_so_is_known():
    columns = [column for table in Model.metadata.sorted_tables for column in table.columns]

    silent = [
        f"{column.table.name}.{column.name}"
        for column in columns
        if column.name.endswith("_sealed") and "sealed" not in column.info
    ]
    assert not silent
    assert {column.info["sealed"] for column in columns if "sealed" in column.info} >= {
        "person.identity",
        "person.phone",
        "contact.phone",
        "user.totp",
        "roster_draft.file",
        "roster_line.cells",
    }
