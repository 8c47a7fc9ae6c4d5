from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.people.queries import find_running_contract, list_contracts
from app.people.rules import CloseReason, ContractSpan
from app.people.service import ContractEnd, ContractEntry, close_many, open_many

SIGNED = date(2025, 12, 20)


def opened(*entries: ContractEntry) -> None:
    with transaction("contracts", by=COMMAND_LINE):
        open_many(entries)


def closed(*ends: ContractEnd) -> None:
    with transaction("contracts", by=COMMAND_LINE):
        close_many(ends)


def spans(person_id: int) -> list[tuple[date, date | None, date | None]]:
    db.session.expire_all()
    return [(one.starts_on, one.ends_on, one.closed_on) for one in list_contracts(person_id)]


def test_a_contract_of_the_same_day_is_renewed_and_blanks_leave_it_as_it_was(granny_chen):
    opened(ContractEntry(granny_chen.id, SIGNED, date(2026, 12, 31), SIGNED, "第一团队", "周明", "基础包"))

    opened(ContractEntry(granny_chen.id, SIGNED, date(2027, 12, 31), package="老年人包"))

    (contract,) = list_contracts(granny_chen.id)
    assert (contract.ends_on, contract.team, contract.package) == (date(2027, 12, 31), "第一团队", "老年人包")
    assert contract.signed_on == SIGNED


def test_the_next_contract_ends_the_one_before_on_the_earlier_of_both_days(granny_chen):
    opened(ContractEntry(granny_chen.id, SIGNED, date(2026, 12, 31)))

    opened(ContractEntry(granny_chen.id, date(2027, 1, 10), date(2028, 1, 9)))

    assert spans(granny_chen.id) == [
        (date(2027, 1, 10), date(2028, 1, 9), None),
        (SIGNED, date(2026, 12, 31), date(2026, 12, 31)),
    ]


def test_a_closed_contract_stays_readable_and_is_not_closed_again(granny_chen):
    opened(ContractEntry(granny_chen.id, SIGNED))
    closed(ContractEnd(granny_chen.id, date(2026, 5, 1), "主动解约"))

    closed(ContractEnd(granny_chen.id, date(2026, 5, 20), "名单中已无"))

    (contract,) = list_contracts(granny_chen.id)
    assert (contract.closed_on, contract.close_reason) == (date(2026, 5, 1), "主动解约")


def test_a_contract_never_ends_before_it_begins(granny_chen):
    opened(ContractEntry(granny_chen.id, date(2026, 6, 1)))

    closed(ContractEnd(granny_chen.id, date(2026, 5, 20), "退出"))

    assert spans(granny_chen.id) == [(date(2026, 6, 1), None, date(2026, 6, 1))]


def test_contracts_leave_one_entry_in_the_trail_for_each_statement(granny_chen):
    opened(ContractEntry(granny_chen.id, SIGNED))

    entries = db.session.query(AuditEntry).filter_by(action="contracts", subject="contract").all()
    assert [entry.details["count"] for entry in entries] == [1]


def test_a_reason_in_plain_words_is_kept_with_its_code(granny_chen):
    opened(ContractEntry(granny_chen.id, SIGNED))

    closed(ContractEnd(granny_chen.id, date(2026, 5, 1), "连续一年拒绝服务"))

    (contract,) = list_contracts(granny_chen.id)
    assert contract.close_code is CloseReason.REFUSED


@pytest.mark.parametrize("closed_on", [None, date(2026, 3, 1), date(2026, 3, 31), date(2026, 1, 1)])
@pytest.mark.parametrize("ends_on", [None, date(2026, 3, 31)])
def test_the_query_and_the_rule_agree_on_which_days_a_contract_runs(granny_chen, ends_on, closed_on):
    starts_on = date(2026, 1, 1)
    opened(ContractEntry(granny_chen.id, starts_on, ends_on))
    (contract,) = list_contracts(granny_chen.id)
    with transaction("contracts", by=COMMAND_LINE):
        contract.closed_on = closed_on

    for day in (starts_on + timedelta(days=each) for each in range(-2, 95)):
        found = find_running_contract(granny_chen.id, day=day)
        assert (found is not None) is ContractSpan(starts_on, ends_on, closed_on).runs_on(day)
