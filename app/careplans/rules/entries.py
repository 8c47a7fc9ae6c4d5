"""What an entry of the catalogue must be beyond its shape: whole in itself, and pointing only to what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from string import Formatter
from typing import Any, NamedTuple

import msgspec

from app.careplans.rules.catalogue import Catalogue, Caution, Drug, HealthItem, Pair, Template
from app.careplans.rules.doses import daily_amount
from app.careplans.rules.names import name_key
from app.careplans.rules.shelf import TABLES, Entry, medicine_of
from app.careplans.rules.vocabulary import DoseUnit
from app.careplans.rules.wording import plain
from app.core.words import Text

WEIGHED = ("mg", "μg", "U")
FIRST_YEAR = 1990
Fault = tuple[str, Text]

RANGE = Text("每日最多不能小于每日最少。", "The most in a day cannot be less than the least.")
MEASURED_IN = Text(
    "请填 mg、μg、U，或与用量单位相同的 {unit}。",
    "Enter mg, μg or U, or {unit} as the dose is counted.",
)
STRENGTH = Text(
    "从“{strength}”里读不出一个单位含多少，请写成 5mg、0.5g 这样。",
    "How much one unit holds cannot be read from “{strength}”; write it as 5mg or 0.5g.",
)
USUAL = Text(
    "平常一天用 {amount}，不在每日 {least} 至 {most} 的范围内，请核对。",
    "The usual day comes to {amount}, outside the daily range of {least} to {most}; please check.",
)
MOMENTS = Text("每天 {times} 次，却选了 {n} 个时间。", "{times} times a day, yet {n} moments are chosen.")
TAKEN = Text("“{name}”已经是“{other}”的名字。", "“{name}” is already a name of “{other}”.")
IN_WHOM = Text(
    "请选病种、情况或年龄：没有对象的提醒提醒不到人。",
    "Choose a disease, a circumstance or an age: a caution about nobody reaches nobody.",
)
PLACES = Text(
    "句子里的 {{名字}} 要和下面的数字一一对应：数字有 {figures}，句子里有 {places}。",
    "Every {{name}} in the sentence needs its figure below: figures {figures}, in the sentence {places}.",
)
BRACES = Text("这里不能用大括号。", "Braces cannot be used here.")
NONE = Text("（无）", "(none)")
NOT_YET = Text("来源的日期还没到。", "The day of the source has not come yet.")
TOO_OLD = Text("年份不对，请核对。", "That year cannot be right; please check.")
ABSENT = Text("目录里没有“{code}”。", "“{code}” is not in the catalogue.")


class Reference(NamedTuple):
    """One place where an entry names another: which entry, in which field, and what it names."""

    table: str
    code: str
    field: str
    names: str


def as_json(entry: Entry) -> dict[str, Any]:
    """Return an entry as a county's change keeps it, every field told, in an order that stays."""
    stated: dict[str, Any] = msgspec.to_builtins(entry)
    sets = {name for name in stated if isinstance(getattr(entry, name), frozenset)}
    return {name: sorted(value) if name in sets else value for name, value in stated.items()}


def differing(before: Entry, after: Entry) -> tuple[str, ...]:
    """Return the fields in which two entries of one table differ."""
    one, other = as_json(before), as_json(after)
    return tuple(name for name in one if one[name] != other[name])


def faults_in(table: str, entry: Entry, *, catalogue: Catalogue, today: date) -> Iterator[Fault]:
    """Yield what is wrong with an entry beyond its shape: the field, and the sentence."""
    yield from _of_day(entry.dated_on, today)
    yield from _of_sentences(entry)
    if isinstance(entry, Drug):
        yield from _of_drug(entry, catalogue)
    if isinstance(entry, Caution) and not (entry.conditions or entry.circumstances or entry.age_from):
        yield "conditions", IN_WHOM
    for one in _nowhere(table, entry, _codes_in(catalogue)):
        yield one.field, ABSENT.filled(code=one.names)


def dangling(catalogue: Catalogue) -> set[Reference]:
    """Return every place of a catalogue that names what is not on it."""
    known = _codes_in(catalogue)
    return {
        one
        for table, (where, _shape) in TABLES.items()
        for entry in getattr(catalogue, where)
        for one in _nowhere(table, entry, known)
    }


def _of_day(day: date, today: date) -> Iterator[Fault]:
    if day > today:
        yield "dated_on", NOT_YET
    elif day.year < FIRST_YEAR:
        yield "dated_on", TOO_OLD


def _nowhere(table: str, entry: Entry, known: Mapping[str, set[str]]) -> Iterator[Reference]:
    """Yield where an entry names what is not there."""
    for field, codes in _named_by(entry).items():
        for code in codes:
            if code not in known[field]:
                yield Reference(table, entry.code, field, code)


def _named_by(entry: Entry) -> Mapping[str, Sequence[str]]:
    """Return the codes an entry names, by the field."""
    if isinstance(entry, Drug):
        return {"classes": entry.classes}
    if isinstance(entry, Caution):
        return {"of": entry.of}
    if isinstance(entry, Pair):
        return {"one": entry.one, "other": entry.other}
    if isinstance(entry, Template):
        return {"medicines": [line.drug for line in entry.medicines], "advice": entry.advice}
    return {}


def _codes_in(catalogue: Catalogue) -> Mapping[str, set[str]]:
    """Return what each field that names entries may name."""
    drugs, classes = {one.code for one in catalogue.drugs}, {one.code for one in catalogue.classes}
    either = drugs | classes
    items = {one.code for one in catalogue.items}
    return {
        "classes": classes,
        "of": either,
        "one": either,
        "other": either,
        "medicines": drugs,
        "advice": items,
    }


def _of_sentences(entry: Entry) -> Iterator[Fault]:
    figures = set(entry.figures) if isinstance(entry, HealthItem) else set()
    for name in ("zh", "en"):
        places = _places_in(getattr(entry, name))
        if places == figures:
            continue
        told = {"figures": _listed(figures), "places": _listed(places or set())}
        yield name, PLACES.filled(**told) if isinstance(entry, HealthItem) else BRACES


def _places_in(sentence: str) -> set[str] | None:
    """Return the places of a sentence; None where the braces cannot be read as plain places."""
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError:
        return None
    places = {name: bool(spec or conversion) for _words, name, spec, conversion in parts if name is not None}
    if any(dressed or not name.isidentifier() for name, dressed in places.items()):
        return None
    return set(places)


def _listed(names: set[str]) -> Text | str:
    return ", ".join(sorted(names)) or NONE


def _of_drug(drug: Drug, catalogue: Catalogue) -> Iterator[Fault]:
    yield from _of_name(drug, catalogue)
    if drug.daily_most < drug.daily_least:
        yield "daily_most", RANGE
    if drug.usual_moments and not drug.as_needed and len(drug.usual_moments) != drug.usual_times:
        yield "usual_moments", MOMENTS.filled(times=drug.usual_times, n=len(drug.usual_moments))
    counted = drug.unit is not DoseUnit.UNIT and drug.measured_in == drug.unit.value
    if drug.measured_in not in WEIGHED and not counted:
        yield "measured_in", MEASURED_IN.filled(unit=drug.unit.value)
        return
    yield from _of_amounts(drug)


def _of_amounts(drug: Drug) -> Iterator[Fault]:
    """Yield what keeps the usual day from being reckoned, or puts it outside the range."""
    for strength in drug.strengths:
        line = medicine_of(msgspec.structs.replace(drug, strengths=(strength,), usual_dose=1, usual_times=1))
        if daily_amount(line, drug) is None:
            yield "strengths", STRENGTH.filled(strength=strength)
            return
    amount = daily_amount(medicine_of(drug), drug)
    if amount is None or not drug.daily_least <= amount <= drug.daily_most:
        told = {"least": plain(drug.daily_least), "most": plain(drug.daily_most)}
        yield "usual_dose", USUAL.filled(amount=f"{plain(amount or 0)} {drug.measured_in}", **told)


def _of_name(drug: Drug, catalogue: Catalogue) -> Iterator[Fault]:
    owners = {
        name_key(name): other
        for other in catalogue.drugs
        if other.code != drug.code
        for name in (other.zh, other.en, *other.aliases)
    }
    for field, names in (("zh", (drug.zh,)), ("en", (drug.en,)), ("aliases", drug.aliases)):
        for name in names:
            if (other := owners.get(name_key(name))) is not None:
                yield field, TAKEN.filled(name=name, other=other.text)
