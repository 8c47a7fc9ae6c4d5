"""Contacts, allergies and medicines: added, and ended with a reason."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.people.rules import (
    AllergyEntry,
    ContactEntry,
    ContactKind,
    DrugEntry,
    Severity,
    read_phone,
    tidy_words,
)
from app.record.forms.fields import Day, gone_by, readable
from app.web.forms import Form, OneOf

WRITTEN = {"autocomplete": "off"}


class ContactForm(Form):
    """Whom to call about a resident."""

    kind = OneOf(_l("和居民的关系"), ContactKind, [InputRequired()])
    name = StringField(_l("联系人姓名"), [DataRequired(), Length(max=80)], render_kw=WRITTEN)
    phone = StringField(
        _l("联系人电话"),
        [Optional(), Length(max=40), readable],
        render_kw=WRITTEN | {"inputmode": "tel"},
    )
    note = StringField(_l("说明（可不填）"), [Optional(), Length(max=200)])

    def entry(self) -> ContactEntry:
        """Return the contact as stated."""
        return ContactEntry(
            kind=self.kind.data,
            name=tidy_words(self.name.data),
            phone=read_phone(self.phone.data),
            note=tidy_words(self.note.data),
        )


class AllergyForm(Form):
    """What a resident does not bear."""

    substance = StringField(
        _l("对什么过敏（药物、食物等）"), [DataRequired(), Length(max=80)], render_kw=WRITTEN
    )
    reaction = StringField(_l("有什么反应（可不填）"), [Optional(), Length(max=200)])
    severity = OneOf(_l("反应轻重"), Severity, [Optional()])
    noted_on = Day(_l("哪天得知"), [InputRequired(), gone_by])

    def entry(self) -> AllergyEntry:
        """Return the allergy as stated."""
        return AllergyEntry(
            substance=tidy_words(self.substance.data),
            noted_on=self.noted_on.day,
            reaction=tidy_words(self.reaction.data),
            severity=self.severity.data,
        )


class DrugForm(Form):
    """What a resident takes."""

    name = StringField(_l("药名"), [DataRequired(), Length(max=80)], render_kw=WRITTEN)
    dose = StringField(_l("每次用量（如 5 mg）"), [Optional(), Length(max=80)], render_kw=WRITTEN)
    frequency = StringField(_l("用法（如 每日 1 次）"), [Optional(), Length(max=80)], render_kw=WRITTEN)
    started_on = Day(_l("从哪天开始用"), [InputRequired(), gone_by])

    def entry(self) -> DrugEntry:
        """Return the medicine as stated."""
        return DrugEntry(
            name=tidy_words(self.name.data),
            started_on=self.started_on.day,
            dose=tidy_words(self.dose.data),
            frequency=tidy_words(self.frequency.data),
        )


class EndDetailForm(Form):
    """Why a contact or an allergy holds no more."""

    reason = StringField(_l("原因"), [DataRequired(), Length(max=200)])


class EndDrugForm(EndDetailForm):
    """Since when and why a medicine is no longer taken."""

    ends_on = Day(_l("从哪天起停用"), [InputRequired(), gone_by])
