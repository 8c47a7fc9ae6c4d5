"""Comparing a list with the last one and with the records, and refusing what must be confirmed first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.core.errors import Conflict, Refused
from app.core.words import Text
from app.rosters.queries import is_still_since, latest_as_of, load_last_list, load_register
from app.rosters.rules.comparison import Comparison
from app.rosters.rules.order import ImportOrder
from app.rosters.rules.outcome import Outcome
from app.rosters.rules.register import Register
from app.rosters.service.reading import Roster, read_after_all

MOST_LEFT_PERCENT = 10
NAMES_SHOWN = 10
# Of so few rows the records are looked up by name and number; of more, those of the whole area are read.
FEW = 5000


@dataclass(frozen=True, slots=True)
class Compared:
    """A list beside the records: what it came to, and what it came to before anything doubtful was accepted one by one."""

    register: Register
    outcome: Outcome
    plain: Outcome

    @property
    def digest(self) -> str:
        """What the preview is known by, whatever was accepted since."""
        return self.plain.digest


def compare(roster: Roster) -> Compared:
    """Compare a list with the last one and with the records; writes nothing."""
    order = roster.order
    _look_again(roster)
    register = _register(roster)
    while doubles := _doubles(roster, register):
        read_after_all(roster, doubles)
        register = _register(roster)
    plain = _run(roster, register, replace(order, accepted=frozenset()))
    outcome = _run(roster, register, order) if order.accepted else plain
    return Compared(register, outcome, plain)


def _look_again(roster: Roster) -> None:
    """Where something was written since the file was read, trust only those rows that are still the same."""
    last, order = roster.last, roster.order
    if last is None or is_still_since(last.last_entry):
        return
    roster.last = load_last_list(order.kind, order.area)
    kept = roster.last.repeats
    read_after_all(roster, [row for row in roster.repeated if kept.get(row) != last.repeats[row]])


def _register(roster: Roster) -> Register:
    order, people = roster.order, roster.people
    numbers = [row.identity.number for row in people]
    names = [row.name for row in people] if roster.repeated and len(people) <= FEW else None
    return load_register(order.kind, area=order.area, numbers=numbers, names=names, last=roster.last)


def _doubles(roster: Roster, register: Register) -> list[str]:
    """Return the rows that were taken as they are, but of whom another row of the file speaks too."""
    if not roster.repeated or roster.last is None:
        return []
    found = (register.by_index.get(register.index_of(row.identity.number)) for row in roster.people)
    spoken_of = {known.id for known in found if known is not None}
    repeats = roster.last.repeats
    return [row for row in roster.repeated if repeats[row] in spoken_of]


def _run(roster: Roster, register: Register, order: ImportOrder) -> Outcome:
    repeats = roster.last.repeats if roster.last is not None else {}
    repeated = frozenset(repeats[row] for row in roster.repeated)
    comparison = Comparison(register, roster.gazetteer, order, roster.supplement, repeated)
    return comparison.run(roster.people, refused=roster.refused, villages=roster.villages)


def refuse_other_than_expected(order: ImportOrder, digest: str) -> None:
    """Refuse to write what was not shown: somebody changed the records or applied a list since the preview."""
    if order.expected and order.expected != digest:
        raise Conflict(
            Text(
                "预览之后，名单或档案有变化，还没有导入。请看一遍新的预览，再导入。",
                "The list or the records changed after the preview; nothing was imported. Look at the new preview, then apply.",
            )
        )


def refuse_older(order: ImportOrder) -> None:
    """Refuse a list older than the last one: it would set back what that one said."""
    latest = latest_as_of(order.kind, area=order.area) if order.kind.is_snapshot else None
    if latest is None or latest <= order.as_of or order.accept_older:
        return
    raise Refused(
        Text(
            "已导入过更新的名单（{latest}），这份的日期是 {as_of}。请核对日期和文件；确实要导入旧名单的，"
            "请用命令导入并加 --accept-older。什么都没有导入。",
            "A newer list ({latest}) is on record; this one is of {as_of}. Check the date and the file. To import the older list "
            "all the same, import it by the command with --accept-older. Nothing was imported.",
        ).filled(latest=latest, as_of=order.as_of)
    )


def too_many_left(compared: Compared) -> Text | None:
    """Return the sentence to confirm where more than a tenth of the last list would leave, None otherwise."""
    outcome, members = compared.outcome, compared.register.members.values()
    counted = sum(member.area_code in outcome.villages for member in members)
    if len(outcome.left) * 100 <= counted * MOST_LEFT_PERCENT:
        return None
    names = "、".join(member.name for member, _ in outcome.left[:NAMES_SHOWN])
    percent = round(100 * len(outcome.left) / counted)
    return Text(
        "这次名单中少了 {left} 人，占上次 {all} 人的 {percent}%（{names}…）。请核对文件是否完整；确实退出的，"
        "请确认（命令加 --confirm-left）后再导入。什么都没有导入。",
        "{left} of the last list's {all} people ({percent}%) are missing ({names}…). Is the file complete? If they did "
        "leave, confirm it (--confirm-left) and import again. Nothing was imported.",
    ).filled(left=len(outcome.left), all=counted, percent=percent, names=names)
