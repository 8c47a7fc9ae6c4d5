"""Everything ever written for a person, plan by plan, for the page that shows how it came to this."""

from __future__ import annotations

from collections import defaultdict

from app.careplans.models import PlanVersion
from app.careplans.queries.versions import selected, versions_of
from app.careplans.rules.standing import Version


def history_of(person_id: int) -> dict[int, tuple[Version, ...]]:
    """Return every version of a person's plans, the newest first, by the plan. Three statements, however many."""
    found: dict[int, list[Version]] = defaultdict(list)
    wanted = selected().where(PlanVersion.person_id == person_id)
    for version in versions_of(wanted.order_by(PlanVersion.number.desc(), PlanVersion.id.desc())):
        found[version.plan_id].append(version)
    return {plan_id: tuple(versions) for plan_id, versions in found.items()}
