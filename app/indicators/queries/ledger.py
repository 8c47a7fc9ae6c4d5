"""What was due and whether it was done: follow-ups on time, weekly rounds, the campaign, checks after referrals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa

from app.accounts.scope import within
from app.duties.models import Duty, DutyEvent, DutyLine, EvidenceRecord, ExcuseRecord
from app.indicators.queries.days import day_by_day, days_between, last_over
from app.indicators.queries.registered import NO_DISEASE, Statement, counts_on, rows_of
from app.indicators.rules.months import Window
from app.people.models import Person, PersonCategory
from app.people.queries import is_on_record
from app.policy import book
from app.policy.rule import Each, Rule
from app.policy.rule import Window as Turn
from app.policy.terms import Condition, Event, Kind, Outcome
from app.rounds.queries import meeting_rules, round_rules

CHECK_DAYS = "referral.check.days"
# What is signed or fetched is no follow-up.
NO_FOLLOW_UP = frozenset({Kind.CONTRACT, Kind.REFILL})
COUNTED = (Outcome.DONE, Outcome.LATE, Outcome.MISSED)
DISEASES = frozenset(each.value for each in Condition)


def on_time(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return each follow-up due in the month: met where it was done by its day."""
    rules = list(book.current().rules.values())
    others = [rule.id for rule in rules if rule.answered_by.kind in NO_FOLLOW_UP]
    followed = [rule for rule in rules if rule.id not in others]
    return _due(window, areas, followed, lines=DutyLine.rule_id.not_in(others))


def weekly_round(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return each round owed for a week that ends in the month: met where it was made within the week."""
    names = round_rules()
    rules = [book.current().rules[name] for name in names]
    return _due(window, areas, rules, lines=DutyLine.rule_id.in_(names))


def campaign(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return everybody owed the year's meeting by the end of the month: met where somebody met them by then.

    Only the months of the campaign have rows.
    """
    turns = list(_turns(window))
    owed = (_owed(rule, turn, window.until) for rule, turn in turns)
    met = (sa.exists().where(*_line_of(rule, turn), _met(turn, window.until)) for rule, turn in turns)
    listed = sa.select(*rows_of(Person, met=sa.or_(sa.false(), *met)))
    return listed.where(counts_on(window.as_of, areas), sa.or_(sa.false(), *owed))


def referral_closed(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return each referral whose fortnight ended in the month: met where a check followed within it."""
    term = timedelta(days=int(book.current().figures.value(CHECK_DAYS, on=window.until)))
    first, last = window.since - term, last_over(window) - term
    told = sa.select(DutyEvent.person_id, DutyEvent.happened_on).where(
        DutyEvent.event == Event.REFERRAL,
        sa.not_(DutyEvent.voided),
        DutyEvent.happened_on.between(first, last),
    )
    # Two visits of a day that refer make one referral.
    referral = told.distinct().subquery("referral")
    checked = sa.exists().where(
        EvidenceRecord.person_id == referral.c.person_id,
        EvidenceRecord.kind == Kind.REFERRAL_CHECK,
        sa.not_(EvidenceRecord.voided),
        # The visit that referred is not its own check.
        EvidenceRecord.seen_on > referral.c.happened_on,
        EvidenceRecord.seen_on
        <= day_by_day(referral.c.happened_on, days_between(first, last), lambda day: day + term),
    )
    listed = sa.select(*rows_of(Person, met=checked)).join_from(
        referral, Person, Person.id == referral.c.person_id
    )
    return listed.where(counts_on(window.as_of, areas))


STATEMENTS: Final[Mapping[str, Statement]] = {
    "on-time": on_time,
    "weekly-round": weekly_round,
    "campaign": campaign,
    "referral-closed": referral_closed,
}


def _due(
    window: Window, areas: Sequence[str], rules: Sequence[Rule], *, lines: sa.ColumnElement[bool]
) -> sa.Select[Any]:
    """Return the lines that were due in the month and what is still owed of it.

    A closed line counts whatever became of its person since.
    """
    told = sa.union_all(_closed(window, areas, lines), *_unanswered(window, areas, rules)).subquery("told")
    row = (told.c.person_id.label("person_id"), told.c.area_code.label("area_code"))
    listed = sa.select(*row, Person.doctor_id.label("doctor_id"), _disease(told.c.rule_id, rules), told.c.met)
    return listed.join_from(told, Person, Person.id == told.c.person_id).where(is_on_record())


def _closed(window: Window, areas: Sequence[str], lines: sa.ColumnElement[bool]) -> sa.Select[Any]:
    met = sa.case((DutyLine.outcome == Outcome.DONE, 1), else_=0).label("met")
    closed = sa.select(DutyLine.person_id, DutyLine.area_code, DutyLine.rule_id, met)
    return closed.where(
        within(DutyLine.area_code, areas),
        DutyLine.due_on.between(window.since, window.until),
        DutyLine.outcome.in_(COUNTED),
        lines,
    )


def _unanswered(window: Window, areas: Sequence[str], rules: Sequence[Rule]) -> Iterator[sa.Select[Any]]:
    """Return what was owed by a day that is over: an open duty once, of what is owed in turns each turn it leaves out."""
    last = last_over(window)
    free = sa.func.coalesce(Duty.excused_until, date.min) < window.as_of
    unmet = sa.literal(0, sa.Integer()).label("met")
    columns: tuple[Any, ...] = (Duty.person_id, Duty.area_code, Duty.rule_id, unmet)
    owed = sa.select(*columns).where(within(Duty.area_code, areas), free)
    once = [rule.id for rule in rules if not isinstance(rule.when, Each)]
    yield owed.where(Duty.rule_id.in_(once), Duty.due_on.between(window.since, last))
    for each, names in _by_turns(rules).items():
        turn = each.containing(window.since)
        while turn.due_on <= last:
            away = sa.exists().where(ExcuseRecord.person_id == Duty.person_id, _all_through(turn))
            yield owed.where(Duty.rule_id.in_(names), Duty.opens_on <= turn.opens_on, sa.not_(away))
            turn = each.next_after(turn)


def _by_turns(rules: Iterable[Rule]) -> dict[Each, list[str]]:
    found: dict[Each, list[str]] = defaultdict(list)
    for rule in rules:
        if isinstance(rule.when, Each):
            found[rule.when].append(rule.id)
    return found


def _all_through(turn: Turn) -> sa.ColumnElement[bool]:
    return sa.and_(ExcuseRecord.from_on <= turn.opens_on, ExcuseRecord.return_on >= turn.due_on)


def _disease(rule_id: sa.ColumnElement[str], rules: Sequence[Rule]) -> sa.ColumnElement[Any]:
    """Return the disease a rule follows up, none where it is of no one disease."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for rule in rules:
        if rule.answered_by.kind.value in DISEASES:
            by_kind[rule.answered_by.kind.value].append(rule.id)
    whens = [(rule_id.in_(names), sa.literal(kind, sa.String(40))) for kind, names in by_kind.items()]
    return (sa.case(*whens, else_=None) if whens else NO_DISEASE).label("disease")


def _turns(window: Window) -> Iterator[tuple[Rule, Turn]]:
    for name in meeting_rules():
        rule = book.current().rules[name]
        assert isinstance(rule.when, Each)
        turn = rule.when.containing(window.since)
        if turn.opens_on <= window.until:
            yield rule, turn


def _owed(rule: Rule, turn: Turn, until: date) -> sa.ColumnElement[bool]:
    """Return the condition that somebody was owed a turn by a day: a line or an open duty says so."""
    held = sa.exists().where(
        PersonCategory.person_id == DutyLine.person_id,
        PersonCategory.category.in_(rule.owed_to.categories),
        sa.not_(PersonCategory.withdrawn),
        PersonCategory.started_on <= until,
    )
    out = DutyLine.outcome.in_((Outcome.WITHDRAWN, Outcome.EXCUSED))
    # A line does not say since when it was owed: what was answered by then was, else the category tells.
    closed = sa.exists().where(
        *_line_of(rule, turn), sa.not_(out), sa.or_(DutyLine.settled_on <= until, held)
    )
    open_ = sa.exists().where(
        Duty.person_id == Person.id,
        Duty.rule_id == rule.id,
        Duty.opens_on <= turn.opens_on,
        Duty.owed_from <= until,
    )
    return sa.or_(closed, open_)


def _line_of(rule: Rule, turn: Turn) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        DutyLine.person_id == Person.id,
        DutyLine.rule_id == rule.id,
        DutyLine.opens_on == turn.opens_on,
    )


def _met(turn: Turn, until: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        DutyLine.outcome == Outcome.DONE, DutyLine.settled_on.between(turn.opens_on, min(turn.due_on, until))
    )
