"""Contracts: who is covered, and who was served under one."""

from __future__ import annotations

from datetime import date

from app.contracts.queries import list_coverage
from app.policy.terms import Kind, Mode
from tests import cast
from tests.contracts.conftest import ending, signed
from tests.indicators.queries.conftest import met


def test_coverage_is_what_the_page_of_the_contracts_says(township, zhao):
    pages = list_coverage(zhao, areas=[cast.TOWN], day=cast.TODAY)
    covered = met("contract-coverage")

    assert (sum(covered.values()), len(covered)) == (4, 9)
    assert (sum(each.whole.signed for each in pages), sum(each.whole.of for each in pages)) == (4, 9)


def test_a_contract_counts_through_its_last_day(app):
    person = cast.a_person()
    ending(person, 0)

    assert met("contract-coverage") == {person.id: 1}
    assert met("contract-coverage", today=date(2026, 5, 21)) == {person.id: 0}
    assert met("contract-coverage", month=date(2026, 4, 1)) == {person.id: 1}


def test_performed_is_what_was_served_within_twelve_months(see):
    served, forgotten, unsigned = cast.a_person(), cast.a_person(), cast.a_person()
    for person in (served, forgotten):
        signed(person, starts_on=date(2026, 1, 1))
    see(served, date(2025, 5, 21), kinds=(Kind.GENERAL,), mode=Mode.PHONE)
    see(forgotten, date(2025, 5, 20), kinds=(Kind.GENERAL,))
    see(unsigned, kinds=(Kind.GENERAL,))

    assert met("contract-performance") == {served.id: 1, forgotten.id: 0}


def test_to_sign_is_no_service(see):
    person = cast.a_person()
    signed(person)
    see(person, kinds=(Kind.CONTRACT,))

    assert met("contract-performance") == {person.id: 0}
