"""Tablets in the hands of the cast."""

from __future__ import annotations

import pytest

from tests import cast
from tests.tablet.sending import Tablet


@pytest.fixture
def tablet(app, sign_in, dr_li):
    """Dr Li's tablet, on which she is signed in."""
    return Tablet(sign_in(app.test_client(), cast.DR_LI), dr_li)
