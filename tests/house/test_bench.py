"""The bench is no part of the tests, but it must not rot: it imports, it knows its rows, and its constants are the page."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from importlib import import_module

import pytest

from app.core.leaf import Leaf
from app.duties.queries import WorkFilter, list_work_people
from app.people.queries import holdings_of
from app.today.rules import grouped, shown_to
from bench.report import DUE_SO_FAR, Row, markdown, status, table
from tests.house import ROOT

MODULES = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if not path.stem.startswith("__"))


@pytest.mark.parametrize("name", MODULES)
def test_every_module_of_the_bench_imports(name):
    module = import_module(f"bench.{name}")

    assert module.__doc__


def test_the_bench_says_how_it_is_asked():
    asked = subprocess.run(
        [sys.executable, "-m", "bench", "--help"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert asked.returncode == 0, asked.stderr
    assert all(option in asked.stdout for option in ("--size", "--database", "--only", "--markdown"))


def test_a_row_it_does_not_know_is_refused_by_name():
    asked = subprocess.run(
        [sys.executable, "-m", "bench", "--only", "A99"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert asked.returncode == 2
    assert "A99" in asked.stderr


def test_every_target_is_owed_and_a_miss_ends_in_failure():
    kept, missed = Row("A7", "kept", "1", 3, 4, 1), Row("A7", "missed", "1", 5, 4, 1)

    assert {f"A{number}" for number in range(1, 12)} | {
        "E1",
        "E2",
        "H1",
        "H2",
        "H3",
        "T1",
        "T2",
    } == DUE_SO_FAR
    assert (status([kept]), status([kept, missed])) == (0, 1)
    assert [line.endswith("MISS") for line in table([kept, missed]).splitlines()] == [False, False, True]
    assert markdown([missed]).count("MISS") == 1


def test_a_page_of_constants_says_what_the_page_says(app, granny_chen, dr_li):
    from bench.server import frozen

    day = date(2026, 5, 20)
    found = list_work_people(dr_li, day=day, wanted=WorkFilter(), limit=30)
    groups = grouped(shown_to(dr_li.role, found, holdings=holdings_of([granny_chen.id]), day=day))
    leaf = Leaf(1, 30, len(found), False, str)

    constant = frozen(groups)

    assert [group.title for group in constant] == [group.title for group in groups]
    for card, same in zip(groups[0].cards, constant[0].cards, strict=True):
        assert (same.tone, same.count, same.days, same.state) == (
            card.tone,
            card.count,
            card.days,
            card.state,
        )
        assert same.worst.why_on(day) == card.worst.why_on(day)
        assert same.worst.state_on(day) == card.worst.state_on(day)
    assert (frozen(leaf).told, frozen(leaf).later) == (leaf.told, leaf.later)
