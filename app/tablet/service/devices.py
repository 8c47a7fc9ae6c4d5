"""Knowing the tablets: a row of the trail when one is set up, and a plain note of each contact."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.reader import Reader
from app.core import clock
from app.core.db import db, insert_into
from app.tablet.models import Device, DeviceContact
from app.tablet.rules.batch import Batch


def is_known(batch: Batch) -> bool:
    """Return whether the tablet that speaks was set up before."""
    return db.session.scalar(sa.select(Device.id).where(Device.id == batch.device_id)) is not None


def set_up(batch: Batch, *, by: Reader) -> None:
    """Put a tablet on record with whoever set it up; one that is on record meanwhile stays as it is."""
    device = Device(
        id=batch.device_id, label=batch.label, user_id=by.id, user_name=by.name, set_up_at=clock.now()
    )
    try:
        with db.session.begin_nested():
            db.session.add(device)
            db.session.flush()
    except IntegrityError:
        return


def note_contact(batch: Batch, *, by: Reader, clock_ahead: int) -> None:
    """Keep what the tablet says of itself, in place of what it said last time."""
    said = {
        "last_at": clock.now(),
        "waiting": batch.waiting,
        "release": batch.release,
        "clock_ahead": clock_ahead,
        "persisted": batch.persisted,
        "packed_at": batch.packed_at,
    }
    who = {"device_id": batch.device_id, "user_id": by.id}
    noted = insert_into(DeviceContact).values(**who, **said)
    db.session.execute(noted.on_conflict_do_update(index_elements=list(who), set_=said))
