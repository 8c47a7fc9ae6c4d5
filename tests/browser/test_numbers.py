"""The numbers in the browser: from the county down to the people, on paper, without colour, in the largest letters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route, expect
from pypdf import PdfReader

from app.indicators.jobs import count_indicators, monthly_analysis
from app.indicators.rules.definitions import INDICATORS
from tests import cast
from tests.browser.conftest import DESK, TABLET, watch
from tests.browser.test_comfort import BODY_LETTERS, LARGEST
from tests.browser.test_pages import axe_faults, overflow
from tests.indicators.months import closed
from tests.reviews.logs import a_log

MAY = date(2026, 5, 1)
PAST = tuple(date(2025, month, 1) for month in range(6, 13)) + tuple(
    date(2026, month, 1) for month in range(1, 5)
)
VILLAGES = tuple(f"341502109{number}" for number in range(201, 213))
NO_GLYPH = "\x00"


@pytest.fixture
def months(granny_chen, dr_li):
    """A year of counts of twelve villages, some above and some below their targets; the last month has its sheet."""
    a_log(granny_chen, dr_li)
    for turn, month in enumerate(PAST):
        closed(month, {village: _counts(turn + number) for number, village in enumerate(VILLAGES)})
    monthly_analysis(MAY, again=True)
    count_indicators(cast.TODAY)


@pytest.fixture
def read(app, chromium: Browser, sign_in) -> Iterator[object]:
    """Open a page of the application as somebody of the cast: ``read(cast.ZHAO, "/indicators")``."""
    contexts = []

    def _read(member: cast.Member, address: str, *, language: str = "zh", size: int | None = None) -> Page:
        client = sign_in(app.test_client(), member)
        client.post("/comfort", data={"language": language} | ({"size": size} if size else {}))
        context = chromium.new_context(
            base_url="http://localhost", viewport=DESK, locale="zh-CN", has_touch=True
        )
        contexts.append(context)
        context.route("**/*", lambda route: _answer(route, client))
        page = context.new_page()
        page.complaints = watch(page)
        page.goto(address)
        return page

    yield _read
    for context in contexts:
        context.close()


def test_a_county_manager_goes_down_from_her_towns_to_a_village(months, read):
    page = read(cast.COUNTY_OFFICE, "/indicators")

    page.locator(".matrix").get_by_role("link", name="三十铺镇").tap()
    expect(page.locator(".stand b")).to_have_text("三十铺镇 · 2026 年 5 月")
    page.locator(".matrix").get_by_role("link", name="柳塘村").tap()
    expect(page.locator(".stand b")).to_have_text("柳塘村 · 2026 年 5 月")
    page.get_by_role("link", name="慢病管理率").first.tap()

    expect(page.get_by_role("heading", name="慢病管理率")).to_be_visible()
    expect(page.locator("main")).to_contain_text("1/1")
    assert page.complaints == []


def test_a_doctor_reaches_the_people_behind_a_number(months, read):
    page = read(cast.DR_LI, "/indicators/management")

    page.get_by_role("link", name="达到的人", exact=True).tap()

    expect(page.get_by_role("link", name="陈桂英")).to_be_visible()
    expect(page.locator("table")).to_contain_text("1/1")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kept", ["overview", "meeting"])
def test_what_goes_to_the_meeting_is_one_side_of_paper_with_every_glyph(months, read, kept, language):
    page = read(cast.ZHAO, f"/indicators?area={cast.TOWN}&month=2026-04", language=language)
    if kept == "meeting":
        page.goto("/indicators/meetings")
        page.goto(page.locator("a.whole").first.get_attribute("href"))

    paper = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))

    told = "".join("".join(side.extract_text() for side in paper.pages).split())
    assert len(paper.pages) == 1 and NO_GLYPH not in told
    for each in INDICATORS:
        name = each.name.zh if language == "zh" else each.name.en
        assert "".join(name.split()) in told, name


@pytest.mark.parametrize(
    "address", ["/indicators", "/indicators/on-time", "/indicators/meetings", "/indicators/warnings"]
)
def test_a_year_of_numbers_fits_the_screen_in_the_largest_letters_and_is_sound(months, read, address):
    page = read(cast.ZHAO, f"{address}?month=2026-04", size=LARGEST)

    assert page.evaluate(BODY_LETTERS) == LARGEST
    faults = axe_faults(page, set()) + overflow(page)
    page.set_viewport_size(TABLET)

    assert faults + overflow(page) == []
    assert page.complaints == []


def test_what_is_below_its_target_is_told_without_colour(months, read):
    page = read(cast.ZHAO, "/indicators?month=2026-04")

    red = page.locator(".matrix td.late")

    assert red.count()
    assert all("▲" in told for told in red.all_inner_texts())
    assert all(
        "还差" in told or "多出" in told for told in page.locator(".number.late .badge").all_inner_texts()
    )


def _answer(route: Route, client: FlaskClient) -> None:
    """Answer the browser out of the application itself."""
    path = route.request.url.removeprefix("http://localhost")
    with client.application.app_context():
        answer = client.get(path, buffered=True)
    route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.data)


def _counts(turn: int) -> dict[str, tuple[int, int]]:
    """Return counts that lie now above and now below a target."""
    return {each.id: (30 + (turn * 7 + number * 5) % 70, 100) for number, each in enumerate(INDICATORS)}
