"""How a plan is kept: everything but its medicines as plain JSON, and read back as the value it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec

from app.careplans.rules.plan import LongTerm, Medicine, Plan, Remote


def as_stored(plan: Plan) -> dict[str, Any]:
    """Return everything a plan says but its medicines, as plain JSON."""
    stored: dict[str, Any] = msgspec.to_builtins(replace(plan, medicines=()))
    return {name: value for name, value in stored.items() if name != "medicines"}


def from_stored(content: dict[str, Any], medicines: Sequence[Medicine]) -> Plan:
    """Return the plan that was kept, with its medicines."""
    return replace(msgspec.convert(content, Plan), medicines=tuple(medicines))


def long_term_stored(long_term: LongTerm | None) -> dict[str, Any] | None:
    """Return what a long-term prescription keeps, as plain JSON."""
    return None if long_term is None else msgspec.to_builtins(long_term)


def long_term_from(content: dict[str, Any] | None) -> LongTerm | None:
    """Return what a long-term prescription kept."""
    return None if content is None else msgspec.convert(content, LongTerm)


def remote_stored(remote: Remote | None) -> dict[str, Any] | None:
    """Return the guidance of the lead hospital as plain JSON."""
    return None if remote is None else msgspec.to_builtins(remote)


def remote_from(content: dict[str, Any] | None) -> Remote | None:
    """Return the guidance of the lead hospital that was kept."""
    return None if content is None else msgspec.convert(content, Remote)
