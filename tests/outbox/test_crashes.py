"""Workers that die, and workers at the same moment: no letter is doubled and none is silently unsent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.outbox.models import Letter
from app.outbox.rules import LetterState
from tests import cast
from tests.house import ROOT

POINTS = (
    "claimed",
    "letters-written",
    "committed-before-post",
    "handing-over",
    "after-DATA",
    "before-recording",
)
# Where a worker dies with the letter out of its hands, nobody can know whether it arrived.
LEAVES_DOUBT = frozenset({"handing-over", "after-DATA", "before-recording"})
pytestmark = pytest.mark.long
SOAK = "XUNHU_TEST_SOAK" in os.environ
RUNS = 100 if SOAK else 5
FIRST_DAY = date(2026, 5, 21)
DOCTORS = (cast.DR_LI.username, cast.DR_ZHOU.username)


@pytest.fixture
def order(app, stage, granny_chen):
    """Two doctors with an address and an overdue duty, and the process that plays the workers."""
    with transaction("account.address", by=COMMAND_LINE):
        for user in db.session.scalars(sa.select(User).where(User.username.in_(DOCTORS))):
            user.email = f"{user.username}@xunhu.example"
    names = (
        "XUNHU_INSTANCE",
        "XUNHU_ASSETS",
        "SQLALCHEMY_DATABASE_URI",
        "XUNHU_DATA_KEYS",
        "SECRET_KEY",
        "TESTING",
    )
    settings = {name: app.config[name] for name in names}

    def _order(act, port, **given):
        stated = {"act": act, "settings": settings, "port": port, "first_day": FIRST_DAY.isoformat()} | given
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "tests.outbox.crashing"],
            input=json.dumps(stated), capture_output=True, text=True, cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return _order


@pytest.mark.timeout(7200 if SOAK else 600)
def test_a_crash_at_any_point_doubles_no_letter_and_loses_none_silently(order, office):
    died = order("crash", office.port, points=POINTS, runs=RUNS)

    assert died == dict.fromkeys(POINTS, RUNS)
    counted = office.counted
    faults = [
        (point, day, letter.recipient_id, letter.state)
        for day, point in days_of(POINTS)
        for letter in letters_of(day)
        if not is_right(letter, counted[letter.message_id], point)
    ]
    assert not faults
    assert max(counted.values()) == 1


def test_what_may_have_arrived_is_listed_as_doubtful(order, office):
    order("crash", office.port, points=["before-recording", "handing-over"], runs=1)

    doubtful = [
        [letter.state for letter in letters_of(FIRST_DAY + timedelta(days=n))].count(LetterState.DOUBTFUL)
        for n in range(2)
    ]
    assert doubtful == [1, 1]  # the letter in hand; the other one was sent by the next worker


def test_workers_at_the_same_moment_send_each_letter_once(order, office):
    runs = 20 if SOAK else 4

    order("race", office.port, workers=3, runs=runs)

    letters = [letter for n in range(runs) for letter in letters_of(FIRST_DAY + timedelta(days=n))]
    assert {letter.state for letter in letters} == {LetterState.SENT}
    assert set(office.counted.values()) == {1}
    assert set(office.counted) >= {letter.message_id for letter in letters}


def days_of(points):
    """Yield each day with the point at which its first worker died."""
    return [
        (FIRST_DAY + timedelta(days=place * RUNS + run), point)
        for place, point in enumerate(points)
        for run in range(RUNS)
    ]


def letters_of(day):
    """Return the letters of a day: one to each doctor, or the test fails here."""
    letters = db.session.scalars(sa.select(Letter).where(Letter.day == day).order_by(Letter.id)).all()
    assert len(letters) == len(DOCTORS), day
    return letters


def is_right(letter, arrived, point):
    """Sent and there once; or doubtful, where the point leaves doubt, and there once at most."""
    if letter.state is LetterState.SENT:
        return arrived == 1
    return letter.state is LetterState.DOUBTFUL and point in LEAVES_DOUBT and arrived <= 1
