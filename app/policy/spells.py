"""Spells: from what somebody holds to the unbroken stretches in which a rule is owed. Pure; told everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.policy.rule import Interval, OwedTo
from app.policy.terms import Category, Condition


@dataclass(frozen=True, slots=True)
class Holding:
    """What somebody holds from a day to a day (None: still): a category, a condition, or the chronic benefit."""

    what: Category | Condition | None
    starts_on: date
    ends_on: date | None = None
    benefit: bool = False


@dataclass(frozen=True, slots=True)
class Spell:
    """An unbroken stretch in which a rule is owed; ``ends_on`` is the first day it no longer is."""

    starts_on: date
    ends_on: date | None


def spells_of(owed_to: OwedTo, holdings: Iterable[Holding], born_on: date | None = None) -> tuple[Spell, ...]:
    """Return the unbroken spells in which somebody is owed a rule; touching holdings make one spell."""
    held = list(holdings)
    return outside(_held_spells(owed_to, held, born_on), owed_to, held)


def joined(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    """Return some spells as unbroken ones in the order of their days; touching ones make one."""
    return _union(spells)


def outside(spells: Iterable[Spell], owed_to: OwedTo, holdings: Iterable[Holding]) -> tuple[Spell, ...]:
    """Return what is left of some spells where nothing is held that bars the rule."""
    return _without(tuple(spells), _union(h for h in holdings if h.what in owed_to.without))


def _held_spells(owed_to: OwedTo, held: list[Holding], born_on: date | None) -> tuple[Spell, ...]:
    if owed_to.age_from is not None:
        return _from_birthday(owed_to.age_from, born_on)
    if owed_to.categories and owed_to.conditions:
        by_category = _union(h for h in held if h.what in owed_to.categories)
        return _overlap(by_category, _union(h for h in held if h.what in owed_to.conditions))
    named = owed_to.categories | owed_to.conditions
    return _union(h for h in held if h.what in named or (owed_to.benefit and h.benefit))


def _union(holdings: Iterable[Holding | Spell]) -> tuple[Spell, ...]:
    spells: list[Spell] = []
    for h in sorted(holdings, key=lambda h: h.starts_on):
        if h.ends_on is not None and h.ends_on <= h.starts_on:
            continue
        before = spells[-1] if spells else None
        if before is None or (before.ends_on is not None and before.ends_on < h.starts_on):
            spells.append(Spell(h.starts_on, h.ends_on))
        elif before.ends_on is not None:
            spells[-1] = Spell(
                before.starts_on, None if h.ends_on is None else max(before.ends_on, h.ends_on)
            )
    return tuple(spells)


def _overlap(one: tuple[Spell, ...], other: tuple[Spell, ...]) -> tuple[Spell, ...]:
    met = []
    for a in one:
        for b in other:
            start = max(a.starts_on, b.starts_on)
            ends = [spell.ends_on for spell in (a, b) if spell.ends_on is not None]
            end = min(ends) if ends else None
            if end is None or start < end:
                met.append(Spell(start, end))
    return tuple(sorted(met, key=lambda s: s.starts_on))


def _without(spells: tuple[Spell, ...], barred: tuple[Spell, ...]) -> tuple[Spell, ...]:
    """Return what is left of some spells outside others."""
    for bar in barred:
        spells = tuple(part for spell in spells for part in _parts(spell, bar))
    return spells


def _parts(spell: Spell, bar: Spell) -> Iterator[Spell]:
    before = bar.starts_on if spell.ends_on is None else min(spell.ends_on, bar.starts_on)
    if spell.starts_on < before:
        yield Spell(spell.starts_on, before)
    if bar.ends_on is None:
        return
    start = max(spell.starts_on, bar.ends_on)
    if spell.ends_on is None or start < spell.ends_on:
        yield Spell(start, spell.ends_on)


def _from_birthday(age: int, born_on: date | None) -> tuple[Spell, ...]:
    return () if born_on is None else (Spell(Interval(age, "year").after(born_on), None),)
