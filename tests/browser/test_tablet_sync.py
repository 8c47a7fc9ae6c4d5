"""Bringing what waits: only the server's own word on an item lets it go, whatever else answers, and no item holds up another."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.browser.vault import a_server_key, capture, set_up

pytestmark = pytest.mark.browser
MODULES = ("clock", "keeper", "letter", "meta", "queue", "state", "store", "sync")
LOAD = """async (addresses) => {
  for (const [name, address] of Object.entries(addresses)) window[name] = await import(address);
}"""
BRING = "async () => { if (sync.whose() === null) sync.start(5); return (await sync.syncNow()).kind; }"
WAITING = "() => queue.counts(5).then(({waiting}) => waiting)"
NOW = "2026-05-20T01:00:00.000+00:00"
PORTAL = {"status": 200, "content_type": "text/html", "body": "<h1>欢迎使用本店无线网络</h1>"}
# A line to say how things stand in, as every page brings it along.
LINE = """() => {
  const line = document.createElement("p");
  line.dataset.words = JSON.stringify({waiting: "{n} 条待传", sent: "已上传 {time}", mend: "需要处理（{n}）",
    nothing: "没有", signedOut: "请登录", failed: "没传上去", blocked: "停用"});
  document.body.append(line);
  line.id = "line";
  state.show(line);
}"""


class Voice:
    """What stands at the other end: it takes in what it is sent, or answers as it is told to."""

    def __init__(self) -> None:
        self.letters: list[dict[str, Any]] = []
        self.epoch = "e1"
        self.mends = 0
        self.author = 5
        self.refusing: Callable[[dict[str, Any]], dict[str, Any] | str | None] = lambda letter: None

    def answer(self, route: Route) -> None:
        """Answer one letter."""
        letter = json.loads(route.request.post_data or "")
        self.letters.append(letter)
        refusal = self.refusing(letter)
        if isinstance(refusal, str):
            route.abort(refusal)
        else:
            route.fulfill(**refusal or {"json": self.word(letter)})

    def word(self, letter: dict[str, Any]) -> dict[str, Any]:
        """Return the server's word: everything is stored."""
        items = [
            {"uuid": item["uuid"], "hash": item["hash"], "answer": "stored", "state": "filed", "told": []}
            for item in letter["items"]
        ]
        key = {"id": "k1", "public": a_server_key().public}
        return {
            "xunhu": 1, "author": self.author, "epoch": self.epoch, "last": len(self.letters), "now": NOW,
            "key": key, "blocked": False, "mends": self.mends, "items": items, "asked": [],
        }  # fmt: skip


@pytest.fixture
def voice() -> Voice:
    return Voice()


@pytest.fixture
def tablet(visit, house, voice) -> Page:
    """A tablet with one visit that waits."""
    page = furnish(visit(), house, voice)
    set_up(page, a_server_key())
    capture(page)
    return page


def furnish(page: Page, house: Any, voice: Voice) -> Page:
    page.route("**/sync", voice.answer)
    page.goto("/sign-in")
    manifest = Path(house.environment["XUNHU_INSTANCE"]) / "assets" / "manifest.json"
    names = json.loads(manifest.read_text("utf-8"))["names"]
    page.evaluate(LOAD, {module: f"/assets/{names[f'tablet/{module}.js']}" for module in MODULES})
    return page


def more(page: Page, count: int) -> list[str]:
    """Capture so many more visits and return their numbers, the oldest first."""
    uuids = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(count)]
    for uuid in uuids:
        capture(page, fields=[["client_key", uuid]], place=f"/{uuid}")
    return uuids


def says(status: int, **body: Any) -> dict[str, Any]:
    return {"status": status, "json": body}


def test_what_the_server_took_is_sent_and_the_contact_is_noted(tablet, voice):
    outcome = tablet.evaluate(BRING)

    assert outcome == "done"
    assert tablet.evaluate(WAITING) == 0
    (letter,) = [letter for letter in voice.letters if letter["items"]]
    assert (letter["author"], letter["epoch"], letter["last"], letter["waiting"]) == (5, "e1", 0, 1)
    contact = tablet.evaluate("() => meta.contact()")
    assert (contact["epoch"], contact["serverKey"]["id"]) == ("e1", "k1")
    assert tablet.evaluate("() => clock.today()") == "2026-05-20"


@pytest.mark.parametrize(
    ("refusal", "outcome"),
    [
        (PORTAL, "not-ours"),
        ({"status": 302, "headers": {"Location": "/sign-in"}}, "signed-out"),
        (says(401), "signed-out"),
        (says(403), "failed"),
        (says(409, xunhu=1, fault="other-user"), "other-user"),
        (says(400, xunhu=1, fault="unreadable"), "failed"),
        ({"status": 413, "body": ""}, "failed"),
        ({"status": 422, "body": ""}, "failed"),
        (says(500), "failed"),
        (says(503), "failed"),
        (says(200, xunhu=1, author=5), "failed"),
        (says(200, xunhu=1, author=6, items=[]), "other-user"),
        ("connectionreset", "offline"),
    ],
)
def test_whatever_else_answers_the_item_stays(tablet, voice, refusal, outcome):
    voice.refusing = lambda letter: refusal

    ended = tablet.evaluate(BRING)

    assert ended == outcome
    assert tablet.evaluate(WAITING) == 1
    voice.refusing = lambda letter: None
    assert tablet.evaluate(BRING) == "done"
    assert tablet.evaluate(WAITING) == 0


@pytest.mark.parametrize(
    "wrong", [{"hash": "0" * 64}, {"uuid": "other"}, {"answer": "damaged"}, {"answer": "not_yours"}]
)
def test_a_word_on_something_else_lets_nothing_go(tablet, voice, wrong):
    def mistaken(letter):
        word = voice.word(letter)
        return {"json": word | {"items": [item | wrong for item in word["items"]]}}

    voice.refusing = mistaken
    tablet.evaluate(BRING)

    assert tablet.evaluate(WAITING) == 1


def test_an_item_that_breaks_the_server_holds_up_none_of_fifty(tablet, voice):
    uuids = more(tablet, 49)
    poison = "11111111-1111-4111-8111-111111111111"
    voice.refusing = lambda letter: says(500) if poison in uuids_of(letter) else None

    outcome = tablet.evaluate(BRING)

    assert outcome == "done"
    assert tablet.evaluate(WAITING) == 1
    assert set(uuids) <= {uuid for letter in voice.letters for uuid in uuids_of(letter)}
    assert len(voice.letters) < 60


def test_what_is_too_large_for_the_server_stays_and_the_rest_goes(tablet, voice):
    more(tablet, 3)
    capture(
        tablet,
        fields=[["client_key", "99999999-0000-4000-8000-000000000000"], ["photo_1", "x" * 300_000]],
        place="/x",
    )
    voice.refusing = lambda letter: {"status": 413, "body": ""} if len(json.dumps(letter)) > 300_000 else None

    tablet.evaluate(BRING)

    assert tablet.evaluate(WAITING) == 1


def test_a_letter_stays_light(tablet, voice):
    for number in range(4):
        fields = [["client_key", f"{number:08d}-0000-4000-8000-000000000000"], ["photo_1", "x" * 700_000]]
        capture(tablet, fields=fields, place=f"/{number}")

    tablet.evaluate(BRING)

    assert tablet.evaluate(WAITING) == 0
    assert max(len(json.dumps(letter)) for letter in voice.letters) < 2_100_000


def test_two_tabs_never_send_at_the_same_time(tablet, voice, house):
    more(tablet, 30)
    other = furnish(tablet.context.new_page(), house, voice)
    for page in (tablet, other):
        page.evaluate("() => { sync.start(5); window.ended = sync.syncNow(); }")

    outcomes = [page.evaluate("() => window.ended.then(({kind}) => kind)") for page in (tablet, other)]

    assert outcomes == ["done", "done"]
    sent = [uuid for letter in voice.letters for uuid in uuids_of(letter)]
    assert len(sent) == len(set(sent)) == 31


def test_a_new_epoch_has_everything_offered_again(tablet, voice):
    tablet.evaluate(BRING)
    voice.epoch = "e2"

    tablet.evaluate(BRING)

    offered = [uuids_of(letter) for letter in voice.letters if letter["items"]]
    assert len(offered) == 2
    assert offered[0] == offered[1]
    assert tablet.evaluate(WAITING) == 0


def test_a_blocked_tablet_forgets_its_keys_and_keeps_what_waits(tablet, voice):
    voice.refusing = lambda letter: says(403, xunhu=1, fault="blocked")

    assert tablet.evaluate(BRING) == "blocked"

    assert tablet.evaluate("() => keeper.listKeepers()") == []
    assert tablet.evaluate(WAITING) == 1


def test_coming_online_brings_what_waits(tablet, voice):
    tablet.context.set_offline(True)
    assert tablet.evaluate(BRING) == "offline"

    tablet.context.set_offline(False)

    tablet.wait_for_function(f"() => ({WAITING})().then((waiting) => waiting === 0)")


def test_the_way_to_the_server_outlasts_a_page_that_is_written_anew(tablet, voice):
    tablet.context.set_offline(True)
    tablet.evaluate(BRING)
    tablet.evaluate(
        "() => { document.open(); sync.listen(); document.write('<h1>.</h1>'); document.close(); }"
    )

    tablet.context.set_offline(False)

    tablet.wait_for_function(f"() => ({WAITING})().then((waiting) => waiting === 0)")


def test_the_line_says_how_things_stand(tablet, voice):
    tablet.evaluate(LINE)
    voice.refusing = lambda letter: says(401)
    tablet.evaluate(BRING)
    tablet.wait_for_function("() => document.getElementById('line').textContent === '1 条待传 · 请登录'")
    voice.refusing, voice.mends = lambda letter: None, 2

    tablet.evaluate(BRING)

    tablet.wait_for_function(
        "() => document.getElementById('line').textContent === '已上传 09:00 · 需要处理（2）'"
    )


def uuids_of(letter: dict[str, Any]) -> list[str]:
    return [item["uuid"] for item in letter["items"]]
