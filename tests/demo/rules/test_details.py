"""What is known around invented people."""

from __future__ import annotations

from datetime import date
from random import Random

from app.careplans.rules.vocabulary import disease_of
from app.demo.rules import VILLAGES, invent_details, invent_village
from app.demo.rules.treatment import is_treated
from app.policy.terms import Condition

TODAY = date(2026, 5, 20)


def _invented():
    dice = Random(3)
    people = invent_village(dice, VILLAGES[0][0], people=80, today=TODAY)
    return [(who, invent_details(dice, who, today=TODAY)) for who in people]


def test_every_kind_of_detail_occurs_and_nobody_has_all_of_them():
    known = [details for _, details in _invented()]

    for name in ("contact", "allergy", "drugs", "contract"):
        having = sum(bool(getattr(details, name)) for details in known)
        assert 0 < having < len(known), name


def test_who_takes_something_besides_a_care_plan_takes_it_for_a_disease_since_a_day_gone_by():
    for who, details in _invented():
        ill = set(who.conditions) - {Condition.HYPERTENSION_RISK}
        besides = {one for one in ill if not (is_treated(who) and disease_of(one))}
        assert len(details.drugs) in (0, len(besides))
        assert all(drug.started_on <= TODAY for drug in details.drugs)


def test_the_phones_belong_to_the_invented_range():
    phones = [details.contact.phone for _, details in _invented() if details.contact is not None]

    assert phones and all(phone.startswith("1990001") and len(phone) == 11 for phone in phones)
