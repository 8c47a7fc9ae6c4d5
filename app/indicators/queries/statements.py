"""One statement for each number: what is counted when it is counted, and who stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.indicators.queries import care, contracting, control, ledger, supervised
from app.indicators.queries.registered import Statement
from app.indicators.rules.definitions import INDICATORS

_WRITTEN: Final[Mapping[str, Statement]] = (
    dict(care.STATEMENTS)
    | dict(control.STATEMENTS)
    | dict(ledger.STATEMENTS)
    | dict(contracting.STATEMENTS)
    | dict(supervised.STATEMENTS)
)
STATEMENTS: Final[Mapping[str, Statement]] = {
    each.id: _WRITTEN[each.id] for each in INDICATORS if each.id in _WRITTEN
}
