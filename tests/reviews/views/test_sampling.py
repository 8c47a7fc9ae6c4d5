"""The page of the sample: shares, hashes, and the seeds for the county once a month is over."""

from __future__ import annotations

import io
from datetime import date

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from app.core.db import db
from app.reviews.jobs import seal_samples
from app.reviews.models import SampleShare
from app.reviews.queries.sampling import get_seed, opened
from tests import cast

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture
def sealed(app):
    """The secrets of April and May are sealed."""
    seal_samples(date(2026, 4, 20), False)


@pytest.fixture
def supervisor(client, sign_in):
    """A browser in which supervisor Zhao is signed in."""
    return sign_in(client, cast.ZHAO)


def _state(browser, **changes):
    return browser.post(
        "/reviews/sampling", data={"town": cast.TOWN, "doctor": "", "percent": "20"} | changes
    )


def _shares():
    rows = db.session.scalars(sa.select(SampleShare).order_by(SampleShare.id))
    return [(row.area_code, row.doctor_id, row.percent, row.by_name) for row in rows]


def test_a_supervisor_states_shares_for_all_and_for_one(supervisor, dr_li):
    for changes in ({}, {"doctor": str(dr_li.id), "percent": "50"}, {"doctor": str(dr_li.id), "percent": ""}):
        assert _state(supervisor, **changes).status_code == 303

    assert _shares() == [
        (cast.TOWN, None, 20, "赵敏"),
        (cast.TOWN, dr_li.id, 50, "赵敏"),
        (cast.TOWN, dr_li.id, None, "赵敏"),
    ]
    page = supervisor.get("/reviews/sampling").text
    assert "每 100 条抽 50 条" in page and "不再单独定" in page and "李秀兰" in page


@pytest.mark.parametrize(
    "changes",
    [
        {"percent": "0"},
        {"percent": "101"},
        {"percent": "很多"},
        {"percent": ""},
        {"town": cast.OTHER_TOWN},
        {"town": cast.LIUTANG},
        {"doctor": "999"},
    ],
)
def test_what_cannot_be_is_refused_and_the_page_stays(supervisor, changes):
    answer = _state(supervisor, **changes)

    assert answer.status_code == 422 and _shares() == []


def test_the_hashes_stand_there_and_no_seed_does(supervisor, sealed):
    page = supervisor.get("/reviews/sampling").text

    for month in (APRIL, MAY):
        assert get_seed(cast.TOWN, month).commitment in page
        assert opened(get_seed(cast.TOWN, month)).hex() not in page
        assert get_seed(cast.OTHER_TOWN, month).commitment not in page


def test_the_county_reads_the_seed_of_a_month_that_is_over_and_no_other(app, sign_in, sealed):
    county = sign_in(app.test_client(), cast.COUNTY_OFFICE)

    page = county.get("/reviews/sampling").text

    assert opened(get_seed(cast.TOWN, APRIL)).hex() in page
    assert opened(get_seed(cast.TOWN, MAY)).hex() not in page
    assert _state(county).status_code == 403


def test_the_hashes_are_taken_away_and_the_seed_by_the_county_alone(app, sign_in, supervisor, sealed):
    county = sign_in(app.test_client(), cast.COUNTY_OFFICE)

    rows, audited = (
        list(load_workbook(io.BytesIO(browser.get("/reviews/sampling.xlsx").data)).active.values)
        for browser in (supervisor, county)
    )

    seeds = [get_seed(cast.TOWN, month) for month in (MAY, APRIL)]
    told = [("三十铺镇", f"{seed.month:%Y-%m}", seed.commitment) for seed in seeds]
    assert [row[:3] for row in rows[1:]] == [row[:3] for row in audited[1:]] == told
    assert [row[3] for row in rows[1:]] == [None, None]
    assert [row[3] for row in audited[1:]] == [None, opened(seeds[1]).hex()]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_speaks_both_languages(supervisor, sealed, language):
    supervisor.post("/comfort", data={"language": language, "next": "/"})

    assert supervisor.get("/reviews/sampling").status_code == 200
