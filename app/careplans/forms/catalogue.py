"""An entry of the catalogue as a form: every field of its table, read by the very shapes the shipped files are read by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FormField
from wtforms.validators import DataRequired, InputRequired, Optional

from app.careplans.forms.entry import SOURCE, EntryForm, Ticked
from app.careplans.forms.entryfields import (
    NAMED,
    BoundForm,
    LineForm,
    MeasureForm,
    Names,
    a_sentence,
    bound_data,
    choices_from,
    label,
    line_data,
    measure_data,
    names_of,
)
from app.careplans.forms.fields import Figure
from app.careplans.rules.catalogue import Template
from app.careplans.rules.entrywords import title_of
from app.careplans.rules.shelf import Entry, Shelf
from app.careplans.rules.vocabulary import (
    Barred,
    Circumstance,
    Disease,
    DoseUnit,
    HealthKind,
    Meal,
    Moment,
    Route,
)
from app.policy.terms import Condition
from app.web.forms import Lines, OneFrom, SomeOf

SPARE, MOST_LINES = 2, 60
# What a new entry is called until it has a code of its own.
NEW = "new"
PARTS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "figures": bound_data,
    "medicines": line_data,
    "monitoring": measure_data,
}


class ClassForm(EntryForm):
    """A class of medicines."""

    table = "class"
    layout = ((_l("名称"), ("zh", "en")), SOURCE)


class DrugForm(EntryForm):
    """A medicine by its generic name, with every field the catalogue keeps."""

    table = "drug"
    layout = (
        (_l("名称"), ("zh", "en", "aliases", "form", "strengths")),
        (_l("每日范围"), ("daily_least", "daily_most", "measured_in", "barred")),
        (
            _l("平常的用法"),
            ("usual_dose", "unit", "usual_times", "as_needed", "usual_moments", "meal", "route"),
        ),
        (_l("类别和病种"), ("diseases", "classes")),
        (_l("提醒"), ("allergens", "caution", "caution_en")),
        SOURCE,
    )

    aliases = Names(label("aliases"), description=_l("几个名字用顿号隔开。"))
    form = a_sentence("form", DataRequired())
    strengths = Names(
        label("strengths"), [DataRequired()], description=_l("常用的写在最前，用顿号隔开：5mg、10mg。")
    )
    daily_least = Figure(label("daily_least"), [InputRequired()])
    daily_most = Figure(label("daily_most"), [InputRequired()])
    measured_in = a_sentence("measured_in", DataRequired(), default="mg")
    barred = OneFrom(label("barred"), Barred, [Optional()], blank=_l("可以长期处方"))
    usual_dose = Figure(label("usual_dose"), [InputRequired()])
    unit = OneFrom(label("unit"), DoseUnit, [InputRequired()])
    usual_times = Figure(label("usual_times"), [InputRequired()], whole=True)
    as_needed = BooleanField(label("as_needed"))
    usual_moments = SomeOf(label("usual_moments"), Moment)
    meal = OneFrom(label("meal"), Meal, [Optional()], default=Meal.ANY)
    route = OneFrom(label("route"), Route, [Optional()], default=Route.ORAL)
    diseases = SomeOf(label("diseases"), Disease, description=_l("都不选：只供核对，不供选用。"))
    classes = Ticked(label("classes"), [InputRequired()])
    allergens = Names(label("allergens"))
    caution = a_sentence("caution", Optional())
    caution_en = a_sentence("caution_en", Optional())


class CautionForm(EntryForm):
    """A warning of a medicine or a class in somebody."""

    table = "caution"
    layout = (
        (_l("提醒"), ("zh", "en", "of")),
        (_l("对什么样的人"), ("conditions", "circumstances", "age_from")),
        SOURCE,
    )

    of = Names(label("of"), [DataRequired()], description=_l("写通用名或类别的名称，用顿号隔开。"))
    conditions = SomeOf(label("conditions"), Condition)
    circumstances = SomeOf(label("circumstances"), Circumstance)
    age_from = Figure(label("age_from"), whole=True)


class PairForm(EntryForm):
    """A warning of two medicines or classes taken together."""

    table = "pair"
    layout = ((_l("提醒"), ("zh", "en", "one", "other")), SOURCE)

    one = Names(label("one"), [DataRequired()], description=_l("写通用名或类别的名称，用顿号隔开。"))
    other = Names(label("other"), [DataRequired()])


class ItemForm(EntryForm):
    """One health prescription, with the figures of its sentence."""

    table = "item"
    layout = (
        (_l("句子"), ("zh", "en", "figures")),
        (
            _l("用在哪里"),
            ("kind", "topic", "diseases", "rank", "against", "unless_conditions", "unless_circumstances"),
        ),
        SOURCE,
    )

    figures = Lines(FormField(BoundForm), label("figures"), max_entries=MOST_LINES)
    kind = OneFrom(label("kind"), HealthKind, [InputRequired()])
    topic = a_sentence("topic", DataRequired(), description=_l("小写英文，例如 salt、fluid、exercise。"))
    diseases = SomeOf(label("diseases"), Disease)
    rank = Figure(label("rank"), [InputRequired()], whole=True, default=3)
    against = Names(label("against"))
    unless_conditions = SomeOf(label("unless_conditions"), Condition)
    unless_circumstances = SomeOf(label("unless_circumstances"), Circumstance)


class TemplateForm(EntryForm):
    """A whole plan for a disease at a stage."""

    table = "template"
    layout = (
        (_l("名称和阶段"), ("zh", "en", "stage", "stage_en", "goal", "goal_en")),
        (_l("治疗处方"), ("medicines",)),
        (_l("健康处方"), ("advice",)),
        (_l("监测处方"), ("monitoring",)),
        SOURCE,
    )

    stage = a_sentence("stage", DataRequired())
    stage_en = a_sentence("stage_en", Optional())
    goal = a_sentence("goal", Optional())
    goal_en = a_sentence("goal_en", Optional())
    medicines = Lines(FormField(LineForm), label("medicines"), max_entries=MOST_LINES)
    advice = Ticked(label("advice"))
    monitoring = Lines(FormField(MeasureForm), label("monitoring"), max_entries=MOST_LINES)
    offered: Sequence[Any] = ()

    def _stated(self) -> dict[str, Any]:
        told = super()._stated()
        return told | {"stage_en": told.get("stage_en") or told.get("stage", "")}


FORMS: Mapping[str, type[EntryForm]] = {
    form.table: form for form in (DrugForm, CautionForm, PairForm, ItemForm, TemplateForm, ClassForm)
}


def entry_form(
    table: str, *, shelf: Shelf, entry: Entry | None, seen: int, disease: Disease | None = None
) -> EntryForm:
    """Return the form of a table, filled with an entry, or empty for a new one of a disease."""
    data = _data_of(entry, shelf) if entry else {}
    form = FORMS[table](data=data | {"seen": str(seen)})
    form.shelf, form.code, form.given = shelf, entry.code if entry else NEW, {}
    if isinstance(form, DrugForm):
        form.classes.choices = choices_from(shelf.catalogue.classes, title_of)
    if isinstance(form, TemplateForm):
        _for_disease(form, entry.disease if isinstance(entry, Template) else disease)
    for name in PARTS:
        _spare_lines(form, name)
    return form


def _data_of(entry: Entry, shelf: Shelf) -> dict[str, Any]:
    """Return an entry as its form shows it."""
    data: dict[str, Any] = {}
    for name in entry.__struct_fields__:
        value = getattr(entry, name)
        if name in PARTS:
            pairs = value.items() if isinstance(value, Mapping) else ((one,) for one in value)
            data[name] = [PARTS[name](*pair) for pair in pairs]
        elif name in NAMED:
            data[name] = names_of(value, shelf)
        else:
            data[name] = sorted(value, key=str) if isinstance(value, frozenset) else value
    return data


def _for_disease(form: TemplateForm, disease: Disease | None) -> None:
    """Offer what the catalogue has for the disease of a template."""
    form.given = {"disease": disease.value} if disease else {}
    drugs = form.shelf.drugs_for(disease) if disease else form.shelf.drugs
    items = form.shelf.items_for(disease) if disease else form.shelf.items
    form.advice.choices = choices_from(items, title_of)
    form.offered = [("", _("（不用）")), *choices_from(drugs, title_of)]


def _spare_lines(form: EntryForm, name: str) -> None:
    """Leave a few empty lines to write on, and offer the medicines in each."""
    if name not in form:
        return
    if not form.is_submitted():
        for _spare in range(SPARE):
            form[name].append_entry()
    if isinstance(form, TemplateForm) and name == "medicines":
        for line in form.medicines:
            line.form.drug.choices = form.offered
