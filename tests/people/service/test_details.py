"""Contacts, allergies, medicines: added, ended with a reason, kept."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Contact, Drug
from app.people.queries import get_detail, list_allergies, list_contacts, list_drugs, phone_of
from app.people.rules import AllergyEntry, ContactEntry, ContactKind, DrugEntry, Severity
from app.people.service import add_allergy, add_contact, add_drug, end_allergy, end_contact, end_drug
from tests import cast

PHONE = "13955550012"
DAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _deed(app):
    """Let every test do its deeds in one, so that it reads as what is said and kept."""
    with transaction("person.details", by=COMMAND_LINE):
        yield


@pytest.fixture
def person(app, _deed):
    """A resident without anything known around them."""
    from app.people.service import register

    return register(cast.an_entry(name="单小兰"))


def test_a_contacts_phone_is_sealed_and_opens_again(person):
    contact = add_contact(person, ContactEntry(ContactKind.GUARDIAN, "单大", PHONE))

    kept = db.session.execute(sa.text("SELECT phone_sealed FROM person_contact")).scalar_one()
    assert PHONE not in kept
    assert phone_of(contact) == PHONE


def test_a_contact_without_a_phone_has_none_to_show(person):
    assert phone_of(add_contact(person, ContactEntry(ContactKind.NEIGHBOUR, "王婶"))) == ""


def test_who_is_called_no_more_is_kept_with_the_reason(person):
    contact = add_contact(person, ContactEntry(ContactKind.GUARDIAN, "单大", PHONE))

    end_contact(contact, reason=" 已去世 ")

    assert list_contacts(person.id) == []
    (ended,) = list_contacts(person.id, ended=True)
    assert (ended.end_reason, ended.ended_at is not None) == ("已去世", True)


def test_the_same_allergy_is_noted_once_until_it_is_withdrawn(person):
    entry = AllergyEntry("青霉素", DAY, "皮疹", Severity.SEVERE)
    allergy = add_allergy(person, entry)
    with pytest.raises(Refused, match="“青 霉素”已经登记"):
        add_allergy(person, AllergyEntry("青 霉素", DAY))

    end_allergy(allergy, reason="皮试阴性")

    assert list_allergies(person.id) == []
    assert add_allergy(person, entry).by_name == COMMAND_LINE.name


def test_the_same_medicine_is_not_taken_twice_until_it_is_ended(person):
    drug = add_drug(person, DrugEntry("氨氯地平", DAY, "5 mg", "每日 1 次"))
    with pytest.raises(Refused, match="“氨氯地平”已经登记"):
        add_drug(person, DrugEntry("氨氯地平", DAY, "10 mg"))

    end_drug(drug, on=date(2026, 5, 10), reason="换药")
    add_drug(person, DrugEntry("氨氯地平", date(2026, 5, 10), "10 mg"))

    assert [one.dose for one in list_drugs(person.id)] == ["10 mg"]
    assert [(one.dose, one.end_reason) for one in list_drugs(person.id, ended=True)] == [("5 mg", "换药")]


def test_a_medicine_does_not_end_before_it_was_begun_nor_twice(person):
    drug = add_drug(person, DrugEntry("氨氯地平", DAY))

    with pytest.raises(Refused, match="不能早于"):
        end_drug(drug, on=date(2026, 4, 30), reason="换药")
    end_drug(drug, on=DAY, reason="换药")
    with pytest.raises(Refused, match="已经结束"):
        end_drug(drug, on=DAY, reason="换药")


def test_what_belongs_to_somebody_else_is_absent(person):
    from app.people.service import register

    other = register(cast.an_entry())
    contact = add_contact(other, ContactEntry(ContactKind.FAMILY, "张三"))

    for kind, number in ((Contact, contact.id), (Drug, contact.id), (Contact, 10**30)):
        with pytest.raises(NotFound):
            get_detail(kind, number, person=person)
