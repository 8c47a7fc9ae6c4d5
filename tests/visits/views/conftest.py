"""Browsers in which somebody is signed in, and visits as they are filed."""

from __future__ import annotations

import pytest

from app.core.transaction import transaction
from app.visits.service import file_visit
from tests import cast


@pytest.fixture
def doctor(client, sign_in):
    """A browser in which Dr Li is signed in."""
    return sign_in(client, cast.DR_LI)


@pytest.fixture
def family_doctor(app, sign_in):
    """A browser in which Dr Zhou of the town is signed in."""
    return sign_in(app.test_client(), cast.DR_ZHOU)


@pytest.fixture
def supervisor(app, sign_in):
    """A browser in which supervisor Zhao is signed in."""
    return sign_in(app.test_client(), cast.ZHAO)


@pytest.fixture
def stranger(app, sign_in):
    """A browser in which Dr Wang of the next village is signed in."""
    return sign_in(app.test_client(), cast.DR_WANG)


@pytest.fixture
def filed(dr_li):
    """File a visit of Dr Li: `filed(granny_chen, answers={...})`."""

    def _filed(person, doctor=dr_li, **changes):
        with transaction("visit.file", by=doctor):
            return file_visit(cast.a_visit(**changes), person=person, doctor=doctor)

    return _filed
