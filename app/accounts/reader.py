"""The signed-in person as a plain value."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.labels import Labelled


class Role(Labelled):
    """角色: what somebody is in the work, and so what they may do."""

    VILLAGE_DOCTOR = "village-doctor", "乡村医生", "Village doctor"
    FAMILY_DOCTOR = "family-doctor", "签约医生", "Family doctor"
    SUPERVISOR = "supervisor", "乡镇督导", "Township supervisor"
    COUNTY = "county", "县级管理", "County manager"
    INSURER = "insurer", "医保经办（只读）", "Insurer (read only)"
    ADMIN = "admin", "系统管理员", "System administrator"


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads and does deeds: read with the session row, never an ORM object."""

    id: int
    name: str
    role: Role
    areas: tuple[str, ...]
    language: str = "zh"
    username: str = ""

    @property
    def is_authenticated(self) -> bool:
        """A reader has signed in."""
        return True

    @property
    def is_active(self) -> bool:
        """A closed account yields no reader."""
        return True

    @property
    def is_anonymous(self) -> bool:
        """A reader has a name."""
        return False

    def get_id(self) -> str:
        """Return the account's number, as Flask-Login asks for it."""
        return str(self.id)
