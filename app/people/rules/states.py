"""Where a resident is, read off the days on record, and which change of it can be true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.errors import Refused
from app.core.words import Text
from app.people.rules.vocabulary import PersonState

# Who is away may be away longer; who is lost may turn out to have moved; whoever is no longer here may have died.
MAY_BECOME = {
    PersonState.HERE: {PersonState.AWAY, PersonState.MOVED, PersonState.LOST, PersonState.DIED},
    PersonState.AWAY: {PersonState.AWAY, PersonState.MOVED, PersonState.LOST, PersonState.DIED},
    PersonState.LOST: {PersonState.MOVED, PersonState.DIED},
    PersonState.MOVED: {PersonState.DIED},
    PersonState.DIED: set[PersonState](),
}
GONE = frozenset({PersonState.MOVED, PersonState.LOST, PersonState.DIED})


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The days on record that tell where a resident is."""

    died_on: date | None = None
    moved_on: date | None = None
    lost_on: date | None = None
    away_until: date | None = None

    def state_on(self, day: date) -> PersonState:
        """Return where the resident is on a day, as far as the record knows; a stay away ends by itself."""
        if self.died_on is not None:
            return PersonState.DIED
        if self.moved_on is not None:
            return PersonState.MOVED
        if self.lost_on is not None:
            return PersonState.LOST
        is_away = self.away_until is not None and self.away_until >= day
        return PersonState.AWAY if is_away else PersonState.HERE

    @property
    def gone_on(self) -> date | None:
        """The first day the resident was no longer looked after here."""
        days = (self.died_on, self.moved_on, self.lost_on)
        return min((day for day in days if day is not None), default=None)


def refuse_change(now: PersonState, wanted: PersonState) -> None:
    """Refuse a state that cannot follow the one on record, such as moving away after death."""
    if wanted not in MAY_BECOME[now]:
        raise Refused(
            Text(
                "档案里已登记为“{now}”，不能再登记为“{wanted}”。登记有误的，请先更正。",
                "The record says “{now}” already; it cannot become “{wanted}”. If that is wrong, put it right first.",
            ).filled(now=now, wanted=wanted)
        )


def refuse_days(*, on: date, until: date | None, born_on: date | None, today: date) -> None:
    """Refuse a day that is not here yet or lies before the birth, and a return that lies behind."""
    if on > today or (born_on is not None and on < born_on):
        raise Refused(
            Text("日期 {on} 不可能，请核对。", "The day {on} is impossible; please check.").filled(on=on)
        )
    if until is not None and until < today:
        raise Refused(
            Text(
                "预计返回日期 {until} 已经过去，请核对。",
                "The expected return, {until}, has gone by; please check.",
            ).filled(until=until)
        )


def refuse_back(*, state: PersonState, since: date | None, on: date) -> None:
    """Refuse the return of somebody who never left, or before the day they left."""
    if state is PersonState.HERE:
        raise Refused(Text("这位居民本来就登记为在村。", "This resident is on record as being here."))
    if since is not None and on < since:
        raise Refused(
            Text(
                "回来的日期不能早于离开的日期（{since}），请核对。",
                "Nobody is back before they left ({since}); please check.",
            ).filled(since=since)
        )
