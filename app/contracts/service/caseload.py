"""交接: a whole caseload handed from one responsible doctor to another in one deed, and handed back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.queries import area_names
from app.accounts.reader import Reader
from app.audit.service import note_bulk
from app.contracts.models import CaseloadHandover, CaseloadMember
from app.contracts.queries.caseload import chosen_people, held_by, returnable, villages_of
from app.contracts.rules import Answering, HandedOver, refuse_uncovered
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.words import Text
from app.people.models import Person

CHUNK = 500
person: Any = Person.__table__
member: Any = CaseloadMember.__table__
NOBODY_LEFT = Text("没有可以交接的居民。", "There is nobody to hand over.")
BACK = Text("交回", "Handed back")


def hand_over(what: HandedOver, *, by: Reader) -> CaseloadHandover:
    """Let another doctor answer for all residents that were chosen; the history says who did so, and why."""
    if what.who == what.to:
        raise Refused(Text("请选两位不同的医生。", "Choose two different doctors."))
    people = chosen_people(what, lock=True)
    return _give(what, people, by=by)


def hand_back(handover: CaseloadHandover, *, by: Reader) -> CaseloadHandover:
    """Give the residents of a handing over back to whoever answered for them before.

    Whoever was given to somebody else since, or is no resident any more, stays as they are.
    """
    db.session.refresh(handover, with_for_update=True)
    done = sa.select(CaseloadHandover.id).where(CaseloadHandover.returns_id == handover.id)
    if db.session.scalar(done.limit(1)) is not None:
        raise Conflict(Text("这次交接已经交回过。", "These residents were handed back already."))
    what = HandedOver(
        Answering(handover.to_name, handover.to_id),
        Answering(handover.from_name, handover.from_id),
        handover.area_code,
        handover.group_name,
        BACK.zh,
    )
    returned = _give(what, returnable(handover, areas=by.areas), by=by)
    returned.returns_id = handover.id
    db.session.flush()
    return returned


def _give(what: HandedOver, people: Sequence[tuple[int, str]], *, by: Reader) -> CaseloadHandover:
    if not people:
        raise Refused(NOBODY_LEFT)
    _check_held(what.to, people)
    handover = CaseloadHandover(
        area_code=what.area_code,
        group_name=what.group,
        from_id=what.who.doctor_id,
        from_name=what.who.name,
        to_id=what.to.doctor_id,
        to_name=what.to.name,
        people=len(people),
        reason=what.reason.strip()[:200],
        handed_at=clock.now(),
        by_id=by.id,
        by_name=by.name,
    )
    db.session.add(handover)
    db.session.flush()
    _write(handover, [number for number, _village in people])
    return handover


def _check_held(to: Answering, people: Sequence[tuple[int, str]]) -> None:
    if to.doctor_id is not None:
        villages = villages_of(people)
        refuse_uncovered(villages, held=held_by(to.doctor_id), names=area_names(list(villages)))


def _write(handover: CaseloadHandover, people: list[int]) -> None:
    """Write the doctor of everybody and who they were, with one entry in the trail for each table.

    The version of each record moves on, so that a page somebody opened before must be compared before it is saved.
    """
    note_bulk(person.name, count=len(people), details={"changed": ["doctor_id", "doctor_name"]})
    note_bulk(member.name, count=len(people), details={"new": True})
    doctor = {"doctor_id": handover.to_id, "doctor_name": handover.to_name}
    for at in range(0, len(people), CHUNK):
        some = people[at : at + CHUNK]
        changed = sa.update(person).where(person.c.id.in_(some))
        db.session.execute(changed.values(version=person.c.version + 1, **doctor))
        rows = [{"handover_id": handover.id, "person_id": number} for number in some]
        db.session.execute(sa.insert(member), rows)
    db.session.expire_all()
