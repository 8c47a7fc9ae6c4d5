"""What the people of some areas take by their plans in force, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from app.careplans.queries.medicines import medicines_in_force
from app.supplies.rules.need import Use


def list_uses(areas: Sequence[str]) -> list[Use]:
    """Return every medicine of the plans in force of those who live in some areas."""
    return [
        Use(
            row.person_id, row.area_code, row.code, row.name, row.strength, row.unit,
            row.dose, row.times, row.as_needed, row.quantity, row.runs_out_on,
        )
        for row in medicines_in_force(areas)
    ]  # fmt: skip
