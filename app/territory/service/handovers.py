"""转移: a person asked to be taken over by another township, accepted there, declined, or kept after all."""

from __future__ import annotations

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.careplans.service.moving import move_checks
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.regions import parent_of
from app.core.words import Text
from app.duties.service.moving import move_duties
from app.people.models import Person
from app.people.queries.places import Move, merged_into
from app.people.service.moving import leave_village
from app.reviews.service.moving import move_reviews
from app.rosters.service.moving import move_memberships
from app.schedule.service.moving import move_plans
from app.supplies.service.moving import move_supplies
from app.territory.models import Transfer
from app.territory.queries import find_open_transfer, other_towns
from app.territory.rules import TransferState
from app.visits.service.moving import move_visits


def ask_transfer(person: Person, *, to_code: str, reason: str, by: Reader) -> Transfer:
    """Ask another township of the county to take somebody over; until it answers, nothing changes."""
    _hold(person)
    _refuse_gone(person)
    if find_open_transfer(person.id) is not None:
        raise Conflict(
            Text(
                "{name}已有一份待接收的转移申请，先撤回才能再申请。",
                "There is a request for {name} already; withdraw it before asking again.",
            ).filled(name=person.name)
        )
    if to_code not in other_towns(person.area_code):
        raise Refused(Text("请选本县的另一个乡镇。", "Choose another township of the county."))
    transfer = Transfer(
        person_id=person.id,
        from_code=person.area_code,
        to_code=to_code,
        state=TransferState.ASKED,
        reason=reason.strip(),
        asked_by_id=by.id,
        asked_by_name=by.name,
        asked_at=clock.now(),
    )
    db.session.add(transfer)
    db.session.flush()
    return transfer


def accept_transfer(transfer: Transfer, *, village: Area, by: Reader) -> None:
    """Take somebody over into a village, with all their history; the old side sees them no more."""
    person = db.session.get_one(Person, transfer.person_id)
    _hold(person)
    _hold_open(transfer)
    _refuse_gone(person)
    if parent_of(village.code) != transfer.to_code:
        raise Refused(Text("请选本乡镇的村。", "Choose a village of your township."))
    merged = merged_into([person.id])
    everything = Move(village.code, person_ids=(person.id, *merged))
    leave_village(person.id, merged=merged, to_code=village.code)
    move_duties(everything)
    move_visits(everything)
    move_checks(everything)
    move_supplies(everything)
    move_reviews(everything)
    move_plans(everything)
    move_memberships(everything)
    transfer.village_code = village.code
    _answer(transfer, TransferState.ACCEPTED, "", by)


def decline_transfer(transfer: Transfer, *, reason: str, by: Reader) -> None:
    """Say that somebody is not taken over, and why; they stay where they are."""
    _hold_open(transfer)
    _answer(transfer, TransferState.DECLINED, reason.strip(), by)


def withdraw_transfer(transfer: Transfer, *, by: Reader) -> None:
    """Keep somebody after all, before the other township has answered."""
    _hold_open(transfer)
    _answer(transfer, TransferState.WITHDRAWN, "", by)


def _hold(person: Person) -> None:
    db.session.refresh(person, with_for_update=True)


def _hold_open(transfer: Transfer) -> None:
    db.session.refresh(transfer, with_for_update=True)
    if transfer.state is not TransferState.ASKED:
        raise Conflict(
            Text("这份申请已经{state}，不能再改。", "This request is settled already ({state}).").filled(
                state=Text(transfer.state.zh.removeprefix("已"), transfer.state.en.lower())
            )
        )


def _refuse_gone(person: Person) -> None:
    for day, text in (
        (person.died_on, Text("{name}已于 {day} 去世，不能转移。", "{name} died on {day}: no transfer.")),
        (
            person.moved_on,
            Text("{name}已于 {day} 迁出，不能转移。", "{name} moved away on {day}: no transfer."),
        ),
    ):
        if day is not None:
            raise Refused(text.filled(name=person.name, day=day))


def _answer(transfer: Transfer, state: TransferState, answer: str, by: Reader) -> None:
    transfer.state, transfer.answer = state, answer
    transfer.answered_by_name, transfer.answered_at = by.name, clock.now()
    db.session.flush()
