"""What every entry of the catalogue says on its form, read by the very shapes the shipped files are read by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, FieldList, HiddenField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.careplans.forms.entryfields import NAMED, Names, a_sentence, label
from app.careplans.forms.shelving import read_number
from app.careplans.rules.entries import faults_in
from app.careplans.rules.shelf import Entry, Shelf, read_entry
from app.core import clock
from app.core.labels import Labelled
from app.web.forms import Form
from app.web.language import spoken

AT = re.compile(r"\$\.(\w+)")


class Ticked(SelectMultipleField):
    """Several entries of the catalogue, as chips to touch."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class EntryForm(Form):
    """What every entry says: its words in both languages, where they were read, and of which day that is."""

    table: ClassVar[str]
    layout: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]]
    shelf: Shelf
    code: str
    given: Mapping[str, Any]

    seen = HiddenField()
    zh = a_sentence("zh", DataRequired())
    en = a_sentence("en", Optional(), description=_l("不填则两种语言的界面都用中文。"))
    source = a_sentence("source", DataRequired())
    dated_on = DateField(label("dated_on"), [InputRequired()])
    confirmed = BooleanField(label("confirmed"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what the shape of the entry asks, then whether it holds together."""
        fine = bool(super().validate(extra_validators))
        stated = self._stated()
        if not fine or self.errors:
            return False
        try:
            entry = read_entry(self.table, stated)
        except msgspec.ValidationError as fault:
            self._blame(str(fault))
            return False
        today = clock.today()
        for name, sentence in faults_in(self.table, entry, catalogue=self.shelf.catalogue, today=today):
            self._say(name, sentence.said_in(spoken()))
        return not self.errors

    def entry(self) -> Entry:
        """Return the entry of a form that was accepted."""
        return read_entry(self.table, self._stated())

    @property
    def change_seen(self) -> int:
        """The county's change that spoke when the form was opened, 0 for none."""
        return read_number(self.seen.data)

    def _stated(self) -> dict[str, Any]:
        """Return what the form says, as a catalogue file would."""
        skipped = {"csrf_token", "seen"}
        told = {field.short_name: self._value_of(field) for field in self if field.short_name not in skipped}
        told["en"] = told["en"] or told["zh"]
        return {name: value for name, value in told.items() if value is not None} | {
            "code": self.code,
            **self.given,
        }

    def _value_of(self, field: Field) -> Any:
        if isinstance(field, FieldList):
            lines = [stated for part in field for stated in part.form.stated()]
            return dict(lines) if field.short_name == "figures" else lines
        if isinstance(field, Names):
            return field.codes(self.shelf) if field.short_name in NAMED else field.data
        if isinstance(field.data, list):
            return [one.value if isinstance(one, Labelled) else one for one in field.data]
        return field.data.value if isinstance(field.data, Labelled) else field.data

    def _blame(self, fault: str) -> None:
        """Say beside the field that the shape of an entry does not take what stands in it."""
        found = AT.search(fault)
        name = found[1] if found else ""
        self._say(name, _("这一项是空的，或超出了可填的范围，请核对。"))

    def _say(self, name: str, sentence: str) -> None:
        if name in self._fields:
            self[name].errors = [*self[name].errors, sentence]
        else:
            self.form_errors.append(sentence)


SOURCE = (_l("来源"), ("source", "dated_on", "confirmed"))
