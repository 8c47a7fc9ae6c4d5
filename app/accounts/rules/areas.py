"""Which areas fit which role. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app.accounts.reader import Role
from app.core.errors import Refused
from app.core.regions import Level, level_of
from app.core.words import Text, listed

_LEVELS: dict[Role, tuple[Level, ...]] = {
    Role.VILLAGE_DOCTOR: (Level.VILLAGE,),
    Role.FAMILY_DOCTOR: (Level.TOWN,),
    Role.SUPERVISOR: (Level.TOWN,),
    Role.COUNTY: (Level.COUNTY, Level.CITY, Level.PROVINCE),
    Role.INSURER: (Level.TOWN, Level.COUNTY, Level.CITY, Level.PROVINCE),
}


def levels_of(role: Role | None) -> tuple[Level, ...]:
    """Return the levels of the areas a role may hold; every level while no role was chosen."""
    return tuple(Level) if role is None else _LEVELS.get(role, ())


def check_areas(role: Role, codes: Sequence[str]) -> None:
    """Refuse areas that do not fit the role, such as a town for a village doctor."""
    wanted = _LEVELS.get(role)
    if wanted is None:
        return
    allowed = listed([level.text for level in wanted])
    if not codes:
        raise Refused(
            Text("{role}要有管理区域（{levels}）。", "{role}: give an area ({levels}).").filled(
                role=role, levels=allowed
            )
        )
    for code in codes:
        if (level := level_of(code)) not in wanted:
            raise Refused(
                Text(
                    "{role}的管理区域应为{levels}，{code} 是{level}。",
                    "{role}: the area must be a {levels}; {code} is a {level}.",
                ).filled(role=role, levels=allowed, code=code, level=level)
            )
