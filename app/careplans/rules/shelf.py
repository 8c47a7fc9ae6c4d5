"""The shelf: the catalogue as one looks things up in it, the shipped one with a county's changes laid over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from app.careplans.rules.catalogue import (
    Catalogue,
    Caution,
    Drug,
    DrugClass,
    HealthItem,
    Pair,
    Template,
    TemplateMedicine,
)
from app.careplans.rules.doses import usual_quantity
from app.careplans.rules.names import base_key, name_key, plain_key
from app.careplans.rules.plan import Advice, Medicine, Monitoring, Plan
from app.careplans.rules.vocabulary import Disease, HealthKind, Moment
from app.core.words import Text
from app.policy.pack import PackFault, decode

FOLDER = Path(__file__).parents[1] / "catalogue"

Entry = DrugClass | Drug | Caution | Pair | HealthItem | Template
Kind = TypeVar("Kind", bound=Entry)
Change = tuple[str, str, Mapping[str, Any] | None]

TABLES: Mapping[str, tuple[str, type[Entry]]] = {
    "class": ("classes", DrugClass),
    "drug": ("drugs", Drug),
    "caution": ("cautions", Caution),
    "pair": ("pairs", Pair),
    "item": ("items", HealthItem),
    "template": ("templates", Template),
}
"""The tables of a catalogue file: where each stands in a Catalogue, and the shape of its entries."""

_SPREAD = {
    1: (Moment.MORNING,),
    2: (Moment.MORNING, Moment.EVENING),
    3: (Moment.MORNING, Moment.NOON, Moment.EVENING),
    4: tuple(Moment),
}


class Shelf:
    """A catalogue, to be asked by code, by name and by disease; what is not on it is None."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.drugs = catalogue.drugs
        self.cautions = catalogue.cautions
        self.pairs = catalogue.pairs
        self.items = catalogue.items
        self.templates = catalogue.templates
        self._drugs = by_code(catalogue.drugs)
        self._classes = by_code(catalogue.classes)
        self._items = by_code(catalogue.items)
        self._templates = by_code(catalogue.templates)
        self._named, self._plainly = _names_of(catalogue.drugs)

    def drug(self, code: str) -> Drug | None:
        """Return the medicine of a code."""
        return self._drugs.get(code)

    def named(self, name: str) -> Drug | None:
        """Return the medicine of a name or an alias, whatever salt, dosage form or strength is written with it."""
        # From the most exact reading to the loosest: a slow-release tablet is not its quick namesake.
        for key in (name_key(name), plain_key(name), base_key(name)):
            if (drug := self._named.get(key) or self._plainly.get(key)) is not None:
                return drug
        return None

    def drugs_for(self, disease: Disease) -> tuple[Drug, ...]:
        """Return the medicines of a disease, in the order of the catalogue."""
        return tuple(drug for drug in self.drugs if disease in drug.diseases)

    def klass(self, code: str) -> DrugClass | None:
        """Return the class of a code."""
        return self._classes.get(code)

    def item(self, code: str) -> HealthItem | None:
        """Return the health prescription of a code."""
        return self._items.get(code)

    def items_for(self, disease: Disease, kind: HealthKind | None = None) -> tuple[HealthItem, ...]:
        """Return the health prescriptions of a disease, of one kind or of all."""
        return tuple(i for i in self.items if disease in i.diseases and kind in (None, i.kind))

    def template(self, code: str) -> Template | None:
        """Return the template of a code."""
        return self._templates.get(code)

    def templates_for(self, disease: Disease) -> tuple[Template, ...]:
        """Return the templates of a disease, the first to begin with first."""
        return tuple(template for template in self.templates if template.disease is disease)

    def said(self, field: Literal["stage", "goal"], words: str) -> Text:
        """Return a plan's stage or goal for either reader: a template's words have their English, own words have none."""
        same = (each for each in self.templates if getattr(each, field) == words)
        return Text(words, next((str(getattr(each, f"{field}_en")) for each in same), "") or words)


def by_code(entries: Iterable[Kind]) -> dict[str, Kind]:
    """Return entries by their code."""
    return {entry.code: entry for entry in entries}


@cache
def shipped() -> Catalogue:
    """Return the catalogue that comes with the application: every file of the folder, read strictly."""
    return read_catalogue(FOLDER)


def read_catalogue(folder: Path) -> Catalogue:
    """Return the files of a folder as one catalogue; what does not fit, or stands twice, names its file."""
    tables: dict[str, list[Any]] = {field: [] for field, _shape in TABLES.values()}
    for path in sorted(folder.glob("*.toml")):
        part = decode(path.read_bytes(), Catalogue, file=path.name)
        for field, entries in tables.items():
            entries.extend(_new_to(entries, getattr(part, field), file=path.name))
    return Catalogue(**tables)


def read_entry(table: str, entry: Mapping[str, Any]) -> Entry:
    """Return an entry of a table as its shape reads it; a ValueError says what does not fit."""
    _field, shape = TABLES[table]
    return msgspec.convert(dict(entry), shape)


def laid_over(catalogue: Catalogue, changes: Iterable[Change]) -> Catalogue:
    """Return a catalogue with changes over it, the later over the earlier.

    None takes an entry off the shelf; an empty one says that the catalogue's own holds again.
    """
    tables = {table: by_code(getattr(catalogue, field)) for table, (field, _shape) in TABLES.items()}
    own = {table: dict(entries) for table, entries in tables.items()}
    for table, code, stated in changes:
        entry = read_entry(table, stated) if stated else own[table].get(code)
        if stated is None or entry is None:
            tables[table].pop(code, None)
        else:
            tables[table][code] = entry
    return Catalogue(**{TABLES[table][0]: tuple(entries.values()) for table, entries in tables.items()})


def fill(template: Template, shelf: Shelf) -> Plan:
    """Return the plan a template proposes; what a county took off its shelf is left out."""
    return Plan(
        stage=template.stage,
        goal=template.goal,
        medicines=tuple(
            medicine_of(drug, line)
            for line in template.medicines
            if (drug := shelf.drug(line.drug)) is not None
        ),
        advice=tuple(advice_of(item) for code in template.advice if (item := shelf.item(code)) is not None),
        monitoring=tuple(
            Monitoring(line.measured, line.times, line.per, line.target, line.by)
            for line in template.monitoring
        ),
    )


def medicine_of(drug: Drug, line: TemplateMedicine | None = None) -> Medicine:
    """Return a medicine as the catalogue usually gives it, with what a template says otherwise.

    ``times`` of what is taken only as needed is the most in a day; the quantity counts on one use a day.
    """
    line = line or TemplateMedicine(drug=drug.code)
    dose, times = line.dose or drug.usual_dose, line.times or drug.usual_times
    usual = drug.usual_moments if times == drug.usual_times else _SPREAD.get(times, ())
    return Medicine(
        name=drug.zh,
        strength=line.strength or drug.strengths[0],
        dose=dose,
        unit=drug.unit,
        times=times,
        days=line.days,
        quantity=usual_quantity(dose, 1 if drug.as_needed else times, line.days),
        route=drug.route,
        moments=line.moments or usual,
        meal=drug.meal,
        code=drug.code,
        as_needed=drug.as_needed,
    )


def advice_of(item: HealthItem) -> Advice:
    """Return a health prescription with its usual figures."""
    return Advice(item.kind, item.code, {name: bound.value for name, bound in item.figures.items()})


def _names_of(drugs: Sequence[Drug]) -> tuple[dict[str, Drug], dict[str, Drug]]:
    """Return the medicines by the names on file, and by plain names that belong to one of them alone."""
    named = {name_key(name): drug for drug in drugs for name in (drug.zh, drug.en, *drug.aliases)}
    owners: dict[str, set[str]] = {}
    for key, drug in named.items():
        owners.setdefault(plain_key(key), set()).add(drug.code)
    plainly = {plain_key(key): drug for key, drug in named.items() if len(owners[plain_key(key)]) == 1}
    return named, plainly


def _new_to(known: Sequence[Entry], entries: Sequence[Entry], *, file: str) -> Sequence[Entry]:
    codes = [entry.code for entry in known]
    for entry in entries:
        if entry.code in codes:
            raise PackFault(file, entry.code, "stands twice in the catalogue")
        codes.append(entry.code)
    return entries
