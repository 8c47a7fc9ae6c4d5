"""The service worker: the frame opens without a network, nothing else is kept, and no release takes over too early."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.faulty import Fault, portal
from tests.browser.line import Line

pytestmark = pytest.mark.browser
WORKING = "navigator.serviceWorker.ready.then(({active}) => active.state)"
KEPT = """async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    const requests = await (await caches.open(name)).keys();
    kept[name] = requests.map(({url}) => new URL(url).pathname + new URL(url).search).sort();
  }
  return kept;
}"""
# Everything that lies in the caches, as text.
WRITTEN = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) texts.push(await (await cache.match(request, {ignoreVary: true})).text());
  }
  return texts.join('\\n');
}"""
LOOK_FOR_ANOTHER = "navigator.serviceWorker.getRegistration().then((one) => one.update().then(() => {}))"
IS_WAITING = "() => navigator.serviceWorker.getRegistration().then((one) => Boolean(one?.waiting))"
GAVE_UP = "() => navigator.serviceWorker.getRegistration().then((one) => !one?.installing && !one?.waiting && !one?.active)"
WRITE = """() => void navigator.locks.request(
  'xunhu-dirty', {mode: 'shared'}, () => new Promise((done) => { window.done = done; }))"""


@pytest.fixture
def tablet(visit) -> Page:
    return ready(visit())


@pytest.fixture
def line(house) -> Iterator[Line]:
    """A line to the server that can be told to answer by itself."""
    line = Line(int(house.address.rpartition(":")[2]))
    yield line
    line.close()


@pytest.fixture
def far_tablet(chromium, line) -> Iterator[Page]:
    """A tablet at the end of that line."""
    with chromium.new_context(base_url=line.address, locale="zh-CN") as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield page


def another_release(page: Page) -> Fault:
    """The worker of the next release: the same but for its version."""
    script = page.request.get("/sw.js").text()
    content = re.sub('"version": "[0-9a-f]+"', '"version": "next"', script).encode()
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nCache-Control: no-cache\r\n"
    return Fault(
        "released",
        answer=f"{head}Content-Length: {len(content)}\r\nConnection: close\r\n\r\n".encode() + content,
    )


def ready(page: Page) -> Page:
    """Open the frame and wait until the worker has it."""
    page.goto("/tablet")
    assert page.evaluate(WORKING) in ("activating", "activated")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return page


def test_the_frame_opens_without_a_network(tablet):
    tablet.context.set_offline(True)

    tablet.reload()

    expect(tablet.locator("h1")).to_have_text("平板")
    expect(tablet.locator("[data-frame]")).to_be_visible()
    expect(tablet.locator("[data-cannot]")).to_have_count(0)
    assert not [said for said in tablet.complaints if "ERR_INTERNET_DISCONNECTED" not in said]


def test_another_page_without_a_network_leads_to_the_frame_without_what_was_searched_for(tablet):
    tablet.context.set_offline(True)

    tablet.goto("/people?text=陈秀英")

    expect(tablet.locator("h1")).to_have_text("平板")
    assert tablet.evaluate("location.pathname") == "/tablet"
    assert "text" not in tablet.evaluate("location.href + JSON.stringify(history.state)")


def test_only_the_frame_and_the_assets_are_kept(tablet):
    kept = tablet.evaluate(KEPT)

    (release,) = [name for name in kept if name.startswith("xunhu-release-")]
    frames = [address for address in kept[release] if not address.startswith("/assets/")]
    assert frames == ["/tablet?language=en", "/tablet?language=zh"]
    assert 'name="csrf_token"' not in tablet.evaluate(WRITTEN)


def test_pages_read_on_this_tablet_are_never_kept(tablet):
    tablet.goto("/sign-in")

    kept = tablet.evaluate(KEPT)

    assert not [address for addresses in kept.values() for address in addresses if "sign-in" in address]


def test_the_frame_speaks_the_language_it_was_last_asked_in(tablet):
    tablet.goto("/tablet?language=en")
    expect(tablet).to_have_url(re.compile("/tablet$"))
    tablet.context.set_offline(True)

    tablet.goto("/tablet")

    assert tablet.locator("html").get_attribute("lang") == "en"


def test_the_self_test_says_what_it_found(tablet):
    tablet.locator("[data-selftest] summary").click()

    for name in ("secure", "worker", "storage", "quota", "crypto", "locks", "clock"):
        expect(tablet.locator(f"[data-check={name}]")).to_have_class("good")
    # Whether a browser promises to keep data is its own business: either way it is said.
    expect(tablet.locator("[data-check=persisted]")).to_have_class(re.compile("good|bad"))
    expect(tablet.locator("[data-verdict]")).to_have_text(re.compile("全部合格|有 1 项要处理"))


def test_without_a_network_the_clock_is_not_judged(tablet):
    tablet.context.set_offline(True)

    tablet.locator("[data-selftest] summary").click()

    expect(tablet.locator("[data-check=clock]")).to_have_class("unknown")


@pytest.mark.parametrize(
    ("agent", "app"), [("MicroMessenger/8.0.49", "MicroMessenger"), ("DingTalk/7.5", "DingTalk")]
)
def test_a_window_inside_another_app_says_what_to_open_instead(house, chromium, agent, app):
    with chromium.new_context(
        base_url=house.address, user_agent=f"Mozilla/5.0 (Linux; Android 12) {agent}"
    ) as context:
        page = context.new_page()

        page.goto("/tablet")

        expect(page.locator("[data-cannot]")).to_contain_text("Chrome")
        expect(page.locator("[data-why]")).to_contain_text(app)
        expect(page.locator("[data-here]")).to_have_text(f"{house.address}/tablet")
        expect(page.locator("[data-frame]")).to_be_hidden()


def test_a_browser_without_scripts_says_so(house, chromium):
    with chromium.new_context(base_url=house.address, java_script_enabled=False) as context:
        page = context.new_page()

        page.goto("/tablet")

        expect(page.locator("[data-cannot]")).to_be_visible()
        expect(page.locator("[data-frame]")).to_be_hidden()


def test_a_portals_page_is_never_taken_for_the_frame(far_tablet, line):
    line.fail(portal(), "/tablet?language")
    far_tablet.goto("/tablet")
    far_tablet.wait_for_function(GAVE_UP)
    line.heal()

    ready(far_tablet)

    assert "欢迎使用" not in far_tablet.evaluate(WRITTEN)
    far_tablet.context.set_offline(True)
    far_tablet.reload()
    expect(far_tablet.locator("h1")).to_have_text("平板")


def test_a_new_release_waits_while_somebody_is_writing_in_any_tab(far_tablet, line):
    ready(far_tablet)
    writing = far_tablet.context.new_page()
    ready(writing).evaluate(WRITE)
    line.fail(another_release(far_tablet), "/sw.js")
    far_tablet.evaluate(LOOK_FOR_ANOTHER)
    far_tablet.wait_for_function(IS_WAITING)

    far_tablet.locator("[data-update] button").click()

    expect(far_tablet.locator("[data-update]")).to_contain_text("还没保存")
    assert far_tablet.evaluate(IS_WAITING)


def test_a_new_release_takes_over_in_every_tab_once_nobody_is_writing(far_tablet, line):
    ready(far_tablet)
    other = ready(far_tablet.context.new_page())
    other.evaluate("() => { window.stale = true; }")
    line.fail(another_release(far_tablet), "/sw.js")
    far_tablet.evaluate(LOOK_FOR_ANOTHER)
    far_tablet.wait_for_function(IS_WAITING)

    # The line stands there once its button works.
    expect(far_tablet.locator("[data-update]")).to_be_visible()
    far_tablet.locator("[data-update] button").dispatch_event("click")

    other.wait_for_function("() => !window.stale")
    far_tablet.wait_for_function(f"() => ({IS_WAITING})().then((waits) => !waits)")
    assert "xunhu-release-next" in far_tablet.evaluate(KEPT)
