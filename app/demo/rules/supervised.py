"""What the invented supervisor did with the logs of the last weeks, and what she and the doctors said. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.demo.rules.frauds import A_DAY, month_before
from app.demo.rules.villagers import VILLAGES
from app.reviews.rules.calling import CallEntry
from app.reviews.rules.vocabulary import CallWay, Done, Reached, ReturnReason, Told, Verdict

# How many months of verdicts there are before the running one.
MONTHS: Final = 3
SATURDAY: Final = 5
# What is left to be looked at: what was filed in so many days, and of what comes first or was drawn, in so many.
REST_LEFT, FIRST_LEFT = timedelta(days=6), timedelta(days=14)
PERCENT: Final = 20
MISREAD: Final = "记录本写的是另一个数，平板上输错（演示）"
TALKED: Final = "已与吴医生谈话：农忙时先记在本子上，约定当天录入（虚构）"
MEASURE: Final = "各村列出本月未随访名单，逐户上门，每周五通报进度（虚构）"
PLAN_DAYS: Final = 21


@dataclass(frozen=True, slots=True)
class Story:
    """What became of one log: the verdict on it, who was asked, what its doctor answered, the verdict in the end."""

    village: str
    verdict: Verdict
    reason: ReturnReason | None = None
    comment: str = ""
    remark: str = ""
    mended: bool = False
    call: CallEntry | None = None
    accepted: bool = False


def _at(turn: int) -> str:
    return VILLAGES[turn][0]


CAME = CallEntry(
    CallWay.PHONE, Reached.PATIENT, Told.YES, Told.YES, frozenset({Done.PRESSURE, Done.MEDICINE}), "演示"
)
NOBODY_CAME = CallEntry(CallWay.PHONE, Reached.FAMILY, Told.NO, note="女儿说那几天都在家，没有人来过（虚构）")
STORIES: Final = (
    Story(_at(0), Verdict.RETURNED, ReturnReason.VALUE, "比上次高出很多，请核对后更正或说明（演示）"),
    Story(
        _at(0), Verdict.RETURNED, ReturnReason.MISSING, "没有写用药情况，请补充（演示）",
        remark="当天药盒不在身边，第二天电话问过，按时在吃（演示）", accepted=True,
    ),
    Story(_at(0), Verdict.CALL_BACK, call=CallEntry(CallWay.PHONE, Reached.NOBODY, note="无人接听（演示）")),
    Story(
        _at(3), Verdict.RETURNED, ReturnReason.ACTION, "血压高，有没有约下次复测？（演示）",
        remark="已约两周内复测，当时忘了写（演示）",
    ),
    Story(_at(5), Verdict.RETURNED, ReturnReason.VALUE, "与村卫生室登记不一致（演示）", mended=True),
    Story(_at(5), Verdict.CALL_BACK, call=CAME, accepted=True),
    Story(_at(4), Verdict.CALL_BACK, call=NOBODY_CAME),
)  # fmt: skip


def months_reviewed(today: date) -> list[date]:
    """Return the months whose logs were reviewed, the running one last."""
    months = [today.replace(day=1)]
    while len(months) <= MONTHS:
        months.append(month_before(months[-1]))
    return months[::-1]


def saturdays(today: date) -> Iterator[date]:
    """Yield the days on which the supervisor went through what waited, up to yesterday."""
    day = months_reviewed(today)[0]
    while day < today:
        if day.weekday() == SATURDAY:
            yield day
        day += A_DAY
