"""Processes die: the server before, in and after each commit, the browser after it said that something is kept."""

from __future__ import annotations

import pytest

from tests.browser import faulty
from tests.browser.faults.dice import each_throw
from tests.browser.filled import a_visit, an_attempt, anything

SYNC = "/sync"
PEOPLE = 50
FILED = "filed"
# Taking in, filing, noting how it ended: each is a commit of its own.
COMMITS = ("INSERT INTO inbox_item", "INSERT INTO visit", "UPDATE inbox_item")


@each_throw
@pytest.mark.parametrize("moment", ["before", "in", "after"])
@pytest.mark.parametrize("commit", COMMITS)
def test_a_server_that_dies_around_a_commit_loses_nothing_and_files_nothing_twice(
    tablet, clinic, ledger, dice, commit, moment
):
    person = clinic.somebody("visit")
    visit = a_visit(person, note=f"笔记{dice.randrange(10**9)}", systolic=dice.randint(112, 138))
    ledger.keep(tablet, visit, *(anything(clinic, dice) for _ in range(2)))
    clinic.foretell(commit, moment, milliseconds=dice.uniform(0, 3))

    assert tablet.sync() in {"offline", "failed"}
    clinic.wait_for_death()
    assert len(tablet.waiting()) == 3
    assert ledger.faults(tablet) == []

    clinic.revive()
    assert tablet.sync() == "done"
    assert tablet.waiting() == []
    assert ledger.settled(tablet) == [FILED] * 3
    assert ledger.faults(tablet) == []


@each_throw
def test_a_browser_killed_right_after_it_said_saved_has_kept_it(tablet, clinic, ledger, dice):
    ledger.keep(tablet, *(anything(clinic, dice) for _ in range(dice.randint(1, 4))))

    tablet.kill()
    tablet.wake(unlocked=False)

    assert ledger.faults(tablet) == []
    assert tablet.sync() == "done"
    assert set(ledger.settled(tablet)) == {FILED}
    assert ledger.faults(tablet) == []


@each_throw
def test_a_browser_killed_while_it_sends_sends_again_and_nothing_is_twice(tablet, clinic, ledger, dice):
    ledger.keep(tablet, *(anything(clinic, dice) for _ in range(3)))
    gate = faulty.Gate(answered=dice.random() < 0.5)
    clinic.line.fail(faulty.held(gate), SYNC)
    tablet.begin_sync()
    assert gate.reached.wait(20)

    tablet.kill()
    clinic.line.heal()
    tablet.wake(unlocked=False)

    assert ledger.faults(tablet) == []
    assert tablet.sync() == "done"
    assert tablet.waiting() == []
    assert set(ledger.settled(tablet)) == {FILED}
    assert ledger.faults(tablet) == []


@each_throw
def test_a_tab_closed_while_it_keeps_something_has_kept_all_of_it_or_nothing(tablet, clinic, ledger, dice):
    forms = [anything(clinic, dice) for _ in range(3)]
    other = tablet.another_tab()
    tablet.begin_putting(*forms, page=other)
    other.wait_for_timeout(dice.uniform(0, 60))
    said = tablet.said_kept(other)
    other.close()

    kept = tablet.waiting()
    for form in forms:
        if form.key in kept:
            ledger.note(form.key, form.kind, form.person, **form.values)
    assert set(said) <= set(kept)
    assert ledger.faults(tablet) == []

    assert tablet.sync() == "done"
    assert set(ledger.settled(tablet)) <= {FILED}
    missed = [form for form in forms if form.key not in kept]
    ledger.keep(tablet, *missed)
    assert tablet.sync() == "done"
    assert ledger.settled(tablet) == [FILED] * 3
    assert ledger.faults(tablet) == []


@each_throw
def test_the_same_form_kept_by_two_tabs_at_once_is_one_item(tablet, clinic, ledger, dice):
    form = an_attempt(clinic.somebody("attempt"), note=f"笔记{dice.randrange(10**9)}")
    one, two = tablet.page, tablet.another_tab()
    tablet.begin_putting(form, page=one)
    tablet.begin_putting(form, page=two)
    ends = [tablet.end_putting(one), tablet.end_putting(two)]
    ledger.note(form.key, form.kind, form.person, **form.values)

    assert sorted(ends) == ["", "Already"]
    assert tablet.waiting() == [form.key]
    assert tablet.sync() == "done"
    assert ledger.settled(tablet) == [FILED]
    assert ledger.faults(tablet) == []
