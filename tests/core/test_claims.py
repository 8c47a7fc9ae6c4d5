from __future__ import annotations

import pytest

from app.core.claims import claim, is_claimed, last_claimed
from app.core.transaction import SYSTEM, transaction


def take(job, slot):
    with transaction("job.claim", by=SYSTEM):
        return claim(job, slot=slot)


def test_a_slot_is_claimed_once_and_the_next_one_anew(app):
    assert [take("a", "2026-05-20"), take("a", "2026-05-20"), take("a", "2026-05-21"), take("b", "2026-05-20")] == [
        True, False, True, True,
    ]  # fmt: skip
    assert last_claimed() == {"a": "2026-05-21", "b": "2026-05-20"}


def test_a_deed_that_fails_leaves_the_slot_free(app):
    with pytest.raises(ZeroDivisionError), transaction("job.claim", by=SYSTEM):
        claim("a", slot="2026-05-20")
        _ = 1 / 0

    assert not is_claimed("a", slot="2026-05-20")
    assert take("a", "2026-05-20")
