"""The pieces the forms of the catalogue are made of: labels in both languages, several names on one line, named codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import Field, SelectField, StringField
from wtforms.validators import Length, Optional
from wtforms.widgets import TextInput

from app.careplans.forms.fields import Figure, Part, a_line, tidy
from app.careplans.rules.catalogue import Bound, TemplateMedicine, TemplateMonitoring
from app.careplans.rules.entrywords import FIELD_WORDS
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.vocabulary import Measured, Measurer, Moment, Per
from app.core.labels import Labelled
from app.core.words import Text
from app.web.forms import OneFrom, SomeOf
from app.web.language import spoken

LONGEST_SENTENCE = 200
LONGEST_NAMES = 400
# The fields in which medicines and classes are named.
NAMED = ("of", "one", "other")
BETWEEN = re.compile(r"[、，,;；\n]")
UNKNOWN = Text(
    "目录里没有“{name}”，请用通用名或类别的名称。",
    "“{name}” is not in the catalogue; use a generic name or the name of a class.",
)


class Stricter(Labelled):
    """从严的方向: which of two figures is the more careful one."""

    LOWER = "lower", "数小的更严", "The lower is stricter"
    HIGHER = "higher", "数大的更严", "The higher is stricter"


def lazily(text: Text) -> Any:
    """Return a text that is said in the language of whoever opens the form."""
    return LazyString(lambda: text.said_in(spoken()))


def label(name: str) -> Any:
    """Return what a field of an entry is called."""
    return lazily(FIELD_WORDS[name])


def a_sentence(name: str, *validators: Any, **options: Any) -> Any:
    """Return a field of one sentence."""
    checks = [*validators, Length(max=LONGEST_SENTENCE)]
    return StringField(label(name), checks, filters=[tidy], **options)


class Names(Field):
    """Several names on one line, parted by commas of either kind."""

    widget = TextInput()

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "、".join(self.data or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Part the names."""
        typed = str(valuelist[0])[:LONGEST_NAMES] if valuelist else ""
        self.data = tuple(dict.fromkeys(name for each in BETWEEN.split(typed) if (name := tidy(each))))

    def codes(self, shelf: Shelf) -> list[str]:
        """Return the codes of the medicines and classes named; a name nobody knows becomes a fault."""
        found = []
        for name in self.data or ():
            code = code_of(name, shelf)
            if code is None:
                self.errors = [*self.errors, UNKNOWN.filled(name=name).said_in(spoken())]
            else:
                found.append(code)
        return found


def code_of(name: str, shelf: Shelf) -> str | None:
    """Return the code of a medicine or a class by its name; part of a class's name will do where it is the only one."""
    classes = shelf.catalogue.classes
    for klass in classes:
        if name.casefold() in (klass.zh.casefold(), klass.en.casefold(), klass.code):
            return klass.code
    if (drug := shelf.drug(name) or shelf.named(name)) is not None:
        return drug.code
    alike = [klass.code for klass in classes if name.casefold() in f"{klass.zh} {klass.en}".casefold()]
    return alike[0] if len(alike) == 1 else None


class BoundForm(Part):
    """A figure of a health prescription; a line without a name is no line."""

    name = a_line(_l("句子里的名字（小写字母）"), most=20)
    value = Figure(_l("平常的数"))
    unit = a_line(_l("单位"), most=20)
    unit_en = a_line(_l("单位（英文）"), most=20)
    stricter = OneFrom(_l("哪个更严"), Stricter, [Optional()], default=Stricter.LOWER)

    def stated(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the figure under its name."""
        if self.name.data:
            told = {"value": self.value.data, "unit": self.unit.data, "unit_en": self.unit_en.data or ""}
            yield self.name.data, told | {"stricter": (self.stricter.data or Stricter.LOWER).value}


class LineForm(Part):
    """A medicine of a template; what is left empty is as usual for it."""

    drug = SelectField(_l("药"), [Optional()], choices=())
    strength = a_line(_l("规格（不填按平常）"), most=40)
    dose = Figure(_l("每次用量（不填按平常）"))
    times = Figure(_l("每天几次（不填按平常）"), whole=True)
    days = Figure(_l("用几天"), whole=True)
    moments = SomeOf(_l("什么时候用"), Moment)

    def stated(self) -> Iterator[dict[str, Any]]:
        """Yield the medicine, if one is chosen."""
        if self.drug.data:
            yield {
                "drug": self.drug.data,
                "strength": self.strength.data or "",
                "dose": self.dose.data or 0,
                "times": self.times.data or 0,
                "days": self.days.data or 28,
                "moments": [one.value for one in Moment if one in (self.moments.data or ())],
            }


class MeasureForm(Part):
    """A line of a template's monitoring."""

    measured = OneFrom(_l("测什么"), Measured, [Optional()], blank=_l("请选"))
    times = Figure(_l("几次"), whole=True)
    per = OneFrom(_l("周期"), Per, [Optional()], default=Per.WEEK)
    target = a_line(_l("目标"), most=60)
    by = OneFrom(_l("由谁测"), Measurer, [Optional()], default=Measurer.PATIENT)

    def stated(self) -> Iterator[dict[str, Any]]:
        """Yield the line, if it says what is measured."""
        if self.measured.data:
            yield {
                "measured": self.measured.data.value,
                "times": self.times.data or 1,
                "per": (self.per.data or Per.WEEK).value,
                "target": self.target.data or "",
                "by": (self.by.data or Measurer.PATIENT).value,
            }


def names_of(codes: Sequence[str], shelf: Shelf) -> tuple[str, ...]:
    """Return what codes of medicines and classes are called, for a field in which names are typed."""
    entries = [shelf.drug(code) or shelf.klass(code) for code in codes]
    return tuple(entry.text.said_in(spoken()) for entry in entries if entry)


def choices_from(entries: Sequence[Any], title: Callable[[Any], Text]) -> list[tuple[str, str]]:
    """Return entries of the catalogue as choices."""
    return [(entry.code, title(entry).said_in(spoken())) for entry in entries]


def bound_data(name: str, bound: Bound) -> dict[str, Any]:
    """Return a figure as its line of the form shows it."""
    shown = {"name": name, "value": bound.value, "unit": bound.unit, "unit_en": bound.unit_en}
    return shown | {"stricter": Stricter(bound.stricter)}


def line_data(line: TemplateMedicine) -> dict[str, Any]:
    """Return a medicine of a template as its line of the form shows it; what is as usual stays empty."""
    shown = {"drug": line.drug, "strength": line.strength, "days": line.days, "moments": list(line.moments)}
    return shown | {"dose": line.dose or None, "times": line.times or None}


def measure_data(line: TemplateMonitoring) -> dict[str, Any]:
    """Return a line of monitoring as the form shows it."""
    return {name: getattr(line, name) for name in line.__struct_fields__}
