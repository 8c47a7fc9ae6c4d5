"""家庭医生团队 as typed: its name, who leads it, who belongs to it, where it is called."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class TeamEntry:
    """What a page says of a team."""

    name: str
    leader_name: str = ""
    members: str = ""
    phone: str = ""

    def columns(self) -> dict[str, str]:
        """Return the columns of its record."""
        return asdict(self)
