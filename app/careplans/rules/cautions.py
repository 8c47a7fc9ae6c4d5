"""慎用与用量: what a medicine asks about the person who takes it, and how much of it a day is too much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from app.careplans.rules.catalogue import Caution, Drug
from app.careplans.rules.doses import daily_amount
from app.careplans.rules.held import Held
from app.careplans.rules.patient import Patient
from app.careplans.rules.reasons import Safety, SafetyWarning
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.vocabulary import Circumstance, Disease, DoseUnit
from app.careplans.rules.wording import plain
from app.core.words import Text, listed

TOLD = Text("{name}（本人：{because}）：{told}", "{name} (this person: {because}): {told}")
FROM_AGE = Text("{age} 岁及以上", "aged {age} or over")
ABOVE = Text(
    "{name}一天合计 {amount} {unit}，超过每日最多 {most} {unit}。",
    "{name} comes to {amount} {unit} a day, more than the daily {most} {unit}.",
)
SEVERAL = 2  # a range is told in the plural
WITH_CHILD = frozenset({Circumstance.PREGNANT, Circumstance.NURSING})


def caution_warnings(
    mine: Sequence[Held], patient: Patient, *, home: Disease | None, shelf: Shelf
) -> Iterator[SafetyWarning]:
    """Yield each caution that names a medicine and something of the person, once for each medicine.

    ``home`` is the plan whose medicines need no address.
    """
    for held in mine:
        for caution in shelf.cautions:
            because = _because(caution, patient)
            if because and not held.codes.isdisjoint(caution.of):
                told = TOLD.filled(name=held.placed(home), because=listed(because), told=caution.text)
                yield _cautioned(held, caution, told, patient)


def dose_warnings(mine: Sequence[Held], others: Iterable[Held]) -> Iterator[SafetyWarning]:
    """Yield each medicine whose lines, of all plans together, give more in a day than the catalogue's range."""
    amounts: dict[str, float] = defaultdict(float)
    for held in (*mine, *others):
        if held.drug and held.medicine:
            amounts[held.drug.code] += daily_amount(held.medicine, held.drug) or 0
    for code, held in {held.drug.code: held for held in reversed(mine) if held.drug}.items():
        drug = held.drug
        if drug and drug.daily_most and amounts[code] > drug.daily_most:
            yield _above(held, drug, amounts[code])


def measured_in(drug: Drug) -> Text:
    """Return what a drug's range counts: tablets and puffs by their names, mg and the like as they are."""
    counted = next((unit.counting(SEVERAL) for unit in DoseUnit if unit.value == drug.measured_in), None)
    return counted or (
        DoseUnit.UNIT.counting(SEVERAL)
        if drug.measured_in == "U"
        else Text(drug.measured_in, drug.measured_in)
    )


def _because(caution: Caution, patient: Patient) -> list[Text]:
    """Return what of the person a caution names: diseases, circumstances, age."""
    named = [one.text for one in caution.conditions & patient.conditions]
    named += [one.text for one in caution.circumstances & patient.circumstances]
    if caution.age_from is not None and patient.age is not None and patient.age >= caution.age_from:
        named.append(FROM_AGE.filled(age=caution.age_from))
    return sorted(named, key=str)


def _cautioned(held: Held, caution: Caution, text: Text, patient: Patient) -> SafetyWarning:
    concerned = caution.circumstances & patient.circumstances & WITH_CHILD
    return SafetyWarning(
        Safety.PREGNANCY if concerned else Safety.CAUTION,
        caution.code,
        held.name,
        text,
        caution.source,
        caution.dated_on,
    )


def _above(held: Held, drug: Drug, amount: float) -> SafetyWarning:
    text = ABOVE.filled(
        name=held.text, amount=plain(amount), most=plain(drug.daily_most), unit=measured_in(drug)
    )
    return SafetyWarning(Safety.DOSE_ABOVE, drug.code, held.name, text, drug.source, drug.dated_on)
