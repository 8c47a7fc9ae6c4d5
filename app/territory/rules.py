"""What can happen to an area and to a person's place in it, as plain values."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from hashlib import sha256

from app.core.errors import Refused
from app.core.labels import Labelled
from app.core.regions import FULL_LENGTH, Level
from app.core.words import Text

NAME_LENGTH = 80
LONGEST_COVER = timedelta(days=180)


class ChangeKind(Labelled):
    """区划调整: what happened to a village."""

    MERGED = "merged", "合并", "Merged"
    RENAMED = "renamed", "更名", "Renamed"
    SPLIT = "split", "拆分", "Split"


class TransferState(Labelled):
    """转移: how the handing over of a person to another township stands."""

    ASKED = "asked", "待接收", "Waiting for acceptance"
    ACCEPTED = "accepted", "已接收", "Accepted"
    DECLINED = "declined", "已退回", "Declined"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class Succession(Labelled):
    """去留: what becomes of an account's village when it is merged or split; somebody says so for each."""

    FOLLOWS = "follows", "管新村", "Gets the new village"
    LEAVES = "leaves", "不管新村", "Does not get it"


class CoverReason(Labelled):
    """代班原因: why a colleague's village is looked after for a while."""

    LEAVE = "leave", "休假", "On leave"
    ILLNESS = "illness", "病假、产假", "Illness or maternity"
    TRAINING = "training", "进修培训", "Training"
    VACANT = "vacant", "岗位暂缺", "Post vacant"
    OTHER = "other", "其他", "Other"


class Answer(Labelled):
    """答复: what the other township says to a person handed over."""

    ACCEPT = "accept", "接收", "Accept"
    DECLINE = "decline", "退回", "Decline"


@dataclass(frozen=True, slots=True)
class Place:
    """A village as the pages of this room name it: its code, its name, its town's name and how many live there."""

    code: str
    name: str
    town: str = ""
    people: int = 0


@dataclass(frozen=True, slots=True)
class Toll:
    """What goes along with a change: people, and everything that carries their village."""

    people: int = 0
    duties: int = 0
    lines: int = 0
    visits: int = 0

    def counts(self) -> dict[str, int]:
        """Return the counts as they are kept with the change."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What is decided with a change: for each account whether it follows, and the document it rests on."""

    accounts: Mapping[int, Succession]
    basis: str = ""

    @property
    def following(self) -> frozenset[int]:
        """The accounts that get the new village."""
        return frozenset(each for each, choice in self.accounts.items() if choice is Succession.FOLLOWS)


def read_village_name(raw: str) -> str:
    """Return a village's name in one form; refuse what is none."""
    name = "".join(unicodedata.normalize("NFKC", raw).split())
    if not 2 <= len(name) <= NAME_LENGTH or not name.isprintable() or not any(map(str.isalpha, name)):
        raise Refused(
            Text(
                "“{name}”不能作村名：请写 2 至 {most} 个字的全称，例如“柳塘村”。",
                "“{name}” cannot be a village's name: 2 to {most} characters, such as 柳塘村.",
            ).filled(name=name[:NAME_LENGTH], most=NAME_LENGTH)
        )
    return name


def read_village_code(raw: str, *, beside: str) -> str:
    """Return the code of a new village in the same county as another one; refuse any other."""
    code = unicodedata.normalize("NFKC", raw).strip()
    if not (len(code) == FULL_LENGTH and code.isascii() and code.isdigit()) or code.endswith("000"):
        raise Refused(
            Text(
                "“{code}”不是村的代码：应为 12 位数字，末三位不是 000。",
                "“{code}” is no village's code: twelve digits, the last three not 000.",
            ).filled(code=code)
        )
    if code[: Level.COUNTY.digits] != beside[: Level.COUNTY.digits]:
        raise Refused(
            Text("{code} 不在本县（区）。", "{code} does not lie in this county.").filled(code=code)
        )
    return code


def check_decided(holders: Mapping[int, str], accounts: Mapping[int, Succession]) -> None:
    """Refuse a change while it is open for an account whether it gets the new village: nothing widens silently."""
    if open_ones := [name for number, name in holders.items() if number not in accounts]:
        raise Refused(
            Text(
                "请为每个账户选择管不管新村，还差：{names}。",
                "Choose for every account whether it gets the new village; missing: {names}.",
            ).filled(names="、".join(open_ones))
        )


def check_cover_until(until: date, *, today: date) -> None:
    """Refuse a cover that is over before it begins, or that is no cover any more."""
    if not today <= until <= today + LONGEST_COVER:
        raise Refused(
            Text(
                "代班到期日应在今天到 {last} 之间（最长 {days} 天）。",
                "A cover ends between today and {last} ({days} days at most).",
            ).filled(last=today + LONGEST_COVER, days=LONGEST_COVER.days)
        )


def seal_of(*parts: object) -> str:
    """Return a mark of what somebody was shown before they confirmed: what changed since must be shown again."""
    return sha256(repr(parts).encode()).hexdigest()[:32]
