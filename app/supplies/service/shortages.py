"""缺药: reported by a village, answered by the township, closed when the medicine is there."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.models import Area
from app.careplans.queries.catalogue import shelf_for
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import Actor
from app.core.words import Text
from app.supplies.models import Shortage
from app.supplies.queries.shortages import find_open
from app.supplies.rules.entries import AnswerEntry, MedicineName, ShortageEntry, plain_strength
from app.supplies.rules.vocabulary import CloseWay


def report_shortage(entry: ShortageEntry, *, by: Actor) -> Shortage:
    """Note that a village cannot give out a medicine.

    One report stands for each medicine and strength of a village: whoever tells it again, or at the same moment, finds it.
    """
    _hold_village(entry.area_code)
    sent = sa.select(Shortage).where(Shortage.client_key == entry.client_key)
    medicine = known_medicine(entry.medicine, area_code=entry.area_code)
    standing = db.session.scalar(sent) or find_open(entry.area_code, medicine)
    if standing is not None:
        return standing
    shortage = Shortage(
        client_key=entry.client_key,
        area_code=entry.area_code,
        code=medicine.code,
        name=medicine.name,
        strength=medicine.strength,
        reported_on=clock.today(),
        note=entry.note,
        by_id=by.id,
        by_name=by.name,
        reported_at=clock.now(),
    )
    db.session.add(shortage)
    db.session.flush()
    return shortage


def answer_shortage(shortage: Shortage, entry: AnswerEntry, *, by: Actor) -> None:
    """Answer a report; a later answer takes the place of an earlier one."""
    hold_open(shortage)
    for _field, fault in entry.faults(today=clock.today()):
        raise Refused(fault)
    shortage.answer, shortage.expected_on = entry.answer, entry.expected_on
    shortage.answer_note = entry.note
    shortage.answered_by, shortage.answered_at = by.name, clock.now()
    db.session.flush()


def close_shortage(shortage: Shortage, way: CloseWay, *, by: Actor) -> None:
    """End a report: the medicine is there, another took its place, or nothing was missing."""
    hold_open(shortage)
    close(shortage, way, by=by)


def close(shortage: Shortage, way: CloseWay, *, by: Actor) -> None:
    """Write the end of a report that is held."""
    shortage.closed_on, shortage.closed_as, shortage.closed_by = clock.today(), way, by.name
    db.session.flush()


def hold_open(shortage: Shortage) -> None:
    """Hold a report until the deed ends; refuse one that somebody closed meanwhile."""
    db.session.refresh(shortage, with_for_update=True)
    if shortage.closed_on is not None and shortage.closed_as is not None:
        closed = Text(
            "这条缺药已由{name}于 {day} 结束（{way}），不用再办。",
            "{name} closed this shortage on {day} ({way}); nothing is left to do.",
        )
        raise Conflict(closed.filled(name=shortage.closed_by, day=shortage.closed_on, way=shortage.closed_as))


def known_medicine(stated: MedicineName, *, area_code: str) -> MedicineName:
    """Return the medicine as the catalogue names and measures it, and as it was stated where it is not known there."""
    shelf = shelf_for(area_code)
    drug = shelf.drug(stated.code) if stated.code else shelf.named(stated.name)
    if drug is None:
        return stated
    written = {plain_strength(each): each for each in drug.strengths}
    return MedicineName(drug.zh, written.get(plain_strength(stated.strength), stated.strength), drug.code)


def _hold_village(code: str) -> None:
    """Let two who report the same at once wait for each other."""
    db.session.execute(sa.select(Area.code).where(Area.code == code).with_for_update())
