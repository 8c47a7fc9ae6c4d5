"""What a plan cannot say, each with the place of the field and a sentence that mends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.careplans.rules.catalogue import Bound
from app.careplans.rules.doses import daily_amount, enough_for
from app.careplans.rules.plan import Advice, Medicine, Monitoring, Plan
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.vocabulary import Moment
from app.careplans.rules.wording import plain
from app.core.words import Text

Fault = tuple[str, Text]

NOTHING = Text(
    "方案还是空的：至少写一种药、一条健康处方或一项监测。",
    "The plan is empty: write a medicine, a health prescription or something to measure.",
)
NO_NAME = Text("请写药名。", "Write the name of the medicine.")
NO_DOSE = Text(
    "每次用量要大于 0、不超过 {most}，例如 1 或 0.5。",
    "The dose is more than 0 and at most {most}, for example 1 or 0.5.",
)
NO_STRENGTH = Text(
    "请写规格，例如 5mg：没有规格，就核对不了每日用量。",
    "Write the strength, for example 5mg: without it the daily dose cannot be checked.",
)
WRONG_UNIT = Text(
    "{name}通常按“{usual}”计，按“{unit}”核对不了每日用量。",
    "{name} is usually counted in {usual}; in {unit} the daily dose cannot be checked.",
)
TIMES = Text(
    "每天 1 到 {most} 次；只在需要时用的，请勾选“需要时”。",
    "1 to {most} times a day; tick “as needed” where there are no fixed times.",
)
MOMENTS = Text(
    "每天 {times} 次，却选了 {n} 个时间，请改成一致。",
    "{times} times a day, but {n} times of day are chosen: make them agree.",
)
DAYS = Text("天数要在 1 到 {most} 之间。", "Between 1 and {most} days.")
NO_QUANTITY = Text("总量要大于 0、不超过 {most}。", "The quantity is more than 0 and at most {most}.")
TOO_LITTLE = Text(
    "总量 {quantity} {unit}只够 {enough} 天，不够 {days} 天，要 {needed} {unit}。",
    "{quantity} {unit} lasts {enough} days, not {days}: {needed} {unit} are needed.",
)
NO_ADVICE = Text(
    "请选一条健康处方，或者自己写一句。", "Choose a health prescription or write one of your own."
)
OUT_OF_RANGE = Text(
    "{value} {unit}不合常理（通常 {usual} {unit}），请核对小数点。",
    "{value} {unit} cannot be meant (usually {usual} {unit}): check the decimal point.",
)
MEASURED = Text("次数要在 1 到 {most} 之间。", "Between 1 and {most} times.")

# No medical figures: these catch a slip of the finger, the rule of 2021 and the catalogue say what is right.
MOST_TIMES, MOST_DAYS, MOST_MEASURED, SLIP = 6, 365, 20, 5
MOST_DOSE, MOST_QUANTITY = 1000, 100_000


def faults_of(plan: Plan, *, shelf: Shelf) -> Iterator[Fault]:
    """Yield the faults of a plan: the place (``medicines-0-dose``, ``advice-1-salt``, ``plan``) and the sentence."""
    if not (plan.medicines or plan.advice or plan.monitoring):
        yield "plan", NOTHING
    yield from _placed("medicines", (_of_medicine(one, shelf) for one in plan.medicines))
    yield from _placed("advice", (_of_advice(one, shelf) for one in plan.advice))
    yield from _placed("monitoring", (_of_monitoring(one) for one in plan.monitoring))


def _placed(part: str, lines: Iterable[Iterator[Fault]]) -> Iterator[Fault]:
    for place, faults in enumerate(lines):
        for field, text in faults:
            yield f"{part}-{place}-{field}", text


def _of_medicine(medicine: Medicine, shelf: Shelf) -> Iterator[Fault]:
    if not medicine.name.strip():
        yield "name", NO_NAME
    # What is no number at all compares false either way.
    if not 0 < medicine.dose <= MOST_DOSE:
        yield "dose", NO_DOSE.filled(most=MOST_DOSE)
    else:
        yield from _of_strength(medicine, shelf)
    yield from _of_times(medicine)
    if not 1 <= medicine.days <= MOST_DAYS:
        yield "days", DAYS.filled(most=MOST_DAYS)
    else:
        yield from _of_quantity(medicine)


def _of_strength(medicine: Medicine, shelf: Shelf) -> Iterator[Fault]:
    """Yield what keeps the daily amount of a medicine of the catalogue from being worked out."""
    drug = shelf.drug(medicine.code)
    if drug is None or not (drug.daily_most and medicine.times) or daily_amount(medicine, drug) is not None:
        return
    if drug.unit is medicine.unit:
        yield "strength", NO_STRENGTH
    else:
        yield "unit", WRONG_UNIT.filled(name=drug.text, usual=drug.unit, unit=medicine.unit)


def _of_times(medicine: Medicine) -> Iterator[Fault]:
    least = 0 if medicine.as_needed else 1
    if not least <= medicine.times <= MOST_TIMES:
        yield "times", TIMES.filled(most=MOST_TIMES)
        return
    chosen = len(set(medicine.moments))
    if chosen and not medicine.as_needed and chosen != min(medicine.times, len(Moment)):
        yield "moments", MOMENTS.filled(times=medicine.times, n=chosen)


def _of_quantity(medicine: Medicine) -> Iterator[Fault]:
    if not 0 < medicine.quantity <= MOST_QUANTITY:
        yield "quantity", NO_QUANTITY.filled(most=MOST_QUANTITY)
        return
    enough = enough_for(medicine)
    if enough is not None and enough < medicine.days:
        yield (
            "quantity",
            TOO_LITTLE.filled(
                quantity=plain(medicine.quantity),
                unit=medicine.unit.counting(medicine.quantity),
                enough=enough,
                days=medicine.days,
                needed=plain(medicine.dose * medicine.times * medicine.days),
            ),
        )


def _of_advice(advice: Advice, shelf: Shelf) -> Iterator[Fault]:
    item = shelf.item(advice.code)
    if item is None and not advice.words.strip():
        yield "words", NO_ADVICE
    for name, bound in item.figures.items() if item else ():
        value = advice.figures.get(name, bound.value)
        if not _is_thinkable(value, bound):
            unit = Text(bound.unit, bound.unit_en or bound.unit)
            yield name, OUT_OF_RANGE.filled(value=plain(value), unit=unit, usual=plain(bound.value))


def _is_thinkable(value: float, bound: Bound) -> bool:
    """Return whether a figure is no slip; where none at all is usual, the catalogue gives no measure of it."""
    if not bound.value:
        return value >= 0
    return bound.value / SLIP <= value <= bound.value * SLIP


def _of_monitoring(line: Monitoring) -> Iterator[Fault]:
    if not 1 <= line.times <= MOST_MEASURED:
        yield "times", MEASURED.filled(most=MOST_MEASURED)
