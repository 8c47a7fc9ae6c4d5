"""Two who revise one plan at once: the version that stands now and the one on the form, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from app.careplans.forms.plan import PlanForm
from app.careplans.queries.plans import Version, list_versions
from app.careplans.rules.difference import differences
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.telling import ToldPlan, told


@dataclass(frozen=True, slots=True)
class Clash:
    """The newer version with what it changed, and the plan on the form with how it differs from that."""

    newer: Version
    theirs: ToldPlan
    mine: ToldPlan | None


def clash_of(form: PlanForm, newest: Version | None, shelf: Shelf) -> Clash | None:
    """Return both versions where the form was opened on another one than stands now, None where it was not."""
    if newest is None or not form.is_submitted() or form.based_on_id == newest.id:
        return None
    opened_on = next((one for one in list_versions(newest.plan_id) if one.id == form.based_on_id), None)
    changed = differences(opened_on.plan if opened_on else None, newest.plan, shelf=shelf)
    mine = form.plan if form.is_whole else None
    return Clash(
        newer=newest,
        theirs=told(newest.plan, shelf=shelf, changes=changed),
        mine=told(mine, shelf=shelf, changes=differences(newest.plan, mine, shelf=shelf)) if mine else None,
    )
