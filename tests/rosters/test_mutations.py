"""Rosters gone wrong in thousands of ways end in a clear refusal or in a right import, never in between.

The seed of a failure stands in its name and message; XUNHU_TEST_SOAK=1 draws 100,000 instead of 2,000.
"""

from __future__ import annotations

import os
import random
import traceback
from collections.abc import Iterator
from contextlib import suppress

import pytest

from app.audit.queries import verify
from app.core.errors import Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.rosters.rules.kinds import NEEDS, ListKind
from app.rosters.service import apply_roster, read_roster
from app.sheets.reading import read_sheets
from tests.conftest import ON_POSTGRES
from tests.rosters.mutation import HEADS, PEOPLE, WAS_ON, Case, Draft, a_case, a_list
from tests.rosters.oracle import World, counted, faults_of
from tests.rosters.spoiling import a_file

pytestmark = pytest.mark.long
IN_A_DRAW = 100
SOAK = os.environ.get("XUNHU_TEST_SOAK") == "1"
DRAWS = 1000 if SOAK else 4 if ON_POSTGRES else 20
THROUGH_THE_READING_PROCESS = 40  # one in so many is written as a file and spoilt there
TWICE = 4  # one in so many is applied a second time, which must change nothing
KEPT = 20  # one in so many is applied for good, and the next ones meet what it left


class Rehearsed(Exception):
    """Ends a deed that shall leave nothing behind."""


@pytest.mark.parametrize("draw", range(DRAWS))
def test_a_spoilt_roster_ends_in_a_refusal_or_in_a_right_import(app, draw):
    hand_in_the_last_lists()

    wrong = [told for number in range(IN_A_DRAW) for told in try_out(draw, number)]

    assert not wrong, "\n".join(wrong)
    assert verify() == []


def try_out(draw: int, number: int) -> Iterator[str]:
    """Draw a roster, hand it in, and yield what is wrong with what came of it, each with the seed."""
    case = a_case(f"{draw}-{number}")
    before = World.now(case.kind)
    as_file, keep = number % THROUGH_THE_READING_PROCESS == 7, number % KEPT == KEPT - 1
    try:
        for fault in hand_in(case, before, as_file=as_file, keep=keep):
            yield f"seed {draw}-{number} ({case}): {fault}"
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        yield f"seed {draw}-{number} ({case}): {error!r} at {place.filename}:{place.lineno}"


def hand_in(case: Case, before: World, *, as_file: bool, keep: bool) -> list[str]:
    """Hand a roster in and return what is wrong with what came of it."""
    faults: list[str] = []
    try:
        if as_file:
            content, name = a_file(case)
            case.sheets = [Draft.of(sheet) for sheet in read_sheets(content, filename=name)]
        with suppress(Rehearsed), transaction("roster.import", by=COMMAND_LINE):
            faults = apply_twice(case, before)
            if not keep or faults:
                raise Rehearsed
            return faults
    except Refused as refused:
        return without_a_word(refused) + left_behind(before)
    return faults + left_behind(before)


def apply_twice(case: Case, before: World) -> list[str]:
    """Apply a roster inside the open deed; some again: the second time changes nothing."""
    roster = read_roster(case.as_read(), order=case.order)
    report = apply_roster(roster, by=COMMAND_LINE)
    after = World.now(case.kind)
    faults = faults_of(case, roster, report, before, after)
    if case.dice.randrange(TWICE):
        return faults
    again = apply_roster(read_roster(case.as_read(), order=case.order), by=COMMAND_LINE)
    if again.new or again.changed or again.left or World.now(case.kind).people != after.people:
        faults.append(f"again: {again.counts} after {report.counts}")
    return faults


def without_a_word(refused: Refused) -> list[str]:
    """Return a fault where a refusal says nothing in one of the languages."""
    return [] if refused.text.zh.strip() and refused.text.en.strip() else ["refused without a word"]


def left_behind(before: World) -> list[str]:
    """Return what an import that was not to be left in the tables."""
    grown = counted().items() - before.counts.items()
    return [f"stayed behind: {sorted(grown)}"] if grown else []


def hand_in_the_last_lists() -> None:
    """Let two thirds of the people stand on the lists of the first of May."""
    dice = random.Random("the last lists")
    for kind in HEADS:
        if kind in NEEDS and kind is not ListKind.VISITS:
            case = Case(dice, kind, a_list(kind, list(PEOPLE[:8]), dice), as_of=WAS_ON)
            with transaction("roster.import", by=COMMAND_LINE):
                apply_roster(read_roster(case.as_read(), order=case.order), by=COMMAND_LINE)
