"""Any history of three tablets and a server, whatever goes wrong in it, ends with everything typed on the server, once.

XUNHU_TEST_SOAK=n draws n histories more (3,000 with 1), XUNHU_TEST_SEED says where they begin.
"""

from __future__ import annotations

import pytest
from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test

from tests.tablet.model.clinic import Clinic
from tests.tablet.model.double import Double
from tests.tablet.model.draws import draws, histories
from tests.tablet.model.machine import Model

pytestmark = [pytest.mark.long, pytest.mark.sqlite, pytest.mark.timeout(1200)]
IN_A_DRAW, DRAWS, MORE = 50, 6, 3000


@pytest.mark.parametrize("seed", draws(IN_A_DRAW, DRAWS, more=MORE))
def test_nothing_typed_is_lost_or_filed_twice(stage, app, dr_li, dr_zhou, seed):
    clinic, doctors = Clinic(stage), [dr_li, dr_zhou]
    clinic.found(doctors)
    told = {"clinic": clinic, "doctors": doctors, "hand_out": staticmethod(Double)}
    machine = seeded(seed)(type("Histories", (Model,), told))

    run_state_machine_as_test(machine, settings=histories(IN_A_DRAW))
