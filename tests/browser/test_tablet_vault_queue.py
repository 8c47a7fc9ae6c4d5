"""The queue on a tablet: an item is kept once and whole, goes out in turn, and only the server's word lets it go."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from playwright.sync_api import Page

from tests.browser.vault import (
    PIN,
    a_server_key,
    another_tab,
    capture,
    everything,
    fault_of,
    furnish,
    sealed_of,
    set_up,
)

pytestmark = pytest.mark.browser
FIRST = "11111111-1111-4111-8111-111111111111"
SECOND = "22222222-2222-4222-8222-222222222222"
THIRD = "33333333-3333-4333-8333-333333333333"
# Rare characters of names, an emoji, NUL, and half a character as a broken keyboard may send it.
HARD = "陈𠮷㼆 👵🏽 \\u0000 \\ud83d."
MARK = "([author, answers, asked]) => queue.mark(author, answers, asked)"
STANDING = """async () => (await queue.items(5)).map(
  ({uuid, state, answer, verdict}) => [uuid[0], state, answer, verdict]).sort()"""
WIRE = "async (most) => (await queue.forWire(5, most)).map(({uuid}) => uuid[0]).join('')"
# Captures visits with a photo each until the tablet is full, and says how many it kept.
FILL = """async (most) => {
  for (let kept = 0; kept < most; kept++) {
    const photo = ["photo_1", "x".repeat(700000)];
    const form = {author: 5, kind: "visit", person: 12, path: "/p", label: "…", place: `/p/${kept}`, fields: [photo]};
    const error = await queue.capture(form).catch((error) => error);
    if (error instanceof store.StorageFull) return await queue.capture({...form, place: "/x"}).catch(() => kept);
    if (error instanceof Error) throw error;
  }
}"""
MEGABYTE = 1_000_000


@pytest.fixture
def server():
    return a_server_key()


@pytest.fixture
def tablet(visit, house, server) -> Page:
    page = furnish(visit(), house)
    set_up(page, server)
    return page


def test_what_was_captured_lies_sealed_to_the_server_with_its_draft_gone(tablet, server):
    tablet.evaluate(
        "() => store.change(['drafts'], (step) => step.objectStore('drafts').put({author: 5, place: '/x'}))"
    )

    item = capture(tablet, place="/x", fields=[["client_key", FIRST], ["csrf_token", "t"], ["goal", "少盐"]])

    content = json.loads(server.opened(sealed_of(tablet, FIRST), _bound(item)))
    assert content == {
        "kind": "visit",
        "person": 12,
        "path": "/people/12/visits/new",
        "fields": [["client_key", FIRST], ["goal", "少盐"]],
        "captured_at": item["capturedAt"],
    }
    assert item["state"] == "waiting"
    assert tablet.evaluate("() => store.all('drafts')") == []


def test_nothing_in_the_database_tells_what_was_captured_or_answered(tablet):
    capture(tablet, fields=[["client_key", FIRST], ["goal", "少盐七四一"]], label="陈秀英 随访")
    words = [{**_answer(tablet, FIRST), "answer": "needs_mending", "told": ["陈秀英 在五月搬走了"]}]
    tablet.evaluate(MARK, [5, words, []])

    kept = everything(tablet)

    assert FIRST.encode() in kept
    for word in ("少盐七四一", "陈秀英", "搬走"):
        assert word.encode() not in kept
        assert json.dumps(word).strip('"').encode() not in kept


def test_the_words_of_an_item_open_with_the_pin_only(tablet):
    capture(tablet)
    tablet.evaluate(MARK, [5, [{**_answer(tablet, FIRST), "told": ["请补上血压"]}], []])
    say = """async () => {
      const [item] = await queue.items(5);
      const {key} = keeper.held();
      return [await queue.labelOf(item, key), await queue.toldOf(item, key)];
    }"""

    assert tablet.evaluate(say) == ["陈秀英 随访", ["请补上血压"]]
    assert fault_of(tablet, say.replace("keeper.held()", "(keeper.lock(), keeper.held())")) == "TypeError"


def test_rare_characters_and_broken_ones_arrive_as_they_were_typed(tablet, server):
    typed = json.loads(f'"{HARD}"')
    tablet.evaluate(
        f"""(uuid) => queue.capture({{author: 5, kind: "visit", person: 12, path: "/p", label: "{HARD}", place: "/p",
          fields: [["client_key", uuid], ["note", "{HARD}"], ["long", "长".repeat(10000)]]}})""",
        FIRST,
    )

    item = tablet.evaluate("async () => { const [{label, ...item}] = await queue.items(5); return item; }")
    fields = json.loads(server.opened(sealed_of(tablet, FIRST), _bound(item)))["fields"]

    assert fields[1:] == [["note", typed], ["long", "长" * 10_000]]


def test_the_number_of_an_item_is_the_forms_own_and_an_edit_gets_a_fresh_one(tablet):
    row = [["visited_on", "2026-05-20"], ["p12", "x"], ["k12", SECOND], ["k13", THIRD]]

    visit = capture(tablet)
    walk = capture(tablet, kind="round", fields=row)
    edits = [capture(tablet, kind="edit", fields=[["client_key", FIRST]]) for _ in range(2)]

    assert [visit["uuid"], walk["uuid"]] == [FIRST, SECOND]
    assert len({UUID(edit["uuid"]) for edit in edits} | {UUID(FIRST)}) == 3


def test_the_same_form_saved_twice_or_in_two_tabs_is_one_item(tablet, house):
    second = another_tab(tablet.context, house)
    save = """(uuid) => queue.capture({author: 5, kind: "visit", person: 12, path: "/p", label: "…", place: "/p",
      fields: [["client_key", uuid]]})"""

    both = f"(uuid) => Promise.allSettled([1, 2].map(() => ({save})(uuid)))"
    ends = [end for tab in (tablet, second) for end in tab.evaluate(both, FIRST)]

    assert sorted(end["status"] for end in ends) == ["fulfilled", "rejected", "rejected", "rejected"]
    assert fault_of(second, save, FIRST) == "Already"
    assert tablet.evaluate("async () => (await queue.counts(5)).waiting") == 1


def test_without_a_contact_or_a_key_nothing_is_taken_as_kept(visit, house, server):
    page = furnish(visit(), house)
    edit = "{author: 5, kind: 'edit', person: 1, path: '/p', label: '', place: '/p', fields: []}"

    fault = fault_of(page, f"() => queue.capture({edit})")

    assert fault == "NotSetUp"


def test_a_full_tablet_says_so_and_keeps_draft_and_queue_as_they_were(visit, house, server):
    page = visit()
    browser = page.context.new_cdp_session(page)
    browser.send("Storage.overrideQuotaForOrigin", {"origin": house.address, "quotaSize": 3 * MEGABYTE})
    furnish(page, house)
    set_up(page, server)
    page.evaluate(
        "() => store.change(['drafts'], (step) => step.objectStore('drafts').put({author: 5, place: '/x'}))"
    )

    kept = page.evaluate(FILL, 20)

    assert 0 < kept < 20
    assert page.evaluate(
        "async () => Promise.all(['drafts', 'parcels', 'queue'].map(async (name) => (await store.all(name)).length))"
    ) == [1, kept, kept]


def test_an_item_goes_out_as_the_server_reads_it_the_oldest_first(tablet, server):
    for uuid in (FIRST, SECOND, THIRD):
        item = capture(tablet, fields=[["client_key", uuid]])

    wire = tablet.evaluate("() => queue.forWire(5, 20)")

    assert [row["uuid"] for row in wire] == [FIRST, SECOND, THIRD]
    assert wire[2] == {
        "uuid": THIRD, "hash": item["hash"], "author": 5, "key": "k1", "format": 1, "kind": "visit",
        "captured_at": item["capturedAt"], "sealed": wire[2]["sealed"],
    }  # fmt: skip
    assert (
        tablet.evaluate("([sealed]) => bytes.hashOf(bytes.fromBase64(sealed))", [wire[2]["sealed"]])
        == item["hash"]
    )


def test_what_was_set_back_goes_after_the_rest_and_holds_up_nobody(tablet):
    for uuid in (FIRST, SECOND, THIRD):
        capture(tablet, fields=[["client_key", uuid]])

    tablet.evaluate("(uuid) => queue.setBack(5, [uuid])", FIRST)
    assert tablet.evaluate(WIRE, 2) == "23"
    tablet.evaluate(
        "(uuid) => store.change(['parcels'], (step) => step.objectStore('parcels').delete(uuid))", SECOND
    )

    assert tablet.evaluate(WIRE, 20) == "31"


@pytest.mark.parametrize(
    ("answer", "state"),
    [("stored", "sent"), ("duplicate", "sent"), ("needs_mending", "sent"), ("not_yours", "waiting"),
     ("damaged", "waiting"), ("anything", "waiting")],
)  # fmt: skip
def test_only_three_answers_on_the_very_item_make_it_sent(tablet, answer, state):
    capture(tablet)

    tablet.evaluate(MARK, [5, [{**_answer(tablet, FIRST), "answer": answer}], []])

    assert tablet.evaluate("async () => (await queue.items(5))[0].state") == state


def test_an_answer_about_another_hash_or_to_another_author_changes_nothing(tablet):
    capture(tablet)
    answer = _answer(tablet, FIRST)

    tablet.evaluate(
        MARK,
        [5, [{**answer, "hash": "0" * 64}, {**answer, "uuid": SECOND}], [{"uuid": FIRST, "state": "filed"}]],
    )
    tablet.evaluate(MARK, [6, [answer], []])

    assert tablet.evaluate(STANDING) == [["1", "waiting", None, None]]


def test_the_verdict_comes_later_and_is_asked_for_until_it_is_final(tablet):
    for uuid in (FIRST, SECOND):
        capture(tablet, fields=[["client_key", uuid]])
    tablet.evaluate(MARK, [5, [_answer(tablet, FIRST), {**_answer(tablet, SECOND), "state": "to-mend"}], []])
    assert tablet.evaluate("async () => (await queue.toAsk(5, 50)).sort()") == [FIRST, SECOND]
    assert tablet.evaluate("async () => (await queue.counts(5)).mend") == 1

    tablet.evaluate(MARK, [5, [], [{"uuid": FIRST, "state": "filed"}, {"uuid": SECOND, "state": None}]])

    assert tablet.evaluate(STANDING) == [["1", "sent", "stored", "filed"], ["2", "sent", "stored", "to-mend"]]
    assert tablet.evaluate("() => queue.toAsk(5, 50)") == [SECOND]


def test_what_was_sent_is_offered_again_when_the_server_was_set_back(tablet):
    for uuid in (FIRST, SECOND):
        capture(tablet, fields=[["client_key", uuid]])
    tablet.evaluate(MARK, [5, [{**_answer(tablet, FIRST), "state": "filed"}], []])
    assert tablet.evaluate(WIRE, 20) == "2"

    tablet.evaluate("() => queue.offerAgain(5)")

    assert tablet.evaluate(WIRE, 20) == "12"
    assert tablet.evaluate(STANDING)[0] == ["1", "waiting", None, None]


def test_what_was_sent_is_forgotten_after_fourteen_days_and_what_waits_never(visit, house, server):
    page = visit()
    page.clock.install(time="2026-05-20T09:00:00+08:00")
    furnish(page, house)
    set_up(page, server)
    for uuid in (FIRST, SECOND):
        capture(page, fields=[["client_key", uuid]])
    page.evaluate(MARK, [5, [_answer(page, FIRST)], []])

    page.clock.set_system_time("2026-06-03T08:59:00+08:00")
    page.evaluate("() => queue.forgetOld(5)")
    assert page.evaluate("async () => (await store.all('parcels')).length") == 2
    page.clock.set_system_time("2027-06-24T09:00:00+08:00")
    page.evaluate("() => queue.forgetOld(5)")

    assert page.evaluate("async () => (await store.all('parcels')).map(({uuid}) => uuid)") == [SECOND]
    assert page.evaluate("async () => (await queue.items(5)).map(({uuid}) => uuid)") == [SECOND]


def test_another_doctor_sees_how_many_wait_and_nothing_else(tablet, server):
    capture(tablet)
    set_up(tablet, server, author=6)

    assert tablet.evaluate("() => Promise.all([queue.items(6), queue.forWire(6, 20)])") == [[], []]
    assert tablet.evaluate("() => queue.counts(6)") == {"waiting": 0, "mend": 0, "sentAt": None}
    assert tablet.evaluate("() => Promise.all([6, 5, null].map(queue.waitingForOthers))") == [1, 0, 1]


def test_the_file_of_a_dying_tablet_holds_what_waits_as_it_would_go_out(tablet):
    for uuid in (FIRST, SECOND, THIRD):
        capture(tablet, fields=[["client_key", uuid]])
    tablet.evaluate(MARK, [5, [_answer(tablet, SECOND)], []])

    written = json.loads(tablet.evaluate("async () => (await queue.exportFile(5)).text()"))

    assert written == {
        "xunhu": 1,
        "device": tablet.evaluate("() => meta.device()"),
        "author": 5,
        "items": tablet.evaluate("() => queue.forWire(5, 20)"),
    }
    assert [item["uuid"] for item in written["items"]] == [FIRST, THIRD]


def test_whoever_shows_the_queue_hears_of_changes_in_every_tab(tablet, house):
    second = another_tab(tablet.context, house)
    for tab in (tablet, second):
        tab.evaluate("() => { window.heard = 0; queue.onChange(() => window.heard++); }")

    capture(tablet)

    second.wait_for_function("() => window.heard === 1")
    assert tablet.evaluate("() => window.heard") == 1


def test_what_was_captured_survives_the_tab_and_waits_locked_or_not(tablet, house):
    capture(tablet)
    context = tablet.context
    tablet.close()

    again = another_tab(context, house)

    assert again.evaluate("() => keeper.held()") is None
    assert again.evaluate("async () => (await queue.counts(5)).waiting") == 1
    again.evaluate("(pin) => keeper.unlock(5, pin)", PIN)
    assert (
        again.evaluate("async () => queue.labelOf((await queue.items(5))[0], keeper.held().key)")
        == "陈秀英 随访"
    )


def _answer(page: Page, uuid: str) -> dict[str, object]:
    hash_ = page.evaluate("async (uuid) => (await store.read('queue', uuid)).hash", uuid)
    return {"uuid": uuid, "hash": hash_, "answer": "stored", "state": "received", "told": []}


def _bound(item: dict[str, object]) -> str:
    return f"item|{item['uuid']}|5|{item['device']}|visit|1"
