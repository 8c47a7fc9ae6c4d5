"""邮差: takes the letters whose turn has come, hands each over once, and writes down what came of it.

A letter is claimed in one short transaction, handed over outside of any, and recorded in another. A post that dies in
between leaves it "being handed over", and the next round calls it doubtful: it is never sent twice on its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.transaction import SYSTEM, transaction
from app.outbox.channels import Channel, Delivery, Outcome
from app.outbox.envelope import Envelope, sealed_envelope
from app.outbox.models import Letter
from app.outbox.rules import HANDING_OVER_FOR, LetterState, Posted, pause_after

ENDS_THE_ROUND = frozenset({Outcome.NO_SERVER, Outcome.SHUT_OUT})
COUNTED = {
    Outcome.DELIVERED: "sent",
    Outcome.REFUSED: "failed",
    Outcome.UNKNOWN: "doubtful",
    Outcome.TRY_LATER: "delayed",
    Outcome.SHUT_OUT: "delayed",
    Outcome.NO_SERVER: "delayed",
}


@dataclass(frozen=True, slots=True)
class InHand:
    """A letter this post has claimed."""

    letter_id: int
    attempts: int
    handed_at: datetime
    envelope: Envelope | None
    fault: str = ""


def never() -> bool:
    """Return that nobody asks the post to stop."""
    return False


def post_letters(channel: Channel, *, sender: str, stop: Callable[[], bool] = never) -> Posted:
    """Make one round: every letter whose turn has come, until the server is gone or somebody asks to stop."""
    counts: Counter[str] = Counter(doubtful=give_up_on_the_dead())
    for letter_id in _list_due():
        if stop():
            break
        held = _take(letter_id, sender=sender)
        if held is None:  # another post was first
            continue
        delivery = _deliver(channel, held)
        _record(held, delivery)
        counts[COUNTED[delivery.outcome]] += 1
        if delivery.outcome in ENDS_THE_ROUND:
            break
    return Posted(**counts)


def give_up_on_the_dead() -> int:
    """Call every letter doubtful whose post died with it in hand; return how many."""
    over = sa.update(Letter).where(
        Letter.state == LetterState.HANDING_OVER, Letter.handed_at <= clock.now() - HANDING_OVER_FOR
    )
    with transaction("letter.doubt", by=SYSTEM):
        return _changed(over.values(state=LetterState.DOUBTFUL))


def _list_due() -> list[int]:
    due = sa.select(Letter.id).where(Letter.state == LetterState.READY, Letter.not_before <= clock.now())
    found = list(db.session.scalars(due.order_by(Letter.not_before, Letter.id)))
    db.session.rollback()  # nothing is held while a server is talked to
    return found


def _take(letter_id: int, *, sender: str) -> InHand | None:
    """Claim a letter: whoever changes its state first has it."""
    now = clock.now()
    with transaction("letter.take", by=SYSTEM):
        taking = sa.update(Letter).where(Letter.id == letter_id, Letter.state == LetterState.READY)
        taken = taking.where(Letter.not_before <= now).values(
            state=LetterState.HANDING_OVER, handed_at=now, attempts=Letter.attempts + 1
        )
        if not _changed(taken):
            return None
        letter = db.session.get_one(Letter, letter_id, populate_existing=True)
        try:
            return InHand(letter.id, letter.attempts, now, sealed_envelope(letter, sender=sender))
        except ValueError as error:  # a line break in a header, an address that cannot be written
            return InHand(letter.id, letter.attempts, now, None, fault=str(error))


def _deliver(channel: Channel, held: InHand) -> Delivery:
    if held.envelope is None:
        return Delivery(Outcome.REFUSED, held.fault)
    return channel.deliver(held.envelope)


def _record(held: InHand, delivery: Delivery) -> None:
    """Write down what came of a letter, unless somebody has settled it by hand meanwhile."""
    now = clock.now()
    values = _values(held, delivery.outcome, now) | {"last_answer": delivery.answer[:300]}
    still_ours = sa.update(Letter).where(
        Letter.id == held.letter_id,
        Letter.handed_at == held.handed_at,
        Letter.state.in_((LetterState.HANDING_OVER, LetterState.DOUBTFUL)),
    )
    with transaction("letter.record", by=SYSTEM):
        db.session.execute(still_ours.values(values))
        if delivery.outcome is Outcome.SHUT_OUT:
            _let_all_wait(now + pause_after(held.attempts))


def _values(held: InHand, outcome: Outcome, now: datetime) -> dict[str, Any]:
    if outcome is Outcome.DELIVERED:
        return {"state": LetterState.SENT, "sent_at": now}
    if outcome is Outcome.REFUSED:
        return {"state": LetterState.FAILED}
    if outcome is Outcome.UNKNOWN:
        return {"state": LetterState.DOUBTFUL}
    if outcome is Outcome.NO_SERVER:  # nobody was asked, so nothing is counted and the next round may try
        return {"state": LetterState.READY, "attempts": held.attempts - 1}
    return {"state": LetterState.READY, "not_before": now + pause_after(held.attempts)}


def _let_all_wait(until: datetime) -> None:
    """A server that takes no letter now, or does not know us, is not asked again for each of them."""
    waiting = sa.update(Letter).where(Letter.state == LetterState.READY, Letter.not_before < until)
    db.session.execute(waiting.values(not_before=until))


def _changed(statement: sa.Update) -> int:
    result: Any = db.session.execute(statement)
    return int(result.rowcount)
