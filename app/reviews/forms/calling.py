"""What is asked when a visit is confirmed by telephone or at the door."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from app.people.rules import tidy_words
from app.reviews.rules.calling import CallEntry
from app.reviews.rules.vocabulary import CallWay, Done, Reached, Told
from app.web.forms import Form, OneOf, SomeOf

LONGEST = 400


class CallForm(Form):
    """Who was asked and how, whether somebody came, when, and what was done."""

    way = OneOf(_l("怎样核实"), CallWay, [InputRequired()])
    reached = OneOf(_l("问到了谁"), Reached, [InputRequired()])
    came = OneOf(_l("那次随访有没有人来过（电话随访：有没有打来过）"), Told, [Optional()])
    on_that_day = OneOf(_l("是不是那天，或前后一两天"), Told, [Optional()])
    done = SomeOf(_l("做了什么（可多选）"), Done, [Optional()])
    note = StringField(
        _l("说明（可不填，不要写号码）"), [Optional(), Length(max=LONGEST)], filters=[tidy_words]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask the questions that follow from the ones before; nothing done excludes anything done."""
        if not super().validate(extra_validators):
            return False
        if self.reached.data is not Reached.NOBODY:
            self._ask()
        return not self.errors

    def entry(self) -> CallEntry:
        """Return the attempt as a plain value."""
        if self.reached.data is Reached.NOBODY:
            return CallEntry(self.way.data, self.reached.data, note=self.note.data or "")
        came = self.came.data is Told.YES
        return CallEntry(
            self.way.data,
            self.reached.data,
            came=self.came.data,
            on_that_day=self.on_that_day.data if came else None,
            done=frozenset(self.done.data or ()) if came else frozenset(),
            note=self.note.data or "",
        )

    def _ask(self) -> None:
        if self.came.data is None:
            self.came.errors = [_("请填写这一项。")]
        elif self.came.data is Told.YES and self.on_that_day.data is None:
            self.on_that_day.errors = [_("请填写这一项。")]
        done = frozenset(self.done.data or ())
        if Done.NOTHING in done and len(done) > 1:
            self.done.errors = [_("选了“什么也没做”，就不要再选别的。")]
