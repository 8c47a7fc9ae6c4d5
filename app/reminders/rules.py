"""The digests as plain values, and their words. They count; they never name a resident nor give anybody's number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.core.labels import Labelled
from app.core.words import Text

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = (
    Text("星期一", "Monday"),
    Text("星期二", "Tuesday"),
    Text("星期三", "Wednesday"),
    Text("星期四", "Thursday"),
    Text("星期五", "Friday"),
    Text("星期六", "Saturday"),
    Text("星期日", "Sunday"),
)
OVERDUE, DUE, ROUNDS, EXCUSED = (
    "/duties?state=overdue",
    "/duties?state=due",
    "/rounds",
    "/duties?state=excused",
)
RETURNED, REVIEWS = "/reviews/returned", "/reviews"


class DigestKind(Labelled):
    """提醒种类: the letters of the morning."""

    DOCTOR = "doctor-digest", "医生每日提醒", "Doctor's daily digest"
    SUPERVISOR = "supervisor-digest", "督导每周提醒", "Supervisor's weekly digest"
    HEAD = "audit-head", "操作日志每日终点", "Daily head of the trail"
    MONTHLY = "monthly-analysis", "月度分析", "Monthly analysis"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a digest: what is to be told, and the page that shows the people behind it."""

    text: Text
    path: str


@dataclass(frozen=True, slots=True)
class Words:
    """A digest in words: subject, what comes first, the lines, the villages under them."""

    subject: Text
    opening: Text
    lines: Sequence[Line]
    villages: Sequence[Line] = ()


@dataclass(frozen=True, slots=True)
class DoctorDigest:
    """What a doctor owes on a morning."""

    day: date
    overdue: int = 0
    overdue_people: int = 0
    oldest_days: int = 0
    due_today: int = 0
    due: int = 0
    due_people: int = 0
    rounds_done: int = 0
    rounds_all: int = 0
    excuses_ending: int = 0
    returned: int = 0

    @property
    def rounds_left(self) -> int:
        """How many of this week's rounds are still to be made."""
        return self.rounds_all - self.rounds_done

    @property
    def is_worth_sending(self) -> bool:
        """A letter goes out where something is overdue, due this week, comes back from an excuse or from a review."""
        return bool(self.overdue or self.due or self.rounds_left or self.excuses_ending or self.returned)

    def words(self) -> Words:
        """Return the digest in words."""
        subject = Text(
            "巡护提醒 {day}：逾期 {overdue} 项，本周应访 {due} 项",
            "Xunhu, {day}: {overdue} overdue, {due} due this week",
        )
        opening = Text("您好！今天是{day}，您的随访任务：", "Good morning. Today is {day}. Your visits:")
        return Words(
            subject.filled(day=said_day(self.day), overdue=self.overdue, due=self.due),
            opening.filled(day=said_weekday(self.day)),
            [line for line, told in self._lines() if told],
        )

    def _lines(self) -> Sequence[tuple[Line, bool]]:
        sunday = said_day(self.day + timedelta(days=6 - self.day.weekday()))
        overdue = Text(
            "已逾期：{n} 项（{people}），最久逾期 {days}",
            "Overdue: {n} ({people}), the oldest by {days}",
        ).filled(n=self.overdue, people=_people(self.overdue_people), days=_days(self.oldest_days))
        due = Text(
            "本周应访（至 {sunday} 周日）：{n} 项（{people}），其中今天到期 {today} 项",
            "Due this week (by Sunday, {sunday}): {n} ({people}), {today} of them today",
        ).filled(sunday=sunday, n=self.due, people=_people(self.due_people), today=self.due_today)
        rounds = Text(
            "本周巡查：还剩 {left}（已完成 {done}/{all}）",
            "This week's rounds: {left} left ({done} of {all} done)",
        ).filled(left=_people(self.rounds_left), done=self.rounds_done, all=self.rounds_all)
        ending = Text("暂缓本周到期：{n} 项", "Excuses that end this week: {n}").filled(n=self.excuses_ending)
        returned = Text("退回 {n} 条随访，请更正或说明", "Visit logs that came back: {n}").filled(
            n=self.returned
        )
        return (
            (Line(overdue, OVERDUE), self.overdue > 0),
            (Line(due, DUE), self.due > 0),
            (Line(rounds, ROUNDS), self.rounds_left > 0),
            (Line(ending, EXCUSED), self.excuses_ending > 0),
            (Line(returned, RETURNED), self.returned > 0),
        )


@dataclass(frozen=True, slots=True)
class VillageStanding:
    """How one village stands on a Monday."""

    code: str
    name: str
    overdue: int
    oldest_days: int

    @property
    def line(self) -> Line:
        """The village's line in the letter."""
        told = Text("{name}：逾期 {n} 项，最久 {days}", "{name}: {n} overdue, the oldest by {days}")
        path = f"{OVERDUE}&village={self.code}"
        return Line(
            told.filled(name=self.name or self.code, n=self.overdue, days=_days(self.oldest_days)), path
        )


@dataclass(frozen=True, slots=True)
class SupervisorDigest:
    """How the villages of an area stand on a Monday, and what the week before brought."""

    day: date
    villages: Sequence[VillageStanding] = field(default_factory=tuple)
    overdue_people: int = 0
    due: int = 0
    rounds_done: int = 0
    rounds_all: int = 0
    visits_filed: int = 0
    unreviewed: int = 0

    @property
    def overdue(self) -> int:
        """How many duties are overdue in all."""
        return sum(village.overdue for village in self.villages)

    @property
    def oldest_days(self) -> int:
        """By how many days the oldest is overdue."""
        return max((village.oldest_days for village in self.villages), default=0)

    @property
    def is_worth_sending(self) -> bool:
        """A letter goes out each Monday where there was anything to do at all."""
        return bool(self.overdue or self.due or self.rounds_all or self.visits_filed or self.unreviewed)

    def words(self) -> Words:
        """Return the digest in words."""
        subject = Text(
            "巡护督导周报 {day}：辖区逾期 {overdue} 项",
            "Xunhu, week of {day}: {overdue} overdue in your area",
        )
        opening = Text("您好！今天是{day}，辖区情况：", "Good morning. Today is {day}. Your area:")
        behind = sorted(self.villages, key=lambda village: (-village.overdue, village.code))
        return Words(
            subject.filled(day=said_day(self.day), overdue=self.overdue),
            opening.filled(day=said_weekday(self.day)),
            self._lines(),
            [village.line for village in behind if village.overdue],
        )

    def _lines(self) -> Sequence[Line]:
        first, last = self.day - timedelta(days=7), self.day - timedelta(days=1)
        week = Text("{a} 至 {b}", "{a} to {b}").filled(a=said_day(first), b=said_day(last))
        overdue = (
            Text(
                "已逾期：{n} 项（{people}），最久逾期 {days}",
                "Overdue: {n} ({people}), the oldest by {days}",
            ).filled(n=self.overdue, people=_people(self.overdue_people), days=_days(self.oldest_days))
            if self.overdue
            else Text("没有逾期的任务", "Nothing is overdue")
        )
        due = Text("本周应访：{n} 项", "Due this week: {n}").filled(n=self.due)
        rounds = Text(
            "上周（{week}）巡查：完成 {done}/{all} 人",
            "Rounds last week ({week}): {done} of {all} people seen",
        ).filled(week=week, done=self.rounds_done, all=self.rounds_all)
        filed = Text("上周录入随访：{n} 次", "Visits filed last week: {n}").filled(n=self.visits_filed)
        lines = (Line(overdue, OVERDUE), Line(due, DUE), Line(rounds, ROUNDS), Line(filed, "/"))
        unreviewed = Text("未审随访：{n} 条", "Visit logs to review: {n}").filled(n=self.unreviewed)
        return (*lines, Line(unreviewed, REVIEWS)) if self.unreviewed else lines


@dataclass(frozen=True, slots=True)
class NoDigest:
    """What is sent where a digest could not be worked out: nobody is left without a word."""

    day: date

    def words(self) -> Words:
        """Return the short letter that leads to the list itself."""
        return Words(
            Text(
                "巡护提醒 {day}：今天的数字未能算出",
                "Xunhu, {day}: today's figures could not be worked out",
            ).filled(day=said_day(self.day)),
            Text(
                "您好！今天的数字没有算出来，请直接打开任务清单。系统管理员会看到这个问题。",
                "Good morning. Today's figures could not be worked out; please open the list itself. The administrator knows.",
            ),
            [Line(Text("打开任务清单", "Open the list"), "/duties")],
        )


def said_day(day: date) -> Text:
    """Return a day in short."""
    return Text(f"{day.month} 月 {day.day} 日", f"{day.day} {MONTHS[day.month - 1]}")


def said_weekday(day: date) -> Text:
    """Return a day with its day of the week."""
    weekday = WEEKDAYS[day.weekday()]
    return Text(
        f" {day.year} 年 {day.month} 月 {day.day} 日，{weekday.zh}",
        f"{weekday.en}, {day.day} {MONTHS[day.month - 1]} {day.year}",
    )


def _people(count: int) -> Text:
    return Text(f"{count} 人", "1 person" if count == 1 else f"{count} people")


def _days(count: int) -> Text:
    return Text(f"{count} 天", "1 day" if count == 1 else f"{count} days")
