"""The supervisor's morning in the browser: four hundred logs within a budget of actions, and the answer to one sent back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from app.accounts.queries import find_reader
from app.reviews.rules.vocabulary import Lane, Verdict
from tests import cast
from tests.browser.conftest import DESK, TABLET, watch
from tests.browser.desk import FIRST, LOGS, Desk, Reviewer, a_desk

# Touches, keys and screens moved down, for the whole day: under one action for three logs.
BUDGET = 120
SLOW = 30_000


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A township with a day's logs."""
    with a_desk(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture
def at_work(desk: Desk, chromium: Browser) -> Iterator[object]:
    """Open the first page as somebody of the cast: ``at_work(cast.ZHAO)``."""
    contexts = []

    def _at_work(member: cast.Member, *, screen: dict[str, int] = TABLET) -> Page:
        context = chromium.new_context(
            base_url=desk.address,
            viewport=screen,
            has_touch=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SLOW)
        page.complaints = watch(page)
        page.goto("/sign-in")
        page.fill("[name=username]", member.username)
        page.fill("[name=password]", cast.PASSWORD)
        page.locator("main form button.main").click()
        page.wait_for_url("**/")
        return page

    yield _at_work
    for context in contexts:
        context.close()


@pytest.mark.timeout(600)  # four hundred logs are filed first, then looked through
def test_a_day_of_four_hundred_logs_is_reviewed_within_the_budget_of_actions(desk, at_work):
    page = at_work(cast.ZHAO)
    reviewer = Reviewer(page)

    sampled = review_the_day(reviewer)

    stated = [desk.verdicts()[log] for log in desk.logs]
    assert Counter((one.lane, one.in_bulk) for one in stated) == {
        (Lane.EXCEPTION, False): FIRST,
        (Lane.SAMPLE, False): sampled,
        (Lane.REST, True): LOGS - FIRST - sampled,
    }
    assert Counter(one.verdict for one in stated) == {
        Verdict.RETURNED: 2,
        Verdict.CALL_BACK: 1,
        Verdict.ACCEPTED: LOGS - 3,
    }
    assert reviewer.actions <= BUDGET, reviewer.actions
    assert page.complaints == []


def review_the_day(reviewer: Reviewer) -> int:
    """Review every log of the day, and return how many were in the sample; the bench walks it too."""
    _look_at_what_comes_first(reviewer)
    sampled = _go_through_the_sample(reviewer)
    _accept_the_rest(reviewer)
    return sampled


def _look_at_what_comes_first(reviewer: Reviewer) -> None:
    """Decide about each of the exceptions by touch: two go back, one is asked about, the others are right."""
    page = reviewer.page
    reviewer.tap(page.get_by_role("link", name="查看", exact=True).first)
    expect(page.locator("#lane")).to_have_text(f"先看这些（{FIRST} 条）")
    reviewer.tap(page.get_by_role("link", name="开始审核"))
    for turn in range(FIRST):
        expect(page.locator("[role=note]").first).to_be_visible()
        if turn < 2:
            reviewer.choose(page.locator("label.chip:has([name=reason])").nth(turn))
        button = page.locator(
            "[data-key='r']" if turn < 2 else "[data-key='c']" if turn == 2 else "[data-key='a']"
        )
        reviewer.tap(button)
    expect(page.locator(".empty, .calm").first).to_be_visible()


def _go_through_the_sample(reviewer: Reviewer) -> int:
    """Accept the sample by keyboard; the first and the last log are looked at twice."""
    page = reviewer.page
    page.set_viewport_size(DESK)
    reviewer.tap(page.locator("a[href*='lane=sample']").first)
    sampled = page.locator("tbody tr").count()
    assert LOGS // 20 < sampled < LOGS // 6
    reviewer.tap(page.get_by_role("link", name="开始审核"))
    reviewer.press("j")
    reviewer.press("k")
    for _ in range(sampled):
        reviewer.press("a")
    expect(page.locator(".empty, .calm").first).to_be_visible()
    return sampled


def _accept_the_rest(reviewer: Reviewer) -> None:
    """Look through each page of what shows nothing unusual, and accept it with one touch."""
    page = reviewer.page
    page.set_viewport_size(TABLET)
    reviewer.tap(page.locator("a[href*='lane=rest']").first)
    while (together := page.get_by_role("button", name="全部通过")).count():
        reviewer.look_through()
        reviewer.tap(together)


@pytest.mark.parametrize("by_correction", [True, False], ids=["correction", "remark"])
@pytest.mark.timeout(300)
def test_a_log_that_came_back_is_answered_and_the_supervisor_sees_the_answer_first(
    desk, at_work, by_correction
):
    log = _a_log_of_dr_li(desk)
    supervisor, doctor = at_work(cast.ZHAO), at_work(cast.DR_LI)

    _send_back(supervisor, log, comment="请核对血压，前后差得多")
    doctor.goto("/")
    doctor.get_by_text("退回 1 条随访，请更正或说明").tap()
    expect(doctor.get_by_text("请核对血压，前后差得多")).to_be_visible()
    (_correct if by_correction else _remark)(doctor)
    doctor.goto("/")
    expect(doctor.get_by_text("退回 1 条随访")).to_have_count(0)

    supervisor.goto("/reviews")
    expect(supervisor.locator("#lane")).to_have_text("医生已答复（1 条）")
    supervisor.get_by_role("link", name="开始审核").tap()
    expect(supervisor.locator(".dialogue")).to_contain_text("请核对血压，前后差得多")
    expect(supervisor.locator("main")).to_contain_text(
        "126" if by_correction else "家里的血压计读数偏高，已换"
    )
    with supervisor.expect_navigation():
        supervisor.keyboard.press("a")
    last = max(desk.verdicts().values(), key=lambda one: one.id)
    assert (last.lane, last.verdict) == (Lane.ANSWERED, Verdict.ACCEPTED)
    assert doctor.complaints == supervisor.complaints == []


def _a_log_of_dr_li(desk: Desk) -> int:
    with desk.record():
        doctor = find_reader(cast.DR_LI.username)
        assert doctor is not None
        person = cast.a_person(conditions=("hypertension",))
        log = desk.file(
            person, doctor, at=cast.MORNING - timedelta(days=1), answers={"systolic": 162, "diastolic": 92}
        )
        return log.id


def _send_back(supervisor: Page, log: int, *, comment: str) -> None:
    supervisor.goto(f"/reviews/{log}")
    supervisor.locator("label.chip:has([name=reason][value=value])").tap()
    supervisor.locator("[name=comment]").fill(comment)
    with supervisor.expect_navigation():
        supervisor.locator("[data-key='r']").tap()


def _correct(doctor: Page) -> None:
    """Mend the reading by the form of the visit, with the reason that is asked for on another day."""
    doctor.get_by_role("link", name="更正").tap()
    doctor.locator("[name=systolic]").fill("126")
    doctor.locator("[name=correction_reason]").fill("血压抄错了")
    doctor.locator("label.chip:has([name=symptoms][value=none])").tap()
    with doctor.expect_navigation():
        doctor.locator("[data-save], button.main").last.tap()


def _remark(doctor: Page) -> None:
    """Say why the log stands."""
    doctor.get_by_role("link", name="说明情况").tap()
    doctor.locator("[name=words]").fill("家里的血压计读数偏高，已换")
    with doctor.expect_navigation():
        doctor.get_by_role("button", name="发送答复").tap()
