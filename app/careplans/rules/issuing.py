"""长期处方: how long a prescription may be, and what the rule of 2021 asks over four weeks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.careplans.rules.plan import LongTerm, Medicine, Plan, Remote
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.vocabulary import Barred
from app.core.words import Text
from app.policy.thresholds import Figures

GENERAL, STABLE = "prescription.weeks.general", "prescription.weeks.stable"
EARLY = "refill.early"
WEEK = 7

NO_DAYS = Text("用药天数至少 1 天。", "At least 1 day.")
TOO_LONG = Text(
    "{days} 天超过 {weeks} 周。《长期处方管理规范（试行）》：病情稳定的慢性病患者，处方最长不超过 {weeks} 周。",
    "{days} days is over {weeks} weeks. Rules on long-term prescriptions (trial): {weeks} weeks at the longest, when stable.",
)
BARRED = Text(
    "{name}属于“{barred}”，不能超过 {weeks} 周。《长期处方管理规范（试行）》：这一类药品不得开长期处方。",
    "{name} is among “{barred}” and may not exceed {weeks} weeks. Rules on long-term prescriptions (trial): not for this class.",
)
STOCKED = Text(
    "家里还有 {left} 天的药，加上这次 {days} 天超过 {weeks} 周。请少开几天，或等药快用完再开。"
    "《长期处方管理规范（试行）》：{rule}。",
    "{left} days are still at home, with these {days} it is over {weeks} weeks: give fewer, or wait until it is nearly "
    "used up. Rules on long-term prescriptions (trial): {rule}.",
)
AT_LONGEST = Text("最长不超过 {weeks} 周", "{weeks} weeks at the longest")
NOT_LONG = Text("“{barred}”不得开长期处方（{name}）", "none for “{barred}” ({name})")
ON_CONDITIONS = Text("超过 {weeks} 周要写明四个条件", "over {weeks} weeks on four conditions")
ASKED = Text(
    "超过 {weeks} 周的处方，《长期处方管理规范（试行）》要求{what}。",
    "Over {weeks} weeks the rules on long-term prescriptions (trial) ask {what}.",
)
CONDITIONS = {
    "assessment": Text(
        "先评估病情是否稳定，请写评估结果", "an assessment of whether the disease is stable: write it"
    ),
    "taught": Text("对患者进行用药教育，教过了请勾选", "that the patient be taught: tick it when done"),
    "note": Text("在病历中记录，请写要点", "a note in the chart: write the gist"),
    "signed_by": Text(
        "患者或家属签字，请写签字人", "the signature of the patient or family: write who signed"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueEntry:
    """Medicine given out: from which day, for how many days, and what a long or a guided prescription asks for."""

    client_key: UUID
    issued_on: date
    days: int
    long_term: LongTerm | None = None
    remote: Remote | None = None
    note: str = ""


def general_days(figures: Figures, *, on: date) -> int:
    """Return how many days a prescription may have without more ado: four weeks."""
    return int(figures.value(GENERAL, on=on) * WEEK)


def longest_days(figures: Figures, *, on: date) -> int:
    """Return how many days a prescription may have at most: twelve weeks."""
    return int(figures.value(STABLE, on=on) * WEEK)


def period_faults(  # noqa: PLR0913 - the rule looks at the days, the medicines and the four conditions, as of a day
    days: int,
    medicines: Sequence[Medicine],
    *,
    long_term: LongTerm | None,
    shelf: Shelf,
    figures: Figures,
    on: date,
) -> Iterator[tuple[str, Text]]:
    """Yield what keeps these medicines from being given out for so many days.

    Places: ``days``, ``medicines-0-days`` for a barred class, ``long_term-assessment``, ``-taught``, ``-note``,
    ``-signed_by`` for the four conditions.
    """
    if days < 1:
        yield "days", NO_DAYS
    if (fault := _too_long(days, figures, on)) is not None:
        yield "days", fault
    if days <= general_days(figures, on=on):
        return
    for place, medicine in enumerate(medicines):
        if (barred := barred_class(medicine, shelf=shelf)) is not None:
            yield f"medicines-{place}-days", _barred(medicine, barred, figures, on)
    yield from _missing(long_term, figures, on)


def stocked_days(days: int, at_home: int, *, figures: Figures, on: date) -> int:
    """Return for how many days somebody then holds medicine; what is left when more may be fetched does not count."""
    return days + max(at_home - int(figures.value(EARLY, on=on)), 0)


def stock_fault(
    entry: IssueEntry, at_home: int, medicines: Sequence[Medicine], *, shelf: Shelf, figures: Figures
) -> Text | None:
    """Return what two prescriptions on end may not hold that one may not, None where there is no such thing.

    ``at_home`` is for how many days the same medicine is there still.
    """
    days, on = stocked_days(entry.days, at_home, figures=figures, on=entry.issued_on), entry.issued_on
    weeks, rule = longest_days(figures, on=on) // WEEK, None
    if entry.days <= weeks * WEEK < days:
        rule = AT_LONGEST.filled(weeks=weeks)
    elif entry.days <= general_days(figures, on=on) < days:
        weeks = general_days(figures, on=on) // WEEK
        rule = _general_rule(entry.long_term, medicines, shelf=shelf, figures=figures, on=on)
    return rule and STOCKED.filled(left=at_home, days=entry.days, weeks=weeks, rule=rule)


def _general_rule(
    long_term: LongTerm | None, medicines: Sequence[Medicine], *, shelf: Shelf, figures: Figures, on: date
) -> Text | None:
    """Return which rule keeps medicine from being held over four weeks, None where none does."""
    for medicine in medicines:
        if (barred := barred_class(medicine, shelf=shelf)) is not None:
            return NOT_LONG.filled(name=medicine.name, barred=barred)
    if any(_missing(long_term, figures, on)):
        return ON_CONDITIONS.filled(weeks=general_days(figures, on=on) // WEEK)
    return None


def plan_period_faults(plan: Plan, *, shelf: Shelf, figures: Figures, on: date) -> Iterator[tuple[str, Text]]:
    """Yield the same for a plan as it is written, where every medicine has days of its own: ``medicines-0-days``."""
    general = general_days(figures, on=on)
    for place, medicine in enumerate(plan.medicines):
        if (fault := _too_long(medicine.days, figures, on)) is not None:
            yield f"medicines-{place}-days", fault
        barred = barred_class(medicine, shelf=shelf)
        if barred is not None and medicine.days > general:
            yield f"medicines-{place}-days", _barred(medicine, barred, figures, on)
    if any(medicine.days > general for medicine in plan.medicines):
        yield from _missing(plan.long_term, figures, on)


def barred_class(medicine: Medicine, *, shelf: Shelf) -> Barred | None:
    """Return the class for which a medicine may not be prescribed for long, None where it may."""
    drug = shelf.drug(medicine.code) or shelf.named(medicine.name)
    return drug.barred if drug else None


def _too_long(days: int, figures: Figures, on: date) -> Text | None:
    longest = longest_days(figures, on=on)
    return TOO_LONG.filled(days=days, weeks=longest // WEEK) if days > longest else None


def _barred(medicine: Medicine, barred: Barred, figures: Figures, on: date) -> Text:
    return BARRED.filled(name=medicine.name, barred=barred, weeks=general_days(figures, on=on) // WEEK)


def _missing(long_term: LongTerm | None, figures: Figures, on: date) -> Iterator[tuple[str, Text]]:
    """Yield each of the four conditions that is not met."""
    for field, what in CONDITIONS.items():
        stated = getattr(long_term, field, None)
        if not (stated.strip() if isinstance(stated, str) else stated):
            yield f"long_term-{field}", ASKED.filled(weeks=general_days(figures, on=on) // WEEK, what=what)
