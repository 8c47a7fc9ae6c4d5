"""The shelf of a county: what is shipped, with its own changes, and nobody else's."""

from __future__ import annotations

import pytest

from app.careplans.models import CatalogueChange
from app.careplans.queries.catalogue import county_of, shelf_for
from app.core import clock
from app.core.db import db
from app.core.transaction import transaction
from tests import cast

STATIN = {
    "code": "pitavastatin",
    "zh": "匹伐他汀",
    "en": "Pitavastatin",
    "classes": ["statin"],
    "diseases": ["coronary"],
    "form": "片",
    "strengths": ["2mg"],
    "unit": "tablet",
    "measured_in": "mg",
    "daily_least": 1,
    "daily_most": 4,
    "usual_dose": 1,
    "usual_times": 1,
    "usual_moments": ["night"],
    "source": "药品说明书（匹伐他汀钙片）",
    "dated_on": "2026-05-01",
}


@pytest.fixture
def change(county):
    """Lay a change of the county over the shipped catalogue; pass the code and the entry, None to take it away."""

    def _change(code, entry, *, area_code=cast.COUNTY, table="drug"):
        with transaction("catalogue.change", by=county):
            db.session.add(
                CatalogueChange(
                    area_code=area_code,
                    table=table,
                    code=code,
                    entry=entry,
                    changed_at=clock.now(),
                    by_id=county.id,
                    by_name=county.name,
                )
            )

    return _change


def test_a_county_that_changed_nothing_has_what_is_shipped(app):
    assert shelf_for(cast.LIUTANG).drug("amlodipine") is not None
    assert shelf_for(cast.LIUTANG) is shelf_for(cast.ELSEWHERE)


def test_what_the_county_adds_holds_in_its_villages_and_nowhere_else(app, change):
    change("pitavastatin", STATIN)

    assert shelf_for(cast.LIUTANG).named("匹伐他汀钙片").daily_most == 4
    assert shelf_for(cast.ELSEWHERE).drug("pitavastatin") is None


def test_the_newest_word_of_the_county_holds(app, change):
    change("pitavastatin", STATIN)
    change("pitavastatin", {**STATIN, "daily_most": 2})
    assert shelf_for(cast.LIUTANG).drug("pitavastatin").daily_most == 2

    change("pitavastatin", None)
    change("amlodipine", None)

    assert shelf_for(cast.SHIQIAO).drug("pitavastatin") is None
    assert shelf_for(cast.SHIQIAO).drug("amlodipine") is None
    assert shelf_for(cast.ELSEWHERE).drug("amlodipine") is not None


def test_the_county_of_an_area_is_its_first_six_digits():
    assert county_of(cast.LIUTANG) == county_of(cast.TOWN) == county_of(cast.COUNTY) == cast.COUNTY
