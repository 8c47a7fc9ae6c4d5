"""The pages: counts lead to people, what goes along is shown before it is done, what was typed is kept."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook

from app.audit.models import AuditEntry
from app.contracts.models import Team
from app.contracts.queries import list_handovers
from app.contracts.rules import Answering
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Person
from app.people.queries import list_contracts, list_entered_contracts
from app.people.rules import CloseReason, Package
from app.people.service import ContractEntry, open_many
from tests import cast
from tests.contracts.conftest import ending, signed


@pytest.fixture
def browser(app, sign_in):
    """A browser in which somebody of the cast is signed in."""
    return lambda member: sign_in(app.test_client(), member)


def told(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def shown(page):
    """Return the mark of what a page showed, as its form sends it back."""
    return re.search(r'name="seen" type="hidden" value="(\w*)"', page.text).group(1)


def signing(**changes):
    return {
        "team": "",
        "doctor_name": "李秀兰",
        "packages": ["general", "hypertension"],
        "signed_on": "2026-05-20",
        "starts_on": "2026-05-20",
        "ends_on": "2027-05-19",
    } | changes


def handing(doctor, **changes):
    return {
        "who": "none",
        "place": cast.LIUTANG,
        "group": "",
        "to": str(doctor.id),
        "reason": "新聘",
    } | changes


def test_the_coverage_is_shown_with_numerator_denominator_and_the_people(browser, township):
    page = browser(cast.DR_ZHOU).get("/contracts")

    assert "在册居民 9 人，已签约 4 人，覆盖率 44.4%；还有 5 人没有签约" in told(page)
    assert "柳塘村 5 3 2 60.0%" in told(page) and "石桥村 4 1 3 25.0%" in told(page)
    assert "65 岁及以上 2 2 0 100.0%" in told(page)
    assert "严重精神障碍 1 0 1 0.0%" in told(page)
    assert "主动解约 1 人" in told(page)
    assert f"standing=unsigned&amp;village={cast.LIUTANG}" in page.text


def test_one_village_is_counted_alone(browser, township):
    page = browser(cast.DR_ZHOU).get(f"/contracts?village={cast.SHIQIAO}")

    assert "在册居民 4 人，已签约 1 人" in told(page)


def test_the_insurer_reads_counts_and_nobody(browser, township):
    insurer = browser(cast.INSURER)

    page = insurer.get("/contracts")

    assert "已签约 4 人" in told(page) and "/contracts/people" not in page.text
    assert "严重精神障碍" not in page.text
    assert insurer.get("/contracts/people").status_code == 403


def test_a_place_outside_the_area_is_absent(browser):
    doctor = browser(cast.DR_LI)

    for path in ("/contracts", "/contracts/people", "/contracts/people.xlsx", "/contracts/doctors"):
        assert doctor.get(f"{path}?village={cast.SHIQIAO}").status_code == 404


def test_the_people_behind_a_number_are_listed_with_their_contract(browser, township):
    page = browser(cast.DR_ZHOU).get("/contracts/people?standing=dissolved")

    assert "庚约" in told(page) and "主动解约" in told(page) and "辛七" not in told(page)


def test_a_list_is_leafed_through(browser, app):
    for _ in range(31):
        cast.a_person()
    doctor = browser(cast.DR_LI)

    first, second = (told(doctor.get(f"/contracts/people?page={number}")) for number in (1, 2))

    assert "第 1–30 人" in first and "第 31–31 人" in second


def test_a_list_is_taken_away_as_a_workbook_and_noted(browser, township):
    answer = browser(cast.DR_ZHOU).get("/contracts/people.xlsx?standing=signed")

    rows = list(load_workbook(io.BytesIO(answer.data)).active.values)
    assert rows[0][0] == "姓名" and {row[0] for row in rows[1:]} == {"甲老", "乙近", "丙贫", "己喘"}
    assert rows[1][6:9] == ("已签约", "第一团队", "周明")
    (entry,) = db.session.query(AuditEntry).filter_by(action="contract.take-away")
    assert entry.details["rows"] == 4


def test_signing_proposes_packages_and_the_only_team(browser, granny_chen, team):
    page = browser(cast.DR_LI).get(f"/people/{granny_chen.id}/contracts/new")

    ticked = re.findall(r'<input checked[^>]*value="([\w-]+)"', page.text)
    assert ticked == ["general", "elderly", "hypertension"]
    assert f'<option selected value="{team.id}">第一团队' in page.text


def test_a_contract_is_signed_and_shown_with_who_entered_it(browser, granny_chen, team):
    doctor = browser(cast.DR_LI)

    done = doctor.post(f"/people/{granny_chen.id}/contracts/new", data=signing(team=str(team.id)))

    assert done.status_code == 302
    (contract,) = list_contracts(granny_chen.id)
    assert (contract.team_id, contract.by_name) == (team.id, "李秀兰")
    page = told(doctor.get(f"/people/{granny_chen.id}/contracts"))
    assert "普通人群基本包、高血压包" in page and "李秀兰登记" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2026-06-19"}, "协议期应为 1 至 3 年"),
        ({"ends_on": "2025-06-19"}, "到期日不能早于起始日"),
        ({"packages": []}, "请填写这一项"),
        ({"signed_on": "2026-05-21"}, "这一天还没到"),
        ({"starts_on": "0026-05-20"}, "年份不对"),
        ({"doctor_name": ""}, "请填写这一项"),
        ({"team": "999"}, "请从所列的项目中选一个"),
    ],
)
def test_what_cannot_be_signed_is_told_and_what_was_typed_is_kept(browser, granny_chen, changes, sentence):
    path = f"/people/{granny_chen.id}/contracts/new"

    page = browser(cast.DR_LI).post(path, data=signing(doctor_name="何医生") | changes)

    assert page.status_code == 422
    assert sentence in told(page)
    assert list_contracts(granny_chen.id) == []
    assert "何医生" in page.text or "doctor_name" in changes


def test_a_second_press_signs_nobody_twice(browser, granny_chen):
    doctor = browser(cast.DR_LI)
    path = f"/people/{granny_chen.id}/contracts/new"

    doctor.post(path, data=signing())
    again = doctor.post(path, data=signing())

    assert again.status_code == 422 and "已有协议" in told(again)
    assert len(list_contracts(granny_chen.id)) == 1


def test_a_contract_is_renewed_dissolved_and_taken_back_by_page(browser, granny_chen):
    doctor, contract = browser(cast.DR_LI), ending(granny_chen, 10)
    path = f"/people/{granny_chen.id}/contracts"

    proposal = doctor.get(f"{path}/{contract.id}/renew")
    assert 'value="2026-05-31"' in proposal.text and 'value="2027-05-30"' in proposal.text
    doctor.post(f"{path}/{contract.id}/renew", data={"starts_on": "2026-05-31", "ends_on": "2027-05-30"})
    fresh = list_contracts(granny_chen.id)[0]
    doctor.post(f"{path}/{fresh.id}/withdraw", data={"reason": "还没有征得同意"})
    done = doctor.post(f"{path}/{contract.id}/dissolve", data={"ends_on": "2026-05-20", "code": "3"})

    assert done.status_code == 302
    page = told(doctor.get(path))
    assert "登记有误" in page and "还没有征得同意" in page and "连续一年拒绝服务" in page
    db.session.expire_all()
    assert [one.close_code for one in list_entered_contracts(granny_chen.id)] == [
        CloseReason.CORRECTED,
        CloseReason.REFUSED,
    ]


def test_another_reason_must_be_said(browser, granny_chen):
    contract = signed(granny_chen)
    path = f"/people/{granny_chen.id}/contracts/{contract.id}/dissolve"

    page = browser(cast.DR_LI).post(path, data={"ends_on": "2026-05-20", "code": "5", "note": ""})

    assert page.status_code == 422 and "请写明是什么原因" in told(page)


def test_only_the_reasons_of_the_ledgers_are_offered(browser, granny_chen):
    contract = signed(granny_chen)
    path = f"/people/{granny_chen.id}/contracts/{contract.id}/dissolve"

    page = browser(cast.DR_LI).post(path, data={"ends_on": "2026-05-20", "code": "renewed"})

    assert page.status_code == 422
    assert list_contracts(granny_chen.id)[0].closed_on is None


def test_another_residents_contract_is_absent(browser, granny_chen):
    contract = signed(cast.a_person(name="吴远"))

    page = browser(cast.DR_LI).get(f"/people/{granny_chen.id}/contracts/{contract.id}/renew")

    assert page.status_code == 404


def test_a_supervisor_reads_contracts_without_a_hidden_package(browser, granny_chen):
    signed(granny_chen, packages=(Package.GENERAL, Package.MENTAL_DISORDER))
    path = f"/people/{granny_chen.id}/contracts"

    assert "严重精神障碍包" in told(browser(cast.DR_LI).get(path))
    page = browser(cast.ZHAO).get(path)
    assert "普通人群基本包" in told(page) and "精神" not in page.text
    assert "/renew" not in page.text


def test_the_residents_page_leads_to_the_contracts(browser, granny_chen):
    page = browser(cast.DR_LI).get(f"/people/{granny_chen.id}")

    assert f"/people/{granny_chen.id}/contracts" in page.text


def test_a_team_is_opened_changed_and_ended(browser):
    family = browser(cast.DR_ZHOU)

    family.post("/contracts/teams/new", data={"town": cast.TOWN, "name": "第一团队", "phone": "05643321001"})
    team = db.session.query(Team).one()
    family.post(f"/contracts/teams/{team.id}", data={"name": "柳塘团队", "members": "李秀兰"})
    assert "柳塘团队" in told(family.get("/contracts/teams"))
    family.post(f"/contracts/teams/{team.id}/end")

    assert "已停用" in told(browser(cast.DR_LI).get("/contracts/teams"))
    again = family.post(f"/contracts/teams/{team.id}", data={"name": "柳塘团队"})
    assert again.status_code == 422 and "停用" in told(again)


def test_a_team_without_a_name_or_with_a_wrong_phone_is_refused(browser):
    page = browser(cast.ZHAO).post(
        "/contracts/teams/new", data={"town": cast.TOWN, "name": "", "phone": "12"}
    )

    assert page.status_code == 422 and "电话应是" in told(page)
    assert db.session.query(Team).count() == 0


def test_the_contracts_of_a_village_that_run_out_are_shown_and_renewed(browser, app):
    stays, leaves = (cast.a_person(name=name) for name in ("甲续", "乙不续"))
    kept, left = ending(stays, 10), ending(leaves, 20)
    family, path = browser(cast.DR_ZHOU), f"/contracts/renewals?village={cast.LIUTANG}&standing=ending-30"

    page = family.get(path)
    data = {"years": "1", "chosen": [str(kept.id)], "seen": shown(page)}
    done = family.post(path, data=data)

    assert "2 份协议快到期" in told(page) and "甲续" in told(page)
    assert done.status_code == 302
    db.session.expire_all()
    assert (len(list_contracts(stays.id)), len(list_contracts(leaves.id))) == (2, 1)
    assert left.closed_on is None


@pytest.mark.parametrize("years", ["0", "4", ""])
def test_contracts_are_renewed_for_as_long_as_a_contract_may_run(browser, granny_chen, years):
    contract = ending(granny_chen, 10)
    family, path = browser(cast.DR_ZHOU), f"/contracts/renewals?village={cast.LIUTANG}"

    data = {"years": years, "chosen": [str(contract.id)], "seen": shown(family.get(path))}
    page = family.post(path, data=data)

    assert page.status_code == 422
    assert len(list_contracts(granny_chen.id)) == 1


def test_a_list_that_changed_since_it_was_shown_is_shown_anew(browser, granny_chen):
    contract = ending(granny_chen, 10)
    family, path = browser(cast.DR_ZHOU), f"/contracts/renewals?village={cast.LIUTANG}"
    seen = shown(family.get(path))
    ending(cast.a_person(name="新来的"), 5)

    data = {"years": "1", "chosen": [str(contract.id)]}
    page = family.post(path, data=data | {"seen": seen})
    again = family.post(path, data=data | {"seen": shown(page)})

    assert page.status_code == 409 and "新来的" in told(page)
    assert again.status_code == 302


def test_who_answers_for_whom_is_shown_with_the_people(browser, township, dr_li):
    page = browser(cast.ZHAO).get("/contracts/doctors")

    assert "在册居民 9 人由谁负责" in told(page)
    assert "没有责任医生 9 人 / 9 人" in told(page)
    assert "柳塘村 5 人；石桥村 4 人" in told(page).replace(" ；", "；")


def test_a_caseload_is_shown_and_then_handed_over(browser, township, dr_li):
    family = browser(cast.DR_ZHOU)

    page = family.post("/contracts/handover", data=handing(dr_li))
    done = family.post("/contracts/handover", data=handing(dr_li, seen=shown(page), confirm="yes"))

    assert page.status_code == 200 and "柳塘村 5 人 合计 5 人" in told(page)
    assert done.status_code == 302
    db.session.expire_all()
    assert township["old"].doctor_id == dr_li.id
    assert "没有责任医生 → 李秀兰 5 人" in told(family.get("/contracts/handovers"))


def test_a_caseload_is_handed_back_by_page(browser, granny_chen, dr_li):
    family = browser(cast.DR_ZHOU)
    seen = shown(family.post("/contracts/handover", data=handing(dr_li)))
    family.post("/contracts/handover", data=handing(dr_li, seen=seen, confirm="yes"))
    (handover,) = list_handovers([cast.TOWN], limit=10)

    family.post(f"/contracts/handovers/{handover.record.id}/back")
    again = family.post(f"/contracts/handovers/{handover.record.id}/back")

    assert again.status_code == 409
    db.session.expire_all()
    assert (granny_chen.doctor_id, granny_chen.doctor_name) == (None, "")
    assert "已交回" in told(family.get("/contracts/handovers"))


def test_a_caseload_that_changed_since_it_was_shown_is_shown_anew(browser, granny_chen, dr_li):
    family = browser(cast.DR_ZHOU)
    seen = shown(family.post("/contracts/handover", data=handing(dr_li)))
    cast.a_person(name="新来的")

    page = family.post("/contracts/handover", data=handing(dr_li, seen=seen, confirm="yes"))
    again = family.post("/contracts/handover", data=handing(dr_li, seen=shown(page), confirm="yes"))

    assert page.status_code == 409 and "合计 2 人" in told(page)
    assert again.status_code == 302


def test_one_group_of_a_village_can_be_chosen_once_the_village_is(browser, dr_li):
    cast.a_person(name="甲东", group_name="东组")
    other = cast.a_person(name="乙西", group_name="西组")
    family = browser(cast.DR_ZHOU)

    page = family.post("/contracts/handover", data=handing(dr_li, group="=东组"))
    family.post("/contracts/handover", data=handing(dr_li, group="=东组", seen=shown(page), confirm="yes"))

    assert "东组（1 人）" in told(page) and "合计 1 人" in told(page)
    assert db.session.get_one(Person, other.id).doctor_id is None


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": ""},
        {"to": "999999"},
        {"place": cast.ELSEWHERE},
        {"who": Answering("没有这位医生").key},
        {"place": cast.TOWN, "confirm": "yes"},
    ],
)
def test_a_handing_over_that_cannot_be_is_refused_on_the_page(browser, township, dr_li, changes):
    family, data = browser(cast.DR_ZHOU), handing(dr_li) | changes
    if "confirm" in changes:
        data["seen"] = shown(family.post("/contracts/handover", data=data | {"confirm": ""}))

    page = family.post("/contracts/handover", data=data)

    assert page.status_code == 422
    assert list_handovers([cast.TOWN], limit=10) == []


def test_a_village_doctor_manages_neither_teams_nor_caseloads(browser):
    doctor = browser(cast.DR_LI)

    for path in (
        "/contracts/teams/new",
        "/contracts/renewals",
        "/contracts/handover",
        "/contracts/handovers",
    ):
        assert doctor.get(path).status_code == 403


def test_a_list_brings_a_contract_that_counts(browser, granny_chen):
    with transaction("contracts", by=COMMAND_LINE):
        open_many([ContractEntry(granny_chen.id, date(2026, 1, 1), date(2026, 12, 31), team="一队")])

    assert "已签约 1 人" in told(browser(cast.DR_LI).get("/contracts"))
