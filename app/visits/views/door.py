"""The door of the room: its addresses, and what several of its pages must know of a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import Blueprint
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

from app.people.models import Person
from app.people.queries import holdings_of
from app.policy import book
from app.policy.spells import Holding
from app.policy.terms import Condition
from app.visits.queries import Before
from app.visits.rules import Circumstances, age_on
from app.visits.rules.followed import Followed

bp = Blueprint("visits", __name__, template_folder="../templates")
bp.jinja_loader = ChoiceLoader(
    [
        FileSystemLoader(f"{bp.root_path}/../templates"),
        PrefixLoader({"sections": FileSystemLoader(f"{bp.root_path}/../sections")}),
    ]
)


def circumstances_on(
    person: Person,
    before: Before,
    day: date,
    *,
    following: Iterable[Followed] = (),
    held: frozenset[Condition] | None = None,
) -> Circumstances:
    """Return what the judgement of a visit of a day needs to know of a person and the plans in force.

    ``held`` are the diseases, where they were read with those of many others.
    """
    return Circumstances(
        age_on(day, person.born_on),
        day,
        book.current().figures,
        before.results,
        sex=person.sex,
        held=conditions_of(person.id) if held is None else held,
        earlier=before.earlier,
        classed=before.classed,
        following=tuple(following),
    )


def conditions_of(person_id: int) -> frozenset[Condition]:
    """Return the diseases somebody has now."""
    return conditions_in(holdings_of([person_id]).get(person_id, ()))


def conditions_in(held: Iterable[Holding]) -> frozenset[Condition]:
    """Return the diseases among what somebody holds that have not ended."""
    return frozenset(h.what for h in held if isinstance(h.what, Condition) and h.ends_on is None)
