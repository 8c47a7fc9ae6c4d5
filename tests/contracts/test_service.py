"""Contracts signed, renewed, dissolved and taken back; teams; whole caseloads handed over and back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.holdings import cover
from app.accounts.models import User
from app.audit.models import AuditEntry
from app.contracts.queries import list_caseloads, list_handovers, list_teams, teams_for
from app.contracts.rules import Answering, Closing, HandedOver, Renewal, TeamEntry, renewal_of
from app.contracts.service import (
    add_team,
    dissolve,
    end_team,
    hand_back,
    hand_over,
    renew,
    renew_many,
    revise_team,
    withdraw_contract,
)
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Person
from app.people.queries import find_running_contract, list_contracts, list_entered_contracts
from app.people.rules import CloseReason, Package
from app.people.service import ContractEntry, open_many, set_death
from tests import cast
from tests.contracts.conftest import ending, signed


def renewed(contract):
    with transaction("contract.renew", by=COMMAND_LINE):
        return renew(contract, renewal_of(contract.ends_on, today=cast.TODAY), by=COMMAND_LINE)


def dissolved(contract, on=cast.TODAY, code=CloseReason.REFUSED, note=""):
    with transaction("contract.dissolve", by=COMMAND_LINE):
        dissolve(contract, Closing(on, code, note))


def withdrawn(contract, reason="登记到别人名下"):
    with transaction("contract.withdraw", by=COMMAND_LINE):
        withdraw_contract(contract, reason=reason)


def given(who, to, *, by, area=cast.TOWN, group=None):
    with transaction("caseload.hand-over", by=by):
        return hand_over(HandedOver(who, to, area, group, "调离"), by=by)


def returned(handover, *, by):
    with transaction("caseload.hand-back", by=by):
        return hand_back(handover, by=by)


def doctors_of(people):
    db.session.expire_all()
    return {person.name: (person.doctor_name, person.doctor_id) for person in people}


def test_a_resident_signs_for_packages_with_a_team(granny_chen, team):
    contract = signed(granny_chen, team_id=team.id, packages=(Package.GENERAL, Package.MENTAL_DISORDER))

    assert find_running_contract(granny_chen.id, day=cast.TODAY) is contract
    assert contract.packages == ["general", "mental-disorder"]
    assert contract.package == "普通人群基本包"


def test_nobody_signs_twice(granny_chen):
    signed(granny_chen)

    with pytest.raises(Refused, match="续签"):
        signed(granny_chen)

    assert len(list_contracts(granny_chen.id)) == 1


def test_nobody_signs_beside_a_contract_that_begins_later(granny_chen):
    signed(granny_chen, starts_on=date(2026, 6, 1))

    with pytest.raises(Refused):
        signed(granny_chen)


def test_nobody_signs_after_death(granny_chen):
    with transaction("person.leave", by=COMMAND_LINE):
        set_death(granny_chen, on=cast.TODAY)

    with pytest.raises(Refused, match="去世"):
        signed(granny_chen)


def test_a_contract_of_less_than_a_year_or_for_nothing_is_refused(granny_chen):
    with pytest.raises(Refused, match="协议期"):
        signed(granny_chen, ends_on=date(2026, 12, 31))
    with pytest.raises(Refused, match="服务包"):
        signed(granny_chen, packages=())


def test_a_renewal_follows_the_contract_and_keeps_its_terms(granny_chen):
    before = ending(granny_chen, 10, packages=(Package.GENERAL, Package.HYPERTENSION))

    after = renewed(before)

    assert (after.starts_on, after.ends_on) == (date(2026, 5, 31), date(2027, 5, 30))
    assert (after.team, after.doctor_name, after.packages) == (
        "第一团队",
        "周明",
        ["general", "hypertension"],
    )
    assert (before.closed_on, before.close_code) == (before.ends_on, CloseReason.RENEWED)


def test_a_contract_is_renewed_once(granny_chen):
    before = ending(granny_chen, 10)
    renewed(before)

    with pytest.raises(Conflict):
        renewed(before)

    assert len(list_contracts(granny_chen.id)) == 2


def test_a_renewal_does_not_begin_before_the_old_one_ends(granny_chen):
    before = ending(granny_chen, 10)

    with (
        pytest.raises(Refused, match="原协议到期以后"),
        transaction("contract.renew", by=COMMAND_LINE),
    ):
        renew(before, Renewal(cast.TODAY, date(2027, 5, 19)), by=COMMAND_LINE)


def test_a_contract_is_dissolved_with_a_coded_reason_and_the_resident_may_sign_again(granny_chen):
    contract = signed(granny_chen, starts_on=date(2026, 1, 1))

    dissolved(contract, code=CloseReason.OTHER, note="换到卫生院签约")

    assert (contract.close_code, contract.close_reason) == (CloseReason.OTHER, "其他：换到卫生院签约")
    assert find_running_contract(granny_chen.id, day=cast.TODAY) is None
    assert signed(granny_chen).id != contract.id


def test_a_dissolved_contract_is_not_dissolved_again(granny_chen):
    contract = signed(granny_chen)
    dissolved(contract)

    with pytest.raises(Conflict):
        dissolved(contract)


def test_a_mistake_is_taken_back_and_stays_readable(granny_chen):
    contract = signed(granny_chen)

    withdrawn(contract)

    assert list_contracts(granny_chen.id) == []
    assert list_entered_contracts(granny_chen.id) == [contract]
    assert contract.close_reason == "登记到别人名下"


def test_a_renewal_taken_back_lets_the_contract_before_it_run_on(granny_chen):
    before = ending(granny_chen, 10)
    mistaken = renewed(before)

    withdrawn(mistaken)

    assert (before.closed_on, before.close_code, before.close_reason) == (None, None, "")
    assert find_running_contract(granny_chen.id, day=cast.TODAY) is before


def test_taking_a_mistake_back_leaves_a_contract_dissolved_before_it_dissolved(granny_chen):
    before = signed(granny_chen, starts_on=date(2026, 1, 1))
    dissolved(before)
    withdrawn(signed(granny_chen))

    assert before.close_code is CloseReason.REFUSED


def test_a_list_that_names_a_contract_signed_here_changes_nothing_of_its_days(granny_chen):
    contract = signed(granny_chen)

    with transaction("contracts", by=COMMAND_LINE):
        open_many([ContractEntry(granny_chen.id, contract.starts_on, package="基础包")])

    db.session.expire_all()
    (kept,) = list_contracts(granny_chen.id)
    assert (kept.id, kept.ends_on, kept.packages) == (contract.id, contract.ends_on, ["general"])


def test_many_contracts_are_renewed_in_one_deed_with_two_entries_in_the_trail(app, dr_zhou):
    people = [cast.a_person() for _ in range(3)]
    contracts = [ending(person, days) for person, days in zip(people, (0, 10, 30), strict=True)]

    with transaction("contract.renew-many", by=dr_zhou):
        done = renew_many([contract.id for contract in contracts], years=2, by=dr_zhou)

    assert done == 3
    for person, contract in zip(people, contracts, strict=True):
        after, before = list_contracts(person.id)
        assert after.starts_on == before.ends_on + timedelta(days=1) and after.by_name == "周明"
        assert after.ends_on == date(after.starts_on.year + 2, *after.starts_on.timetuple()[1:3]) - timedelta(
            1
        )
        assert (before.id, before.closed_on, before.close_code) == (
            contract.id,
            before.ends_on,
            CloseReason.RENEWED,
        )
    entries = db.session.query(AuditEntry).filter_by(action="contract.renew-many", subject="contract")
    assert sorted(entry.details["count"] for entry in entries) == [3, 3]


def test_renewing_many_twice_changes_nothing_the_second_time(granny_chen, dr_zhou):
    contract = ending(granny_chen, 10)

    for expected in (1, 0):
        with transaction("contract.renew-many", by=dr_zhou):
            assert renew_many([contract.id], years=1, by=dr_zhou) == expected

    assert len(list_contracts(granny_chen.id)) == 2


def test_a_team_is_offered_in_its_town_until_it_ends(team, dr_li, granny_chen):
    contract = signed(granny_chen, team_id=team.id)
    assert [each.id for each in teams_for(cast.LIUTANG)] == [team.id]
    assert teams_for(cast.ELSEWHERE) == []

    with transaction("team.end", by=COMMAND_LINE):
        end_team(team)

    assert teams_for(cast.LIUTANG) == []
    assert contract.team == "第一团队"
    assert [(line.team.ended_on, line.people) for line in list_teams(dr_li, day=cast.TODAY)] == [
        (cast.TODAY, 1)
    ]


def test_a_renamed_team_leaves_what_was_signed_as_it_was(team, granny_chen):
    contract = signed(granny_chen, team_id=team.id, team=team.name)

    with transaction("team.revise", by=COMMAND_LINE):
        revise_team(team, TeamEntry("柳塘家医团队", "李秀兰"))

    assert (team.name, team.leader_name) == ("柳塘家医团队", "李秀兰")
    assert contract.team == "第一团队"


def test_two_teams_of_a_town_do_not_bear_one_name(team):
    with pytest.raises(Refused, match="第一团队"), transaction("team.add", by=COMMAND_LINE):
        add_team(TeamEntry("第一团队"), area_code=cast.TOWN)

    with transaction("team.add", by=COMMAND_LINE):
        other = add_team(TeamEntry("第二团队"), area_code=cast.TOWN)
    with pytest.raises(Refused), transaction("team.revise", by=COMMAND_LINE):
        revise_team(other, TeamEntry("第一团队"))


def test_a_caseload_goes_over_in_one_deed_with_one_entry_for_the_records(township, dr_zhou, dr_li):
    handover = given(Answering(""), Answering("李秀兰", dr_li.id), by=dr_zhou, area=cast.LIUTANG)

    assert handover.people == 5
    assert list_caseloads([cast.LIUTANG])[0].who == Answering("李秀兰", dr_li.id)
    assert doctors_of([township["copd"], township["dead"]]) == {"己喘": ("", None), "癸亡": ("", None)}
    entries = db.session.query(AuditEntry).filter_by(action="caseload.hand-over", subject="person").all()
    assert [entry.details for entry in entries] == [{"count": 5, "changed": ["doctor_id", "doctor_name"]}]


def test_one_group_goes_over_alone(app, dr_zhou, dr_li):
    people = [cast.a_person(name=name, group_name=group) for name, group in (("甲", "东组"), ("乙", "西组"))]

    handover = given(
        Answering(""), Answering("李秀兰", dr_li.id), by=dr_zhou, area=cast.LIUTANG, group="东组"
    )

    assert handover.people == 1
    assert doctors_of(people) == {"甲": ("李秀兰", dr_li.id), "乙": ("", None)}


def test_a_page_opened_before_the_handing_over_must_be_compared(granny_chen, dr_zhou, dr_li):
    version = granny_chen.version

    given(Answering(""), Answering("李秀兰", dr_li.id), by=dr_zhou)

    assert db.session.get_one(Person, granny_chen.id).version == version + 1


def test_a_doctor_takes_over_only_villages_the_account_holds(township, dr_zhou, dr_li):
    with pytest.raises(Refused, match="石桥村"):
        given(Answering(""), Answering("李秀兰", dr_li.id), by=dr_zhou)

    assert list_handovers([cast.TOWN], limit=10) == []
    assert set(doctors_of(township.values()).values()) == {("", None)}


def test_a_village_only_covered_for_a_colleague_is_not_taken_over(township, dr_zhou, dr_li, dr_wang):
    with transaction("cover.arrange", by=COMMAND_LINE):
        li, wang = (db.session.get_one(User, each.id) for each in (dr_li, dr_wang))
        cover(li, colleague=wang, code=cast.SHIQIAO, until=cast.TODAY + timedelta(days=7))

    with pytest.raises(Refused, match="石桥村"):
        given(Answering(""), Answering("李秀兰", dr_li.id), by=dr_zhou, area=cast.SHIQIAO)


def test_a_handing_back_returns_exactly_those_who_went_and_are_still_there(app, dr_zhou, dr_li):
    own, first, second, third = (cast.a_person(name=name) for name in "甲乙丙丁")
    with transaction("test", by=COMMAND_LINE):
        own.doctor_id, own.doctor_name = dr_li.id, "李秀兰"
        for person in (first, second, third):
            person.doctor_name = "何医生"
    handover = given(Answering("何医生"), Answering("李秀兰", dr_li.id), by=dr_zhou, area=cast.LIUTANG)
    with transaction("test", by=COMMAND_LINE):
        third.doctor_id, third.doctor_name = dr_zhou.id, "周明"

    back = returned(handover, by=dr_zhou)

    assert (back.people, back.returns_id) == (2, handover.id)
    assert doctors_of([own, first, second, third]) == {
        "甲": ("李秀兰", dr_li.id),
        "乙": ("何医生", None),
        "丙": ("何医生", None),
        "丁": ("周明", dr_zhou.id),
    }


def test_a_handing_over_is_handed_back_once(granny_chen, dr_zhou, dr_li):
    handover = given(Answering(""), Answering("李秀兰", dr_li.id), by=dr_zhou)
    returned(handover, by=dr_zhou)

    with pytest.raises(Conflict):
        returned(handover, by=dr_zhou)

    newest, oldest = list_handovers([cast.TOWN], limit=10)
    assert (newest.record.returns_id, oldest.is_returned) == (handover.id, True)
    assert doctors_of([granny_chen]) == {"陈桂英": ("", None)}


def test_nobody_is_handed_over_to_the_one_who_has_them(granny_chen, dr_zhou, dr_li):
    to = Answering("李秀兰", dr_li.id)
    given(Answering(""), to, by=dr_zhou)

    with pytest.raises(Refused, match="两位不同的医生"):
        given(to, to, by=dr_zhou)
    with pytest.raises(Refused, match="没有可以交接的居民"):
        given(Answering(""), to, by=dr_zhou)
