"""The shapes of the catalogue: medicines, cautions, pairs, health prescriptions and templates, each with source and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Annotated

from msgspec import Meta

from app.careplans.rules.vocabulary import (
    Barred,
    Circumstance,
    Disease,
    DoseUnit,
    HealthKind,
    Meal,
    Measured,
    Measurer,
    Moment,
    Per,
    Route,
)
from app.core.words import Text
from app.policy.entries import Said, Slug, Strict
from app.policy.terms import Condition

Amount = Annotated[float, Meta(ge=0, le=1_000_000)]


class Sourced(Strict, frozen=True, kw_only=True):
    """Whatever the catalogue says, it says where it was read, of which day that is, and whether the text itself was seen."""

    zh: Said
    en: Said
    source: Said
    dated_on: dt.date
    confirmed: bool = False

    @property
    def text(self) -> Text:
        """The name or the sentence in both languages."""
        return Text(self.zh, self.en)


class DrugClass(Sourced, frozen=True, kw_only=True):
    """A class of medicines: two of one class across plans are asked about."""

    code: Slug


class Drug(Sourced, frozen=True, kw_only=True):
    """One medicine by its generic name.

    ``daily_least`` and ``daily_most`` count ``measured_in`` a day (mg, μg, U, puff); ``usual_dose`` counts ``unit``.
    ``contains`` names the classes of the parts of a compound; ``allergens`` the substances an allergy note may name.
    """

    code: Slug
    classes: Annotated[tuple[Slug, ...], Meta(min_length=1)]
    diseases: frozenset[Disease]
    form: Said
    strengths: Annotated[tuple[Said, ...], Meta(min_length=1)]
    unit: DoseUnit
    measured_in: Said
    daily_least: Amount
    daily_most: Amount
    usual_dose: Amount
    usual_times: Annotated[int, Meta(ge=0, le=6)]
    usual_moments: tuple[Moment, ...] = ()
    meal: Meal = Meal.ANY
    route: Route = Route.ORAL
    as_needed: bool = False
    aliases: tuple[Said, ...] = ()
    allergens: tuple[Said, ...] = ()
    barred: Barred | None = None
    caution: str = ""
    caution_en: str = ""


class Caution(Sourced, frozen=True, kw_only=True):
    """A warning of one medicine or class in somebody: with a condition, a circumstance, or from an age on.

    ``of`` names drugs or classes.
    """

    code: Slug
    of: Annotated[tuple[Slug, ...], Meta(min_length=1)]
    conditions: frozenset[Condition] = frozenset()
    circumstances: frozenset[Circumstance] = frozenset()
    age_from: Annotated[int, Meta(ge=1, le=120)] | None = None


class Pair(Sourced, frozen=True, kw_only=True):
    """A warning of two medicines or classes taken together."""

    code: Slug
    one: Annotated[tuple[Slug, ...], Meta(min_length=1)]
    other: Annotated[tuple[Slug, ...], Meta(min_length=1)]


class Bound(Strict, frozen=True, kw_only=True):
    """A figure of a health prescription: its usual value, what it counts, and which of two is the stricter."""

    value: Amount
    unit: Said
    unit_en: str = ""
    stricter: Annotated[str, Meta(pattern="^(lower|higher)$")] = "lower"


class HealthItem(Sourced, frozen=True, kw_only=True):
    """One health prescription in plain words; ``{name}`` stands for a figure.

    ``topic`` says what it limits: of two items of one topic in a combined plan one is kept, by the stricter of the
    figure named first, else by ``rank`` (higher is more careful). ``against`` names topics it contradicts and yields
    to or overrides by rank. ``unless`` names what it is not given with.
    """

    code: Slug
    kind: HealthKind
    topic: Slug
    diseases: frozenset[Disease]
    figures: Mapping[str, Bound] = {}
    rank: Annotated[int, Meta(ge=0, le=9)] = 0
    against: tuple[Slug, ...] = ()
    unless_conditions: frozenset[Condition] = frozenset()
    unless_circumstances: frozenset[Circumstance] = frozenset()


class TemplateMedicine(Strict, frozen=True, kw_only=True):
    """A medicine as a template proposes it; what is not said is as usual for the drug."""

    drug: Slug
    strength: str = ""
    dose: Amount = 0
    times: Annotated[int, Meta(ge=0, le=6)] = 0
    moments: tuple[Moment, ...] = ()
    days: Annotated[int, Meta(ge=1, le=84)] = 28


class TemplateMonitoring(Strict, frozen=True, kw_only=True):
    """A line of monitoring as a template proposes it."""

    measured: Measured
    times: Annotated[int, Meta(ge=1, le=20)]
    per: Per
    target: str = ""
    by: Measurer = Measurer.PATIENT


class Template(Sourced, frozen=True, kw_only=True):
    """A whole plan for a disease at a stage, to start from."""

    code: Slug
    disease: Disease
    stage: Said
    stage_en: Said
    goal: str = ""
    goal_en: str = ""
    medicines: tuple[TemplateMedicine, ...] = ()
    advice: tuple[Slug, ...] = ()
    monitoring: tuple[TemplateMonitoring, ...] = ()


class Catalogue(
    Strict,
    frozen=True,
    rename={
        "classes": "class",
        "drugs": "drug",
        "cautions": "caution",
        "pairs": "pair",
        "items": "item",
        "templates": "template",
    },
):
    """Everything on file, shipped and as a county changed it."""

    classes: Sequence[DrugClass] = ()
    drugs: Sequence[Drug] = ()
    cautions: Sequence[Caution] = ()
    pairs: Sequence[Pair] = ()
    items: Sequence[HealthItem] = ()
    templates: Sequence[Template] = ()
