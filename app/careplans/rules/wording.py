"""What the lines of a plan say in words: how a medicine is taken, what is advised, what is measured."""

from __future__ import annotations

from collections.abc import Mapping

from app.careplans.rules.catalogue import Drug, HealthItem
from app.careplans.rules.plan import Advice, Medicine, Monitoring
from app.careplans.rules.targets import target_told
from app.careplans.rules.vocabulary import DoseUnit, Meal, Per
from app.core.words import Text, listed

EACH = Text("每次 {dose} {unit}", "{dose} {unit} each time")
NEEDED = Text("需要时用，一天最多 {n} 次", "when needed, at most {often}")
ONLY_NEEDED = Text("需要时用", "when needed")
QUANTITY = Text("{days} 天，共 {amount} {unit}", "{days} days, {amount} {unit} in all")
TARGET = Text("目标 {target}", "target {target}")


def plain(amount: float) -> str:
    """Return an amount as people write it: 1, 0.5, 12.5."""
    return f"{amount:.3f}".rstrip("0").rstrip(".")


def named(medicine: Medicine) -> str:
    """Return a medicine with its strength, as the box says it."""
    return " ".join(part for part in (medicine.name, medicine.strength) if part)


def called(medicine: Medicine, drug: Drug | None) -> Text:
    """Return a medicine with its strength, in English by the catalogue's name where it knows the medicine."""
    en = " ".join(part for part in (drug.en if drug else medicine.name, medicine.strength) if part)
    return Text(named(medicine), en)


def one_dose(medicine: Medicine) -> Text:
    """Return how much of a medicine is taken each time."""
    return EACH.filled(dose=plain(medicine.dose), unit=medicine.unit.counting(medicine.dose))


def dose_told(words: str) -> Text:
    """Return a dose as a form keeps it, ``1 片``, for either reader; what is worded in another way stays as it is."""
    amount, _space, unit = words.partition(" ")
    known = next((one for one in DoseUnit if one.zh == unit), None)
    if known is None or not amount.replace(".", "", 1).isdecimal():
        return Text(words, words)
    return Text(words, f"{amount} {known.counting(float(amount)).en}")


def how_taken(medicine: Medicine) -> Text:
    """Return how much of a medicine is taken, how often, when, and which way."""
    parts = [one_dose(medicine), _how_often(medicine)]
    if medicine.moments:
        parts.append(_within(listed([moment.text for moment in medicine.moments])))
    if medicine.meal is not Meal.ANY:
        parts.append(_within(medicine.meal.text))
    return _joined([*parts, _within(medicine.route.text)])


def how_much(medicine: Medicine) -> Text:
    """Return for how long a medicine was written, and how much of it."""
    unit = medicine.unit.counting(medicine.quantity)
    return QUANTITY.filled(days=medicine.days, amount=plain(medicine.quantity), unit=unit)


def advised(advice: Advice, item: HealthItem | None) -> Text:
    """Return a health prescription in words, with its figures as agreed; own words follow the catalogue's."""
    own = Text(advice.words, advice.words)
    if item is None:
        return own if advice.words else advice.kind.text
    said = filled_in(item, advice.figures)
    return said.joined(own) if advice.words else said


def filled_in(item: HealthItem, figures: Mapping[str, float]) -> Text:
    """Return a catalogue entry with its figures: those agreed, else the usual ones."""
    usual = {name: bound.value for name, bound in item.figures.items()}
    agreed = {name: value for name, value in figures.items() if name in usual}
    return item.text.filled(**{name: plain(value) for name, value in (usual | agreed).items()})


def how_measured(line: Monitoring) -> Text:
    """Return how often something is measured, by whom, and what it should be."""
    parts = [line.per.often(line.times)]
    if line.target:
        parts.append(TARGET.filled(target=target_told(line.target)))
    return _joined([*parts, _within(line.by.text)])


def _how_often(medicine: Medicine) -> Text:
    often = Per.DAY.often(medicine.times)
    if medicine.as_needed:
        return NEEDED.filled(n=medicine.times, often=often) if medicine.times else ONLY_NEEDED
    return often


def _within(term: Text) -> Text:
    """Return a term as it stands inside a sentence, without its capitals."""
    return Text(term.zh, term.en.lower())


def _joined(parts: list[Text]) -> Text:
    return Text("，".join(part.zh for part in parts), ", ".join(part.en for part in parts))
