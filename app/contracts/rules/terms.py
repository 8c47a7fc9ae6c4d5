"""协议期: what is agreed, for how long, and how a contract is renewed or closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.errors import Refused
from app.core.words import Text
from app.people.rules import CloseReason, Package
from app.policy.rule import Interval

SHORTEST, LONGEST = "contract.term.years", "contract.term.longest"
A_DAY = timedelta(days=1)
ONE_YEAR = 1


@dataclass(frozen=True, slots=True)
class Signing:
    """What a resident signs: with which team and doctor, for which packages, from when to when."""

    starts_on: date
    ends_on: date
    signed_on: date
    packages: tuple[Package, ...]
    team_id: int | None = None
    team: str = ""
    doctor_name: str = ""


@dataclass(frozen=True, slots=True)
class Renewal:
    """The next span of a contract."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Closing:
    """That a contract is dissolved: from which day, why by code, and what else is said."""

    on: date
    code: CloseReason
    note: str = ""

    @property
    def words(self) -> str:
        """The reason as the ledgers write it."""
        return f"{self.code.zh}：{self.note}" if self.note else self.code.zh


def last_day_of(starts_on: date, years: int) -> date:
    """Return the last day of a contract of so many years."""
    return Interval(years, "year").after(starts_on) - A_DAY


def renewal_of(ends_on: date | None, *, today: date, years: int = ONE_YEAR) -> Renewal:
    """Return the span of a renewal: it follows on the day after, or begins today where the old one ran out before."""
    starts_on = today if ends_on is None or ends_on < today else ends_on + A_DAY
    return Renewal(starts_on, last_day_of(starts_on, years))


def refuse_term(span: Signing | Renewal, *, shortest: float, longest: float) -> None:
    """Refuse a contract that ends before it begins, or runs for fewer or more years than agreed on."""
    if span.ends_on < span.starts_on:
        raise Refused(
            Text("到期日不能早于起始日，请核对。", "A contract cannot end before it begins; please check.")
        )
    first, last = (last_day_of(span.starts_on, int(years)) for years in (shortest, longest))
    if not first <= span.ends_on <= last:
        raise Refused(
            Text(
                "协议期应为 {shortest} 至 {longest} 年：从 {starts} 起的，应到 {first} 至 {last} 之间。",
                "A contract runs {shortest} to {longest} years: from {starts} it ends between {first} and {last}.",
            ).filled(
                shortest=int(shortest), longest=int(longest), starts=span.starts_on, first=first, last=last
            )
        )


def refuse_years(years: int, *, limits: tuple[float, float]) -> None:
    """Refuse a renewal for fewer or more years than a contract may run."""
    shortest, longest = limits
    if not shortest <= years <= longest:
        raise Refused(
            Text(
                "续签年限应为 {shortest} 至 {longest} 年。", "A contract runs {shortest} to {longest} years."
            ).filled(shortest=int(shortest), longest=int(longest))
        )


def refuse_packages(packages: Iterable[Package]) -> None:
    """Refuse a contract for nothing."""
    if not tuple(packages):
        raise Refused(Text("请至少选一个服务包。", "Choose at least one package."))


def refuse_ending(on: date, *, starts_on: date, today: date) -> None:
    """Refuse to dissolve a contract before it began, or on a day that is not here yet."""
    if not starts_on <= on <= today:
        raise Refused(
            Text(
                "解约日期应在 {first} 到 {last} 之间。",
                "A contract is dissolved between {first} and {last}.",
            ).filled(first=starts_on, last=max(starts_on, today))
        )
