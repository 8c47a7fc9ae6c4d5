"""Contract lists: who signed with whom, who signed again, who signed no more."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.audit.queries import verify
from app.core.db import db
from app.core.errors import Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Person
from app.people.queries import list_contracts
from app.people.service import revise
from tests.cast import an_entry, an_identity
from tests.rosters.conftest import CHRONIC, LOW_INCOME, chronic, low_income
from tests.rosters.service.conftest import CONTRACTS, Desk, contract

CHEN, LIU = (an_identity(serial=number) for number in (11, 12))


def person(name: str) -> Person:
    return db.session.execute(sa.select(Person).filter_by(name=name)).scalar_one()


def contracts(name: str) -> list[tuple[date, date | None, date | None, str]]:
    return [(c.starts_on, c.ends_on, c.closed_on, c.package) for c in list_contracts(person(name).id)]


def test_a_contract_list_opens_records_and_contracts(desk: Desk) -> None:
    report = desk.apply("contracts", [contract("陈桂英", CHEN)])

    assert report.counts["new"] == 1 and verify() == []
    (signed,) = list_contracts(person("陈桂英").id)
    assert (signed.team, signed.doctor_name, signed.package) == ("三十铺第一团队", "周明", "基础包")
    assert (signed.signed_on, signed.ends_on) == (date(2025, 12, 20), date(2026, 12, 31))
    assert person("陈桂英").doctor_name == "周明"


def test_the_same_contract_list_again_changes_nothing(desk: Desk) -> None:
    desk.apply("contracts", [contract("陈桂英", CHEN)])

    report = desk.apply("contracts", [contract("陈桂英", CHEN)])

    assert report.counts["unchanged"] == 1 and len(contracts("陈桂英")) == 1


def test_a_later_end_renews_the_contract_and_a_later_start_opens_the_next(desk: Desk) -> None:
    desk.apply("contracts", [contract("陈桂英", CHEN), contract("刘大山", LIU)])

    report = desk.apply(
        "contracts",
        [
            contract("陈桂英", CHEN, 协议到期="2027-12-31"),
            contract("刘大山", LIU, 签约日期="2026-05-01", 协议到期="2027-04-30", 服务包="高血压包"),
        ],
    )

    assert [item.name for item in report.changed] == ["陈桂英", "刘大山"] and report.counts["new"] == 0
    assert contracts("陈桂英") == [(date(2025, 12, 20), date(2027, 12, 31), None, "基础包")]
    assert contracts("刘大山") == [
        (date(2026, 5, 1), date(2027, 4, 30), None, "高血压包"),
        (date(2025, 12, 20), date(2026, 12, 31), date(2026, 5, 1), "基础包"),
    ]


def test_another_package_is_a_change_and_a_blank_one_says_nothing(desk: Desk) -> None:
    desk.apply("contracts", [contract("陈桂英", CHEN), contract("刘大山", LIU)])

    report = desk.apply(
        "contracts",
        [contract("陈桂英", CHEN, 服务包="老年人包"), contract("刘大山", LIU, 服务包="", 协议到期="")],
    )

    assert [item.name for item in report.changed] == ["陈桂英"] and report.counts["unchanged"] == 1
    assert contracts("陈桂英")[0][3] == "老年人包"
    assert contracts("刘大山") == [(date(2025, 12, 20), date(2026, 12, 31), None, "基础包")]


def test_who_no_longer_stands_on_the_list_has_a_contract_no_more(desk: Desk) -> None:
    desk.apply("contracts", [contract("陈桂英", CHEN), contract("刘大山", LIU)])

    report = desk.apply("contracts", [contract("陈桂英", CHEN)], as_of="2026-05-20")

    assert [item.name for item in report.left] == ["刘大山"]
    assert contracts("刘大山")[0][2] == date(2026, 5, 20) and contracts("陈桂英")[0][2] is None


def test_a_dissolved_contract_ends_by_the_list_that_says_so(desk: Desk) -> None:
    desk.apply("contracts", [contract("陈桂英", CHEN)])
    head = [*CONTRACTS, "解约日期"]

    report = desk.apply("contracts", [[*contract("陈桂英", CHEN), "2026-05-02"]], head=head)

    assert [item.name for item in report.left] == ["陈桂英"] and contracts("陈桂英")[0][2] is not None


def test_the_contract_doctor_yields_to_a_doctor_somebody_entered(desk: Desk) -> None:
    desk.apply("contracts", [contract("陈桂英", CHEN)])
    granny = person("陈桂英")
    with transaction("person.edit", by=COMMAND_LINE):
        revise(
            granny,
            an_entry(identity=CHEN, name="陈桂英", area_code=granny.area_code, doctor_name="李秀兰"),
            version=granny.version,
        )

    desk.apply("contracts", [contract("陈桂英", CHEN, 签约医生="王建国")])

    assert person("陈桂英").doctor_name == "李秀兰"
    assert list_contracts(granny.id)[0].doctor_name == "王建国"


def test_the_contract_doctor_follows_the_list_that_set_it(desk: Desk) -> None:
    desk.apply("contracts", [contract("陈桂英", CHEN)])

    desk.apply("contracts", [contract("陈桂英", CHEN, 签约医生="王建国")])

    assert person("陈桂英").doctor_name == "王建国"


def test_one_file_is_a_chronic_list_and_a_contract_list(desk: Desk) -> None:
    head = [*CHRONIC, "签约日期", "协议到期"]
    rows = [[*chronic("陈桂英", CHEN, 责任医生="李医生"), "2025-12-20", "2026-12-31"]]

    first = desk.apply("chronic", rows, head=head)
    second = desk.apply("contracts", rows, head=head)

    assert any("签约名单" in warning.zh and "--list contracts" in warning.zh for warning in first.warnings)
    assert second.counts["new"] == 1 and contracts("陈桂英")[0][1] == date(2026, 12, 31)
    assert list_contracts(person("陈桂英").id)[0].doctor_name == "李医生"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"签约团队": "", "签约医生": "", "服务包": "", "签约日期": "", "协议到期": ""}, "没有填签约"),
        ({"协议到期": "2025-01-01"}, "早于开始"),
    ],
)
def test_a_row_that_tells_no_possible_contract_is_refused(
    desk: Desk, cells: dict[str, str], words: str
) -> None:
    report = desk.apply("contracts", [contract("陈桂英", CHEN, **cells), contract("刘大山", LIU)])

    assert [words in item.reason.zh for item in report.refused] == [True] and report.counts["new"] == 1


def test_an_unreadable_end_is_said_and_left_open(desk: Desk) -> None:
    report = desk.apply("contracts", [contract("陈桂英", CHEN, 协议到期="年底")])

    assert contracts("陈桂英")[0][1] is None and any("年底" in warning.zh for warning in report.warnings)


def test_a_list_without_a_word_of_contracts_is_none(desk: Desk) -> None:
    with pytest.raises(Refused, match="低收入人口花名册"):
        desk.apply("contracts", [low_income("陈桂英", CHEN)], head=LOW_INCOME)


def test_a_contract_read_off_a_chronic_list_begins_when_it_was_signed(desk: Desk) -> None:
    head = (*CHRONIC, "签约日期", "协议到期")
    row = [*chronic("陈桂英", CHEN, 审批日期="2023/2/22"), "2025-12-20", "2026-12-31"]

    desk.apply("contracts", [row], head=head)

    assert contracts("陈桂英") == [(date(2025, 12, 20), date(2026, 12, 31), None, "")]
