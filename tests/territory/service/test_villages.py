"""撤村并居: nothing is lost, and nobody is seen by the wrong account before, during or after."""

from __future__ import annotations

import contextvars
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.areas import AreaRow
from app.accounts.models import Area, AreaName, UserArea
from app.accounts.queries import find_area, find_reader, list_villages
from app.accounts.service import import_areas
from app.audit.queries import verify
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, NotFound, Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.models import Duty, DutyLine
from app.duties.service import reckon
from app.people.models import Household, Person, PersonInitial
from app.people.queries import get_person, list_housemates, search_people
from app.people.queries.places import list_residents
from app.rosters.models import RosterMember
from app.rosters.queries import load_gazetteer
from app.territory.models import AreaChange
from app.territory.rules import ChangeKind, Decisions, Succession
from app.territory.service import merge_village, rename_village, settle_areas, split_village
from app.visits.models import ContactAttempt, Visit
from tests import cast
from tests.rosters.conftest import Office, low_income
from tests.territory.conftest import BEILOU, called, seat, visited

CARRIERS = (Person, PersonInitial, Household, Duty, DutyLine, Visit, ContactAttempt)
FOLLOWS, LEAVES = Succession.FOLLOWS, Succession.LEAVES
XINTANG = "341502109299"


@pytest.fixture
def villagers(app):
    """Five people of 柳塘村 in two groups and three of 石桥村, with duties, lines, visits and calls that reached nobody."""
    people = [
        cast.a_person(
            conditions=("hypertension",),
            area_code=area,
            head_name=f"户主{at // 2}",
            group_name=f"{'东' if at < 3 else '西'}组",
        )
        for area, many in ((cast.LIUTANG, 5), (cast.SHIQIAO, 3))
        for at in range(many)
    ]
    for at, person in enumerate(people):
        visited(person, days_ago=at * 30)
        called(person)
    return people


def carried(code):
    """Count what carries a village's code, table by table."""
    return {
        model.__tablename__: db.session.scalar(
            sa.select(sa.func.count()).select_from(model).where(model.area_code == code)
        )
        for model in CARRIERS
    }


def everything():
    """Return every row of the ledger and the log without the village it lies in."""
    return {
        model.__tablename__: sorted(
            (repr({k: v for k, v in row._mapping.items() if k not in ("area_code", "version")}))
            for row in db.session.execute(sa.select(model.__table__))
        )
        for model in CARRIERS
    }


def seen_by(*readers):
    """Return whom each account of the cast finds by an empty search, by its areas as they are now."""
    return {
        reader.username: {row.id for row in search_people("", reader=find_reader(reader.username), limit=100)}
        for reader in readers
    }


def merged(village=cast.LIUTANG, into=cast.SHIQIAO, *, basis="县政〔2026〕9号", **choices):
    """Merge one village into another; `dr_li=FOLLOWS` decides on an account."""
    accounts = {find_reader(name).id: choice for name, choice in choices.items()}
    with transaction("area.merge", by=COMMAND_LINE):
        merge_village(
            db.session.get_one(Area, village),
            into=db.session.get_one(Area, into),
            decided=Decisions(accounts, basis),
            by=COMMAND_LINE,
        )


def split(people, *, code=XINTANG, name="新塘村", **choices):
    accounts = {find_reader(username).id: choice for username, choice in choices.items()}
    with transaction("area.split", by=COMMAND_LINE):
        split_village(
            db.session.get_one(Area, cast.LIUTANG),
            new=(code, name),
            people=people,
            decided=Decisions(accounts),
            by=COMMAND_LINE,
        )


def test_a_merged_village_keeps_every_person_duty_and_ledger_line(villagers):
    before, sums = everything(), (carried(cast.LIUTANG), carried(cast.SHIQIAO))
    assert all(sums[0].values())

    merged(dr_li=FOLLOWS)

    assert everything() == before
    assert set(carried(cast.LIUTANG).values()) == {0}
    assert carried(cast.SHIQIAO) == {table: sums[0][table] + sums[1][table] for table in sums[0]}
    assert verify() == []


def test_what_is_owed_after_a_merger_is_what_a_reckoning_says(villagers):
    merged(dr_li=FOLLOWS)

    with transaction("duties.reckon", by=COMMAND_LINE):
        done = reckon([person.id for person in villagers])

    assert (done.opened, done.changed, done.closed, done.lines_written) == (0, 0, 0, 0)


def test_nobody_is_seen_by_the_wrong_account_before_during_or_after(app, villagers, dr_sun):
    ours, theirs = ({person.id for person in villagers[at]} for at in (slice(0, 5), slice(5, 8)))
    cast_of_all = (*cast.EVERYBODY, dr_sun)
    nobody = {"dr_sun": set(), "insurer": set(), "admin": set()}
    town = dict.fromkeys(("dr_zhou", "zhao", "county"), ours | theirs)
    old = {"dr_li": ours, "dr_wang": theirs, **town, **nobody}
    assert seen_by(*cast_of_all) == old

    with transaction("area.merge", by=COMMAND_LINE):
        merge_village(
            db.session.get_one(Area, cast.LIUTANG),
            into=db.session.get_one(Area, cast.SHIQIAO),
            decided=Decisions({find_reader("dr_li").id: LEAVES}),
            by=COMMAND_LINE,
        )
        assert in_another_connection(app, cast_of_all) == old

    assert seen_by(*cast_of_all) == {"dr_li": set(), "dr_wang": ours | theirs, **town, **nobody}


def in_another_connection(app, readers):
    """Ask as another worker does, while this one has not committed."""

    def ask():
        with app.app_context():
            try:
                return seen_by(*readers)
            finally:
                db.session.remove()

    return contextvars.Context().run(ask)


def test_a_merger_counts_from_the_next_page_in_sessions_that_are_open(app, villagers, sign_in):
    doctor = sign_in(app.test_client(), cast.DR_WANG)
    li = sign_in(app.test_client(), cast.DR_LI)
    address = f"/people/{villagers[0].id}"
    village, into = (db.session.get_one(Area, code) for code in (cast.LIUTANG, cast.SHIQIAO))

    assert (li.get(address).status_code, doctor.get(address).status_code) == (200, 404)
    merged(village.code, into.code, dr_li=LEAVES)

    assert (li.get(address).status_code, doctor.get(address).status_code) == (404, 200)


def test_an_account_gets_the_new_village_only_if_somebody_said_so(villagers):
    merged(dr_li=FOLLOWS)

    assert find_reader("dr_li").areas == (cast.SHIQIAO,)
    assert find_reader("dr_wang").areas == (cast.SHIQIAO,)


def test_a_merger_waits_until_every_account_is_decided_on(villagers):
    before = carried(cast.LIUTANG)

    with pytest.raises(Refused, match="李秀兰"):
        merged()

    assert carried(cast.LIUTANG) == before
    assert find_reader("dr_li").areas == (cast.LIUTANG,)


def test_a_lent_village_is_handed_on_until_the_same_day(villagers, dr_sun):
    until = cast.TODAY + timedelta(days=3)
    other = seat(cast.Member("dr_he", "何芳", "village-doctor", (cast.GUIHUA,)))
    with transaction("cover.arrange", by=COMMAND_LINE):
        db.session.add(UserArea(user_id=other.id, area_code=cast.LIUTANG, until=until, covers_for="李秀兰"))

    merged(dr_li=LEAVES, dr_he=FOLLOWS)

    assert find_reader("dr_he").areas == (cast.SHIQIAO, cast.GUIHUA)
    with clock.standing_at(until + timedelta(days=1)):
        assert find_reader("dr_he").areas == (cast.GUIHUA,)


def test_a_merged_village_is_offered_no_more_and_cannot_be_changed_again(villagers):
    merged(dr_li=FOLLOWS)

    offered = {village.code for village in list_villages([cast.TOWN])}
    assert offered == {cast.SHIQIAO, cast.GUIHUA}
    ended = find_area(cast.LIUTANG)
    assert (ended.ended_on, ended.successor_code) == (cast.TODAY, cast.SHIQIAO)
    for into in (cast.LIUTANG, cast.GUIHUA):
        with pytest.raises(Refused):
            merged(cast.LIUTANG, into)
    with pytest.raises(Conflict):
        merged(cast.GUIHUA, cast.LIUTANG)


def test_lists_that_still_use_an_old_name_or_code_find_the_village_that_has_its_people(villagers):
    merged(dr_li=FOLLOWS)
    merged(cast.SHIQIAO, cast.GUIHUA, dr_li=FOLLOWS, dr_wang=FOLLOWS)
    with transaction("area.rename", by=COMMAND_LINE):
        rename_village(db.session.get_one(Area, cast.GUIHUA), name="三和社区", by=COMMAND_LINE)

    gazetteer = load_gazetteer(cast.TOWN)

    old = ("柳塘村", "柳塘", "柳塘村民委员会", "石桥村", "桂花村", "三和", "三十铺镇柳塘村", cast.LIUTANG)
    assert {gazetteer.find(name) for name in old} == {cast.GUIHUA}
    assert gazetteer.name_of(cast.GUIHUA) == "三和社区"
    assert load_gazetteer(cast.OTHER_TOWN).is_outside("柳塘村")


def test_a_village_that_bears_an_old_name_today_is_meant_by_it(villagers):
    merged(dr_li=FOLLOWS)
    with transaction("areas.import", by=COMMAND_LINE):
        import_areas([AreaRow(2, XINTANG, "柳塘村")])

    assert load_gazetteer(cast.TOWN).find("柳塘村") == XINTANG


def test_an_old_table_of_areas_neither_revives_a_village_nor_renames_one_back(villagers):
    merged(dr_li=FOLLOWS)
    with transaction("area.rename", by=COMMAND_LINE):
        rename_village(db.session.get_one(Area, cast.GUIHUA), name="桂花新村", by=COMMAND_LINE)

    with transaction("areas.import", by=COMMAND_LINE):
        taken = import_areas([AreaRow(row, code, name) for row, (code, name) in enumerate(cast.AREAS, 2)])

    assert (taken.new, taken.changed) == ((), ())
    assert {area.code for area in taken.kept} == {cast.LIUTANG, cast.GUIHUA}
    assert find_area(cast.LIUTANG).ended_on == cast.TODAY
    assert find_area(cast.GUIHUA).name == "桂花新村"


def test_a_table_that_names_a_merged_village_anew_does_not_bring_it_back(villagers):
    merged(dr_li=FOLLOWS)

    with transaction("areas.import", by=COMMAND_LINE):
        import_areas([AreaRow(2, cast.LIUTANG, "柳塘新村")])

    assert cast.LIUTANG not in {village.code for village in list_villages([cast.TOWN])}
    assert find_area(cast.LIUTANG).name == "柳塘村"


def test_a_village_may_go_to_another_town_of_the_county(villagers, dr_sun, zhao):
    ours = {person.id for person in villagers[:5]}

    merged(cast.LIUTANG, BEILOU, dr_li=LEAVES)

    seen = seen_by(dr_sun, zhao)
    assert seen["dr_sun"] == ours
    assert not seen["zhao"] & ours


def test_the_standing_on_the_last_list_goes_along(app, villagers, tmp_path):
    office = Office(app, tmp_path)
    numbers = [cast.an_identity(serial=number) for number in range(500, 504)]
    rows = [low_income(f"李家{at}", number) for at, number in zip("甲乙丙丁", numbers, strict=True)]
    office.low_income(rows)
    merged(dr_li=FOLLOWS)

    again = office.low_income(rows)

    members = db.session.scalars(sa.select(RosterMember.area_code))
    assert set(members) == {cast.SHIQIAO}
    assert [again.counts[name] for name in ("unchanged", "new", "changed", "left")] == [4, 0, 0, 0]


def test_a_new_name_is_kept_with_the_old_one(app):
    with transaction("area.rename", by=COMMAND_LINE):
        rename_village(
            db.session.get_one(Area, cast.LIUTANG), name=" 柳塘社区 ", basis="批复", by=COMMAND_LINE
        )

    assert find_area(cast.LIUTANG).name == "柳塘社区"
    assert db.session.scalars(sa.select(AreaName.name)).all() == ["柳塘村"]
    change = db.session.scalars(sa.select(AreaChange)).one()
    assert (change.kind, change.from_name, change.to_name) == (ChangeKind.RENAMED, "柳塘村", "柳塘社区")


@pytest.mark.parametrize("name", ["石桥村", "柳塘村", "", "12"])
def test_a_name_that_is_taken_or_none_is_refused(app, name):
    with pytest.raises(Refused), transaction("area.rename", by=COMMAND_LINE):
        rename_village(db.session.get_one(Area, cast.LIUTANG), name=name, by=COMMAND_LINE)

    assert find_area(cast.LIUTANG).name == "柳塘村"


def test_a_split_takes_the_chosen_groups_with_everything_and_leaves_the_rest(villagers):
    before, all_before = carried(cast.LIUTANG), everything()
    leaving = list_residents(cast.LIUTANG, groups=["西组"], people=())

    split(leaving, dr_li=LEAVES)

    assert set(leaving) == {person.id for person in villagers[3:5]}
    gone, stayed = carried(XINTANG), carried(cast.LIUTANG)
    assert gone["person"] == 2 and gone["visit"] == 2
    assert gone["duty"] == 4  # the follow-up and the yearly check of each
    for table in ("person", "duty", "duty_line", "visit", "person_initial"):
        assert gone[table] + stayed[table] == before[table]
    assert {k: v for k, v in everything().items() if k in ("duty", "duty_line", "visit")} == {
        k: v for k, v in all_before.items() if k in ("duty", "duty_line", "visit")
    }


def test_who_looks_after_the_new_village_is_said_and_not_guessed(villagers, dr_li):
    leaving = list_residents(cast.LIUTANG, groups=["西组"], people=())

    with pytest.raises(Refused, match="李秀兰"):
        split(leaving)
    split(leaving, dr_li=FOLLOWS)

    assert find_reader("dr_li").areas == (cast.LIUTANG, XINTANG)


def test_a_doctor_who_does_not_follow_sees_those_who_left_no_more(villagers, dr_li, dr_zhou):
    split((villagers[0].id,), dr_li=LEAVES)

    with pytest.raises(NotFound):
        get_person(villagers[0].id, reader=find_reader("dr_li"))
    assert get_person(villagers[0].id, reader=dr_zhou).area_code == XINTANG


def test_a_household_that_is_divided_stands_on_both_sides(villagers):
    leaver, stayer = villagers[0], villagers[1]
    assert leaver.household_id == stayer.household_id

    split((leaver.id,), dr_li=FOLLOWS)

    homes = [db.session.get_one(Household, person.household_id) for person in (leaver, stayer)]
    assert [home.area_code for home in homes] == [XINTANG, cast.LIUTANG]
    assert homes[0].head_name == homes[1].head_name
    assert leaver.id not in {row.id for row in list_housemates(stayer)}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (cast.SHIQIAO, "新塘村"),
        (cast.ELSEWHERE, "新塘村"),
        ("341502199201", "新塘村"),
        ("341502109", "新塘村"),
        (XINTANG, "石桥村"),
        (XINTANG, ""),
    ],
)
def test_a_split_into_what_cannot_be_is_refused(villagers, code, name):
    with pytest.raises(Refused):
        split((villagers[0].id,), code=code, name=name, dr_li=FOLLOWS)

    assert carried(code)["person"] == (3 if code == cast.SHIQIAO else 0)


def test_the_code_of_a_merged_village_is_not_used_again(villagers):
    merged(cast.SHIQIAO, cast.GUIHUA, dr_wang=FOLLOWS)

    with pytest.raises(Refused):
        split((villagers[0].id,), code=cast.SHIQIAO, dr_li=FOLLOWS)


@pytest.mark.parametrize("groups", [[], ["东组", "西组"]])
def test_neither_nobody_nor_everybody_makes_a_split(villagers, groups):
    people = list_residents(cast.LIUTANG, groups=groups, people=())

    with pytest.raises(Refused):
        split(people, dr_li=FOLLOWS)

    assert find_area(XINTANG) is None


def test_a_form_opened_before_the_change_must_be_compared_before_it_is_saved(villagers):
    version = villagers[0].version

    merged(dr_li=FOLLOWS)

    assert villagers[0].version > version


def test_what_another_worker_wrote_under_the_old_code_meanwhile_follows_later(villagers):
    merged(dr_li=FOLLOWS)
    late = cast.a_person(area_code=cast.LIUTANG, conditions=("hypertension",), head_name="户主")

    with transaction("area.settle", by=COMMAND_LINE):
        settled = settle_areas()
    with transaction("area.settle", by=COMMAND_LINE):
        again = settle_areas()

    assert settled and not again
    assert db.session.get_one(Person, late.id).area_code == cast.SHIQIAO
    assert set(carried(cast.LIUTANG).values()) == {0}


def test_a_change_is_on_record_with_its_counts_and_in_the_trail(villagers):
    merged(dr_li=FOLLOWS)

    change = db.session.scalars(sa.select(AreaChange)).one()
    assert (change.from_name, change.to_name, change.basis) == ("柳塘村", "石桥村", "县政〔2026〕9号")
    assert change.counts["people"] == 5 and change.counts["visits"] == 5


def test_whatever_carries_a_village_follows_it():
    follow = {model.__tablename__ for model in CARRIERS} | {
        "appointment",
        "calendar_day",
        "call_back",
        "delivery",
        "market",
        "plan_check",
        "review",
        "roster_import",
        "roster_draft",
        "roster_member",
        "shortage",
        "user_area",
    }

    # A team belongs to a township, and a handed-over caseload says what lay there on its day; a catalogue is a county's.
    # What was counted, told to a unit or found of a doctor's month says how things stood then; a sample is a township's.
    stay = {
        "team",
        "caseload_handover",
        "catalogue_change",
        "sample_seed",
        "sample_share",
        "finding",
        "finding_note",
    }
    stay |= {"tally", "meeting_sheet", "sheet_fault", "indicator_warning", "action_plan"}

    carry = {table.name for table in db.metadata.sorted_tables if "area_code" in table.columns}

    assert carry - stay == follow


def test_two_villages_with_the_same_households_stay_apart_until_they_are_one(villagers):
    homes = db.session.scalar(sa.select(sa.func.count()).select_from(Household))

    merged(dr_li=FOLLOWS)

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Household)) == homes
    assert {person.household.area_code for person in villagers} == {cast.SHIQIAO}


def test_a_list_that_knows_only_the_old_village_makes_nobody_of_the_new_one_leave(app, tmp_path):
    office = Office(app, tmp_path)
    numbers = [cast.an_identity(serial=at) for at in (51, 52, 53)]
    old = [low_income("陈东", numbers[0]), low_income("陈西", numbers[1])]
    office.low_income([*old, low_income("石一", numbers[2], **{"村（社区）": "石桥村"})])
    merged(dr_li=LEAVES)

    partly = office.low_income(old[:1])
    wholly = office.low_income([low_income("陈东", numbers[0], **{"村（社区）": "石桥村"})], "--confirm-left")

    assert partly.report["left"] == [] and any("旧村" in warning for warning in partly.report["warnings"])
    assert {item["name"] for item in wholly.report["left"]} == {"陈西", "石一"}
