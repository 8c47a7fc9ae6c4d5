"""A new key, everything resealed while people work, and the old key dropped."""

from __future__ import annotations

import json
import threading

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.audit.queries import verify
from app.core.db import Model, db
from app.core.sealing import seal, seal_bytes, unseal, unseal_bytes
from app.core.transaction import COMMAND_LINE, transaction
from app.keys import cli
from app.keys.queries import count_sealed, list_sealed_columns
from app.people.models import Contact, Person, PersonMerge
from app.people.queries import find_by_identity, opened, phone_of
from app.people.rules import ContactEntry, ContactKind, NumberReason
from app.people.service import add_contact
from app.people.service.columns import sealed_columns
from app.record.rules import MergeChoice
from app.record.service import merge, undo_merge
from app.reviews.models import SEED, SampleSeed
from app.rosters.models import RosterDraft, RosterImport, RosterJournal, RosterLine
from app.rosters.rules.draft import DraftState, LineTab
from app.rosters.rules.kinds import ListKind
from app.rosters.service.undo import undo_roster
from app.tablet.models import SYNC_KEY, SyncKey
from app.visits.service import file_visit
from tests import cast
from tests.rosters.conftest import Office, low_income
from tests.visits.pictures import some_extras


@pytest.fixture
def merged(granny_chen):
    """陈桂英 and a second record of hers, made one: the journal keeps what was written over, sealed."""
    other = cast.a_person(name="陈桂英", identity=cast.an_identity(serial=2))
    choice = MergeChoice(reason=NumberReason.MISTYPED, versions=(granny_chen.version, other.version))
    with transaction("person.merge", by=COMMAND_LINE):
        return merge(granny_chen, other, choice, by=COMMAND_LINE)


@pytest.fixture
def of_every_kind(merged, granny_chen):
    """A value in every column that may hold one."""
    told = {"zh": "新建", "en": "New"}
    sealed = {"key": granny_chen.id, "phone_sealed": seal("13700000001", context="person.phone")}
    with transaction("fill", by=COMMAND_LINE):
        add_contact(granny_chen, ContactEntry(ContactKind.GUARDIAN, "陈大", "13955550012"))
        file_visit(cast.a_visit(extras=some_extras()), person=granny_chen, doctor=COMMAND_LINE)
        db.session.add(a_sync_key())
        db.session.add(a_sample_seed())
        db.session.add(draft := a_draft())
        db.session.flush()
        db.session.add(
            RosterLine(
                draft_id=draft.id,
                tab=LineTab.NEW,
                ordinal=0,
                name="陈桂英",
                village="柳塘村",
                sheet="",
                reason=told,
                sides=[],
                cells_sealed=seal("[]", context="roster_line.cells"),
            )
        )
        db.session.flush()
        import_id = an_import()
        journal = RosterJournal(
            import_id=import_id, table_name="person", opened=[], before=[sealed], after=[sealed]
        )
        db.session.add(journal)
        totp = sa.update(Model.metadata.tables["user"]).values(totp_sealed=seal("ABC", context="user.totp"))
        note_user()
        db.session.execute(totp)
    return granny_chen


def a_sync_key():
    private = seal("{}", context=SYNC_KEY)
    return SyncKey(id="s1", public="BA==", private_sealed=private, made_at=cast.MORNING)


def a_sample_seed():
    told = {"seed_sealed": seal("00", context=SEED), "commitment": "0" * 64, "drawn_at": cast.MORNING}
    return SampleSeed(area_code=cast.TOWN, month=cast.TODAY.replace(day=1), **told)


def note_user():
    from app.audit.service import note_bulk

    note_bulk("user", count=7)


def a_draft():
    return RosterDraft(
        list_kind=ListKind.CHRONIC,
        area_code=cast.LIUTANG,
        as_of=cast.TODAY,
        file_name="l.csv",
        file_hash="0" * 64,
        file_sealed=seal_bytes(b"\x00name", context="roster_draft.file"),
        state=DraftState.READY,
        stage={},
        fault={},
        headings={},
        counts={},
        warnings=[],
        created_at=cast.MORNING,
        updated_at=cast.MORNING,
    )


def an_import():
    record = RosterImport(
        list_kind=ListKind.CHRONIC,
        area_code=cast.LIUTANG,
        as_of=cast.TODAY,
        file_name="l.csv",
        counts={},
        imported_at=cast.MORNING,
    )
    db.session.add(record)
    db.session.flush()
    return record.id


def keys_in_use():
    db.session.rollback()
    return {key for counts in count_sealed().values() for key in counts}


def test_a_new_key_seals_from_now_on_and_what_the_old_one_sealed_still_opens(run, keys_file, granny_chen):
    before = granny_chen.phone_sealed

    result = run("new")

    assert result.exit_code == 0 and "k2" in result.stderr and result.stdout == ""
    assert seal("x", context="c").startswith("k2.")
    assert before.startswith("k1.") and unseal(before, context="person.phone").isdigit()
    assert keys_file.stat().st_mode & 0o777 == 0o600
    assert keys_file.read_text("utf-8").startswith("k2:")


def test_every_column_that_is_sealed_is_resealed_and_everything_still_reads(run, keys_file, of_every_kind):
    columns = {place.title for place in list_sealed_columns()}
    plain = opened(of_every_kind)
    assert {title for title, counts in count_sealed().items() if counts["k1"]} == columns

    run("new")
    result = run("rotate")

    assert result.exit_code == 0, result.stderr
    assert keys_in_use() == {"k2"}
    assert {title for title, counts in count_sealed().items() if counts["k2"]} == columns
    person = db.session.get(Person, of_every_kind.id)
    assert opened(person) == plain
    assert find_by_identity(plain.identity).id == person.id
    assert phone_of(db.session.scalar(sa.select(Contact))) == "13955550012"
    draft = db.session.scalar(sa.select(RosterDraft.file_sealed))
    assert unseal_bytes(draft, context="roster_draft.file") == b"\x00name"


def test_a_merge_can_be_undone_after_the_old_key_is_gone(run, keys_file, an_hour_passes, merged, granny_chen):
    other = db.session.get(Person, merged.merged_id)
    number = opened(other).identity or opened(granny_chen).identity
    run("new")
    run("rotate")
    an_hour_passes()
    assert run("drop", "k1").exit_code == 0

    done = db.session.scalar(sa.select(PersonMerge))
    kept, parted = (db.session.get(Person, key) for key in (done.person_id, done.merged_id))
    with transaction("person.part", by=COMMAND_LINE):
        undo_merge(done, kept, parted, by=COMMAND_LINE)

    assert number in {opened(kept).identity, opened(parted).identity}
    assert "k1" not in keys_in_use()


def test_a_rotation_that_was_cut_short_goes_on_where_it_stopped(run, keys_file, monkeypatch, granny_chen):
    cast.a_person()
    run("new")
    portions = []

    def cut_short(place, **where):
        if len(portions) == 2:
            raise KeyboardInterrupt
        portion = real(place, **where, limit=1)
        portions.extend([portion] * portion.seen)
        return portion

    real = cli.reseal_some
    monkeypatch.setattr(cli, "reseal_some", cut_short)
    assert run("rotate").exit_code != 0
    assert keys_in_use() == {"k1", "k2"}
    monkeypatch.setattr(cli, "reseal_some", real)

    assert run("rotate").exit_code == 0
    assert keys_in_use() == {"k2"}
    again = json.loads(run("rotate", "--json").stdout)
    assert not any(again["resealed"].values()) and again["left"] == {}


def test_what_people_write_during_a_rotation_stands(app, run, keys_file, dr_li):
    people = [cast.a_person().id for _ in range(6)]
    run("new")
    stop = threading.Event()
    said = {}

    def work():
        with app.app_context():
            turn = 0
            while not stop.is_set():
                turn += 1
                person_id, phone = people[turn % len(people)], f"139{turn:08d}"
                with transaction("person.phone", by=dr_li):
                    person = db.session.get(Person, person_id)
                    for name, value in sealed_columns("phone", phone).items():
                        setattr(person, name, value)
                said[person_id] = phone
            db.session.remove()

    worker = threading.Thread(target=work)
    worker.start()
    results = [run("rotate") for _ in range(3)]
    stop.set()
    worker.join()

    db.session.rollback()
    assert [result.exit_code for result in results] == [0, 0, 0]
    assert said and {key: opened(db.session.get(Person, key)).phone for key in said} == said
    assert keys_in_use() == {"k2"}
    assert not verify()


def test_resealing_is_in_the_trail_by_table_and_key_without_a_value(run, keys_file, granny_chen):
    run("new")
    run("rotate")

    notes = db.session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.action.in_(["keys.new", "keys.rotate"]))
        .order_by(AuditEntry.id)
    ).all()
    assert (notes[0].subject, notes[0].details) == ("data_key", {"key": "k2"})
    assert {"count": 1, "column": "phone_sealed", "key": "k2"} in [
        note.details for note in notes if note.subject == "person"
    ]


def test_a_key_that_seals_a_single_value_is_not_dropped(run, keys_file, an_hour_passes, granny_chen):
    run("new")
    run("rotate")
    with transaction("person.phone", by=COMMAND_LINE):
        granny_chen.phone_sealed = "k1." + granny_chen.phone_sealed.partition(".")[2]
    an_hour_passes()

    result = run("drop", "k1")

    assert result.exit_code == 1
    assert "person.phone_sealed 1" in result.stderr
    assert "k1:" in keys_file.read_text("utf-8")


def test_the_key_in_use_an_unknown_key_and_a_young_change_are_refused(run, keys_file, granny_chen):
    run("new")
    run("rotate")

    results = [run("drop", key) for key in ("k2", "k9", "k1")]

    assert [result.exit_code for result in results] == [1, 1, 1]
    assert "正在" not in results[0].stderr and "不能删除" in results[0].stderr
    assert "没有密钥 k9" in results[1].stderr
    assert "一小时" in results[2].stderr
    assert run("drop", "k1", "--at-once").exit_code == 0
    assert "k1" not in keys_file.read_text("utf-8")


def test_values_that_do_not_open_are_left_as_they_are_and_told(run, keys_file, granny_chen):
    with transaction("person.phone", by=COMMAND_LINE):
        granny_chen.phone_sealed = "k1.c3BvaWxlZA=="
    run("new")

    result = run("rotate", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["left"] == {"person.phone_sealed": 1}
    assert db.session.scalar(sa.select(Person.phone_sealed)) == "k1.c3BvaWxlZA=="


def test_keys_are_listed_with_what_each_still_seals(run, keys_file, granny_chen):
    run("new")

    rows = json.loads(run("list", "--json").stdout)

    assert [(row["key"], row["newest"]) for row in rows] == [("k2", True), ("k1", False)]
    assert rows[0]["sealed"] == {} and rows[1]["sealed"]["person.identity_sealed"] == 1
    assert "person.identity_sealed 1" in run("list").stdout


def test_keys_given_by_the_setting_are_told_and_not_written(run, app, granny_chen):
    before = app.extensions["keyring"].current().newest

    refused, told = run("new"), run("new", "--print")

    assert refused.exit_code == 1 and "XUNHU_DATA_KEYS" in refused.stderr
    assert told.stdout.startswith("k2:") and ",k1:" in told.stdout and ";index:" in told.stdout
    assert app.extensions["keyring"].current().newest == before == "k1"
    assert run("drop", "k1").exit_code == 1


def test_a_list_can_be_taken_back_after_the_old_key_is_gone(app, run, keys_file, an_hour_passes, tmp_path):
    office, number = Office(app, tmp_path), cast.an_identity(serial=61)
    for phone in ("13811112222", "13899990000"):
        assert office.low_income([low_income("陈桂英", number, 联系电话=phone)]).status == 0
    run("new")
    run("rotate")
    an_hour_passes()
    assert run("drop", "k1").exit_code == 0

    done = db.session.scalars(sa.select(RosterImport).order_by(RosterImport.id.desc())).first()
    with transaction("roster.undo", by=COMMAND_LINE):
        undo_roster(done, by=COMMAND_LINE)

    assert opened(find_by_identity(number)).phone == "13811112222"
    assert "k1" not in keys_in_use()
