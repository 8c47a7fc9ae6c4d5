"""Everything of care plans in the township: the county's catalogue, the plans, how they were kept, and supply."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from random import Random

import sqlalchemy as sa

from app.careplans.service.checks import note_checks
from app.careplans.service.refills import once_at_the_end
from app.core.db import db
from app.demo.rules import VILLAGES
from app.demo.rules.kept import InForce, checks_of
from app.demo.rules.treatment import invent_treatments
from app.demo.service.dating import date_back
from app.demo.service.papers import MOST_WITH_DETAILS
from app.demo.service.residents import Township
from app.demo.service.treatment import treat
from app.visits.models import Visit


def plan_care(town: Township) -> None:
    """Let most people of the eight groups have plans, and the visits since tell how they were kept."""
    chosen = {key: town.residents[key] for key in list(town.residents)[:MOST_WITH_DETAILS]}
    signed: list[InForce] = []
    with once_at_the_end():
        for village, _ in VILLAGES:
            here = {key: one for key, one in chosen.items() if one.village == village}
            signed += treat(invent_treatments(here, today=town.today), town)
    date_back()
    _tell(signed)


def _tell(signed: Iterable[InForce]) -> None:
    """Note with each visit to somebody under a plan how it was kept, as the visit's own answers have it."""
    plans: dict[int, list[InForce]] = defaultdict(list)
    for held in signed:
        plans[held.person_id].append(held)
    since = min((held.since for each in plans.values() for held in each), default=None)
    if since is None:
        return
    wanted = sa.select(
        Visit.id, Visit.person_id, Visit.area_code, Visit.visited_on, Visit.kinds, Visit.answers
    )
    told = wanted.where(Visit.person_id.in_(plans), Visit.voided_at.is_(None), Visit.visited_on >= since)
    for visit in db.session.execute(told.order_by(Visit.visited_on, Visit.id)).all():
        kept = [each for each in plans[visit.person_id] if each.held_on(visit.visited_on)]
        checks = tuple(checks_of(Random(visit.id), kept, kinds=visit.kinds, answers=visit.answers))
        if checks:
            note_checks(
                visit.id,
                person_id=visit.person_id,
                area_code=visit.area_code,
                on=visit.visited_on,
                checks=checks,
            )
