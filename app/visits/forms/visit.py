"""The one form, put together from the sections somebody is owed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from importlib import import_module
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.core.words import Text
from app.policy.terms import Kind, Mode, Result
from app.policy.thresholds import fault_in
from app.visits.forms.fields import LONGEST_TEXT, ask, tidy
from app.visits.rules import Answers, Circumstances, Judgement, Section, VisitEntry, age_on, day_fault, judge
from app.visits.rules.checks import NOTHING, faults_of, kept_answers, nothing_done
from app.visits.rules.questions import Carry, Question, merged, one_of
from app.visits.rules.vocabulary import EmergencyAction
from app.web.forms import Form, OneOf
from app.web.language import spoken

CLASS = Text("{title}：此次随访分类", "{title}: class of this visit")
CONFIRM = Text(
    "数值危急：请先处理并安排紧急转诊，再点“已安排紧急转诊”保存。",
    "Dangerous: treat, arrange an urgent referral, then confirm it below and save.",
)
BAD_KEY = Text(
    "这一页的编号不对，请重新打开表单。", "The key of this page is not valid; please open the form anew."
)


@dataclass(frozen=True, slots=True)
class About:
    """What the form must know of the person and the day to judge what is typed."""

    work: Mapping[Section, tuple[Kind, ...]]
    circumstances: Circumstances
    today: date
    born_on: date | None
    died_on: date | None

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections on the form."""
        return tuple(self.work)

    def as_of(self, day: date | None) -> Circumstances:
        """Return the circumstances of the day of the visit: the limits in force and the age reached then."""
        day = day or self.today
        return replace(self.circumstances, on=day, age=age_on(day, self.born_on))


class VisitForm(Form):
    """What every visit has, whatever its sections: when, how, note, and what was done about danger."""

    about: About
    kept: Mapping[str, Any]
    folded: int
    claimed: set[str]
    client_key = HiddenField()
    visited_on = DateField(_l("随访日期"), [InputRequired()])
    mode = OneOf(_l("随访方式"), Mode, [InputRequired()])
    note = TextAreaField(_l("备注"), [Length(max=LONGEST_TEXT)], filters=[tidy])
    emergency_action = ask(one_of("emergency_action", Text("危急处理", "What was done"), EmergencyAction))

    def claim(self, name: str) -> Field | None:
        """Return a field the first time it is wanted: two sections that ask the same are one question on the page."""
        if name in self.claimed or name not in self:
            return None
        self.claimed.add(name)
        field: Field = self[name]
        return field

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check each field, then what they say together, then whether danger was dealt with."""
        fine = bool(super().validate(extra_validators))
        for name, fault in self._faults():
            if not self[name].errors:
                self[name].errors = [*self[name].errors, fault.said_in(spoken())]
                fine = False
        if fine and nothing_done(self.answers(), self.about.sections):
            self.form_errors.append(NOTHING.said_in(spoken()))
            return False
        if fine and self.judgement.emergencies and not self.emergency_action.data:
            self.emergency_action.errors = [CONFIRM.said_in(spoken())]
            return False
        return fine

    def answers(self) -> dict[str, Any]:
        """Return the answers to the sections that were worked on, flat."""
        names = {question.name for section in self.about.sections for question in section.questions}
        names |= {section.chosen_result for section in self.about.sections}
        typed = {name: self[name].data for name in sorted(names) if name in self}
        return kept_answers(typed, self.about.sections)

    @cached_property
    def worked(self) -> dict[Section, tuple[Kind, ...]]:
        """The sections that were worked on, with the kinds each answers for this person."""
        answers = self.answers()
        return {section: kinds for section, kinds in self.about.work.items() if section.worked_on(answers)}

    @cached_property
    def judgement(self) -> Judgement:
        """What the answers come to, worked out when they are complete."""
        return judge(self.answers(), self.worked, circumstances=self.about.as_of(self.visited_on.data))

    def entry(self) -> VisitEntry:
        """Return the visit as a plain value."""
        judgement = self.judgement
        assert self.visited_on.data is not None
        return VisitEntry(
            client_key=UUID(str(self.client_key.data)),
            visited_on=self.visited_on.data,
            mode=self.mode.data,
            kinds=tuple(kind for kinds in self.worked.values() for kind in kinds),
            answers={**self.answers(), **self._dealt_with(judgement)},
            results=judgement.results,
            emergency=bool(judgement.emergencies),
            note=self.note.data or "",
        )

    def _impossible(self, name: str, value: float) -> Text | None:
        """Ask the rulebook too: a deployment may narrow what it holds for possible."""
        return fault_in(
            name.removesuffix("_2"), value, on=self.about.today, figures=self.about.circumstances.figures
        )

    def _dealt_with(self, judgement: Judgement) -> dict[str, Any]:
        return {"emergency_action": self.emergency_action.data} if judgement.emergencies else {}

    def _faults(self) -> Iterator[tuple[str, Text]]:
        about = self.about
        yield from faults_of(self.answers(), about.sections, mode=self.mode.data)
        for name, value in self.answers().items():
            if isinstance(value, int | float) and (fault := self._impossible(name, value)) is not None:
                yield name, fault
        if self.visited_on.data is not None:
            day = day_fault(
                self.visited_on.data, today=about.today, born_on=about.born_on, died_on=about.died_on
            )
            if day is not None:
                yield "visited_on", day
        if not _is_key(self.client_key.data):
            yield "client_key", BAD_KEY


def open_form(about: About, *, carried: Answers, **given: Any) -> VisitForm:
    """Return the form for somebody's sections, with what rarely changes as it was last time."""
    questions = {question.name: question for section in about.sections for question in section.questions}
    kept = {
        name: carried[name] for name, q in questions.items() if name in carried and q.carried(carried[name])
    }
    form = _form_of(about.sections)(data={**kept, **given})
    form.about = about
    form.kept = kept
    form.folded = sum(questions[name].carry is Carry.FOLDED for name in kept)
    form.claimed = set()
    return form


def _is_key(value: Any) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def _form_of(sections: tuple[Section, ...]) -> type[VisitForm]:
    shared: dict[str, list[Question]] = {}
    for question in (question for section in sections for question in section.questions):
        shared.setdefault(question.name, []).append(question)
    fields: dict[str, Any] = {name: ask(merged(asked)) for name, asked in shared.items() if len(asked) > 1}
    for section in sections:
        if section.classed:
            fields[section.chosen_result] = ask(
                one_of(section.chosen_result, CLASS.filled(title=section.title), Result)
            )
    return type("VisitForm", (*_mixins(sections), VisitForm), fields)


def _mixins(sections: Iterable[Section]) -> tuple[type, ...]:
    return tuple(import_module(f"app.visits.sections.{section.name}.forms").Fields for section in sections)
