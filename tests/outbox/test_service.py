from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.transaction import SYSTEM, transaction
from app.outbox.models import Letter
from app.outbox.queries import count_letters, find_recipient, list_letters
from app.outbox.rules import LetterState, Settling, Tray
from app.outbox.service import put, settle
from tests import cast
from tests.outbox.conftest import a_letter


def the_letter(number=1):
    return db.session.scalars(sa.select(Letter).where(Letter.recipient_id == number)).one()


def bring_to(state, number=1):
    with transaction("letter.bring", by=SYSTEM):
        letter = the_letter(number)
        letter.state, letter.handed_at, letter.attempts = state, clock.now(), 3
    return letter


def decide(settling, number=1, **given):
    with transaction("letter.settle", by=SYSTEM):
        return settle(the_letter(number).id, settling, by="系统管理员", **given)


def test_there_is_one_letter_to_one_reader_of_a_kind_and_day(lay_in):
    assert lay_in() and not lay_in(subject="another")
    assert lay_in(2) and lay_in(kind="supervisor-digest") and lay_in(day=cast.TODAY.replace(day=21))

    assert count_letters()[Tray.WAITING] == 4


def test_a_letter_and_its_deed_commit_together_or_not_at_all(app):
    with pytest.raises(ZeroDivisionError), transaction("letter.write", by=SYSTEM):
        put(a_letter())
        _ = 1 / 0

    assert count_letters()[Tray.WAITING] == 0


def test_a_letter_keeps_its_number_for_good(lay_in):
    assert a_letter().message_id == a_letter().message_id == "<doctor-digest.2026-05-20.1@xunhu.example>"


@pytest.mark.parametrize("state", [LetterState.DOUBTFUL, LetterState.FAILED, LetterState.READY])
def test_a_letter_is_sent_again_to_the_address_mended_since(lay_in, state):
    lay_in()
    bring_to(state)

    decide(Settling.RETRY, address="new@xunhu.example")

    letter = the_letter()
    assert (letter.state, letter.attempts, letter.address) == (LetterState.READY, 0, "new@xunhu.example")
    assert letter.not_before == clock.now()


@pytest.mark.parametrize(
    ("settling", "state"), [(Settling.ARRIVED, LetterState.SENT), (Settling.GIVE_UP, LetterState.DROPPED)]
)
def test_a_doubtful_letter_is_settled_by_hand_with_the_name_of_who_did(lay_in, settling, state):
    lay_in()
    bring_to(LetterState.DOUBTFUL)

    decide(settling)

    assert (the_letter().state, the_letter().settled_by_name) == (state, "系统管理员")


@pytest.mark.parametrize(
    ("state", "settling"),
    [
        (state, settling)
        for state in LetterState
        for settling in Settling
        if state not in settling.from_states
    ],
)
def test_what_the_post_has_settled_nobody_settles_anew(lay_in, state, settling):
    lay_in()
    bring_to(state)

    with pytest.raises(Conflict):
        decide(settling)

    assert the_letter().state is state


def test_a_letter_that_is_not_there_is_not_found(app):
    with pytest.raises(NotFound), transaction("letter.settle", by=SYSTEM):
        settle(99, Settling.RETRY, by="x")


def test_the_trays_hold_the_letters_by_state(lay_in):
    for number, state in enumerate(LetterState, 1):
        lay_in(number)
        bring_to(state, number)

    assert count_letters() == {tray: 2 if tray is Tray.WAITING else 1 for tray in Tray}
    assert [letter.state for letter in list_letters(Tray.DOUBTFUL)] == [LetterState.DOUBTFUL]
    assert len(list_letters(Tray.WAITING, limit=1, offset=1)) == 1
    assert find_recipient(list_letters(Tray.SENT)[0].id) == 3
