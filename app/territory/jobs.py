"""What the clock sets right: rows that somebody wrote under a merged village's code while it was being merged."""

from __future__ import annotations

from app.core.transaction import SYSTEM, transaction
from app.territory.service import settle_areas


def settle() -> int:
    """Let such rows follow to the village that has its people; return how many. On a usual day there are none."""
    with transaction("area.settle", by=SYSTEM):
        return settle_areas()
