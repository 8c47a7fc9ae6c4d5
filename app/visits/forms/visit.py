"""The one form: what every visit has, what must be right before it is filed, and what is asked once more."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.careplans.rules.checks import CheckEntry
from app.core.words import Text, listed
from app.policy.terms import Kind, Mode
from app.policy.thresholds import fault_in
from app.visits.forms.about import About
from app.visits.forms.extras import ExtrasForm
from app.visits.forms.fields import LONGEST_TEXT, ask, instant_in, tidy
from app.visits.rules import Answers, Judgement, Section, VisitEntry, day_fault, judge
from app.visits.rules.checks import (
    CONFIRM,
    DECLINED_WHY,
    NOTHING,
    PROPOSED,
    REASON,
    faults_of,
    kept_answers,
    nothing_done,
)
from app.visits.rules.decisions import Decision, changed_against_values, decided
from app.visits.rules.doubts import day_doubt, twice_doubt, weight_doubt
from app.visits.rules.drugs import drug_words
from app.visits.rules.followed import kind_name, kinds_of, questions_of
from app.visits.rules.following import checks_from, derive
from app.visits.rules.questions import one_of
from app.visits.rules.shared import REFERRAL, RESULT_REASON
from app.visits.rules.vocabulary import EmergencyAction, ReferralAnswer
from app.web.forms import OneOf
from app.web.language import spoken

BAD_KEY = Text(
    "这一页的编号不对，请重新打开表单。", "The key of this page is not valid; please open the form anew."
)


class VisitForm(ExtrasForm):
    """What every visit has, whatever its sections: when, how, note, and what was decided on what was found.

    ``carried`` holds last time's answers to what rarely changes, ``kept`` the names of those that were taken over;
    ``stopped`` says why the form must be looked at once more whatever was typed.
    """

    about: About
    carried: Mapping[str, Any]
    kept: Collection[str]
    claimed: set[str]
    stopped: str = ""
    client_key = HiddenField()
    opened_at = HiddenField()
    taken_over = HiddenField()
    visited_on = DateField(_l("随访日期"), [InputRequired()])
    mode = OneOf(_l("随访方式"), Mode, [InputRequired()])
    note = TextAreaField(_l("备注"), [Length(max=LONGEST_TEXT)], filters=[tidy])
    emergency_action = ask(one_of("emergency_action", Text("危急处理", "What was done"), EmergencyAction))
    result_reason = ask(RESULT_REASON)
    # Whatever is asked, a finding may propose a referral.
    referral_reason, referral_to, referral_department, referral_answer, referral_declined = map(ask, REFERRAL)
    sure_visited_on = BooleanField(_l("确实是这一天"))
    sure_weight = BooleanField(_l("体重确实是这样"))
    sure_again = BooleanField(_l("确实又随访了一次，另存一条"))

    def claim(self, name: str) -> Field | None:
        """Return a field the first time it is wanted: two sections that ask the same are one question on the page."""
        if name in self.claimed or name not in self:
            return None
        self.claimed.add(name)
        field: Field = self[name]
        return field

    def take_over(self) -> None:
        """Fill in what rarely changes as it was last time; what was typed stays."""
        blank = [name for name in self.carried if not self[name].data]
        for name in blank:
            self[name].data, self[name].raw_data = self.carried[name], None
        self.kept = frozenset({*self.kept, *blank})
        self.taken_over.data = " ".join(sorted(self.kept))

    def names_of_kinds(self) -> list[str]:
        """Return the names of the questions about the other kinds of prescription, once for all plans."""
        return [kind_name(kind) for kind in kinds_of(self.about.plans)]

    def last_drug(self, row: int) -> Text | None:
        """Return a medicine as it was taken last time."""
        return drug_words(row, self.carried)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check each field, then what they say together, then what has to be decided or confirmed."""
        fine = bool(super().validate(extra_validators))
        fine = self._note(self._faults()) and fine
        if self.stopped:
            self.form_errors.append(self.stopped)
            return False
        if fine and nothing_done(self.answers(), self.about.sections):
            self.form_errors.append(NOTHING.said_in(spoken()))
            return False
        return fine and self._note(self._asked_once_more())

    def answers(self) -> dict[str, Any]:
        """Return the answers to the sections that were worked on, flat."""
        names = {question.name for section in self.about.sections for question in section.questions}
        names |= {section.chosen_result for section in self.about.sections}
        typed = {name: self[name].data for name in sorted(names) if name in self}
        typed = derive(typed, self.checks, asked=self.about.asks_of_medicine) if self.about.plans else typed
        return kept_answers(typed, self.about.sections)

    @property
    def told_of_plans(self) -> dict[str, Any]:
        """What was told of the plans in force."""
        return {question.name: self[question.name].data for question in questions_of(self.about.plans)}

    @property
    def checks(self) -> tuple[CheckEntry, ...]:
        """How each plan in force is kept."""
        return checks_from(self.told_of_plans, self.about.plans)

    @cached_property
    def worked(self) -> dict[Section, tuple[Kind, ...]]:
        """The sections that were worked on, with the kinds each answers for this person."""
        answers = self.answers()
        return {section: kinds for section, kinds in self.about.work.items() if section.worked_on(answers)}

    @cached_property
    def judgement(self) -> Judgement:
        """What the answers come to, worked out when they are complete."""
        told = self.answers() | self.told_of_plans
        return judge(told, self.worked, circumstances=self.about.as_of(self.visited_on.data))

    def entry(self) -> VisitEntry:
        """Return the visit as a plain value."""
        judgement, (answers, referred) = self.judgement, self._decided()
        assert self.visited_on.data is not None
        return VisitEntry(
            client_key=UUID(str(self.client_key.data)),
            visited_on=self.visited_on.data,
            mode=self.mode.data,
            kinds=self._kinds(),
            answers=answers,
            results=judgement.results,
            emergency=bool(judgement.emergencies),
            note=self.note.data or "",
            again={kind: (again.by, again.why) for kind, again in judgement.again.items()},
            events=judgement.events,
            referred=referred,
            checks=self.checks,
            extras=self.extras(),
        )

    def _kinds(self) -> tuple[Kind, ...]:
        return tuple(kind for kinds in self.worked.values() for kind in kinds)

    def _decided(self) -> tuple[Answers, bool]:
        said = Decision(
            action=self.emergency_action.data,
            reason=self.result_reason.data or "",
            answer=self.referral_answer.data,
            declined=self.referral_declined.data or "",
        )
        return decided(self.answers(), self.judgement, said=said)

    def _note(self, faults: Iterator[tuple[str, Text]]) -> bool:
        """Put each fault beside its field, one a field, and return whether there was none."""
        fine = True
        for name, fault in faults:
            fine = False
            if not self[name].errors:
                self[name].errors = [*self[name].errors, fault.said_in(spoken())]
        return fine

    def _faults(self) -> Iterator[tuple[str, Text]]:
        about, answers = self.about, self.answers()
        yield from faults_of(answers, about.sections, mode=self.mode.data)
        for name, value in answers.items():
            if isinstance(value, int | float) and (fault := self._impossible(name, value)) is not None:
                yield name, fault
        if self.visited_on.data is not None:
            day = day_fault(
                self.visited_on.data, today=about.today, born_on=about.born_on, died_on=about.died_on
            )
            if day is not None:
                yield "visited_on", day
        if _key_in(self.client_key.data) is None:
            yield "client_key", BAD_KEY

    def _impossible(self, name: str, value: float) -> Text | None:
        """Ask the rulebook too: a deployment may narrow what it holds for possible."""
        measure, _, ending = name.rpartition("_")
        asked = measure if ending in ("2", "3", "other") else name
        return fault_in(asked, value, on=self.about.today, figures=self.about.circumstances.figures)

    def _asked_once_more(self) -> Iterator[tuple[str, Text]]:
        judgement = self.judgement
        if judgement.emergencies and not self.emergency_action.data:
            yield "emergency_action", CONFIRM
        if judgement.referrals and not judgement.emergencies:
            yield from self._referral(judgement)
        on_the_day = self.about.as_of(self.visited_on.data)
        if not self.result_reason.data and changed_against_values(self.answers(), self.worked, on_the_day):
            yield "result_reason", REASON
        yield from self._doubts()

    def _referral(self, judgement: Judgement) -> Iterator[tuple[str, Text]]:
        if not self.referral_answer.data:
            self.referral_answer.data = ReferralAnswer.AGREED.value
            yield "referral_answer", PROPOSED.filled(why=listed([one.why for one in judgement.referrals]))
        elif self.referral_answer.data == ReferralAnswer.DECLINED.value and not self.referral_declined.data:
            yield "referral_declined", DECLINED_WHY

    def _doubts(self) -> Iterator[tuple[str, Text]]:
        about, on = self.about, self.visited_on.data
        assert on is not None
        figures = about.circumstances.figures
        doubts = {
            "sure_visited_on": day_doubt(
                on, today=about.today, enrolled_on=about.enrolled_on, figures=figures
            ),
            "sure_weight": weight_doubt(
                self.answers(), earlier=about.circumstances.earlier, on=about.today, figures=figures
            ),
            "sure_again": twice_doubt(
                self._kinds(), recorded=about.recorded, opened_at=instant_in(self.opened_at.data)
            ),
        }
        for name, doubt in doubts.items():
            if doubt is not None and not self[name].data:
                yield name, doubt


def _key_in(value: Any) -> UUID | None:
    with suppress(ValueError):
        return UUID(str(value))
    return None
