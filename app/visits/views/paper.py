"""A visit on paper: every national form it fills, one after another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Protocol

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.queries import area_name
from app.accounts.rights import Right
from app.audit.service import note_read
from app.careplans.queries.checks import checks_of_visit
from app.core.words import Text
from app.duties.queries import list_duties
from app.duties.rules import WorkDuty
from app.people.queries import get_person
from app.people.rules import hidden_kinds
from app.policy.terms import Kind, Result
from app.visits.models import Visit
from app.visits.queries import get_visit
from app.visits.rules.kept import facts_of_checks, line_of
from app.visits.rules.sheets import MODE_CODES, Sheet, Spoken, file_number, next_on, sheet_of, words_of
from app.visits.sections import SECTIONS, sections_answering
from app.visits.views.door import bp
from app.visits.views.extras import Hanging, hanging_on
from app.web.session import needs, signed_in


@bp.get("/visits/<int:visit_id>/print", endpoint="print")
@needs(Right.READ_CARE)
def print_forms(visit_id: int) -> ResponseReturnValue:
    """Print the national form of every kind of work a visit did, each complete with what the forms share."""
    reader = signed_in()
    visit = get_visit(visit_id, reader=reader)
    note_read("person", visit.person_id, by=reader)
    person = get_person(visit.person_id, reader=reader)
    untold = hidden_kinds(reader.role) & set(visit.all_kinds)
    kinds = [kind for kind in visit.all_kinds if kind not in untold]
    return render_template(
        "visits/print.html",
        visit=visit,
        person=person,
        village=area_name(person.area_code) or person.area_code,
        number=file_number(person.area_code, person.id),
        mode_code=MODE_CODES[visit.mode],
        sheets=tuple(_sheets(visit, kinds)),
        kept=_kept(visit),
        hanging=Hanging() if untold else hanging_on(visit, [visit]),
        untold=bool(untold),
    )


class Made(Protocol):
    """What of a visit tells by when it asked for the next one."""

    @property
    def visited_on(self) -> date:
        """The day of the visit."""

    @property
    def voided_at(self) -> datetime | None:
        """When it was struck."""

    @property
    def all_results(self) -> Mapping[Kind, Result]:
        """How each disease was classed."""


def asked_next(duties: Iterable[WorkDuty], visit: Made, *, kinds: Collection[Kind]) -> date | None:
    """Return the day by which a visit asked for the next one of some kinds; None where its person owes none of them."""
    days = [_next_on(duty, visit) for duty in duties if duty.kind in kinds]
    return min((day for day in days if day is not None), default=None)


@cache
def spoken_answers() -> Spoken:
    """Return how every section's answers are said; gathered once."""
    return words_of(SECTIONS.values())


def _kept(visit: Visit) -> Text:
    """Return how the plans in force were kept, on one line."""
    checks = checks_of_visit(visit.id)
    return line_of(facts_of_checks((check.disease, check.entry) for check in checks))


def _sheets(visit: Visit, kinds: Sequence[Kind]) -> Iterator[Sheet]:
    duties = list_duties(visit.person_id)
    for section in sections_answering(kinds):
        yield sheet_of(
            section,
            visit.answers,
            results=visit.all_results,
            says=spoken_answers(),
            next_on=asked_next(duties, visit, kinds=set(section.kinds) & set(kinds)),
        )


def _next_on(duty: WorkDuty, visit: Made) -> date | None:
    if duty.last_on == visit.visited_on and visit.voided_at is None:
        return duty.due_on
    return next_on(duty.rule, on=visit.visited_on, result=visit.all_results.get(duty.kind))
