"""The accounts of the invented township."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.reader import Role
from app.demo.rules.villagers import COUNTY, TOWN, VILLAGES

PASSWORD = "xunhu-yunxi-2026"  # noqa: S105 - shown on the banner; the township is invented


@dataclass(frozen=True, slots=True)
class Colleague:
    """One account of the demonstration."""

    username: str
    full_name: str
    role: Role
    areas: tuple[str, ...]

    @property
    def email(self) -> str:
        """An address that belongs to nobody: letters to it end in the folder, or nowhere."""
        return f"{self.username}@xunhu.example"


_DOCTORS = (
    ("li", "李秀芬"),
    ("wang", "王建国"),
    ("sun", "孙丽"),
    ("qian", "钱卫东"),
    ("wu", "吴大勇"),
    ("zheng", "郑小梅"),
)

STAFF = (
    *(
        Colleague(username, name, Role.VILLAGE_DOCTOR, (village,))
        for (username, name), (village, _) in zip(_DOCTORS, VILLAGES, strict=True)
    ),
    Colleague("zhou", "周敏", Role.FAMILY_DOCTOR, (TOWN,)),
    Colleague("zhao", "赵立新", Role.SUPERVISOR, (TOWN,)),
    Colleague("county", "县卫健委（演示）", Role.COUNTY, (COUNTY,)),
    Colleague("insurer", "医保经办（演示）", Role.INSURER, (COUNTY,)),
    Colleague("admin", "系统管理员", Role.ADMIN, ()),
)
