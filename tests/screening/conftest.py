"""Visits that measured something, filed the short way."""

from __future__ import annotations

import pytest

from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import reckon
from app.policy.terms import Kind
from app.visits.service import file_visit
from tests import cast


@pytest.fixture
def measure(dr_li):
    """File a visit that measured something: `measure(person, on, systolic=146, diastolic=84)`."""

    def _measure(person, on, *kinds, events=(), **answers):
        entry = cast.a_visit(
            visited_on=on, kinds=kinds or (Kind.SCREENING,), answers=answers, results={}, events=events
        )
        with transaction("visit.file", by=dr_li):
            return file_visit(entry, person=person, doctor=dr_li)

    return _measure


@pytest.fixture
def resident(app):
    """Open the record of a resident as the page does, with what the age alone makes owed."""

    def _resident(**changes):
        person = cast.a_person(**changes)
        with transaction("person.register", by=COMMAND_LINE):
            reckon([person.id])
        return person

    return _resident
