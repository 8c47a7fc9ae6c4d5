"""Rounds of the post against a real mail server."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.outbox.channels import Delivery, Outcome
from app.outbox.models import Letter
from app.outbox.post import post_letters
from app.outbox.rules import HANDING_OVER_FOR, LetterState, MailServer, Posted
from app.outbox.smtp import Smtp
from tests import cast
from tests.outbox.mail_server import PostOffice, free_port, open_office

SENDER = "巡护 <xunhu@xunhu.example>"


def make_a_round(office, after=timedelta(), **given):
    with clock.standing_at(cast.MORNING + after):
        return post_letters(Smtp(office.server), sender=SENDER, **given)


def states():
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Letter.state).order_by(Letter.recipient_id)))


def the_letter():
    db.session.expire_all()
    return db.session.scalars(sa.select(Letter)).one()


class Told:
    """A channel that does as it is told: somebody who answers, or a piece of work in between."""

    def __init__(self, act):
        self.act = act
        self.asked = 0

    def deliver(self, envelope):
        self.asked += 1
        return self.act(envelope)


def test_each_letter_is_sent_once_however_often_the_round_is_made(lay_in, office):
    for number in (1, 2, 3):
        lay_in(number)

    rounds = [make_a_round(office), make_a_round(office)]

    assert rounds == [Posted(sent=3), Posted()]
    assert set(office.counted.values()) == {1} and len(office.counted) == 3
    assert states() == [LetterState.SENT] * 3


def test_a_letter_arrives_with_both_forms_and_the_headings_of_a_machine(lay_in, office):
    lay_in(language="en", subject="Xunhu: 3 overdue")

    make_a_round(office)

    (message,) = office.messages
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert "逾期 3 项\n.一行以点开头" in message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert message["To"] == "doctor1@xunhu.example" and message["From"] == SENDER
    assert (message["Auto-Submitted"], message["Subject"]) == ("auto-generated", "Xunhu: 3 overdue")
    assert message["Date"] == "Wed, 20 May 2026 09:00:00 +0800"
    assert office.received[0][1].isascii()


def test_451_is_tried_again_after_pauses_that_grow(lay_in, office):
    lay_in()
    office.rcpt += ["451 greylisted"] * 4

    minutes = []
    for minute in range(200):
        before = len(office.rcpt)
        make_a_round(office, after=timedelta(minutes=minute))
        if len(office.rcpt) < before or office.received:
            minutes.append(minute)
        if office.received:
            break

    assert minutes == [0, 5, 20, 80, 140]
    assert set(office.counted.values()) == {1}
    assert the_letter().state is LetterState.SENT


def test_550_is_failed_with_the_servers_words_and_not_tried_again(lay_in, office):
    lay_in(1)
    lay_in(2)
    office.rcpt.append("550 no such user")

    posted = make_a_round(office)

    assert posted == Posted(sent=1, failed=1)
    assert states() == [LetterState.FAILED, LetterState.SENT]
    assert db.session.scalars(sa.select(Letter.last_answer)).first() == "550 no such user"
    assert make_a_round(office, after=timedelta(days=1)) == Posted()


def test_a_dead_server_delays_and_loses_nothing(lay_in):
    for number in (1, 2):
        lay_in(number)
    dead = PostOffice(free_port())

    for minute in range(3):
        assert make_a_round(dead, after=timedelta(minutes=minute)) == Posted(delayed=1)
    with open_office() as office:
        posted = make_a_round(office, after=timedelta(minutes=3))

    assert posted == Posted(sent=2)
    assert len(office.counted) == 2


def test_a_server_that_dies_after_the_content_leaves_a_doubtful_letter_that_stays(lay_in, office):
    lay_in()
    office.dies_after_data = True

    assert make_a_round(office) == Posted(doubtful=1)
    office.dies_after_data = False
    make_a_round(office, after=timedelta(days=2))

    assert states() == [LetterState.DOUBTFUL]
    assert list(office.counted.values()) == [1]


def test_a_server_that_takes_nothing_now_is_not_asked_for_each_letter(lay_in, office):
    for number in (1, 2, 3):
        lay_in(number)
    office.rcpt.append("421 too many connections")

    posted = [make_a_round(office), make_a_round(office, after=timedelta(minutes=4))]

    assert posted == [Posted(delayed=1), Posted()]
    assert make_a_round(office, after=timedelta(minutes=5)) == Posted(sent=3)


def test_a_letter_whose_post_died_is_doubtful_after_ten_minutes_and_never_sent_on_its_own(lay_in, office):
    lay_in()

    def die(_envelope):
        raise SystemExit

    with pytest.raises(SystemExit):
        post_letters(Told(die), sender=SENDER)

    early = make_a_round(office, after=HANDING_OVER_FOR - timedelta(seconds=1))
    late = make_a_round(office, after=HANDING_OVER_FOR)
    assert (early, late) == (Posted(), Posted(doubtful=1))
    assert states() == [LetterState.DOUBTFUL] and not office.received


def test_a_post_that_was_only_slow_still_records_what_it_knows(lay_in, office):
    lay_in()

    def slowly(envelope):
        make_a_round(office, after=HANDING_OVER_FOR)  # another post takes this one for dead
        return Smtp(office.server).deliver(envelope)

    post_letters(Told(slowly), sender=SENDER)

    assert states() == [LetterState.SENT] and list(office.counted.values()) == [1]


def test_what_somebody_decided_meanwhile_is_not_written_over(lay_in, office):
    from app.core.transaction import SYSTEM, transaction
    from app.outbox.rules import Settling
    from app.outbox.service import settle

    lay_in()

    def meanwhile(_envelope):
        make_a_round(office, after=HANDING_OVER_FOR)
        with transaction("letter.settle", by=SYSTEM):
            settle(the_letter().id, Settling.GIVE_UP, by="系统管理员")
        return Delivery(Outcome.TRY_LATER, "451 later")

    post_letters(Told(meanwhile), sender=SENDER)

    assert states() == [LetterState.DROPPED]


def test_a_letter_in_the_hand_of_one_post_is_not_taken_by_another(lay_in, office):
    lay_in()
    second = []

    def meanwhile(envelope):
        second.append(make_a_round(office))
        return Smtp(office.server).deliver(envelope)

    post_letters(Told(meanwhile), sender=SENDER)

    assert second == [Posted()]
    assert list(office.counted.values()) == [1]


def test_nothing_of_the_database_is_held_while_a_server_is_talked_to(lay_in):
    lay_in()

    def look(_envelope):
        assert not db.session().in_transaction()
        return Delivery(Outcome.DELIVERED, "250")

    assert post_letters(Told(look), sender=SENDER) == Posted(sent=1)


def test_a_post_that_is_asked_to_stop_leaves_the_rest_waiting(lay_in, office):
    for number in (1, 2, 3):
        lay_in(number)

    make_a_round(office, stop=lambda: len(office.received) == 1)

    assert sorted(state.value for state in states()) == ["ready", "ready", "sent"]


def test_a_letter_that_cannot_be_written_as_mail_fails_and_holds_nobody_up(lay_in, office):
    lay_in(1, subject="two\nlines")
    lay_in(2)

    assert make_a_round(office) == Posted(sent=1, failed=1)
    assert states() == [LetterState.FAILED, LetterState.SENT]


def test_no_server_is_asked_where_nothing_waits(app):
    channel = Told(lambda _envelope: None)

    assert post_letters(channel, sender=SENDER) == Posted()
    assert channel.asked == 0


def test_the_answer_of_a_dead_server_is_kept_for_the_outbox(lay_in):
    lay_in()

    post_letters(Smtp(MailServer("127.0.0.1", free_port())), sender=SENDER)

    letter = the_letter()
    assert (letter.state, letter.attempts) == (LetterState.READY, 0)
    assert "refused" in letter.last_answer.lower()
