"""Why something is owed, in one line, from stored facts: rule, last evidence and its result, due date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Protocol

from app.core.words import Text, listed
from app.policy import book
from app.policy.rule import After, Each, Interval, Once, OwedTo, Period, Rule
from app.policy.terms import Category, Condition, Event, Kind, Result, Sooner

NUMERALS = "零一两三四五六七八九十"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# The 2017 standard asks for referral after two unsatisfactory visits running only of these two.
REFERRED_AFTER_TWO = frozenset({Kind.HYPERTENSION, Kind.DIABETES})
REFERRAL_AHEAD = Text("；连续两次不满意须转诊", "; two unsatisfactory visits running mean referral")
NOTHING = Text("", "")
NOTHING_YET = Text("尚无记录", "none on record yet")
MOST_NAMED = 3
A_WEEK = 7
ABOUT_DAYS = {"day": 1, "week": A_WEEK, "month": 30, "year": 365}


class Seen(Protocol):
    """What the line needs of the last evidence."""

    @property
    def on(self) -> date:
        """The day."""

    @property
    def result(self) -> Result | None:
        """How the visit classed the disease."""

    @property
    def text(self) -> str:
        """The values, shortly."""

    @property
    def again_by(self) -> date | None:
        """The day by which the visit itself asked for the next one."""

    @property
    def sooner(self) -> Sooner | None:
        """Why it did."""


def why_line(
    rule: Rule, *, owed_from: date, last: Seen | None, due_on: date, today: date | None = None
) -> Text:
    """Return why a duty is owed; told the day, with years where they differ and the periods missed so far."""
    year = (today or due_on).year
    if isinstance(rule.when, Each):
        reason = _each(rule, rule.when, last, year).joined(_missed(rule.when, due_on, today), en="")
    elif isinstance(rule.when, Once):
        reason = _once(rule.when, owed_from, year)
    else:
        reason = _first(rule.when, owed_from, year) if last is None else _again(rule, rule.when, last, year)
    due = day_text(due_on, year)
    return Text(
        f"{rule.name.zh}应于 {due.zh}完成：{reason.zh}。", f"{rule.name.en} due {due.en}: {reason.en}."
    )


def source_line(rule: Rule, *, document: Text | None = None) -> Text:
    """Return the document and article a rule rests on; without a document the rulebook in use is asked."""
    cited = document or book.current().citation(rule)
    return Text(f"依据：{cited.zh}", f"Source: {cited.en}")


@lru_cache(maxsize=256)
def who_is_owed(owed_to: OwedTo) -> Text:
    """Return in words who is owed a rule."""
    if owed_to.since is not None:
        return _going_on(owed_to.since)
    named = list(_named(owed_to))
    if owed_to.categories and owed_to.conditions:
        return Text("中的".join(text.zh for text in named), " ".join(text.en for text in named))
    return listed(named)


@lru_cache(maxsize=4096)
def day_text(day: date, year: int) -> Text:
    """Return a day in words, with its year where it is not the one spoken of."""
    if day.year == year:
        return Text(f"{day.month} 月 {day.day} 日", f"{day.day} {MONTHS[day.month - 1]}")
    return Text(f"{day.year} 年 {day.month} 月 {day.day} 日", f"{day.day} {MONTHS[day.month - 1]} {day.year}")


@lru_cache(maxsize=256)
def span_text(interval: Interval) -> Text:
    """Return a stretch of time as people say it: 三个月, 两周, 30 天."""
    count, unit = interval.count, interval.unit
    if unit == "day" and count % A_WEEK == 0 and count > A_WEEK:
        count, unit = count // A_WEEK, "week"
    zh = {"day": " 天", "week": "周", "month": "个月", "year": "年"}[unit]
    number = NUMERALS[count] if count < len(NUMERALS) and unit != "day" else str(count)
    return Text(number + zh, f"{count} {unit}{'' if count == 1 else 's'}")


def _first(after: After, owed_from: date, year: int) -> Text:
    day, span = day_text(owed_from, year), span_text(after.first)
    return Text(
        f"{day.zh}起应访，纳入管理后{span.zh}内首次随访，尚无随访记录",
        f"owed since {day.en}, first visit within {span.en} of enrolment, none on record yet",
    )


def _again(rule: Rule, after: After, last: Seen, year: int) -> Text:
    following, asked = after.following(last.result), rule.asked_by(last.on, last.result, last.again_by)
    if asked is not None and last.sooner is Sooner.SUPPLY:
        return _supplied(last, year)
    if asked is not None and last.sooner is not None:
        return _sooner(last, asked, last.sooner, year)
    seen, span = _last(last, year), span_text(following)
    if _days(following) >= _days(after.following(Result.CONTROLLED)):
        return Text(f"{seen.zh}，{span.zh}后复访", f"{seen.en}; again after {span.en}")
    sooner = Text(f"{seen.zh}，{span.zh}内复访", f"{seen.en}; again within {span.en}")
    if last.result is Result.UNCONTROLLED and rule.answered_by.kind in REFERRED_AFTER_TWO:
        return sooner.joined(REFERRAL_AHEAD, en="")
    return sooner


def _sooner(last: Seen, again_by: date, sooner: Sooner, year: int) -> Text:
    seen, day = _last(last, year), day_text(again_by, year)
    return Text(
        f"{seen.zh}，{sooner.zh}，{day.zh}前复访", f"{seen.en}; {sooner.en.lower()}, again by {day.en}"
    )


def _supplied(last: Seen, year: int) -> Text:
    """Say when medicine was given out and when it runs out; the evidence keeps that day and nothing else."""
    given, out = day_text(last.on, year), day_text(date.fromisoformat(last.text), year)
    zh, en = f"上次 {given.zh}开药，{out.zh}用完", f"last given out {given.en}, runs out {out.en}"
    return Text(zh, en)


def _each(rule: Rule, each: Each, last: Seen | None, year: int) -> Text:
    seen = NOTHING_YET if last is None else _last(last, year)
    who, often = who_is_owed(rule.owed_to), _often(each)
    return Text(f"{who.zh}{often.zh}，{seen.zh}", f"{who.en}, {often.en}; {seen.en}")


def _once(once: Once, owed_from: date, year: int) -> Text:
    day, span, event = day_text(owed_from, year), span_text(once.after), once.event
    return Text(
        f"{day.zh}{event.zh}，{span.zh}内随访", f"{event.en.lower()} on {day.en}, to be seen within {span.en}"
    )


def _last(last: Seen, year: int) -> Text:
    day = day_text(last.on, year)
    zh, en = f"上次 {day.zh}", f"last {day.en}"
    if last.text:
        zh, en = f"{zh} {last.text}", f"{en}, {last.text}"
    if last.result is not None:
        zh, en = f"{zh} {last.result.zh}", f"{en}, {last.result.en.lower()}"
    return Text(zh, en)


@lru_cache(maxsize=64)
def _often(each: Each) -> Text:
    if each.window is None:
        period = each.period or Period.YEAR
        return Text(f"{period.zh}至少一次", f"at least once {period.en}")
    opens, closes = (day_text(date(2024, month, day), 2024) for month, day in each.window)
    return Text(f"每年 {opens.zh}至 {closes.zh}一次", f"once a year between {opens.en} and {closes.en}")


def _missed(each: Each, due_on: date, today: date | None) -> Text:
    if today is None or today <= due_on:
        return NOTHING
    count = _index(each, each.containing(today).due_on) - _index(each, due_on)
    if each.period is None:
        return Text(f"，已漏 {count} 次", f"; {count} missed")
    unit = each.period.value
    zh = {"week": "周", "month": "个月", "quarter": "个季度", "year": "年"}[unit]
    return Text(f"，已漏 {count} {zh}", f"; {count} {unit}{'' if count == 1 else 's'} missed")


def _index(each: Each, due_on: date) -> int:
    """Number the periods by their last days, so that two can be told apart by how many lie between them."""
    if each.period is Period.WEEK:
        return due_on.toordinal() // A_WEEK
    if each.window is not None or each.period is Period.YEAR:
        return due_on.year
    months = due_on.year * 12 + due_on.month - 1
    return months // 3 if each.period is Period.QUARTER else months


def _days(interval: Interval) -> int:
    return ABOUT_DAYS[interval.unit] * interval.count


def _named(owed_to: OwedTo) -> Iterator[Text]:
    if owed_to.categories:
        yield _some(owed_to.categories, Category, Text("低收入人口", "low-income residents"))
    if owed_to.conditions:
        whole = Text("重大疾病或慢特病患者", "with a major or chronic disease")
        yield _some(owed_to.conditions, Condition, whole)
    if owed_to.benefit:
        yield Text("享受慢特病待遇的居民", "holders of the chronic benefit")
    if owed_to.age_from is not None:
        yield _old_enough(owed_to, owed_to.age_from)


def _going_on(since: Event) -> Text:
    return Text(f"{since.zh}的居民", f"residents {since.en[0].lower()}{since.en[1:]}")


def _old_enough(owed_to: OwedTo, age: int) -> Text:
    who = Text("{age} 岁及以上居民", "residents of {age} and over").filled(age=age)
    if not owed_to.without:
        return who
    barred = _some(owed_to.without, Condition, Text("这类疾病", "such a disease"))
    return Text(f"没有{barred.zh}的 {who.zh}", f"{who.en} without {barred.en.lower()}")


def _some(
    held: frozenset[Category] | frozenset[Condition],
    vocabulary: type[Category | Condition],
    whole: Text,
) -> Text:
    if len(held) > MOST_NAMED:
        return whole
    return listed([term.text for term in vocabulary if term in held])
