"""家庭医生团队: opened, changed and ended; the contracts with a team keep its name as it was signed."""

from __future__ import annotations

import sqlalchemy as sa

from app.contracts.models import Team
from app.contracts.rules import TeamEntry
from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.core.words import Text


def add_team(entry: TeamEntry, *, area_code: str) -> Team:
    """Open a team of a town; two that work there never bear the same name."""
    _refuse_taken(entry.name, area_code)
    team = Team(area_code=area_code, created_at=clock.now(), **entry.columns())
    db.session.add(team)
    db.session.flush()
    return team


def revise_team(team: Team, entry: TeamEntry) -> Team:
    """Change what is on record of a team."""
    _refuse_ended(team)
    if entry.name != team.name:
        _refuse_taken(entry.name, team.area_code)
    for column, value in entry.columns().items():
        setattr(team, column, value)
    db.session.flush()
    return team


def end_team(team: Team) -> None:
    """Let nobody sign with a team any more; the contracts it has run on."""
    _refuse_ended(team)
    team.ended_on = clock.today()
    db.session.flush()


def _refuse_ended(team: Team) -> None:
    if team.ended_on is not None:
        raise Refused(
            Text("这个团队已于 {day} 停用。", "This team ended on {day}.").filled(day=team.ended_on)
        )


def _refuse_taken(name: str, area_code: str) -> None:
    same = sa.select(Team.id).where(Team.area_code == area_code, Team.name == name, Team.ended_on.is_(None))
    if db.session.scalar(same.limit(1)) is not None:
        raise Refused(
            Text("本乡镇已有“{name}”。", "There is a “{name}” in this township already.").filled(name=name)
        )
