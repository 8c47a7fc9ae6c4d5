"""The whole township: put on record, its year filed, and everything around it."""

from __future__ import annotations

from random import Random

from app.core import clock
from app.core.errors import Conflict
from app.core.words import Text
from app.demo.queries import is_empty
from app.demo.rules import STAFF
from app.demo.service.careplans import plan_care
from app.demo.service.contacts import excuse_some, send_some_away, try_some
from app.demo.service.papers import add_papers, share_out
from app.demo.service.plans import plan_weeks
from app.demo.service.residents import settle_township
from app.demo.service.reviews import capture_hurry
from app.demo.service.supplies import change_catalogue, supply
from app.demo.service.tablets import equip
from app.demo.service.visits import file_year, mend_and_enter

SEED = 20_260_701


def load_township(*, people: int) -> dict[str, int]:
    """Fill an empty application and return what was made; refuse one that holds anything already."""
    if not is_empty():
        raise Conflict(
            Text(
                "数据库里已有数据，演示乡镇只能装进空库。",
                "The database is not empty; the demonstration only goes into an empty one.",
            )
        )
    dice = Random(SEED)
    town = settle_township(dice, people=people, today=clock.today())
    visits = file_year(dice, town)
    capture_hurry(town)
    excused = excuse_some(dice, town)
    add_papers(dice, town)
    share_out(town)
    mend_and_enter(town)
    change_catalogue(town)
    plan_care(town)
    supply(town)
    send_some_away(town)
    try_some(dice, town)
    plan_weeks(town)
    equip(dice, town)
    return {"residents": len(town.residents), "visits": visits, "excused": excused, "accounts": len(STAFF)}
