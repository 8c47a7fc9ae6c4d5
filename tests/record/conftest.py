"""Browsers in which somebody is signed in, and a person as a form states one."""

from __future__ import annotations

import pytest

from tests import cast


@pytest.fixture
def doctor(client, sign_in):
    """A browser in which Dr Li is signed in."""
    return sign_in(client, cast.DR_LI)


@pytest.fixture
def supervisor(app, sign_in):
    """A browser in which supervisor Zhao is signed in."""
    return sign_in(app.test_client(), cast.ZHAO)


@pytest.fixture
def stranger(app, sign_in):
    """A browser in which Dr Wang of the next village is signed in."""
    return sign_in(app.test_client(), cast.DR_WANG)
