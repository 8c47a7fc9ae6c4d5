"""The villages as they stand, what a change would take along, and the changes so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.queries import Holder, area_names, list_holders, list_towns, list_villages
from app.accounts.scope import covers, within
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.regions import FULL_LENGTH, Level, full_code, parent_of
from app.core.words import Text
from app.duties.service.moving import count_duties
from app.people.models import Person
from app.people.queries.places import Move, count_residents
from app.territory.models import AreaChange
from app.territory.rules import Place, Toll, read_village_code, read_village_name
from app.visits.service.moving import count_visits


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a change would do, shown before it is done: what goes along, and whose village it is."""

    toll: Toll
    holders: tuple[Holder, ...] = ()
    joined: tuple[Holder, ...] = ()


def find_village(code: str) -> Area | None:
    """Return a village that goes on today, or None."""
    wanted = sa.select(Area).where(Area.code == code, Area.level == Level.VILLAGE, Area.ended_on.is_(None))
    return db.session.scalar(wanted)


def is_code(code: str) -> bool:
    """Return whether a text out of an address can be a code at all."""
    return len(code) == FULL_LENGTH and code.isascii() and code.isdigit()


def get_village(code: str, *, areas: Sequence[str]) -> Area:
    """Return a village inside some areas; foreign, merged and absent are told the same way."""
    village = find_village(code) if is_code(code) and covers(areas, code) else None
    if village is None:
        raise NotFound(
            Text("没有这个村，或它已并入别的村。", "There is no such village, or it was merged into another.")
        )
    return village


def list_places(areas: Sequence[str]) -> list[Place]:
    """Return the villages inside some areas with their towns and the number of people on record."""
    villages = list_villages(areas)
    towns = area_names(sorted({village.parent_code or "" for village in villages}))
    people = count_residents(within(Person.area_code, areas))
    return [
        Place(each.code, each.name, towns.get(each.parent_code or "", ""), people.get(each.code, 0))
        for each in villages
    ]


def town_of(code: str) -> str:
    """Return the code of the town a village lies in."""
    return parent_of(code) or code


def other_towns(village: str) -> dict[str, str]:
    """Return the other towns of a village's county, code to name."""
    county = full_code(village[: Level.COUNTY.digits])
    own = full_code(village[: Level.TOWN.digits])
    return {town.code: town.name for town in list_towns([county]) if town.code != own}


def outlook_of(move: Move, *, village: str, into: str | None = None) -> Outlook:
    """Return what goes along with a change of a village, who holds it, and who holds the one it comes into."""
    people = sa.select(sa.func.count(Person.id)).where(Person.merged_into_id.is_(None))
    on_record = sum(db.session.scalar(people.where(part)) or 0 for part in move.parts(_person()))
    toll = Toll(on_record, *count_duties(move), count_visits(move))
    joined = tuple(list_holders(into)) if into else ()
    return Outlook(toll, tuple(list_holders(village)), joined)


def refuse_taken_name(name: str, *, town: str, but: str = "") -> None:
    """Refuse a name that another village of the town bears: lists could not tell the two apart."""
    same = sa.select(Area.code).where(
        Area.level == Level.VILLAGE, Area.ended_on.is_(None), Area.name == name, Area.code != but
    )
    if db.session.scalar(same.where(Area.parent_code == town).limit(1)) is not None:
        raise Refused(
            Text("本乡镇已有“{name}”。", "There is a “{name}” in this township already.").filled(name=name)
        )


def read_new_village(code: str, name: str, *, beside: Area) -> tuple[str, str]:
    """Return the code and the name of a village to be opened; refuse what is taken or lies in no known town."""
    code, name = read_village_code(code, beside=beside.code), read_village_name(name)
    if db.session.get(Area, code) is not None:
        raise Refused(
            Text("代码 {code} 已用过，不能再用。", "The code {code} is in use or was.").filled(code=code)
        )
    if db.session.get(Area, town_of(code)) is None:
        raise Refused(
            Text("没有乡镇 {town}，请核对代码。", "There is no township {town}; check the code.").filled(
                town=town_of(code)
            )
        )
    refuse_taken_name(name, town=town_of(code))
    return code, name


def read_new_name(name: str, *, of: Area) -> str:
    """Return the new name of a village; refuse the one it has, and another's of the town."""
    name = read_village_name(name)
    if name == of.name:
        raise Refused(Text("“{name}”已是现在的名称。", "“{name}” is its name already.").filled(name=name))
    refuse_taken_name(name, town=town_of(of.code), but=of.code)
    return name


def list_changes(areas: Sequence[str], *, limit: int, after: int = 0) -> list[AreaChange]:
    """Return the changes that concerned some areas, the newest first."""
    concerned = sa.or_(within(AreaChange.from_code, areas), within(AreaChange.to_code, areas))
    ordered = sa.select(AreaChange).where(concerned).order_by(AreaChange.id.desc())
    return list(db.session.scalars(ordered.limit(limit).offset(after)))


def _person() -> sa.Table:
    table = Person.__table__
    assert isinstance(table, sa.Table)
    return table
