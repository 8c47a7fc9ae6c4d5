"""The dice of the faults: one throw that is always the same, and further ones in the soak."""

from __future__ import annotations

import os

import pytest

from tests.throws import begin

FIXED = 7
MORE = 20


def seeds() -> list[int]:
    """Return what the dice are thrown with."""
    asked = int(os.environ.get("XUNHU_TEST_SOAK", "0"))
    more = MORE if asked == 1 else asked
    first = begin() if more else 0
    return [FIXED, *range(first, first + more)]


each_throw = pytest.mark.parametrize("seed", seeds())
