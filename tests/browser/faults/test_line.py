"""The line fails while a tablet sends: nothing is lost, nothing comes twice, nothing is called sent that is not."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.browser import faulty
from tests.browser.faults.dice import each_throw
from tests.browser.filled import Filled, a_visit, anything
from tests.browser.outpost import Outpost

SYNC = "/sync"
PEOPLE = 146
FILED = "filed"
# What a tablet makes of an answer that is not the server's own word.
NOT_A_WORD = (
    (faulty.portal(), "not-ours"),
    (faulty.redirected("/sign-in?next=/sync"), "signed-out"),
    (faulty.answered(401), "signed-out"),
    (faulty.answered(403), "failed"),
    (faulty.answered(413), "failed"),
    (faulty.answered(422), "failed"),
    (faulty.answered(500), "failed"),
    (faulty.answered(503), "failed"),
)
# The same item by five requests at once, past the lock that lets one tab send at a time.
FIVE_AT_ONCE = """async ([wire, letter, post, author]) => {
  const items = await (await import(wire)).forWire(author, 20);
  const words = await (await import(letter)).write(author, items);
  const { post: send } = await import(post);
  const replies = await Promise.all([1, 2, 3, 4, 5].map(() => send(words)));
  return replies.map((reply) => reply.word?.items.map((item) => item.answer) ?? [reply.kind]);
}"""
SPOIL = """([uuid, at]) => new Promise((done) => {
  const asked = indexedDB.open("xunhu");
  asked.onsuccess = () => {
    const step = asked.result.transaction("parcels", "readwrite", { durability: "strict" });
    const parcels = step.objectStore("parcels");
    const found = parcels.get(uuid);
    found.onsuccess = () => {
      found.result.sealed[at % found.result.sealed.length] ^= 1;
      parcels.put(found.result);
    };
    step.oncomplete = () => { asked.result.close(); done(); };
  };
})"""


def some(clinic: Outpost, dice: random.Random, number: int) -> list[Filled]:
    return [anything(clinic, dice) for _ in range(number)]


@each_throw
def test_a_reply_that_is_lost_is_asked_for_again_and_nothing_is_twice(tablet, clinic, ledger, dice):
    ledger.keep(tablet, *some(clinic, dice, 3))
    clinic.line.fail(faulty.reply_cut(dice.choice((0, dice.randrange(500)))), SYNC)

    assert tablet.sync() == "offline"
    assert len(tablet.waiting()) == 3
    assert {"received", FILED} >= set(ledger.states())

    clinic.line.heal()
    assert tablet.sync() == "done"
    assert tablet.waiting() == []
    assert ledger.settled(tablet) == [FILED] * 3
    assert ledger.faults(tablet) == []


@each_throw
def test_a_request_that_is_cut_leaves_everything_waiting(tablet, clinic, ledger, dice):
    ledger.keep(tablet, *some(clinic, dice, 3))
    clinic.line.fail(faulty.request_cut(dice.randrange(3_000)), SYNC)

    assert tablet.sync() == "offline"
    assert len(tablet.waiting()) == 3
    assert ledger.states() == [""] * 3

    clinic.line.heal()
    assert tablet.sync() == "done"
    assert ledger.settled(tablet) == [FILED] * 3
    assert ledger.faults(tablet) == []


@each_throw
def test_whatever_is_not_the_servers_own_word_leaves_everything_waiting(tablet, clinic, ledger, dice):
    ledger.keep(tablet, *some(clinic, dice, 2))

    for fault, outcome in dice.sample(NOT_A_WORD, len(NOT_A_WORD)):
        with clinic.line.failing(fault, SYNC):
            assert tablet.sync() == outcome, fault.name
            assert len(tablet.waiting()) == 2

    assert ledger.states() == [""] * 2
    assert tablet.sync() == "done"
    assert ledger.settled(tablet) == [FILED] * 2
    assert ledger.faults(tablet) == []


@each_throw
def test_a_slow_line_and_a_late_one_bring_everything(tablet, clinic, ledger, dice):
    ledger.keep(tablet, *some(clinic, dice, 2))
    clinic.line.fail(faulty.slow(dice.randrange(8_000, 20_000)), SYNC, times=1)
    assert tablet.sync() == "done"

    ledger.keep(tablet, *some(clinic, dice, 2))
    clinic.line.fail(faulty.late(dice.uniform(0.2, 0.8)), SYNC, times=1)
    assert tablet.sync() == "done"

    assert ledger.settled(tablet) == [FILED] * 4
    assert ledger.faults(tablet) == []


@each_throw
def test_a_batch_that_is_interrupted_goes_on_where_it_stopped(tablet, clinic, ledger, dice):
    ledger.keep(tablet, *some(clinic, dice, 24))
    fault = dice.choice((faulty.reply_cut(), faulty.request_cut(dice.randrange(2_000)), faulty.unplugged()))
    gate = faulty.Gate(answered=False)
    clinic.line.fail(faulty.held(gate), SYNC, times=1)
    tablet.begin_sync()
    assert gate.reached.wait(10)
    clinic.line.fail(fault, SYNC)
    gate.open()

    assert tablet.end_sync() == "offline"
    assert len(tablet.waiting()) == 4
    assert ledger.faults(tablet) == []

    clinic.line.heal()
    assert tablet.sync() == "done"
    assert tablet.waiting() == []
    assert set(ledger.settled(tablet)) == {FILED}
    assert ledger.faults(tablet) == []


@each_throw
def test_the_same_item_five_times_is_one(tablet, clinic, ledger, dice):
    ledger.keep(tablet, *some(clinic, dice, 2))
    clinic.line.fail(faulty.reply_cut(), SYNC)
    for _ in range(5):
        assert tablet.sync() == "offline"
    clinic.line.heal()
    modules = [tablet.address_of(name) for name in ("wire", "letter", "post")]

    answers = tablet.page.evaluate(FIVE_AT_ONCE, [*modules, tablet.author])

    assert answers == [["duplicate"] * 2] * 5
    assert tablet.sync() == "done"
    assert len([one for one in clinic.line.passed(SYNC) if one.fault == "reply cut"]) >= 5
    assert ledger.settled(tablet) == [FILED] * 2
    assert ledger.faults(tablet) == []


@each_throw
def test_the_same_new_item_by_five_requests_at_once_is_one(tablet, clinic, ledger, dice):
    ledger.keep(tablet, *some(clinic, dice, 1))
    modules = [tablet.address_of(name) for name in ("wire", "letter", "post")]

    answers = tablet.page.evaluate(FIVE_AT_ONCE, [*modules, tablet.author])

    assert sorted(answers) == [["duplicate"]] * 4 + [["stored"]]
    assert tablet.sync() == "done"
    assert ledger.settled(tablet) == [FILED]
    assert ledger.faults(tablet) == []


@each_throw
def test_two_tabs_that_send_at_once_take_turns(tablet, clinic, ledger, dice):
    ledger.keep(tablet, *some(clinic, dice, 5))
    one, two = tablet.page, tablet.another_tab()
    gate = faulty.Gate(answered=dice.random() < 0.5)
    clinic.line.fail(faulty.held(gate), SYNC, times=1)
    before = len(clinic.line.passed(SYNC))

    tablet.begin_sync(one)
    tablet.begin_sync(two)
    assert gate.reached.wait(10)
    ledger.keep(tablet, *some(clinic, dice, 1))
    assert len(clinic.line.passed(SYNC)) == before
    gate.open()

    assert {tablet.end_sync(one), tablet.end_sync(two)} == {"done"}
    assert tablet.sync(two) == "done"
    assert set(ledger.settled(tablet)) == {FILED}
    assert ledger.faults(tablet) == []


@each_throw
def test_a_poisoned_item_at_the_head_of_fifty_stops_nobody(tablet, clinic, ledger, dice):
    poison, *others = some(clinic, dice, 50)
    (number,) = tablet.put(poison)
    tablet.page.evaluate(SPOIL, [number, dice.randrange(60, 4_000)])
    ledger.keep(tablet, *others)

    assert tablet.sync() == "done"

    assert tablet.waiting() == [number]
    assert set(ledger.settled(tablet)) == {FILED}
    assert ledger.faults(tablet) == []


POISONS: tuple[tuple[str, Callable[[int], Filled]], ...] = (
    ("nobody", lambda _: a_visit(999_999, note="无此人")),
    ("no fields", lambda person: Filled("attempt", person, f"/people/{person}/attempts/new", [], {})),
    ("no such figure", lambda person: a_visit(person, note="血压填错", systolic=990)),
    ("words for a day", lambda person: a_visit(person, note="日期填错", visited_on="改天")),
    ("a book of a note", lambda person: a_visit(person, note="太多" * 3_000)),
)


@each_throw
@pytest.mark.parametrize("is_first", [True, False])
def test_what_no_page_takes_waits_to_be_mended_and_the_others_are_filed(
    tablet, clinic, ledger, dice, is_first
):
    poisons = [make(clinic.somebody()) for _, make in dice.sample(POISONS, len(POISONS))]
    good = some(clinic, dice, 4)
    numbers = ledger.keep(tablet, *([*poisons, *good] if is_first else [*good, *poisons]))
    filed = {form.key for form in good}

    assert tablet.sync() == "done"

    assert tablet.waiting() == []
    states = dict(zip(numbers, ledger.settled(tablet), strict=True))
    assert {number for number, state in states.items() if state == FILED} == filed
    assert {state for number, state in states.items() if number not in filed} == {"to-mend"}
    assert ledger.faults(tablet) == []
