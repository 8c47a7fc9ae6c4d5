"""续方: medicine given out, and what a prescription over four weeks or under guidance asks for beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.careplans.forms.fields import Figure, tidy
from app.careplans.forms.steps import LONGEST_NOTE, gone_by
from app.careplans.rules.doses import runs_out_on
from app.careplans.rules.issuing import IssueEntry
from app.careplans.rules.plan import LongTerm, Remote
from app.core.words import Text
from app.people.rules import tidy_words
from app.web.forms import Form
from app.web.language import spoken

BAD_KEY = Text(
    "这一页的编号不对，请重新打开本页。", "The key of this page is not valid; please open the page anew."
)
# Where a fault of the rules is shown; what concerns no field of this form is said of the days.
PLACES = {
    "long_term-assessment": "assessment",
    "long_term-taught": "taught",
    "long_term-note": "long_note",
    "long_term-signed_by": "signed_by",
}
Faults = Callable[[IssueEntry], Iterable[tuple[str, Text]]]


class IssueForm(Form):
    """Medicine given out under the version in force; ``asked_of`` is what the rules say of it."""

    asked_of: Faults
    client_key = HiddenField()
    issued_on = DateField(_l("哪天开的药"), [InputRequired(), gone_by])
    days = Figure(_l("开几天的药"), [InputRequired()], whole=True)
    assessment = StringField(_l("评估：病情是否稳定、依从性怎样"), [Optional(), Length(max=LONGEST_NOTE)])
    taught = BooleanField(_l("已向本人说明用法、自测和什么情况马上就医"))
    long_note = StringField(_l("病历里怎么记的"), [Optional(), Length(max=LONGEST_NOTE)])
    signed_by = StringField(_l("签名确认的人（本人或家人）"), [Optional(), Length(max=80)])
    remote_hospital = StringField(_l("上级医院"), [Optional(), Length(max=80)])
    remote_doctor = StringField(_l("指导医生"), [Optional(), Length(max=80)])
    remote_on = DateField(_l("指导日期"), [Optional(), gone_by])
    issue_note = StringField(_l("备注（可不填）"), [Optional(), Length(max=LONGEST_NOTE)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then that guidance is told whole, then what the rules say of the days."""
        fine = bool(super().validate(extra_validators))
        if _key(self.client_key.data) is None:
            self.form_errors.append(BAD_KEY.said_in(spoken()))
            return False
        self._ask_remote()
        if not fine or self.errors:
            return False
        for place, fault in self.asked_of(self.entry()):
            field = self._field(place)
            field.errors = [*field.errors, fault.said_in(spoken())]
        return not self.errors

    def entry(self) -> IssueEntry:
        """Return what was given out."""
        key = _key(self.client_key.data)
        assert key is not None and self.issued_on.data is not None
        return IssueEntry(
            client_key=key,
            issued_on=self.issued_on.data,
            days=self.days.data,
            long_term=self._long_term(),
            remote=self._remote(),
            note=tidy_words(self.issue_note.data),
        )

    def ends_on(self, *, most: int, at_home: int) -> date | None:
        """Return the day it will run out after what is at home, None where that is no day that could be."""
        days = self.days.data
        if self.issued_on.data is None or self.issued_on.errors:
            return None
        if not isinstance(days, int) or not 0 < days <= most:
            return None
        return runs_out_on(self.issued_on.data, at_home + days)

    @property
    def long_opened(self) -> bool:
        """Whether something of the four conditions is filled in or missing."""
        fields = (self.assessment, self.taught, self.long_note, self.signed_by)
        return any(field.data or field.errors for field in fields)

    @property
    def remote_opened(self) -> bool:
        """Whether something of the guidance is filled in or missing."""
        return any(field.data or field.errors for field in self._remote_fields())

    def _long_term(self) -> LongTerm | None:
        told = LongTerm(
            assessment=tidy_words(self.assessment.data),
            taught=bool(self.taught.data),
            note=tidy_words(self.long_note.data),
            signed_by=tidy_words(self.signed_by.data),
        )
        return told if any((told.assessment, told.taught, told.note, told.signed_by)) else None

    def _remote(self) -> Remote | None:
        if self.remote_on.data is None:
            return None
        hospital, doctor = tidy_words(self.remote_hospital.data), tidy_words(self.remote_doctor.data)
        return Remote(hospital, doctor, self.remote_on.data)

    def _ask_remote(self) -> None:
        given = [field for field in self._remote_fields() if field.data or field.errors]
        if given:
            for field in self._remote_fields():
                if not field.data and not field.errors:
                    field.errors = [_("写上级指导的，医院、医生和日期都要写。")]

    def _remote_fields(self) -> Iterator[Field]:
        yield from (self.remote_hospital, self.remote_doctor, self.remote_on)

    def _field(self, place: str) -> Field:
        field: Field = self[PLACES.get(place, "days")]
        return field


class VoidIssueForm(Form):
    """Why medicine on record was not given out so."""

    reason = StringField(_l("哪里记错了"), [DataRequired(), Length(max=200)], filters=[tidy])


def _key(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
