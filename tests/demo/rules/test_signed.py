"""The invented contracts."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from app.contracts.rules import refuse_ending, refuse_term
from app.demo.rules import VILLAGES, invent_village
from app.demo.rules.signed import invent_contract
from app.people.rules import Package
from app.policy.terms import Condition

TODAY = date(2026, 5, 20)


@pytest.fixture(scope="module")
def signed():
    """Return many residents, each with the contract they signed."""
    dice = Random(3)
    people = invent_village(dice, VILLAGES[0][0], people=200, today=TODAY)
    return [(who, invent_contract(dice, who, today=TODAY)) for who in people]


def test_the_service_would_take_every_one_of_them(signed):
    for _, contract in signed:
        refuse_term(contract, shortest=1, longest=3)
        if contract.closing is not None:
            refuse_ending(contract.closing.on, starts_on=contract.starts_on, today=TODAY)


def test_they_run_run_out_soon_ran_out_were_renewed_and_dissolved(signed):
    open_ = [contract for _, contract in signed if contract.closing is None]
    left = [(contract.ends_on - TODAY).days for contract in open_]

    assert any(days > 60 for days in left)
    assert any(0 <= days <= 30 for days in left)
    assert any(days < 0 for days in left)
    assert any(contract.renewed for contract in open_)
    assert len({contract.closing.code for _, contract in signed if contract.closing is not None}) > 2


def test_each_is_for_what_somebody_has(signed):
    for who, contract in signed:
        assert Package.GENERAL in contract.packages
        assert (Package.COPD in contract.packages) == (Condition.COPD in who.conditions)
