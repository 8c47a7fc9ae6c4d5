"""Reading tablets: those somebody set up or used, or all inside somebody's areas, with what each last told of itself."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.core.db import db
from app.core.errors import NotFound
from app.tablet.models import Device, DeviceContact
from app.tablet.queries.reach import in_reach
from app.tablet.rules.tablets import DeviceLine, Use

_USED = (
    DeviceContact.device_id,
    User.full_name,
    DeviceContact.last_at,
    DeviceContact.waiting,
    DeviceContact.release,
    DeviceContact.clock_ahead,
    DeviceContact.persisted,
    DeviceContact.packed_at,
)


def list_devices(reader: Reader, *, limit: int, offset: int = 0) -> list[DeviceLine]:
    """Return the tablets a reader may see: those in use before blocked ones, the one silent for longest first."""
    last = (
        sa.select(sa.func.max(DeviceContact.last_at))
        .where(DeviceContact.device_id == Device.id)
        .scalar_subquery()
    )
    wanted = sa.select(Device).where(_seen_by(reader))
    quietest = wanted.order_by(
        Device.blocked_at.is_not(None), sa.func.coalesce(last, Device.set_up_at), Device.id
    )
    devices = db.session.scalars(quietest.limit(limit).offset(offset)).all()
    return _lines(devices, reader)


def get_device(device_id: UUID, *, reader: Reader) -> Device:
    """Return a tablet the reader may see; any other one is absent."""
    device = db.session.scalar(sa.select(Device).where(Device.id == device_id, _seen_by(reader)))
    if device is None:
        raise NotFound
    return device


def describe_device(device: Device, *, reader: Reader) -> DeviceLine:
    """Return a tablet with what it last told of itself."""
    return _lines([device], reader)[0]


def find_label(device_id: UUID) -> str:
    """Return what a tablet is called; nothing where it never said."""
    return db.session.scalar(sa.select(Device.label).where(Device.id == device_id)) or ""


def is_blocked(device_id: UUID) -> bool:
    """Return whether a tablet was blocked; one that nobody knows was not."""
    blocked = sa.select(Device.id).where(Device.id == device_id, Device.blocked_at.is_not(None))
    return db.session.scalar(blocked) is not None


def _seen_by(reader: Reader) -> sa.ColumnElement[bool]:
    """One's own tablets; with the right to manage them, those of everybody inside the areas."""
    used = sa.exists().where(DeviceContact.device_id == Device.id, _user_seen(DeviceContact.user_id, reader))
    return sa.or_(_user_seen(Device.user_id, reader), used)


def _user_seen(user_id: sa.orm.InstrumentedAttribute[int], reader: Reader) -> sa.ColumnElement[bool]:
    own = user_id == reader.id
    return sa.or_(own, in_reach(user_id, reader=reader)) if may(reader.role, Right.MANAGE_DEVICES) else own


def _lines(devices: Sequence[Device], reader: Reader) -> list[DeviceLine]:
    """Return tablets with their users; who else used one is not told to a reader who has nothing to do with them."""
    used = (
        sa.select(*_USED)
        .join(User, User.id == DeviceContact.user_id)
        .where(DeviceContact.device_id.in_([device.id for device in devices]))
        .where(_user_seen(DeviceContact.user_id, reader))
        .order_by(DeviceContact.last_at.desc(), DeviceContact.user_id)
    )
    uses: dict[UUID, list[Use]] = {}
    for row in db.session.execute(used):
        uses.setdefault(row.device_id, []).append(Use(*row[1:]))
    return [
        DeviceLine(
            each.id,
            each.label,
            each.user_name,
            each.set_up_at,
            tuple(uses.get(each.id, ())),
            each.blocked_at,
            each.blocked_by,
            each.block_reason,
        )
        for each in devices
    ]
