"""A whole district of two years: every planted fraud is found, honest doctors are left in peace, every number is right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.indicators.models import Tally
from app.indicators.queries.numbers import read_places
from app.indicators.rules.definitions import BY_ID
from app.indicators.rules.months import Window
from app.indicators.service.counting import recount
from app.people.models import Person
from app.policy import book
from app.reviews.queries.findings import list_panel
from app.reviews.rules.lanes import span_of
from app.reviews.rules.signals import FALSE_ALARM
from app.reviews.rules.vocabulary import Signal
from app.reviews.service.finding import find_signals_of
from app.visits.models import Visit
from tests import cast
from tests.indicators.district import MONTHS, TOWNS, VILLAGES_A_TOWN, plantings, town_code
from tests.indicators.district_rows import doctors, settle
from tests.indicators.slow import SLOW, counts, read_facts
from tests.indicators.slow_ledger import SLOW_LEDGER, read_ledger_facts

pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]

SEED = 8
# A year and the running month; the frauds lie in the months that are over.
LOOKED_AT = MONTHS[-13:]
# One is the campaign's and closed; the other still runs.
COUNTED = (date(2026, 3, 1), date(2026, 5, 1))
VILLAGES = TOWNS * VILLAGES_A_TOWN


@pytest.fixture(scope="module")
def district(stage) -> Iterator[None]:
    """The district on record, nothing counted and nothing found yet."""
    stage.set_back()
    with stage.app.app_context():
        with clock.standing_at(cast.MORNING):
            settle(SEED)
        yield
        db.session.remove()


@pytest.fixture(scope="module")
def panel(district) -> dict[tuple[int, date], set[Signal]]:
    """What the panels of the three towns show of each doctor and month, empty where nothing was found."""
    numbers = list(doctors())
    for month in LOOKED_AT:
        with transaction("signals.find", by=COMMAND_LINE):
            find_signals_of(numbers, month=month)
    return {
        (numbers.index(row.doctor_id), month): set(row.findings)
        for month in LOOKED_AT
        for town in range(TOWNS)
        for row in list_panel([town_code(town)], span_of(month, today=cast.TODAY), limit=100)
    }


@pytest.fixture(scope="module")
def facts(district):
    """Every row there is, read once, as the two slow counts want them."""
    known = read_facts()
    return [(known, SLOW), (read_ledger_facts(known), SLOW_LEDGER)]


def kept_sums(month):
    """Return the kept sums of a month that count anything."""
    kept = sa.select(Tally).where(Tally.month == month, Tally.denominator != 0)
    return {
        (each.part, each.area_code, each.indicator): (each.numerator, each.denominator)
        for each in db.session.scalars(kept)
    }


def test_the_district_is_as_large_as_it_is_said(panel):
    sizes = {
        model: db.session.scalar(sa.select(sa.func.count()).select_from(model)) for model in (Person, Visit)
    }

    assert sizes[Person] == 30_000
    assert sizes[Visit] > 100_000
    assert len({doctor for doctor, _ in panel}) == VILLAGES


def test_every_planted_fraud_is_in_the_panel(panel):
    planted = plantings()

    unseen = [each for each in planted if each.signal not in panel[each.doctor, each.month]]

    assert unseen == []
    assert {each.signal for each in planted} == set(Signal)


def test_honest_doctors_are_pointed_at_no_more_often_than_is_stated(panel):
    stated = book.current().figures.value(FALSE_ALARM, on=cast.TODAY)
    cheated = {(each.doctor, each.month) for each in plantings()}

    honest = {key: signals for key, signals in panel.items() if key not in cheated}

    assert len(honest) > 700
    assert sum(bool(signals) for signals in honest.values()) * 100 <= stated * len(honest)


@pytest.mark.parametrize("month", COUNTED, ids=str)
def test_every_number_of_every_village_is_what_the_slow_count_says(facts, month):
    with transaction("indicators.count", by=COMMAND_LINE):
        recount(month, areas=None, today=cast.TODAY)

    slowly = {
        (part, village, name): pair
        for known, slow in facts
        for name, count in slow.items()
        for (part, village), pair in counts(
            known, count(known, month, cast.TODAY), on=Window.of(month, cast.TODAY).as_of
        ).items()
    }

    assert kept_sums(month) == slowly
    assert {name for _, _, name in slowly} >= set(BY_ID) - {"campaign"}
    told = read_places([cast.COUNTY], month=month)
    assert len(told) == VILLAGES
    assert all(
        (told[village][name].numerator, told[village][name].denominator) == pair
        for (part, village, name), pair in slowly.items()
        if part == ""
    )
