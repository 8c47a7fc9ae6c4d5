"""家庭医生团队: those of a reader's towns, and those a resident can sign with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from app.accounts.queries import list_towns
from app.accounts.reader import Reader
from app.accounts.scope import within
from app.contracts.models import Team
from app.core.db import db
from app.core.errors import NotFound
from app.core.regions import Level, full_code
from app.people.models import Contract, Person
from app.people.queries import runs_on

LARGEST_ID = 2**31 - 1


class TeamLine(NamedTuple):
    """One team of a list, with how many residents have a running contract with it."""

    team: Team
    people: int


def towns_of(reader: Reader) -> dict[str, str]:
    """Return the towns a reader may keep teams for."""
    return {town.code: town.name for town in list_towns(reader.areas)}


def list_teams(reader: Reader, *, day: date) -> list[TeamLine]:
    """Return the teams of the towns a reader's areas lie in, those that ended last, with who signed with each."""
    signed = (
        sa.select(Contract.team_id, sa.func.count(Contract.person_id.distinct()).label("people"))
        .join(Person, Person.id == Contract.person_id)
        .where(runs_on(day), within(Person.area_code, reader.areas), Contract.team_id.is_not(None))
        .group_by(Contract.team_id)
        .subquery()
    )
    listed = sa.select(Team, sa.func.coalesce(signed.c.people, 0))
    listed = listed.outerjoin(signed, signed.c.team_id == Team.id).where(_near(reader.areas))
    ordered = listed.order_by(Team.ended_on.is_not(None), Team.area_code, Team.name, Team.id)
    return [TeamLine(*row) for row in db.session.execute(ordered)]


def teams_for(village: str) -> Sequence[Team]:
    """Return the teams that still work and that a resident of a village can sign with."""
    wanted = sa.select(Team).where(Team.area_code == _town(village), Team.ended_on.is_(None))
    return db.session.scalars(wanted.order_by(Team.name, Team.id)).all()


def find_team(team_id: int | None, *, village: str) -> Team | None:
    """Return one of the teams a resident of a village can sign with, or None."""
    return next((team for team in teams_for(village) if team.id == team_id), None)


def get_team(team_id: int, *, areas: Sequence[str]) -> Team:
    """Return a team of some areas; foreign equals absent."""
    wanted = sa.select(Team).where(Team.id == team_id, within(Team.area_code, areas))
    found = db.session.scalar(wanted) if team_id <= LARGEST_ID else None
    if found is None:
        raise NotFound
    return found


def _near(areas: Sequence[str]) -> sa.ColumnElement[bool]:
    """A village's teams are those of its town; a wider area has those of all its towns."""
    return sa.or_(within(Team.area_code, areas), Team.area_code.in_([_town(area) for area in areas]))


def _town(code: str) -> str:
    return full_code(code[: Level.TOWN.digits])
