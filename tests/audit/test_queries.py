from __future__ import annotations

import pytest

from app.audit.chain import BEGINNING, Damage, Link
from app.audit.queries import find_head, verify
from app.audit.service import note
from app.core.transaction import SYSTEM, transaction


def test_an_untouched_trail_holds(tamper):
    assert verify() == []


@pytest.mark.parametrize(
    "change",
    [
        "actor_name = 'somebody else'",
        "subject_id = 99",
        "action = 'person.read'",
        "details = '{\"changed\": []}'",
        "hash = previous_hash",
    ],
)
def test_a_changed_entry_is_found(tamper, change):
    last, _ = find_head()

    tamper(f"UPDATE audit_entry SET {change} WHERE id = {last - 2}")

    assert (last - 2, Damage.CHANGED) in [(fault.entry_id, fault.damage) for fault in verify()]


def test_a_deleted_entry_is_found(tamper):
    last, _ = find_head()

    tamper(f"DELETE FROM audit_entry WHERE id = {last - 2}")

    assert [(fault.entry_id, fault.damage) for fault in verify()] == [(last - 1, Damage.MISSING)]


def test_swapped_entries_are_found(tamper):
    last, _ = find_head()
    one, other = last - 2, last - 1

    tamper(
        f"UPDATE audit_entry SET id = -1 WHERE id = {one}",
        f"UPDATE audit_entry SET id = {one} WHERE id = {other}",
        f"UPDATE audit_entry SET id = {other} WHERE id = -1",
    )

    assert {one, other} <= {fault.entry_id for fault in verify()}


def test_a_cut_tail_is_found(tamper):
    last, _ = find_head()

    tamper(f"DELETE FROM audit_entry WHERE id > {last - 2}")

    assert [(fault.entry_id, fault.damage) for fault in verify()] == [(last, Damage.CUT)]


def test_a_trail_that_was_emptied_is_found(tamper):
    tamper("DELETE FROM audit_entry")

    assert [fault.damage for fault in verify()] == [Damage.CUT]


def test_a_database_without_a_trail_begins_at_the_beginning(tamper):
    tamper("DELETE FROM audit_entry", "DELETE FROM audit_head")

    assert find_head() == (0, BEGINNING)
    assert verify() == []


def test_the_command_tells_each_fault_and_fails(app, tamper):
    last, _ = find_head()
    tamper(f"UPDATE audit_entry SET subject_id = 99 WHERE id = {last}")

    result = app.test_cli_runner().invoke(args=["audit", "verify", "--json"])

    assert result.exit_code == 1
    assert f'"entry": {last}' in result.stdout
    assert str(last) in result.stderr


def test_the_command_succeeds_on_a_sound_trail(app, tamper):
    result = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert result.exit_code == 0
    assert result.stdout == ""
    assert "0 faults" in result.stderr


DAMAGED = {
    "no JSON": "details = '{'",
    "another JSON of the same meaning": "details = '{ }'",
    "no instant": "at = 'soon'",
    "an instant in another spelling": "at = replace(at, ' ', 'T')",
    "text that is no UTF-8": "actor_name = CAST(x'e69d' AS TEXT)",
    "bytes instead of text": "action = CAST(action AS BLOB)",
    "a text where a number is": "subject_id = 'four'",
    "a fraction where a number is": "subject_id = 4.5",
    "bytes where a hash is": "hash = CAST(hash AS BLOB)",
}


@pytest.mark.sqlite
@pytest.mark.parametrize("change", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_row_that_cannot_be_read_is_a_fault_and_no_crash(tamper, change):
    last, _ = find_head()

    tamper(f"UPDATE audit_entry SET {change} WHERE id = {last - 2}")

    assert (last - 2, Damage.CHANGED) in [(fault.entry_id, fault.damage) for fault in verify()]


@pytest.mark.parametrize(
    "change",
    [
        "last_id = last_id + 1",
        "last_id = last_id - 1",
        "hash = upper(hash)",
        "hash = ''",
        "id = 2",
    ],
)
def test_an_altered_register_of_the_end_is_found(tamper, change):
    tamper(f"UPDATE audit_head SET {change}")

    assert verify()


@pytest.mark.sqlite
def test_a_register_that_holds_no_number_is_found(tamper):
    tamper("UPDATE audit_head SET last_id = 'x'")

    assert [fault.damage for fault in verify()] == [Damage.HEADLESS]


def test_a_second_end_on_record_is_found(tamper):
    tamper("INSERT INTO audit_head (id, last_id, hash) SELECT 2, last_id, hash FROM audit_head")

    assert verify()


def test_a_cut_tail_with_a_mended_end_shows_against_the_head_kept_outside(app, tamper):
    head = find_head()

    tamper(
        f"DELETE FROM audit_entry WHERE id > {head.id - 2}",
        "UPDATE audit_head SET last_id = last_id - 2, hash = (SELECT hash FROM audit_entry ORDER BY id DESC LIMIT 1)",
    )

    assert verify() == []
    assert [fault.damage for fault in verify(head=head)] == [Damage.REWRITTEN]
    assert [fault.damage for fault in verify(since=head)] == [Damage.HEADLESS]
    run = app.test_cli_runner().invoke
    for option in ("--head", "--since"):
        assert run(args=["audit", "verify", option, f"{head.id}:{head.hash}"]).exit_code == 1


def test_a_head_kept_outside_holds_while_the_trail_grows(app, tamper):
    head = find_head()
    with transaction("some.deed", by=SYSTEM):
        note("person", 7)

    assert verify(head=head) == [] and verify(since=head) == []
    assert verify(head=Link(head.id, "0" * 64))[0].damage is Damage.REWRITTEN


@pytest.mark.parametrize("head", ["7", "x:y", "7:abc", f"seven:{'a' * 64}"])
def test_a_head_that_is_written_wrong_is_refused_with_the_way_to_write_it(app, head):
    result = app.test_cli_runner().invoke(args=["audit", "verify", "--head", head])

    assert result.exit_code == 2 and "as in the letter" in result.stderr
