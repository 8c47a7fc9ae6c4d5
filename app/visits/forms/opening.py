"""The one form put together from the sections somebody is owed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from app.core.words import Text
from app.policy.terms import Result
from app.visits.forms.about import About
from app.visits.forms.fields import ask
from app.visits.forms.visit import VisitForm
from app.visits.rules import Answers, Section
from app.visits.rules.drugs import ROWS, after_change, ask_change, change_of, parts_of
from app.visits.rules.followed import questions_of
from app.visits.rules.following import DERIVED
from app.visits.rules.questions import Question, merged, one_of

CLASS = Text("{title}：此次随访分类", "{title}: class of this visit")


def open_form(about: About, *, carried: Answers, **given: Any) -> VisitForm:
    """Return the form for somebody's sections.

    ``carried`` are the answers of last time, to be taken over by one touch where they rarely change; ``given`` is
    what stands in the form from the start: the day, the key, and for a correction every old answer.
    """
    form = _form_of(about.sections, questions_of(about.plans))(data=given)
    form.about = about
    form.carried = taken_along(about, carried)
    over = frozenset(str(form.taken_over.data or "").split()) & form.carried.keys()
    form.kept = frozenset(name for name in over if form[name].data == form.carried[name])
    form.claimed = set(told_by_plans(about))
    for row in ROWS:
        _settle_drug(form, row)
    return form


def taken_along(about: About, carried: Answers) -> dict[str, Any]:
    """Return which of last time's answers one touch takes over."""
    told = told_by_plans(about)
    return {
        name: carried[name]
        for name, question in asked_in(about.sections).items()
        if name in carried and name not in told and question.carried(carried[name])
    }


def told_by_plans(about: About) -> tuple[str, ...]:
    """Return what the plans tell, which is neither asked again nor taken over from last time."""
    return () if about.asks_of_medicine else DERIVED


def standing_from_the_start(about: About, given: Answers, *, carried: Answers) -> dict[str, Any]:
    """Return what stands in a fresh form's medicines where a plan in force says that they go on."""
    known = asked_in(about.sections)
    standing: dict[str, Any] = {}
    for row in ROWS:
        change = given.get(change_of(row))
        if change and parts_of(row)[0] in known:
            standing |= {change_of(row): change, **(after_change(row, str(change), last=carried) or {})}
    return standing


@lru_cache(maxsize=256)
def asked_in(sections: tuple[Section, ...]) -> dict[str, Question]:
    """Return the questions of some sections by name."""
    return {question.name: question for section in sections for question in section.questions}


def _settle_drug(form: VisitForm, row: int) -> None:
    """Do what one touch said about a medicine."""
    if change_of(row) not in form:
        return
    for name, answer in (after_change(row, form[change_of(row)].data, last=form.carried) or {}).items():
        form[name].data, form[name].raw_data = answer, None


@lru_cache(maxsize=256)
def _form_of(sections: tuple[Section, ...], of_plans: tuple[Question, ...]) -> type[VisitForm]:
    shared: dict[str, list[Question]] = {}
    for question in (question for section in sections for question in section.questions):
        shared.setdefault(question.name, []).append(question)
    fields: dict[str, Any] = {name: ask(merged(asked)) for name, asked in shared.items()}
    fields |= {question.name: ask(question) for question in of_plans}
    for row in ROWS:
        if parts_of(row)[0] in shared:
            fields[change_of(row)] = ask(ask_change(row))
    for section in sections:
        if section.classed:
            fields[section.chosen_result] = ask(
                one_of(section.chosen_result, CLASS.filled(title=section.title), Result)
            )
    return type("VisitForm", (VisitForm,), fields)
