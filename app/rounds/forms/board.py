"""The board of a week as a form: four parts beside each name, filed for everybody ticked in one go."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import InputRequired

from app.core.words import Text
from app.policy.terms import Kind, Mode
from app.rounds.rules import Standing, Ticks, Turn, answers_of, refuse_other_week
from app.visits.rules import VisitEntry, day_fault
from app.visits.rules.checks import faults_of
from app.visits.sections import section_for
from app.web.forms import Form
from app.web.language import spoken

LONGEST_NOTE = 500
NOBODY = Text(
    "还没有勾选任何人。请在走访过的人旁边勾选做了的项目。",
    "Nobody is ticked yet: tick what was done beside each person you saw.",
)
GONE = Text(
    "您勾选的人中有 {n} 位已不在这份名单上（可能迁出、死亡、撤销，或别人刚记过），没有保存；其余的勾选都还在，请核对后再存。",
    "{n} of those you ticked are no longer on this list (moved, died, withdrawn, or just filed by somebody else) and were"
    " not saved. The other ticks are kept: please check and save again.",
)
NO_PART = Text("请勾选做了四项中的哪几项。", "Tick which of the four parts were done.")
NO_NOTE = Text("请写明发现了什么异常。", "Say what is wrong.")
ALREADY = Text(
    "本周 {day} 已有巡查记录。确实又去了一次的，勾选“再记一次”再保存。",
    "A round of this week is on record ({day}). If you did go again, tick “File another” and save.",
)
BAD_KEY = Text(
    "这一行的编号不对，请重新打开本页。", "The key of this row is not valid; please open the page anew."
)
SECTION = section_for(Kind.WEEKLY_ROUND)


class BoardForm(Form):
    """The day of the rounds, and what was ticked for each person on the page."""

    people: Mapping[int, Standing]
    ticks: Mapping[int, Ticks]
    delivered: Collection[UUID]
    turn: Turn
    today: date
    told: dict[int, str]
    visited_on = DateField(_l("巡查日期"), [InputRequired()])

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check the day, then each row that was ticked, then that somebody was."""
        fine = bool(super().validate(extra_validators))
        if self.visited_on.data is not None:
            fault = refuse_other_week(self.visited_on.data, turn=self.turn, today=self.today)
            if fault is not None:
                self.visited_on.errors = [*self.visited_on.errors, fault.said_in(spoken())]
                fine = False
        self.told = {number: fault.said_in(spoken()) for number, fault in self._row_faults()}
        self.form_errors += [fault.said_in(spoken()) for fault in self._whole_faults()]
        return fine and not self.told and not self.form_errors

    def entries(self) -> list[tuple[int, VisitEntry]]:
        """Return a finished visit for everybody who was ticked, with whom it was to."""
        assert self.visited_on.data is not None
        return [
            (number, _entry(ticks, self.visited_on.data))
            for number, ticks in self._ticked()
            if number in self.people
        ]

    def keys(self) -> list[UUID]:
        """Return the keys of the rows that were ticked, to be looked up among what is on record."""
        return [key for _, ticks in self._ticked() if (key := _key(ticks)) is not None]

    def faulty(self) -> list[tuple[Standing, str]]:
        """Return each person whose row cannot be filed, with what is wrong."""
        return [(self.people[number], told) for number, told in self.told.items()]

    def _ticked(self) -> Iterator[tuple[int, Ticks]]:
        return ((number, ticks) for number, ticks in self.ticks.items() if ticks.touched)

    def _row_faults(self) -> Iterator[tuple[int, Text]]:
        for number, ticks in self._ticked():
            one = self.people.get(number)
            if one is not None and _key(ticks) not in self.delivered:
                fault = self._fault(one, ticks)
                if fault is not None:
                    yield number, fault

    def _fault(self, one: Standing, ticks: Ticks) -> Text | None:
        if _key(ticks) is None:
            return BAD_KEY
        if not ticks.parts:
            return NO_PART
        if ticks.wrong and not ticks.note:
            return NO_NOTE
        if one.met and not ticks.again:
            return ALREADY.filled(day=one.last_on)
        return self._section_fault(one, ticks)

    def _section_fault(self, one: Standing, ticks: Ticks) -> Text | None:
        """Ask the section of the round itself, so that no door lets in what another refuses."""
        assert SECTION is not None
        found = [fault for _, fault in faults_of(answers_of(ticks), [SECTION], mode=Mode.HOME)]
        on = self.visited_on.data
        if on is not None:
            day = day_fault(on, today=self.today, born_on=one.born_on, died_on=one.died_on)
            found += [day] if day is not None else []
        return found[0] if found else None

    def _whole_faults(self) -> Iterator[Text]:
        gone = [
            n for n, ticks in self._ticked() if n not in self.people and _key(ticks) not in self.delivered
        ]
        if gone:
            yield GONE.filled(n=len(gone))
        elif not any(True for _ in self._ticked()):
            yield NOBODY


def open_board(people: Sequence[Standing], *, turn: Turn, today: date, day: date) -> BoardForm:
    """Return the board of a page of people, with what was sent of it."""
    form = BoardForm(data={"visited_on": day})
    form.people = {one.person_id: one for one in people}
    form.ticks = _sent(form.people)
    form.delivered = ()
    form.turn, form.today, form.told = turn, today, {}
    return form


def _sent(people: Collection[int]) -> dict[int, Ticks]:
    """Return every row of the page with what was sent of it, and further rows that were ticked."""
    ticked = {int(name[1:]) for name in request.form if name[:1] in ("p", "w") and name[1:].isdecimal()}
    return {number: _ticks(number) for number in [*people, *sorted(ticked - set(people))]}


def _ticks(number: int) -> Ticks:
    sent = request.form
    return Ticks(
        tuple(sent.getlist(f"p{number}")),
        f"w{number}" in sent,
        " ".join(sent.get(f"n{number}", "").split())[:LONGEST_NOTE],
        sent.get(f"k{number}") or str(uuid4()),
        f"g{number}" in sent,
    )


def _key(ticks: Ticks) -> UUID | None:
    try:
        return UUID(ticks.key)
    except ValueError:
        return None


def _entry(ticks: Ticks, on: date) -> VisitEntry:
    answers = {name: answer for name, answer in answers_of(ticks).items() if answer}
    return VisitEntry(
        client_key=UUID(ticks.key), visited_on=on, mode=Mode.HOME, kinds=(Kind.WEEKLY_ROUND,), answers=answers
    )
