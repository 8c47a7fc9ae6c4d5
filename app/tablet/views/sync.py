"""The receiving end of the queue: take in first, judge second, answer for each item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.accounts.reader import Reader
from app.accounts.rights import Right
from app.backups.queries import find_epoch
from app.core import clock
from app.core.transaction import transaction
from app.tablet.jobs import callers, judge_of
from app.tablet.queries.devices import is_blocked
from app.tablet.queries.items import Standing, last_mark, list_standing
from app.tablet.queries.mends import count_mends
from app.tablet.rules.batch import Batch, read_batch
from app.tablet.rules.clocks import seconds_ahead
from app.tablet.rules.vocabulary import Answer, ItemState
from app.tablet.service.devices import is_known, note_contact, set_up
from app.tablet.service.epochs import keep_epoch
from app.tablet.service.keys import PublicKey, public_key
from app.tablet.service.receiving import Taken, receive
from app.tablet.views.door import bp
from app.tablet.views.guard import from_tablet
from app.web.session import needs, not_at_work, signed_in

MOST_BYTES: Final = 8_000_000
IN_HAND: Final = frozenset({Answer.STORED, Answer.DUPLICATE})


@bp.post("/sync")
@needs(Right.WRITE_CARE)
@from_tablet
def sync() -> ResponseReturnValue:
    """Take in what a tablet brings, all of it in one commit, and tell it how each item stands."""
    doctor = signed_in()
    request.max_content_length = MOST_BYTES
    batch = read_batch(request.get_json(silent=True))
    if batch is None:
        return _refused("unreadable", 400)
    if batch.author_id != doctor.id:
        return _refused("other-user", 409)
    if is_blocked(batch.device_id):
        return _refused("blocked", 403)
    if not batch.items:
        not_at_work()
    with callers.one_more():
        taken, key = _take(batch, doctor)
        judge_of(doctor.id, alone=callers.is_alone)
        return jsonify(_answer(batch, taken, key))


def _refused(fault: str, status: int) -> ResponseReturnValue:
    return jsonify(xunhu=1, fault=fault), status


def _take(batch: Batch, doctor: Reader) -> tuple[Sequence[Taken], PublicKey]:
    """Keep the items and what the tablet says of itself; nothing of what was brought is looked into."""
    is_new = not is_known(batch)
    with transaction("device.set-up" if is_new else "inbox.receive", by=doctor):
        keep_epoch(batch)
        if is_new:
            set_up(batch, by=doctor)
        taken = receive(batch, reader=doctor)
        note_contact(batch, by=doctor, clock_ahead=seconds_ahead(batch.now, server=clock.now()))
        return taken, public_key()


def _answer(batch: Batch, taken: Sequence[Taken], key: PublicKey) -> dict[str, Any]:
    brought = [UUID(one.uuid) for one in taken if one.answer in IN_HAND]
    standing = list_standing(batch.author_id, uuids={*brought, *batch.asked})
    by_name = {(str(one.uuid), one.hash): one for one in standing}
    by_number = {one.uuid: one for one in standing}
    return {
        "xunhu": 1,
        "author": batch.author_id,
        "epoch": find_epoch(),
        "last": last_mark(),
        "now": clock.now().isoformat(),
        "key": {"id": key.id, "public": key.public},
        "blocked": False,
        "mends": count_mends(batch.author_id),
        "items": [_told(one, by_name.get((one.uuid, one.hash))) for one in taken],
        "asked": [_standing(by_number[uuid]) for uuid in batch.asked if uuid in by_number],
    }


def _told(taken: Taken, standing: Standing | None) -> dict[str, Any]:
    said = {"uuid": taken.uuid, "hash": taken.hash, "answer": taken.answer.value, "state": None, "told": []}
    if standing is None or taken.item_id is None:
        return said
    mends = standing.state is ItemState.TO_MEND
    answer = Answer.NEEDS_MENDING if mends else taken.answer
    return said | {"answer": answer.value, "state": standing.state.value, "told": list(standing.told)}


def _standing(one: Standing) -> dict[str, Any]:
    return {"uuid": str(one.uuid), "hash": one.hash, "state": one.state.value, "told": list(one.told)}
