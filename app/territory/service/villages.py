"""撤村并居: villages merged, renamed and split, each in one deed, with everything that carries their code."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.accounts.holdings import hand_on
from app.accounts.models import Area
from app.accounts.queries import list_former_names, list_holders
from app.accounts.service import rename_area
from app.audit.service import note
from app.careplans.service.moving import move_checks
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.regions import Level
from app.core.transaction import Actor
from app.core.words import Text
from app.duties.service.moving import move_duties
from app.people.queries.places import Move, count_groups, list_residents
from app.people.service.moving import divide_households, move_households, move_people
from app.reviews.service.moving import move_reviews
from app.rosters.service.moving import move_memberships
from app.schedule.service.moving import move_plans
from app.supplies.service.moving import move_supplies
from app.territory.models import AreaChange, Transfer
from app.territory.queries import find_village, outlook_of, read_new_name, read_new_village, town_of
from app.territory.rules import (
    ChangeKind,
    Decisions,
    Toll,
    check_decided,
)
from app.visits.service.moving import move_visits

MEANWHILE = Text(
    "“{name}”刚刚被调整过，没有做任何改动。请重新打开本页。",
    "“{name}” was changed just now; nothing was done. Please open the page anew.",
)


def merge_village(village: Area, *, into: Area, decided: Decisions, by: Actor) -> AreaChange:
    """Let a village go on in another one, with its people, duties, ledger lines and visits.

    The old row stays, so that lists which still use its code or name are understood.
    """
    if village.code == into.code:
        raise Refused(Text("请选两个不同的村。", "Choose two different villages."))
    _lock(village, into)
    _check_decided(village, decided)
    toll = _move(Move(into.code, village.code))
    move_households(village.code, into.code)
    _move_requests(Move(into.code, village.code))
    hand_on(village.code, into.code, follow=decided.following)
    village.ended_on, village.successor_code = clock.today(), into.code
    note("area", None, details={"ended": village.code, "successor": into.code})
    return _record((village, into), kind=ChangeKind.MERGED, toll=toll, decided=decided, by=by)


def rename_village(village: Area, *, name: str, basis: str = "", by: Actor) -> AreaChange:
    """Give a village another name; lists that still use the old one are understood."""
    _lock(village)
    old, name = village.name, read_new_name(name, of=village)
    rename_area(village, name=name)
    note("area", None, details={"renamed": village.code})
    toll = outlook_of(Move(village.code, village.code), village=village.code).toll
    change = _record(
        (village, village), kind=ChangeKind.RENAMED, toll=toll, decided=Decisions({}, basis), by=by
    )
    change.from_name = old
    return change


def split_village(
    village: Area, *, new: tuple[str, str], people: Sequence[int], decided: Decisions, by: Actor
) -> AreaChange:
    """Open a new village, by code and name, with some of a village's people and what belongs to them."""
    _lock(village)
    code, name = read_new_village(*new, beside=village)
    _check_decided(village, decided)
    staying = set(list_everybody(village.code)) - set(people)
    if not people or not staying:
        raise Refused(
            Text(
                "请选一部分居民：一个不选或全部选中都不能拆分（整村更名请用“更名”）。",
                "Choose some of the people: neither nobody nor everybody makes a split (to rename, use “Rename”).",
            )
        )
    fresh = Area(code=code, name=name, level=Level.VILLAGE, parent_code=town_of(code))
    db.session.add(fresh)
    db.session.flush()
    divide_households(people, from_code=village.code, to_code=code)
    toll = _move(move := Move(code, village.code, tuple(people)))
    _move_requests(move)
    hand_on(village.code, code, follow=decided.following, keep_old=True)
    note("area", None, details={"new": code})
    return _record((village, fresh), kind=ChangeKind.SPLIT, toll=toll, decided=decided, by=by)


def list_everybody(code: str) -> tuple[int, ...]:
    """Return everybody who stands on record in a village, whatever their group."""
    return list_residents(code, groups=list(count_groups(code)), people=())


def settle_areas() -> int:
    """Let whatever was written under a merged village's code meanwhile follow it; return how many rows that were."""
    settled = 0
    ended = sa.select(Area.code).where(Area.ended_on.is_not(None), Area.successor_code.is_not(None))
    current = {former.code: former.current_code for former in list_former_names()}
    for code in db.session.scalars(ended):
        move = Move(current[code], code)
        toll = _move(move)
        settled += sum(toll.counts().values()) + move_households(code, move.to_code)
    return settled


def _move(move: Move) -> Toll:
    people = move_people(move)
    duties, lines = move_duties(move)
    visits = move_visits(move)
    move_checks(move)
    move_supplies(move)
    move_reviews(move)
    move_plans(move)
    move_memberships(move)
    return Toll(people, duties, lines, visits)


def _move_requests(move: Move) -> None:
    """Let the requests to hand people over start from where those people are now."""
    going = None if move.person_ids is None else set(move.person_ids)
    for request in db.session.scalars(sa.select(Transfer).where(Transfer.from_code == move.from_code)):
        if going is None or request.person_id in going:
            request.from_code = move.to_code
    db.session.flush()


def _lock(*villages: Area) -> None:
    """Hold the villages until the deed ends, in one order, and refuse what somebody changed meanwhile."""
    for village in sorted(villages, key=lambda each: each.code):
        db.session.refresh(village, with_for_update=True)
        if find_village(village.code) is None:
            raise Conflict(MEANWHILE.filled(name=village.name))


def _check_decided(village: Area, decided: Decisions) -> None:
    holders = {holder.user_id: holder.full_name for holder in list_holders(village.code)}
    check_decided(holders, decided.accounts)


def _record(
    places: tuple[Area, Area], *, kind: ChangeKind, toll: Toll, decided: Decisions, by: Actor
) -> AreaChange:
    village, into = places
    change = AreaChange(
        kind=kind,
        from_code=village.code,
        to_code=into.code,
        from_name=village.name,
        to_name=into.name,
        on=clock.today(),
        basis=decided.basis.strip(),
        counts={**toll.counts(), "accounts": len(decided.following)},
        by_name=by.name,
        created_at=clock.now(),
    )
    db.session.add(change)
    db.session.flush()
    return change
