"""The tablets of the township: one in use, one silent, one lost; what the first brought, and a visit with pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from app.careplans.models import CarePlan
from app.core import clock
from app.core.clock import CHINA
from app.core.db import db
from app.demo.rules import STAFF, VILLAGES
from app.demo.rules.tablets import LOST, MOVED_HOUSE, PLACE, TABLETS, Lent, edit_form, visit_form
from app.demo.service.residents import Township, entry_of
from app.demo.service.visits import newest_visits
from app.demo.service.wire import Filled, Tablet
from app.people.models import Person
from app.people.service import revise
from app.policy.terms import Kind
from app.tablet.models import Device
from app.tablet.rules.clocks import CHINA_MINUTES
from app.tablet.rules.vocabulary import ItemKind
from app.tablet.service.blocking import block_device
from app.tablet.service.devices import note_contact, set_up
from app.tablet.service.receiving import receive
from app.visits.models import Visit
from app.visits.rules.extras import Extras, Picture
from app.visits.rules.vocabulary import AttachmentKind
from app.visits.service.capturing import keep_extras, note_capture

PICTURES: Final = Path(__file__).parents[1] / "pictures"
VILLAGE: Final = VILLAGES[0][0]
# Which of the newest visits of the village has the pictures; how many visits there must be for all of this.
PICTURED, ENOUGH = 4, 6
# The place in the village of the resident whose record two people changed.
CHANGED = 9
IN_THE_FIELD, CAPTURED = time(10, 12), time(15, 40)


def equip(dice: Random, town: Township) -> None:
    """Give three doctors their tablets. What one of them brings is taken in here, and judged once it is on record."""
    tablets = [_handed_out(dice, lent, town) for lent in TABLETS]
    newest = newest_visits(VILLAGE, Kind.HYPERTENSION)
    if len(newest) >= ENOUGH:
        pictured = newest.pop(PICTURED)
        _hang_pictures(db.session.get_one(Visit, pictured))
        forms = [_twice(dice, _without_plan(newest)), _crossed(dice, town)]
        with clock.standing_at(clock.now() - TABLETS[0].spoke):
            receive(tablets[0].says(forms), reader=tablets[0].doctor)


def _handed_out(dice: Random, lent: Lent, town: Township) -> Tablet:
    """Put a tablet on record, with its last word to the server, and blocked where it was lost."""
    now = clock.now()
    village = next(one.areas[0] for one in STAFF if one.username == lent.username)
    tablet = Tablet(_key(dice), lent, town.doctors[village])
    with clock.standing_at(now - lent.set_up):
        set_up(tablet.says(), by=tablet.doctor)
    with clock.standing_at(now - lent.spoke):
        note_contact(tablet.says(), by=tablet.doctor, clock_ahead=lent.clock_ahead)
    if lent.blocked is not None:
        with clock.standing_at(now - lent.blocked):
            block_device(db.session.get_one(Device, tablet.device_id), reason=LOST, by=town.supervisor)
    return tablet


def _hang_pictures(visit: Visit) -> None:
    """Let a visit have come from a tablet, with a photo, a signature and its place."""
    pictures = [
        Picture(what, 1, (PICTURES / name).read_bytes())
        for what, name in ((AttachmentKind.PHOTO, "photo.jpg"), (AttachmentKind.SIGNATURE, "signature.png"))
    ]
    note_capture(
        visit.id,
        captured_at=datetime.combine(visit.visited_on, CAPTURED, CHINA),
        offset_minutes=CHINA_MINUTES,
        received_at=visit.filed_at,
        clock_ahead=TABLETS[0].clock_ahead,
    )
    keep_extras(visit.id, Extras(tuple(pictures), PLACE))


def _without_plan(visits: Sequence[int]) -> Visit:
    """Return the first visit to somebody without a plan in force, where there is one: its form asks for nothing else."""
    planned = sa.select(CarePlan.person_id).where(CarePlan.in_force_id.is_not(None))
    wanted = sa.select(Visit.id).where(Visit.id.in_(visits), Visit.person_id.not_in(planned))
    free = set(db.session.scalars(wanted))
    return db.session.get_one(Visit, next((number for number in visits if number in free), visits[0]))


def _twice(dice: Random, visit: Visit) -> Filled:
    """Return the form of a visit that is on record already: typed in at the clinic, and on the tablet too."""
    key, at = _key(dice), datetime.combine(visit.visited_on, IN_THE_FIELD, CHINA)
    return Filled(key, ItemKind.VISIT, visit.person_id, visit_form(key, on=visit.visited_on), at)


def _crossed(dice: Random, town: Township) -> Filled:
    """Let the office change an address, and return another change of the same record made on the tablet before that."""
    here = list(town.in_village(VILLAGE).items())
    person_id, resident = here[CHANGED % len(here)]
    person, entry = db.session.get_one(Person, person_id), entry_of(resident)
    before = person.version
    revise(person, replace(entry, address=MOVED_HOUSE), version=before)
    at = datetime.combine(town.today - timedelta(days=1), IN_THE_FIELD, CHINA)
    return Filled(_key(dice), ItemKind.EDIT, person_id, edit_form(entry, version=before), at)


def _key(dice: Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)
