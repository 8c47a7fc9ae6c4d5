"""How the histories of the model are drawn: a fixed number always, further ones in the soak."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

from tests.throws import begin

STEPS = 16
SOAK = int(os.environ.get("XUNHU_TEST_SOAK", "0"))
BEGIN = begin() if SOAK else 0


def draws(in_a_draw: int, fixed: int, *, more: int) -> list[int]:
    """Return the seeds: those that are always the same, and those of the soak, for as many histories as it asks for."""
    asked = more if SOAK == 1 else SOAK
    return [*range(fixed), *range(BEGIN, BEGIN - (-asked // in_a_draw))]


def histories(number: int) -> settings:
    """Return how so many histories are drawn, whatever was drawn before."""
    return settings(
        max_examples=number, stateful_step_count=STEPS, deadline=None, database=None, print_blob=False,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
