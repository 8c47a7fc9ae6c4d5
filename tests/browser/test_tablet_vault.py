"""What lies on a tablet: sealed so that anybody may put in and only the PIN takes out, kept whole or not at all."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.exceptions import InvalidTag
from playwright.sync_api import Page

from tests.browser.vault import (
    PIN,
    a_server_key,
    another_tab,
    capture,
    fault_of,
    furnish,
    sealed_of,
    sealed_to,
    set_up,
)

pytestmark = pytest.mark.browser
SEAL = "async ([to, text, bound]) => bytes.toBase64(await seal.sealTo(to, bytes.encode(text), bound))"
OPEN = """async ([sealed, bound]) =>
  bytes.decode(await seal.openWith(keeper.held().key, bytes.fromBase64(sealed), bound))"""
FIRST = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def server():
    return a_server_key()


@pytest.fixture
def page(visit, house) -> Page:
    return furnish(visit(), house)


@pytest.fixture
def tablet(page, server) -> Page:
    set_up(page, server)
    return page


def test_what_a_tablet_seals_the_server_opens_and_only_for_what_it_was_sealed(page, server):
    sealed = base64.b64decode(page.evaluate(SEAL, [server.public, "血压 158/96", "item|1"]))

    assert json.loads(server.opened(sealed, "item|1")) == "血压 158/96"
    with pytest.raises(InvalidTag):
        server.opened(sealed, "item|2")
    with pytest.raises(InvalidTag):
        a_server_key().opened(sealed, "item|1")


def test_the_same_words_sealed_twice_look_different(page, server):
    first, second = (page.evaluate(SEAL, [server.public, "158", "item|1"]) for _ in range(2))

    assert first != second


def test_what_is_sealed_to_a_tablet_only_its_unlocked_key_opens(tablet):
    public = tablet.evaluate("async () => (await keeper.listKeepers())[0].public")
    sealed = base64.b64encode(sealed_to(public, b'"158/96"', "draft|/x")).decode()

    assert tablet.evaluate(OPEN, [sealed, "draft|/x"]) == "158/96"
    assert fault_of(tablet, OPEN, [sealed, "draft|/y"]) == "Unopened"
    assert fault_of(tablet, OPEN, [sealed[:-8] + "AAAAAAA=", "draft|/x"]) == "Unopened"


def test_a_content_key_seals_many_parts_and_each_in_its_place(page):
    said = page.evaluate(
        """async () => {
          const {key, raw} = await seal.makeContentKey();
          const sealed = await seal.sealUnder(key, bytes.encode({name: "陈秀英"}), "pack|5|index");
          const again = await seal.contentKey(raw);
          const opened = bytes.decode(await seal.openUnder(again, sealed, "pack|5|index"));
          const elsewhere = await seal.openUnder(again, sealed, "pack|5|list").catch((error) => error);
          return [opened, elsewhere instanceof seal.Unopened];
        }"""
    )

    assert said == [{"name": "陈秀英"}, True]


def test_a_photo_passes_through_every_form_of_bytes_unchanged(page):
    same = page.evaluate(
        """async () => {
          const photo = new Uint8Array(300_000).map((_, at) => (at * 7919) % 256);
          const back = bytes.fromBase64(bytes.toBase64(photo));
          return (await bytes.hashOf(photo)) === (await bytes.hashOf(back)) && back.length === photo.length;
        }"""
    )

    assert same


@pytest.mark.parametrize(
    ("pin", "fault"),
    [
        ("", "short"), ("27182", "short"), ("27182x", "short"), ("111111", "plain"), ("123456", "plain"),
        ("987654", "plain"), ("890123", "plain"), ("121212", "plain"), ("123123", "plain"), ("27182727", None),
        ("271828", None),
    ],
)  # fmt: skip
def test_a_pin_is_long_enough_and_not_the_first_that_anybody_tries(page, pin, fault):
    assert page.evaluate("(pin) => keeper.pinFault(pin)", pin) == fault


def test_the_key_leaves_the_browser_only_wrapped(tablet):
    shown = tablet.evaluate(
        """async () => [
          keeper.held().key.extractable, keeper.held().key.usages, keeper.held().key.type,
          Object.keys((await keeper.listKeepers())[0]).sort(),
        ]"""
    )

    assert shown == [
        False,
        ["deriveBits"],
        "private",
        ["author", "contactAt", "name", "public", "username", "wrong"],
    ]


def test_the_right_pin_opens_again_after_locking(tablet):
    tablet.evaluate("() => keeper.lock()")
    assert tablet.evaluate("() => keeper.held()") is None

    tablet.evaluate("(pin) => keeper.unlock(5, pin)", PIN)

    assert tablet.evaluate("() => keeper.held().author") == 5


def test_a_wrong_pin_says_how_many_are_left_and_the_right_one_forgets_them(tablet):
    left = tablet.evaluate("() => keeper.unlock(5, '314159').catch((error) => error.left)")
    again = tablet.evaluate("() => keeper.unlock(5, '314159').catch((error) => error.left)")
    tablet.evaluate("(pin) => keeper.unlock(5, pin)", PIN)

    assert (left, again) == (9, 8)
    assert tablet.evaluate("async () => (await keeper.listKeepers())[0].wrong") == 0


def test_a_pin_is_counted_before_it_is_tried_so_that_a_killed_tab_wins_nothing(tablet, house):
    tablet.evaluate("() => keeper.lock()")
    tablet.evaluate("() => { crypto.subtle.unwrapKey = () => new Promise(() => {}); }")
    tablet.evaluate("() => { void keeper.unlock(5, '314159'); }")
    witness = another_tab(tablet.context, house)
    witness.wait_for_function("async () => (await keeper.listKeepers())[0].wrong === 1")

    tablet.close()

    assert witness.evaluate("() => keeper.unlock(5, '314159').catch((error) => error.left)") == 8


def test_ten_wrong_pins_destroy_key_pack_and_drafts_but_never_the_queue(tablet, server):
    _lay_by(tablet)
    capture(tablet)
    for _ in range(9):
        assert fault_of(tablet, "() => keeper.unlock(5, '314159')") == "WrongPin"

    assert fault_of(tablet, "() => keeper.unlock(5, '314159')") == "Destroyed"

    assert fault_of(tablet, "(pin) => keeper.unlock(5, pin)", PIN) == "Destroyed"
    assert tablet.evaluate("() => keeper.held()") is None
    assert _left(tablet) == {"keepers": 0, "pack": 0, "drafts": 0, "queue": 1, "parcels": 1}
    content = server.opened(sealed_of(tablet, FIRST), _bound(tablet, FIRST))
    assert json.loads(content)["fields"][-1] == ["systolic", "158"]


def test_a_tab_killed_between_the_tenth_wrong_pin_and_the_destruction_saves_nothing(tablet):
    tablet.evaluate(
        """() => keeper.lock() ?? store.change(["keepers"], (step) => {
          const asked = step.objectStore("keepers").get(5);
          asked.onsuccess = () => step.objectStore("keepers").put({...asked.result, wrong: 10});
        })"""
    )

    assert fault_of(tablet, "(pin) => keeper.unlock(5, pin)", PIN) == "Destroyed"
    assert _left(tablet)["keepers"] == 0


def test_setting_up_again_takes_the_old_pack_away_and_leaves_the_queue_and_the_others(tablet, server):
    _lay_by(tablet)
    capture(tablet)
    set_up(tablet, server, author=6)
    _lay_by(tablet, author=6)

    set_up(tablet, server, author=5, pin="161803")

    assert _left(tablet) == {"keepers": 2, "pack": 1, "drafts": 1, "queue": 1, "parcels": 1}
    assert tablet.evaluate("async () => queue.labelOf((await queue.items(5))[0], keeper.held().key)") is None


def test_seven_days_without_the_server_are_the_end_of_unlocking_until_a_contact(page, server, house):
    page.clock.install(time="2026-05-20T09:00:00+08:00")
    furnish(page, house)
    set_up(page, server)
    page.clock.set_system_time("2026-05-27T08:59:00+08:00")
    assert fault_of(page, "(pin) => keeper.unlock(5, pin)", PIN) == ""

    page.clock.set_system_time("2026-05-27T09:01:00+08:00")
    assert fault_of(page, "(pin) => keeper.unlock(5, pin)", PIN) == "TooLongAway"
    page.clock.set_system_time("2026-05-18T09:00:00+08:00")
    assert fault_of(page, "(pin) => keeper.unlock(5, pin)", PIN) == "TooLongAway"

    page.evaluate("() => keeper.renew(5)")
    assert fault_of(page, "(pin) => keeper.unlock(5, pin)", PIN) == ""


def test_five_minutes_without_a_touch_lock_and_a_touch_begins_them_anew(page, server, house):
    page.clock.install(time="2026-05-20T09:00:00+08:00")
    furnish(page, house)
    set_up(page, server)
    page.evaluate(
        "() => { window.locked = 0; keeper.onLock(() => window.locked++); keeper.watchIdle(document); }"
    )

    page.clock.fast_forward("04:55")
    page.mouse.click(5, 5)
    page.clock.fast_forward("04:55")
    assert page.evaluate("() => [keeper.held()?.author, window.locked]") == [5, 0]

    page.clock.fast_forward("00:10")
    assert page.evaluate("() => [keeper.held(), window.locked]") == [None, 1]


def test_the_first_touch_after_a_long_sleep_finds_the_tablet_locked(page, server, house):
    page.clock.install(time="2026-05-20T09:00:00+08:00")
    furnish(page, house)
    set_up(page, server)
    page.evaluate("() => keeper.watchIdle(document)")
    # Asleep: the clock of the day went on, and not one timer ran.
    page.clock.set_system_time("2026-05-20T11:00:00+08:00")

    page.mouse.click(5, 5)

    assert page.evaluate("() => keeper.held()") is None


def test_a_page_written_anew_keeps_the_key_and_is_watched_when_asked_again(page, server, house):
    page.clock.install(time="2026-05-20T09:00:00+08:00")
    furnish(page, house)
    set_up(page, server)

    page.evaluate(
        """() => {
          document.open(); document.write("<!doctype html><title>巡护</title><p>…</p>"); document.close();
          keeper.watchIdle(document);
        }"""
    )
    page.clock.fast_forward("04:55")
    page.mouse.click(5, 5)
    page.clock.fast_forward("04:55")
    assert page.evaluate("() => keeper.held().author") == 5

    page.evaluate("() => { window.dispatchEvent(new PageTransitionEvent('pagehide')); }")
    assert page.evaluate("() => keeper.held()") is None


def test_signing_out_locks_every_tab(tablet, house):
    second = another_tab(tablet.context, house)
    second.evaluate("(pin) => keeper.unlock(5, pin)", PIN)

    tablet.evaluate("() => keeper.lockEverywhere()")

    second.wait_for_function("() => keeper.held() === null")


def test_a_step_is_strict_and_whole(page):
    said = page.evaluate(
        """async () => {
          const asked = [];
          await store.change(["meta"], (step) => asked.push(step.durability));
          const failed = await store.change(["meta", "drafts"], (step) => {
            step.objectStore("drafts").put({author: 5, place: "/x"});
            step.objectStore("meta").add({key: "device"});
            step.objectStore("meta").add({key: "device"});
          }).catch((error) => error.name);
          const thrown = await store.change(["drafts"], (step) => {
            step.objectStore("drafts").put({author: 5, place: "/x"});
            throw new RangeError("half-way");
          }).catch((error) => error.name);
          return [asked, failed, thrown, (await store.all("drafts")).length];
        }"""
    )

    assert said == [["strict"], "ConstraintError", "RangeError", 0]


def test_two_tabs_that_ask_at_once_find_one_number_of_the_tablet(page, house):
    second = another_tab(page.context, house)

    numbers = [tab.evaluate("() => Promise.all([meta.device(), meta.device()])") for tab in (page, second)]

    assert len({number for pair in numbers for number in pair}) == 1


def _lay_by(page: Page, author: int = 5) -> None:
    page.evaluate(
        """(author) => store.change(["pack", "drafts"], (step) => {
          step.objectStore("pack").put({author, part: "index", sealed: new Uint8Array(3)});
          step.objectStore("drafts").put({author, place: "/people/12/visits/new", sealed: new Uint8Array(3)});
        })""",
        author,
    )


def _left(page: Page) -> dict[str, int]:
    found: dict[str, int] = page.evaluate(
        """async () => Object.fromEntries(await Promise.all(["keepers", "pack", "drafts", "queue", "parcels"].map(
          async (name) => [name, (await store.all(name)).length])))"""
    )
    return found


def _bound(page: Page, uuid: str) -> str:
    return f"item|{uuid}|5|{page.evaluate('() => meta.device()')}|visit|1"
