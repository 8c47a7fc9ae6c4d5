"""What is asked before a version is signed, sent back or withdrawn, and before a plan ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, StringField
from wtforms.fields import Field
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.careplans.rules.draft import FIRST_YEAR
from app.careplans.rules.vocabulary import EndReason
from app.core import clock
from app.people.rules import tidy_words
from app.web.forms import Form, OneOf

LONGEST_NOTE = 400


def gone_by(_form: BaseForm, field: Field) -> None:
    """Refuse a day that is not here yet, or whose year is a slip."""
    if field.data is not None and field.data > clock.today():
        raise ValidationError(_("这一天还没到，请填今天或以前的日期。"))
    if field.data is not None and field.data.year < FIRST_YEAR:
        raise ValidationError(_("年份不对，请核对。"))


class SignForm(Form):
    """The family doctor's signature, and whether the medicine is given out with it."""

    issues = BooleanField(_l("同时按此方开药"))
    sign_note = StringField(_l("签字说明（可不填）"), [Optional(), Length(max=LONGEST_NOTE)])

    @property
    def note(self) -> str:
        """What was said with the signature."""
        return tidy_words(self.sign_note.data)


class SendBackForm(Form):
    """What has to be changed before it can be signed."""

    back_note = StringField(_l("要改什么（会告诉提出的人）"), [DataRequired(), Length(max=LONGEST_NOTE)])

    @property
    def note(self) -> str:
        """What has to be changed."""
        return tidy_words(self.back_note.data)


class WithdrawForm(Form):
    """Why a version that is not in force is taken back."""

    withdraw_note = StringField(_l("为什么撤回"), [DataRequired(), Length(max=LONGEST_NOTE)])

    @property
    def note(self) -> str:
        """Why it is taken back."""
        return tidy_words(self.withdraw_note.data)


class EndForm(Form):
    """From which day a plan holds no more, and why."""

    ends_on = DateField(_l("从哪天起结束"), [InputRequired(), gone_by])
    reason = OneOf(_l("结束原因"), EndReason, [InputRequired()])
    end_note = StringField(_l("说明（选“其他”时必填）"), [Optional(), Length(max=LONGEST_NOTE)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask what the other reason is."""
        if not super().validate(extra_validators):
            return False
        if self.reason.data is EndReason.OTHER and not self.note:
            self.end_note.errors = [_("请写明是什么原因。")]
        return not self.errors

    @property
    def day(self) -> date:
        """The day of a form that was accepted."""
        assert self.ends_on.data is not None
        return self.ends_on.data

    @property
    def note(self) -> str:
        """What was said about the end."""
        return tidy_words(self.end_note.data)
