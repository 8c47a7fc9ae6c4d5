"""按方用药 as pages: counts for everybody who reads counts, people only for those who care for them."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.careplans.rules.checks import CheckEntry
from app.careplans.rules.vocabulary import Step, Taken, WhyNot
from app.careplans.service.checks import note_checks
from app.core.transaction import transaction
from tests import cast


@pytest.fixture
def browser(app, sign_in):
    """Open a browser in which somebody of the cast is signed in."""
    return lambda member: sign_in(app.test_client(), member)


@pytest.fixture
def told(granny_chen, write, dr_zhou, dr_li):
    """Granny Chen takes her medicine in part; somebody else was never asked."""
    version = write(granny_chen, by=dr_zhou, step=Step.SIGNED)
    entry = CheckEntry(version.plan_id, version.id, Taken.PARTLY, why=(WhyNot.COST,), why_words="药费高")
    with transaction("visit.file", by=dr_li):
        note_checks(1, person_id=granny_chen.id, area_code=cast.LIUTANG, on=cast.TODAY, checks=[entry])
    other = cast.a_person(name="没问到的人", conditions=("hypertension",))
    write(other, by=dr_zhou, step=Step.SIGNED)
    return granny_chen


def test_the_page_tells_numerator_denominator_and_who_was_not_asked(browser, told):
    page = browser(cast.DR_LI).get("/careplans/adherence").text

    assert "按方案在用药的 2 人，近 3 个月问到 1 人，其中按方用药 0 人，占 0.0%；还有 1 人没有问到。" in page
    assert f"/careplans/adherence/people?keeping=partly&amp;village={cast.LIUTANG}" in page


def test_the_insurer_sees_numbers_and_no_way_to_the_people(browser, told):
    insurer = browser(cast.INSURER)

    page = insurer.get("/careplans/adherence").text

    assert "0.0%" in page and "/careplans/adherence/people" not in page
    assert insurer.get("/careplans/adherence/people").status_code == 403
    assert insurer.get("/careplans/adherence/list.xlsx").status_code == 403


def test_the_people_behind_a_number_are_told_with_why(browser, told):
    page = browser(cast.DR_LI).get("/careplans/adherence/people?keeping=partly").text

    assert told.name in page and f"/people/{told.id}/careplans" in page
    assert "部分（费用负担、药费高）" in page
    assert "没问到的人" not in page


def test_nobody_of_the_next_village_is_shown_and_its_address_is_absent(browser, told):
    stranger = browser(cast.DR_WANG)

    page = stranger.get("/careplans/adherence/people").text

    assert told.name not in page and "没有符合条件的居民" in page
    assert stranger.get(f"/careplans/adherence?village={cast.LIUTANG}").status_code == 404


@pytest.mark.parametrize("asked", ["keeping=sometimes", "village=abc", "page=-3", "page=99999999999"])
def test_words_that_mean_nothing_ask_for_nothing(browser, told, asked):
    assert browser(cast.DR_LI).get(f"/careplans/adherence/people?{asked}").status_code == 200


def test_counts_and_people_are_taken_away_as_tables(browser, told):
    doctor = browser(cast.DR_LI)

    counts = load_workbook(BytesIO(doctor.get("/careplans/adherence/counts.xlsx").data)).active
    people = load_workbook(BytesIO(doctor.get("/careplans/adherence/list.xlsx").data)).active

    assert [cell.value for cell in counts[2]] == ["柳塘村", 2, 1, 0, 1, 0, 1, "0.0%"]
    assert [row[2].value for row in people.iter_rows(min_row=2)] == [told.name, "没问到的人"]
    assert people[2][4].value == "高血压：部分（费用负担、药费高）"
