"""How a visit form stands when it is opened for somebody: the same for the page and for a pack that is taken along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from app.duties.rules import WorkDuty
from app.people.models import Person
from app.policy.terms import DutyState, Kind, Mode
from app.visits.forms import About
from app.visits.queries import Before
from app.visits.rules import Circumstances
from app.visits.rules.followed import Taking
from app.visits.rules.steps import Step, steps_of
from app.visits.sections import choose_work, sections_answering

PRESSING = frozenset({DutyState.DUE, DutyState.OVERDUE})


class Wanted(NamedTuple):
    """What a form is wanted for besides what is owed: kinds asked for, the sections it has named, those it adds."""

    asked: frozenset[Kind] = frozenset()
    named: Sequence[str] = ()
    added: Sequence[str] = ()


NOTHING = Wanted()


def about_of(
    person: Person,
    circumstances: Circumstances,
    duties: Iterable[WorkDuty],
    *,
    wanted: Wanted = NOTHING,
) -> About:
    """Return what somebody's form is for: what is owed by now, what was asked for, the sections named or added."""
    asked, named, added = wanted
    owed = [duty for duty in duties if duty.opens_on <= circumstances.on]
    work = choose_work(
        owed=frozenset(duty.kind for duty in owed),
        held=circumstances.held,
        wanted=asked,
        named=[*named, *added],
    )
    pressing = asked | {duty.kind for duty in owed if duty.state_on(circumstances.on) in PRESSING}
    opened = frozenset({*(section.name for section in sections_answering(pressing)), *added})
    return About(work, circumstances, circumstances.on, person.born_on, person.died_on, opened=opened)


def mode_of(before: Before, duties: Iterable[WorkDuty], *, today: date) -> Mode:
    """Return the manner the form stands on: as last time, at home where something owed asks for that."""
    modes = [duty.rule.answered_by.modes for duty in duties if duty.opens_on <= today]
    usual = before.last.mode if before.last is not None else Mode.HOME
    return Mode.HOME if any(only == {Mode.HOME} for only in modes) else usual


def prescribed_in(about: About) -> list[Taking]:
    """Return the medicines of the plans in force."""
    return [one for plan in about.plans for one in plan.medicines]


def steps_in(about: About, duties: Sequence[WorkDuty]) -> tuple[Step, ...]:
    """Return what a visit with this form can settle."""
    kinds = {kind for kinds in about.work.values() for kind in kinds}
    return steps_of([duty.rule for duty in duties if duty.kind in kinds], today=about.today)
