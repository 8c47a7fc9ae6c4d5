"""What an entry of the catalogue must be, and what a county's changes make of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import msgspec
import pytest

from app.careplans.rules.entries import as_json, dangling, differing, faults_in
from app.careplans.rules.entrywords import FIELD_WORDS, told_fields
from app.careplans.rules.shelf import TABLES, Shelf, laid_over, read_entry, shipped
from app.careplans.rules.shelving import ChangeRow, Standing, history_of, last_words, new_code, standings

CATALOGUE = shipped()
SHELF = Shelf(CATALOGUE)
AMLODIPINE = SHELF.drug("amlodipine")
DAY = date(2027, 1, 1)
ENTRIES = [(table, entry) for table, (field, _shape) in TABLES.items() for entry in getattr(CATALOGUE, field)]
ROW = ChangeRow(1, "amlodipine", None, datetime(2026, 5, 20, tzinfo=UTC), "郑国强")


def changed(entry, **fields):
    return msgspec.structs.replace(entry, **fields)


def faults(table, entry):
    return [field for field, _text in faults_in(table, entry, catalogue=CATALOGUE, today=DAY)]


def test_everything_shipped_holds_together():
    assert [entry.code for table, entry in ENTRIES if faults(table, entry)] == []
    assert dangling(CATALOGUE) == set()


def test_an_entry_is_kept_as_it_is_read_and_always_written_the_same_way():
    assert [entry.code for table, entry in ENTRIES if read_entry(table, as_json(entry)) != entry] == []
    assert as_json(AMLODIPINE)["diseases"] == ["coronary", "hypertension"]


def test_every_field_of_every_entry_has_a_name_and_can_be_told():
    named = {name for _table, entry in ENTRIES for name in entry.__struct_fields__} - {"code"}

    assert named <= set(FIELD_WORDS)
    for _table, entry in ENTRIES:
        assert all(str(line) for _word, lines in told_fields(entry, SHELF, beside="zh") for line in lines)


def test_what_is_taken_away_leaves_whoever_names_it_pointing_nowhere():
    without = laid_over(CATALOGUE, [("class", "ccb", None), ("item", "salt-5", None)])

    left = {(one.table, one.field, one.names) for one in dangling(without)}

    assert {("drug", "classes", "ccb"), ("template", "advice", "salt-5")} <= left


def test_an_empty_change_lays_the_shipped_entry_over_whatever_stood_there():
    raised = ("drug", "amlodipine", as_json(changed(AMLODIPINE, daily_most=20)))

    back = laid_over(CATALOGUE, [raised, ("drug", "amlodipine", {}), ("drug", "never-there", {})])

    assert Shelf(back).drug("amlodipine") == AMLODIPINE
    assert Shelf(laid_over(CATALOGUE, [raised])).drug("amlodipine").daily_most == 20


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"daily_least": 20.0}, "daily_most"),
        ({"strengths": ("一片",)}, "strengths"),
        ({"measured_in": "勺"}, "measured_in"),
        ({"usual_dose": 100.0}, "usual_dose"),
        ({"classes": ("moon",)}, "classes"),
        ({"aliases": ("美托洛尔",)}, "aliases"),
        ({"dated_on": date(2027, 1, 2)}, "dated_on"),
        ({"dated_on": date(1026, 1, 2)}, "dated_on"),
        ({"en": "{x}"}, "en"),
    ],
)
def test_each_slip_is_said_of_its_field(fields, where):
    assert where in faults("drug", changed(AMLODIPINE, **fields))


def test_what_differs_between_two_entries_is_named_by_field():
    assert differing(AMLODIPINE, AMLODIPINE) == ()
    assert differing(AMLODIPINE, changed(AMLODIPINE, daily_most=20.0, meal="after")) == ("daily_most", "meal")


def test_the_newest_change_says_how_an_entry_stands():
    own = as_json(changed(AMLODIPINE, daily_most=20))
    told = replace(ROW, id=2, stated=own)

    assert standings(CATALOGUE, "drug", [told, ROW]) == {"amlodipine": Standing.DROPPED}
    assert standings(CATALOGUE, "drug", [ROW, told]) == {"amlodipine": Standing.CHANGED}
    assert standings(CATALOGUE, "drug", [ROW, replace(ROW, stated={})]) == {}
    assert standings(CATALOGUE, "drug", [replace(told, code="new-one")]) == {"new-one": Standing.ADDED}
    assert last_words(CATALOGUE, "drug", [told, ROW])["amlodipine"].daily_most == 20


def test_the_history_says_what_each_change_made_of_the_one_before():
    own = as_json(changed(AMLODIPINE, daily_most=20))
    rows = [replace(ROW, stated=own), ROW, replace(ROW, stated={})]

    back, dropped, first, came = history_of("drug", AMLODIPINE, rows, SHELF)

    assert (came.by_name, dropped.changes, len(first.changes)) == ("", [], 1)
    assert [str(words) for words in first.changes[0]] == ["每日最多", "10", "20"]
    assert [str(words) for words in back.changes[0]] == ["每日最多", "20", "10"]


def test_a_new_code_is_made_of_the_english_name_and_is_nobody_elses():
    assert new_code("Pitavastatin (calcium)", "drug", ()) == "pitavastatin-calcium"
    assert new_code("匹伐他汀", "drug", {"drug", "drug-2"}) == "drug-3"
    assert new_code("A" * 200, "drug", ()) == "a" * 40
