"""By touch, on the pages of the pack: killed, closed, full, renewed; what was said to be saved is, and the rest stays typed."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser import faulty, touch
from tests.browser.faults.dice import each_throw

PEOPLE = 14
FILED, TO_MEND = "filed", "to-mend"
FULL = "平板空间不足"


@each_throw
def test_a_browser_killed_the_moment_it_says_saved_shows_it_waiting(along, clinic, ledger, dice):
    along.unplug()
    person = clinic.somebody_else()
    number, typed = touch.record(along.page, person, systolic=dice.randint(112, 138), note="甲")
    along.kill()

    ledger.note(number, "visit", person, **typed)
    clinic.line.fail(dice.choice(faulty.NO_ANSWERS), "/sync")
    page = along.wake()

    assert along.waiting() == [number]
    assert "1 条待传" in along.state_line()
    page.locator("[data-go='/tablet#queue']").tap()
    expect(page.locator("[data-list=waiting] li[data-item]")).to_have_count(1)
    clinic.line.heal()
    page.locator("[data-retry]").tap()
    expect(page.locator("[data-list=waiting] li[data-item]")).to_have_count(0)
    assert ledger.settled(along) == [FILED]
    assert ledger.faults(along) == []


@each_throw
def test_a_tab_closed_while_it_saves_leaves_an_item_or_a_half_filled_form(along, clinic, ledger, dice):
    along.unplug()
    page, person = along.page, clinic.somebody_else()
    along.context.new_page()
    touch.open_visit(page, person)
    typed = touch.measure(page, systolic=dice.randint(112, 138), diastolic=71, note="乙")
    number = touch.key_of(page)
    page.wait_for_timeout(700)
    touch.save(page)
    page.wait_for_timeout(dice.uniform(0, 40))
    page.close()

    page = along.open()
    along.unlock()
    if along.waiting() == [number]:
        ledger.note(number, "visit", person, **typed)
    else:
        touch.open_visit(page, person)
        expect(page.get_by_text("接着上次没填完的")).to_be_visible()
        assert page.locator("[name=systolic]").input_value() == typed["systolic"]
        assert touch.key_of(page) == number
        touch.save(page)
        touch.see_saved(page)
        ledger.note(number, "visit", person, **typed)

    along.plug_in()
    assert along.sync() == "done"
    assert ledger.settled(along) == [FILED]
    assert ledger.faults(along) == []


@each_throw
def test_a_full_tablet_keeps_the_form_open_until_there_is_room(along, clinic, ledger, dice):
    along.switch_off()
    along.room = 6_000_000
    page, person = along.wake(), clinic.somebody_else()
    along.unplug()
    touch.open_visit(page, person)
    typed = touch.measure(page, systolic=dice.randint(112, 138), diastolic=72, note="丙")
    number = touch.key_of(page)
    page.locator("[name=note]").evaluate("(note) => { note.value = '长'.repeat(2_500_000); }")
    touch.save(page)

    expect(page.get_by_text(FULL).first).to_be_visible(timeout=touch.PATIENCE)
    assert page.get_by_text(touch.SAVED, exact=True).count() == 0
    assert page.locator("[name=systolic]").input_value() == typed["systolic"]
    assert along.waiting() == []

    page.locator("[name=note]").evaluate("(note, typed) => { note.value = typed; }", typed["note"])
    touch.save(page)
    touch.see_saved(page)
    ledger.note(number, "visit", person, **typed)
    along.plug_in()
    assert along.sync() == "done"
    assert ledger.settled(along) == [FILED]
    assert ledger.faults(along) == []


@each_throw
def test_saving_with_two_fingers_is_one_item(along, clinic, ledger, dice):
    along.unplug()
    page, person = along.page, clinic.somebody_else()
    touch.open_visit(page, person)
    typed = touch.measure(page, systolic=dice.randint(112, 138), diastolic=73, note="丁")
    number = touch.key_of(page)
    page.evaluate("() => { const save = document.querySelector('[data-save]'); save.click(); save.click(); }")
    touch.see_saved(page)
    ledger.note(number, "visit", person, **typed)

    assert along.waiting() == [number]
    along.plug_in()
    assert along.sync() == "done"
    assert ledger.settled(along) == [FILED]
    assert ledger.faults(along) == []


@each_throw
def test_the_same_half_filled_form_in_two_tabs_with_other_figures_loses_neither(along, clinic, ledger, dice):
    along.unplug()
    one, person = along.page, clinic.somebody_else()
    touch.open_visit(one, person)
    typed = touch.measure(one, systolic=dice.randint(112, 124), diastolic=74, note="戊")
    one.wait_for_timeout(900)
    two = along.another_tab()
    along.unlock(two)
    touch.open_visit(two, person)
    other = typed | {"systolic": str(dice.randint(126, 138)), "note": "己"}
    two.locator("[name=systolic]").fill(other["systolic"])
    two.locator("[name=note]").fill(other["note"])

    number = touch.key_of(one)
    touch.save(one)
    touch.see_saved(one)
    touch.save(two)
    touch.see_saved(two)

    (second,) = set(along.waiting()) - {number}
    ledger.note(number, "visit", person, **typed)
    ledger.note(second, "visit", person, **other)
    along.plug_in()
    assert along.sync() == "done"
    assert ledger.settled(along) == [FILED, TO_MEND]
    assert ledger.faults(along) == []


@each_throw
def test_a_release_between_keeping_and_sending_changes_nothing(along, clinic, ledger, dice):
    person = clinic.somebody_else()
    clinic.line.fail(dice.choice(faulty.NO_ANSWERS), "/sync")
    number, typed = touch.record(along.page, person, systolic=dice.randint(112, 138), note="庚")
    ledger.note(number, "visit", person, **typed)
    clinic.release()
    assert not along.runs_the_release()
    along.let_in_the_release()

    assert along.waiting() == [number]
    clinic.line.heal()
    assert along.sync() == "done"
    assert ledger.settled(along) == [FILED]
    assert ledger.faults(along) == []


@each_throw
def test_no_release_takes_over_while_a_form_is_half_filled(along, clinic, ledger, dice):
    page, person = along.page, clinic.somebody_else()
    touch.open_visit(page, person)
    typed = touch.measure(page, systolic=dice.randint(112, 138), diastolic=75, note="辛")
    number = touch.key_of(page)
    clinic.release()
    other = along.another_tab()
    assert along.finds_the_release(other)
    along.unlock(other)

    assert not along.runs_the_release(other)
    assert page.locator("[name=systolic]").input_value() == typed["systolic"]
    assert touch.key_of(page) == number
    touch.save(page)
    touch.see_saved(page)
    ledger.note(number, "visit", person, **typed)
    assert along.sync(page) == "done"
    assert ledger.settled(along) == [FILED]
    assert ledger.faults(along) == []


@each_throw
def test_a_clock_that_jumped_a_year_does_not_move_the_day_of_a_visit(along, clinic, ledger, dice):
    along.switch_off()
    along.astray = timedelta(days=dice.choice((400, -400)))
    page: Page = along.wake()
    person = clinic.somebody_else()

    number, typed = touch.record(page, person, systolic=dice.randint(112, 138), note="壬")
    ledger.note(number, "visit", person, **typed)

    assert along.sync() == "done"
    assert ledger.settled(along) == [FILED]
    assert ledger.faults(along) == []
