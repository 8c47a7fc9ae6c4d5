"""What somebody takes: the lines of every plan, and what else is on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from app.careplans.rules.catalogue import Drug
from app.careplans.rules.names import plain_key
from app.careplans.rules.plan import Medicine, Plan
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.vocabulary import Disease
from app.core.words import Text

IN_PLAN = Text("{name}（{disease}方案）", "{name} ({disease} plan)")
ON_RECORD = Text("{name}（档案里的用药）", "{name} (medicine on record)")
BRAND = Text("{name}（{drug}）", "{name} ({drug})")


@dataclass(frozen=True, slots=True)
class Held:
    """One medicine somebody takes: of which plan (none: it is on record besides), and the drug it is."""

    name: str
    drug: Drug | None = None
    disease: Disease | None = None
    medicine: Medicine | None = None

    @property
    def codes(self) -> frozenset[str]:
        """The codes a caution or a pair may name it by: the drug's own and its classes'."""
        return frozenset((self.drug.code, *self.drug.classes)) if self.drug else frozenset()

    @property
    def text(self) -> Text:
        """The name as it was written, with the generic one behind it where that is another."""
        if self.drug is None:
            return Text(self.name, self.name)
        if plain_key(self.name) in {plain_key(self.drug.zh), plain_key(self.drug.en)}:
            return Text(self.name, self.drug.en)
        return BRAND.filled(name=self.name, drug=self.drug.text)

    def placed(self, home: Disease | None) -> Text:
        """Return the name, with where it comes from when that is not the plan one is looking at."""
        if self.medicine is None:
            return ON_RECORD.filled(name=self.text)
        return self.text if self.disease is home else IN_PLAN.filled(name=self.text, disease=self.disease)

    def is_same_as(self, other: Held) -> bool:
        """Return whether both are one medicine, under whatever names they were written."""
        if self.drug and other.drug:
            return self.drug.code == other.drug.code
        return plain_key(self.name) == plain_key(other.name)

    def is_given_apart_from(self, other: Held) -> bool:
        """Return whether both are lines of one plan for different times of the day, as insulin morning and evening."""
        if self.medicine is None or other.medicine is None or self.disease is not other.disease:
            return False
        mine, theirs = set(self.medicine.moments), set(other.medicine.moments)
        return bool(mine and theirs) and not mine & theirs


def held_in(disease: Disease, plan: Plan, *, shelf: Shelf) -> tuple[Held, ...]:
    """Return the medicines of one plan, each with the drug it is, by its code or its name."""
    return tuple(
        Held(one.name, shelf.drug(one.code) or shelf.named(one.name), disease, one) for one in plan.medicines
    )


def held_in_all(plans: Mapping[Disease, Plan], *, shelf: Shelf) -> tuple[Held, ...]:
    """Return the medicines of several plans, in the order of the diseases."""
    return tuple(
        held
        for disease in Disease
        if disease in plans
        for held in held_in(disease, plans[disease], shelf=shelf)
    )


def held_besides(names: Iterable[str], *, shelf: Shelf) -> tuple[Held, ...]:
    """Return what is taken outside the plans."""
    return tuple(Held(name, shelf.named(name)) for name in names)


def couples(mine: Sequence[Held], others: Sequence[Held]) -> Iterator[tuple[Held, Held]]:
    """Yield every two medicines that meet, at least one of them of the plan one is looking at."""
    yield from combinations(mine, 2)
    yield from product(mine, others)
