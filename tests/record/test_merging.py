"""Two records made one and two again, through every room that holds something of a resident."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.audit.queries import verify
from app.core import clock
from app.core.db import Model, db
from app.core.errors import Conflict, Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.models import Duty, DutyLine, EvidenceRecord, ExcuseRecord
from app.duties.queries import list_duties
from app.duties.service import enrol, excuse, note_event, reckon, withdraw
from app.people.models import (
    Allergy,
    Contact,
    Contract,
    Drug,
    Person,
    PersonCategory,
    PersonCondition,
    PersonInitial,
    StateRecord,
)
from app.people.queries import find_by_identity, get_merge, list_housemates, opened, search_people
from app.people.rules import ContactKind, MergeField, NumberReason, PersonState, Side
from app.people.service import revise
from app.people.service.records import spell
from app.policy.terms import Category, Condition, Event, ExcuseReason, Kind, Result
from app.record.rules import MergeChoice
from app.record.service import merge, preview_merge, undo_merge
from app.rosters.models import RosterImport, RosterMember
from app.rosters.rules.kinds import ListKind
from app.visits.models import Visit
from app.visits.service import file_visit
from tests import cast

BORN = date(1950, 1, 1)
NUMBER, OTHER_NUMBER = cast.an_identity(BORN, serial=7), cast.an_identity(BORN, serial=8)
OF_A_PERSON = (
    PersonCategory, PersonCondition, StateRecord, Contact, Allergy, Drug, Contract,
    Visit, EvidenceRecord, ExcuseRecord, RosterMember, PersonInitial, Duty, DutyLine,
)  # fmt: skip


@pytest.fixture
def chen(app):
    """陈桂英 of 柳塘村 with hypertension, under her number."""
    return cast.a_person(name="陈桂英", identity=NUMBER, conditions=("hypertension",), address="东头")


@pytest.fixture
def double(app):
    """The same 陈桂英 once more, without a number, with diabetes and a low-income category."""
    stated = {"identity": "", "sex": "2", "born_on": BORN, "phone": "13855550036", "address": "西头"}
    held = {"conditions": ("diabetes",), "categories": ("minimum-living",)}
    return cast.a_person(name="陈桂英", since=date(2026, 2, 1), **held, **stated)


def _choice(kept, other, reason=None, **sides):
    chosen = {MergeField(field.replace("_", "-")): Side(side) for field, side in sides.items()}
    return MergeChoice(chosen, reason, (kept.version, other.version))


def _merge(kept, other, reason=None, *, by=COMMAND_LINE, **sides):
    choice = _choice(kept, other, reason, **sides)
    with transaction("person.merge", by=by):
        return merge(kept, other, choice, by=by)


def _undo(done, by=COMMAND_LINE):
    with transaction("person.part", by=by):
        undo_merge(done, *(db.session.get(Person, n) for n in (done.person_id, done.merged_id)), by=by)


def _file(person, doctor, **changes):
    with transaction("visit.file", by=doctor):
        return file_visit(cast.a_visit(**changes), person=person, doctor=doctor)


def _rules(person):
    return {duty.rule_id for duty in list_duties(person.id)}


def _count(model: type[Model], person):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model).filter_by(person_id=person.id))


def test_what_either_record_holds_is_owed_by_the_one_that_stays(chen, double):
    _merge(chen, double)

    assert {"hypertension-followup", "diabetes-followup"} <= _rules(chen)
    assert _rules(double) == set()


def test_the_preview_foretells_what_will_be_owed(chen, double, dr_li):
    _file(double, dr_li, kinds=(Kind.DIABETES,), results={Kind.DIABETES: Result.UNCONTROLLED}, answers={})
    _file(chen, dr_li)
    with transaction("person.excuse", by=dr_li):
        excuse(double, reason=ExcuseReason.AWAY_FOR_WORK, from_on=cast.TODAY, return_on=date(2026, 6, 9))
        note_event(double, event=Event.REFERRAL, on=date(2026, 5, 11))
    foretold = preview_merge(chen, double, {}).duties

    _merge(chen, double)

    assert foretold == list_duties(chen.id)


def test_the_other_record_is_hidden_and_found_nowhere(chen, double, dr_li):
    _merge(chen, double)

    assert [row.id for row in search_people("cgy", reader=dr_li)] == [chen.id]
    assert [row.id for row in search_people("陈桂英", reader=dr_li)] == [chen.id]
    assert double.merged_into_id == chen.id


def test_a_merged_record_is_nobodys_housemate(app):
    both = [
        cast.a_person(name="陈桂英", identity="", sex="2", born_on=BORN, head_name="陈大山") for _ in range(2)
    ]
    third = cast.a_person(name="陈小山", head_name="陈大山")

    _merge(*both)

    assert [row.id for row in list_housemates(third)] == [both[0].id]
    assert [row.id for row in list_housemates(both[0])] == [third.id]


def test_a_field_is_taken_from_the_record_that_was_chosen(chen, double):
    _merge(chen, double, place="other")

    assert (chen.address, opened(chen)) == ("西头", (NUMBER, opened(chen).phone))
    assert opened(chen).phone != "13855550036"


def test_the_number_of_the_record_that_goes_is_not_lost_with_it(chen, double):
    _merge(double, chen)

    assert opened(double).identity == NUMBER
    assert find_by_identity(NUMBER).id == double.id


def test_a_second_number_leads_to_the_resident_as_well(chen):
    other = cast.a_person(name="陈桂英", identity=OTHER_NUMBER)

    _merge(chen, other, NumberReason.CHANGED, identity="other")

    assert opened(chen).identity == OTHER_NUMBER
    assert {find_by_identity(number).id for number in (NUMBER, OTHER_NUMBER)} == {chen.id}


def test_two_valid_numbers_are_not_merged_without_a_reason(chen):
    other = cast.a_person(name="陈桂英", identity=OTHER_NUMBER)

    with pytest.raises(Refused, match="身份证号不同"):
        _merge(chen, other)

    assert other.merged_into_id is None


def test_a_number_of_the_merged_record_cannot_be_typed_over_the_merge(chen):
    other = cast.a_person(name="陈桂英", identity=OTHER_NUMBER)
    _merge(chen, other, NumberReason.MISTYPED)

    with pytest.raises(Refused, match="先撤销合并"), transaction("person.revise", by=COMMAND_LINE):
        revise(chen, cast.an_entry(identity=OTHER_NUMBER), version=chen.version)


def test_who_looked_at_an_older_version_looks_again(chen, double):
    choice = _choice(chen, double)
    with transaction("person.revise", by=COMMAND_LINE):
        revise(chen, cast.an_entry(identity=NUMBER, address="南头"), version=chen.version)

    with pytest.raises(Conflict, match="有人改过"), transaction("person.merge", by=COMMAND_LINE):
        merge(chen, double, choice, by=COMMAND_LINE)

    assert double.merged_into_id is None


def test_what_was_merged_a_moment_ago_is_not_merged_again(chen, double):
    looked_at = _choice(chen, double)
    _merge(chen, double)

    with pytest.raises(Refused, match="刚刚被合并") as refused:
        with transaction("person.merge", by=COMMAND_LINE):
            merge(chen, double, looked_at, by=COMMAND_LINE)
    assert refused.value.status == 410  # a page to come back to there is none


def test_visits_go_along_and_keep_what_they_say(chen, double, dr_li):
    visit = _file(double, dr_li, kinds=(Kind.DIABETES,), results={Kind.DIABETES: Result.CONTROLLED})
    said = (visit.answers, visit.summary, visit.doctor_name, visit.filed_at)

    _merge(chen, double)

    assert visit.person_id == chen.id
    assert (visit.answers, visit.summary, visit.doctor_name, visit.filed_at) == said


def test_every_row_that_went_is_named_in_the_trail_and_the_trail_holds(chen, double, dr_li):
    _file(double, dr_li)

    _merge(chen, double, by=dr_li)

    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "person.merge")).all()
    assert {"visit", "evidence", "person_condition", "person_category"} <= {e.subject for e in entries}
    assert {(e.actor_id, e.actor_name) for e in entries} == {(dr_li.id, dr_li.name)}
    assert verify() == []


def test_a_merge_across_villages_takes_the_visits_to_the_village_of_the_record(chen, dr_wang):
    other = cast.a_person(name="陈桂英", identity="", sex="2", born_on=BORN, area_code=cast.SHIQIAO)
    visit = _file(other, dr_wang)

    done = _merge(chen, other)
    assert visit.area_code == cast.LIUTANG
    _undo(done)

    assert (visit.person_id, visit.area_code) == (other.id, cast.SHIQIAO)


def test_a_visit_filed_since_stays_with_the_record_that_was_visited(chen, double, dr_li):
    before = _file(double, dr_li, visited_on=date(2026, 5, 10))
    done = _merge(chen, double)
    since = _file(chen, dr_li)

    _undo(done)

    assert (before.person_id, since.person_id) == (double.id, chen.id)


def test_what_was_changed_since_stands_in_the_way_by_its_name(chen, double):
    with transaction("person.enrol", by=COMMAND_LINE):
        enrol(chen, category=Category.MINIMUM_LIVING, starts_on=date(2026, 3, 1), basis="认定")
    done = _merge(chen, double, place="other")
    with transaction("person.revise", by=COMMAND_LINE):
        revise(chen, cast.an_entry(identity=NUMBER, name="陈桂英", address="南头"), version=chen.version)
        withdraw(chen, category=Category.MINIMUM_LIVING, on=date(2026, 5, 1), reason="退出")

    with pytest.raises(Refused) as refused:
        _undo(done)

    assert "住处和家庭" in refused.value.text.zh
    assert Category.MINIMUM_LIVING.zh in refused.value.text.zh
    assert double.merged_into_id == chen.id


def test_what_the_merge_did_not_touch_may_have_changed_and_stays_so(chen, double):
    done = _merge(chen, double)
    with transaction("person.revise", by=COMMAND_LINE):
        revise(chen, cast.an_entry(identity=NUMBER, name="陈桂英", address="南头"), version=chen.version)

    _undo(done)

    assert (chen.address, double.address, double.merged_into_id) == ("南头", "西头", None)


def test_merges_are_undone_in_their_order_and_once(chen, double):
    third = cast.a_person(name="陈桂英", identity="", sex="2", born_on=BORN)
    first, second = _merge(chen, double), _merge(chen, third)

    with pytest.raises(Refused, match="后来的那次"):
        _undo(first)
    _undo(second)
    _undo(first)
    with pytest.raises(Conflict, match="已经撤销"):
        _undo(first)


def test_a_record_merged_into_a_merged_one_leads_to_the_last(chen, double):
    third = cast.a_person(name="陈桂英", identity="", sex="2", born_on=BORN)
    _merge(double, third)

    done = _merge(chen, double)
    assert third.merged_into_id == chen.id
    _undo(done)

    assert third.merged_into_id == double.id


def test_a_place_on_a_list_goes_along_and_a_newer_list_is_not_undone(chen, double, zhao):
    first, second = _lists(2)
    _stand_on(double, first)
    done = _merge(chen, double)
    assert [row.person_id for row in db.session.scalars(sa.select(RosterMember))] == [chen.id]
    with transaction("roster.apply", by=zhao):
        db.session.execute(sa.update(RosterMember).values(import_id=second, marks="new"))

    _undo(done)

    places = db.session.execute(sa.select(RosterMember.person_id, RosterMember.import_id, RosterMember.marks))
    assert sorted(places.all()) == sorted([(chen.id, second, "new"), (double.id, first, "old")])


def test_the_areas_of_the_reader_bound_what_may_be_undone(chen, dr_li, dr_zhou):
    other = cast.a_person(name="陈桂英", identity="", sex="2", born_on=BORN, area_code=cast.SHIQIAO)
    done = _merge(chen, other, by=dr_zhou)

    assert get_merge(done.id, person_id=chen.id, reader=dr_zhou)[1].id == other.id
    with pytest.raises(Refused):
        get_merge(done.id, person_id=chen.id, reader=dr_li)


def _lists(count):
    with transaction("roster.apply", by=COMMAND_LINE):
        made = [
            RosterImport(
                list_kind=ListKind.LOW_INCOME, area_code=cast.TOWN, as_of=cast.TODAY, file_name="l.xlsx",
                counts={}, imported_at=clock.now(),
            ) for _ in range(count)
        ]  # fmt: skip
        db.session.add_all(made)
    return [one.id for one in made]


def _stand_on(person, import_id, **changes):
    place = {
        "person_id": person.id, "list_kind": ListKind.LOW_INCOME, "area_code": person.area_code,
        "marks": "old", "terms": "minimum-living", "import_id": import_id,
    } | changes  # fmt: skip
    with transaction("roster.apply", by=COMMAND_LINE):
        db.session.add(RosterMember(**place))


@pytest.mark.parametrize("seed", range(12))
def test_merged_and_parted_again_everything_is_as_it_was(app, dr_li, dr_wang, seed):
    dice = random.Random(seed)
    imports = _lists(3)
    kept, other = (_somebody(dice, imports, (dr_li, dr_wang)) for _ in range(2))
    before = _everything(kept, other)
    sides = {field.value.replace("-", "_"): dice.choice(["kept", "other"]) for field in MergeField}
    foretold = preview_merge(kept, other, _choice(kept, other, **sides).sides).duties

    done = _merge(kept, other, NumberReason.MISTYPED, **sides)
    assert foretold == list_duties(kept.id), f"seed {seed}"
    assert all(_count(model, other) == 0 for model in OF_A_PERSON)
    _undo(done)

    assert _everything(kept, other) == before, f"seed {seed}"
    assert verify() == []


def _everything(*people):
    """Return whatever the tables say of some people: fields, enrolments, visits, duties, ledger lines, places on lists."""
    aside = {"version", "id"}
    said = {}
    for model in (Person, *OF_A_PERSON):
        owner = Person.id if model is Person else model.person_id
        table = model.__table__
        aside_here = aside if model in (Duty, DutyLine) else aside - {"id"}
        names = [column.name for column in table.columns if column.name not in aside_here]
        rows = db.session.execute(
            sa.select(*(table.c[name] for name in names)).where(owner.in_([person.id for person in people]))
        )
        said[table.name] = sorted(map(repr, rows))
    return said


def _somebody(dice, imports, doctors):
    """A resident with a random history: enrolments that come and go, visits, excuses, contacts, places on lists."""
    doctor = dice.choice(doctors)
    stated = {"identity": cast.an_identity(BORN)} if dice.random() < 0.6 else {"identity": "", "sex": "2"}
    village = cast.LIUTANG if doctor is doctors[0] else cast.SHIQIAO
    person = cast.a_person(
        name=dice.choice(["陈桂英", "陈贵英"]), born_on=dice.choice([BORN, date(1960, 2, 29)]), area_code=village,
        phone=dice.choice(["", "13855550036"]), address=dice.choice(["", "东头"]),
        head_name=dice.choice(["", "陈大山"]), insurance=dice.choice(["", "居民医保"]), **stated,
    )  # fmt: skip
    for term in dice.sample([Condition.HYPERTENSION, Condition.DIABETES, Category.MINIMUM_LIVING], 2):
        _hold(dice, person, term)
    for _ in range(dice.randrange(4)):
        kind = dice.choice([Kind.HYPERTENSION, Kind.DIABETES])
        result = dice.choice([Result.CONTROLLED, Result.UNCONTROLLED])
        _file(person, doctor, visited_on=_past(dice), kinds=(kind,), results={kind: result}, answers={},
              emergency=dice.random() < 0.2)  # fmt: skip
    _surround(dice, person)
    if dice.random() < 0.3:
        _move_to_guihua(person)
    if dice.random() < 0.6:
        _stand_on(person, dice.choice(imports), left_on=dice.choice([None, _past(dice)]))
    return person


def _move_to_guihua(person):
    """Let a resident live in another village from now on; closed lines stay at the place they were closed at."""
    with transaction("person.revise", by=COMMAND_LINE):
        person.area_code = cast.GUIHUA
        spell(person)
        reckon([person.id])


def _past(dice):
    return cast.TODAY - timedelta(days=dice.randrange(1, 140))


def _hold(dice, person, term):
    what = {"category" if isinstance(term, Category) else "condition": term}
    with transaction("person.enrol", by=COMMAND_LINE):
        benefit = {"benefit_from": _past(dice)} if "condition" in what and dice.random() < 0.4 else {}
        enrol(person, starts_on=_past(dice), basis="认定", **what, **benefit)
        if dice.random() < 0.3:
            withdraw(person, on=_past(dice), reason="退出", **what)


def _surround(dice, person):
    rows = [
        Contact(kind=ContactKind.GUARDIAN, name="陈大山"),
        Allergy(substance="青霉素", noted_on=cast.TODAY),
        Drug(name="氨氯地平", started_on=cast.TODAY),
        Contract(team="一队", doctor_name="周明", starts_on=date(2026, 1, 1)),
        StateRecord(state=PersonState.HERE, from_on=cast.TODAY),
    ]
    with transaction("person.details", by=COMMAND_LINE):
        for row in dice.sample(rows, 3):
            row.person_id = person.id
            if hasattr(row, "created_at"):
                row.created_at = clock.now()
            db.session.add(row)
        if dice.random() < 0.3:
            excuse(person, reason=ExcuseReason.AWAY_FOR_WORK, from_on=cast.TODAY, return_on=date(2026, 6, 9))
        if dice.random() < 0.3:
            enrol(person, category=Category.DESTITUTE_SCATTERED, starts_on=_past(dice), basis="认定")
