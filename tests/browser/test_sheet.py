"""The patient's sheet as it leaves the printer: two sides at most, letters of 18 points at least, and every glyph there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Route
from pypdf import PdfReader

from app.careplans.queries.plans import list_plans
from app.careplans.rules.draft import Draft
from app.careplans.rules.plan import Advice, Plan
from app.careplans.rules.shelf import Shelf, fill, shipped
from app.careplans.rules.vocabulary import Disease, HealthKind, Step
from app.careplans.rules.wording import filled_in
from app.careplans.service.writing import write_version
from app.core.transaction import transaction
from tests import cast
from tests.browser.conftest import DESK, TABLET, watch
from tests.browser.test_pages import axe_faults, overflow

SIDES, POINTS = 2, 18.0
# What a reader of the paper finds where its letters had no form for a character.
NO_GLYPH = "\x00"
SHELF = Shelf(shipped())
THREE = ("hypertension-uncontrolled", "diabetes-uncontrolled", "copd-frequent")
EVERYTHING = (
    "hypertension-complicated",
    "diabetes-insulin",
    "copd-frequent",
    "coronary-angina",
    "stroke-disabled",
    "heart-failure-swollen",
)


@pytest.fixture
def printed(app, chromium: Browser, sign_in) -> Iterator[object]:
    """Print a page of the application as the family doctor does: ``printed("/people/1/careplans/sheet")``."""
    client = sign_in(app.test_client(), cast.DR_ZHOU)
    context = chromium.new_context(base_url="http://localhost", viewport=TABLET, locale="zh-CN")
    context.route("**/*", lambda route: _answer(route, client))
    page = context.new_page()
    page.complaints = watch(page)

    def _printed(address: str, *, language: str = "zh") -> PdfReader:
        client.post("/comfort", data={"language": language})
        page.goto(address)
        return PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))

    _printed.page = page
    yield _printed
    context.close()


def _answer(route: Route, client: FlaskClient) -> None:
    """Answer the browser out of the application itself."""
    path = route.request.url.removeprefix("http://localhost")
    with client.application.app_context():
        answer = client.get(path, buffered=True)
    route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.data)


def with_plans(*codes, by, **changes):
    """Register somebody with the diseases of some templates, and sign a plan from each."""
    templates = [SHELF.template(code) for code in codes]
    person = cast.a_person(conditions=tuple(each.disease.value for each in templates), **changes)
    for template in templates:
        sign(person, template.disease, fill(template, SHELF), by=by)
    return person


def sign(person, disease: Disease, plan: Plan, *, by, based_on_id: int | None = None):
    """Sign a version of a plan and give its medicine out."""
    draft = Draft(uuid4(), disease, plan, cast.TODAY, based_on_id, Step.SIGNED, issues=True)
    with transaction("careplan.sign", by=by):
        return write_version(person, draft, by=by)


def letters(pdf: PdfReader) -> list[tuple[float, str]]:
    """Return every piece of text on the paper with its size in points."""
    found: list[tuple[float, str]] = []

    def note(text, cm, tm, font, size):
        if text.strip():
            found.append((size * abs(tm[3]) * abs(cm[3]), text))

    for side in pdf.pages:
        side.extract_text(visitor_text=note)
    return found


def whole(pdf: PdfReader) -> str:
    """Return the words on the paper without the ends of the lines."""
    return "".join("".join(side.extract_text() for side in pdf.pages).split())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("codes", [THREE[:1], THREE, EVERYTHING], ids=["one", "three", "all"])
def test_the_sheet_is_printed_large_on_two_sides_with_every_glyph(printed, dr_zhou, codes, language):
    person = with_plans(*codes, by=dr_zhou, name="陈桂英")

    paper = printed(f"/people/{person.id}/careplans/sheet", language=language)

    found = letters(paper)
    assert len(paper.pages) <= SIDES
    assert min(size for size, _ in found) >= POINTS - 0.01, sorted(found)[:5]
    assert NO_GLYPH not in whole(paper)
    assert all(each in whole(paper) for each in ("陈桂英", "6月17日", "120") if language == "zh")
    assert printed.page.complaints == []


def test_every_medicine_and_every_reason_to_come_at_once_is_on_the_one_sheet_of_three_diseases(
    printed, dr_zhou
):
    person = with_plans(*THREE, by=dr_zhou)

    told = whole(printed(f"/people/{person.id}/careplans/sheet"))

    plans = [fill(SHELF.template(code), SHELF) for code in THREE]
    signs = [one for plan in plans for one in plan.advice if one.kind is HealthKind.WARNING_SIGNS]
    names = [each.name for plan in plans for each in plan.medicines]
    assert [name for name in names if name not in told] == []
    assert [each.code for each in signs if words(each) not in told] == []


def test_what_changed_is_marked_on_the_paper(printed, dr_zhou):
    person = with_plans(THREE[0], by=dr_zhou)
    first = list_plans(person.id)[0].in_force
    half = replace(first.plan.medicines[0], dose=0.5)
    sign(
        person,
        Disease.HYPERTENSION,
        replace(first.plan, medicines=(half,)),
        by=dr_zhou,
        based_on_id=first.id,
    )

    paper = printed(f"/people/{person.id}/careplans/sheet")

    assert "改量" in whole(paper) and f"停用，不要再吃：{first.plan.medicines[1].name}" in whole(paper)
    assert min(size for size, _ in letters(paper)) >= POINTS - 0.01


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_copy_of_the_doctor_holds_all_that_was_left_out(printed, dr_zhou, language):
    person = with_plans(*THREE, by=dr_zhou)

    paper = printed(f"/people/{person.id}/careplans/sheet?copy=doctor", language=language)

    assert NO_GLYPH not in whole(paper)
    if language == "zh":
        kept = {each.topic: each for code in THREE for each in map(SHELF.item, SHELF.template(code).advice)}
        shown = [topic for topic in kept if _is_told(topic, whole(paper))]
        assert set(shown) == set(kept)
        assert "本人或家属签名" in whole(paper)
    assert printed.page.complaints == []


@pytest.mark.parametrize("screen", [TABLET, DESK])
@pytest.mark.parametrize("copy", ["", "?copy=doctor"])
def test_the_sheet_fits_the_screen_and_is_sound_before_it_is_printed(printed, dr_zhou, screen, copy):
    person = with_plans(*THREE, by=dr_zhou)
    page = printed.page
    page.set_viewport_size(screen)

    page.goto(f"/people/{person.id}/careplans/sheet{copy}")

    assert axe_faults(page, set()) + overflow(page) == []
    assert page.locator("[data-print]").is_visible()


def words(advice) -> str:
    """Return what an advice of the catalogue says, as the paper is read: without spaces."""
    return "".join(filled_in(SHELF.item(advice.code), advice.figures).zh.split())


def _is_told(topic: str, told: str) -> bool:
    """Return whether the paper says one of the sentences of a topic, or the one that was kept in its place."""
    return any(words(Advice(each.kind, each.code)) in told for each in SHELF.items if each.topic == topic)
