"""Where the throws of a soak begin: at a number of the caller's, else at one drawn for this run."""

from __future__ import annotations

import os
import random


def begin() -> int:
    """Return the first throw, the same in every process of one run: they must agree on which tests there are."""
    if asked := os.environ.get("XUNHU_TEST_SEED"):
        return int(asked)
    return random.Random(os.environ.get("PYTEST_XDIST_TESTRUNUID")).randrange(10**6)
