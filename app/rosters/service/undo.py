"""撤销: taking back the last import of a list, as long as nothing was built on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import Actor
from app.core.words import Text
from app.duties.service import reckon
from app.people.models import Contract, Person, PersonCategory, PersonCondition
from app.people.service import restore_held, restore_people, typed, withdraw_held, withdraw_people
from app.rosters.models import RosterImport, RosterMember
from app.rosters.queries import latest_import
from app.rosters.service.applying import lock_list
from app.rosters.service.built import list_built_on
from app.rosters.service.journal import chunks, table_of
from app.rosters.service.written import Written, load_written, people_changed, people_of
from app.visits.models import Visit
from app.visits.service import void_many

MOST_NAMED = 20
PERSON, MEMBER, VISIT = (model.__tablename__ for model in (Person, RosterMember, Visit))
ENROLMENTS = (PersonCategory.__tablename__, PersonCondition.__tablename__)
HELD = (*ENROLMENTS, Contract.__tablename__)


class Obstacle(NamedTuple):
    """Why an import cannot be taken back: whom it is about, and what happened since."""

    name: str
    text: Text


@dataclass(slots=True)
class Losses:
    """What taking an import back undoes: how many of each, and what stands in the way.

    ``people`` are records that would be withdrawn, ``revised`` those that go back to what they said before; ``enrolments``
    and ``contracts`` are withdrawn, ``reopened`` ones run on as before; ``members`` stand on the list as they did.
    """

    people: int = 0
    revised: int = 0
    enrolments: int = 0
    reopened: int = 0
    contracts: int = 0
    visits: int = 0
    members: int = 0
    obstacles: list[Obstacle] = field(default_factory=list)


def losses_of(record: RosterImport) -> Losses:
    """Return what taking an import back would undo, and whatever stands in the way; writes nothing."""
    if (text := _refusal(record)) is not None:
        return Losses(obstacles=[Obstacle("", text)])
    written = load_written(record.id)
    losses = _counted(written)
    named = [*people_changed(record, written), *list_built_on(record, written)]
    losses.obstacles = [Obstacle(name, text) for name, text in dict.fromkeys(named)]
    return losses


def undo_roster(record: RosterImport, *, by: Actor) -> Losses:
    """Take an import back inside the caller's deed, or raise `Refused` naming the people it was built on."""
    lock_list(record.list_kind)
    db.session.refresh(record, with_for_update=True)
    if record.undone_at is not None:
        raise Conflict(_UNDONE)
    losses = losses_of(record)
    if losses.obstacles:
        raise Refused(_told(losses.obstacles))
    written = load_written(record.id)
    touched = people_of(record, written) | _strike_visits(written, by=by)
    _take_back(record, written)
    record.undone_at = clock.now()
    record.undone_by_name = by.name
    db.session.flush()
    db.session.expire_all()
    reckon(sorted(touched), today=record.as_of)
    return losses


def _refusal(record: RosterImport) -> Text | None:
    """Return why an import as a whole cannot be taken back, None where it can."""
    if record.undone_at is not None:
        return _UNDONE
    latest = latest_import(record.list_kind, area=record.area_code)
    if latest is None or latest.id != record.id:
        return _NOT_LAST.filled(kind=record.list_kind, name=latest.file_name if latest is not None else "")
    wrote = sum(record.counts.get(name, 0) for name in ("new", "changed", "left"))
    if wrote and not load_written(record.id):
        return _NO_JOURNAL
    return None


def _counted(written: dict[str, Written]) -> Losses:
    people, visits = written.get(PERSON, Written()), written.get(VISIT, Written())
    revived = {key for key, row in people.before.items() if row.get("withdrawn_at")}
    held = {name: written.get(name, Written()) for name in HELD}
    members = written.get(MEMBER, Written())
    return Losses(
        people=len(people.opened) + len(revived),
        revised=len(people.before) - len(revived),
        enrolments=sum(len(held[name].opened) for name in ENROLMENTS),
        reopened=sum(len(rows.before) for rows in held.values()),
        contracts=len(held[Contract.__tablename__].opened),
        visits=len(visits.opened),
        members=len(members.opened) + len(members.before),
    )


def _take_back(record: RosterImport, written: dict[str, Written]) -> None:
    for name in HELD:
        if (rows := written.get(name)) is not None:
            withdraw_held(name, sorted(rows.opened))
            restore_held(name, rows.before)
    if (members := written.get(MEMBER)) is not None:
        _restore_members(record, members)
    if (people := written.get(PERSON)) is not None:
        withdraw_people(sorted(people.opened))
        restore_people(people.before)


def _restore_members(record: RosterImport, members: Written) -> None:
    table = table_of(RosterMember)
    of_list = table.c.list_kind == record.list_kind
    for some in chunks(members.opened):
        db.session.execute(sa.delete(table).where(of_list, table.c.person_id.in_(some)))
    for person_id, row in members.before.items():
        mine = sa.and_(of_list, table.c.person_id == person_id)
        db.session.execute(sa.update(table).where(mine).values(typed(table, row)))


def _strike_visits(written: dict[str, Written], *, by: Actor) -> set[int]:
    rows = written.get(VISIT)
    return void_many(sorted(rows.opened), by=by)[1] if rows is not None else set()


def _told(obstacles: Sequence[Obstacle]) -> Text:
    named = obstacles[:MOST_NAMED]
    more = Text("等 {n} 项", " and others, {n} in all").filled(n=len(obstacles))
    rest = more if len(obstacles) > MOST_NAMED else Text("", "")
    return Text(
        "不能撤销：{zh}{rest}。什么都没有改动。", "It cannot be taken back: {en}{rest}. Nothing was changed."
    ).filled(
        zh="；".join(f"{one.name}{'：' if one.name else ''}{one.text.zh}" for one in named),
        en="; ".join(f"{one.name}{': ' if one.name else ''}{one.text.en}" for one in named),
        rest=rest,
    )


_UNDONE = Text("这次导入已经撤销。", "This import has been taken back already.")
_NOT_LAST = Text(
    "之后又导入过“{kind}”（{name}），请先撤销那一次",
    "a later “{kind}” ({name}) was imported: take that back first",
)
_NO_JOURNAL = Text(
    "这次导入没有留下撤销所需的记录，请逐人更正",
    "this import left no journal to take it back by; correct the records one by one",
)
