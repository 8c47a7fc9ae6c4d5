"""The replay: from who holds what and what was done, to the ledger and the next duty. Pure; told everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.policy.rule import After, Each, Interval, Once, Rule, Window
from app.policy.terms import Kind, Mode, Outcome, Result, Sooner

GRACE_AFTER_RETURN = timedelta(days=14)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One answer to one kind of rule on a day.

    ``again_by`` is the day by which the visit itself asks for the next one, where that is sooner than its result does, or
    by which what was given out has to be fetched again.
    """

    id: int
    on: date
    kind: Kind
    mode: Mode
    result: Result | None = None
    emergency: bool = False
    text: str = ""
    again_by: date | None = None
    sooner: Sooner | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which somebody could not be visited, both ends included."""

    from_on: date
    return_on: date


@dataclass(frozen=True, slots=True)
class Line:
    """A closed line of the ledger."""

    opens_on: date
    due_on: date
    settled_on: date | None
    outcome: Outcome
    evidence_id: int | None


@dataclass(frozen=True, slots=True)
class Owed:
    """The open duty: its window and the evidence it counts from."""

    opens_on: date
    due_on: date
    last: Evidence | None


@dataclass(frozen=True, slots=True)
class Account:
    """Everything a person owes and has done under one rule."""

    lines: tuple[Line, ...] = ()
    open: Owed | None = None


def is_overdue(due_on: date, excused_until: date | None, today: date) -> bool:
    """Return whether an unsettled duty is overdue: past its day and not excused through today."""
    return due_on < today and (excused_until is None or excused_until < today)


def reckon(
    rule: Rule,
    *,
    owed_from: date,
    evidence: Sequence[Evidence],
    absences: Sequence[Absence] = (),
    ended_on: date | None = None,
) -> Account:
    """Return the account of one spell: replay the evidence that answers the rule, day by day.

    ``owed_from`` is the latest of the spell's start, the rule's effective date and the deployment's first day;
    ``ended_on`` the first day nothing is owed any more: what was open then is withdrawn.
    """
    answers = _by_day(rule, evidence, ended_on)
    replay: Callable[..., Account] = _replay_each if isinstance(rule.when, Each) else _replay_after
    account = replay(rule, owed_from, answers, absences)
    if ended_on is None or account.open is None:
        return account
    return Account(account.lines + tuple(_withdrawn(rule, account.open, ended_on, absences)))


def _by_day(rule: Rule, evidence: Iterable[Evidence], ended_on: date | None) -> list[Evidence]:
    """Return one answer a day in order of days, the worse result where there are several."""
    best: dict[date, Evidence] = {}
    for e in evidence:
        if e.kind is not rule.answered_by.kind or e.mode not in rule.answered_by.modes:
            continue
        if ended_on is not None and e.on >= ended_on:
            continue
        if e.on not in best or _rank(e) > _rank(best[e.on]):
            best[e.on] = e
    return [best[on] for on in sorted(best)]


def _rank(e: Evidence) -> tuple[int, bool, int, str, int]:
    severity = -1 if e.result is None else e.result.severity
    sooner = 0 if e.again_by is None else date.max.toordinal() - e.again_by.toordinal()
    return severity, e.emergency, sooner, e.text, -e.id


def _replay_after(
    rule: Rule, owed_from: date, answers: list[Evidence], absences: Sequence[Absence]
) -> Account:
    first = rule.when.after if isinstance(rule.when, Once) else _after(rule).first
    window = rule.window_due(first.after(owed_from), first)
    last: Evidence | None = None
    lines: list[Line] = []
    for e in answers:
        if e.on < owed_from and isinstance(rule.when, Once):
            continue
        if e.on >= owed_from:
            lines.append(_settled(window, e, absences))
            if isinstance(rule.when, Once):
                return Account(tuple(lines))
        following = _following(rule, e)
        due_on = following.after(e.on)
        # Medicine that ran out before anything was owed is missing all the same.
        if e.on >= owed_from or due_on >= owed_from or rule.owed_to.since is not None:
            window, last = rule.window_due(due_on, following), e
    return Account(tuple(lines), Owed(window.opens_on, window.due_on, last))


def _replay_each(
    rule: Rule, owed_from: date, answers: list[Evidence], absences: Sequence[Absence]
) -> Account:
    each = rule.when
    assert isinstance(each, Each)
    period = each.containing(owed_from)
    last: Evidence | None = None
    lines: list[Line] = []
    for e in answers:
        answered = each.answered_on(e.on)
        if answered.due_on < period.due_on:
            last = e if last is None or last.on < e.on else last
            continue
        lines += [_unanswered(missed, absences) for missed in each.between(period, answered)]
        lines.append(_settled(answered, e, absences))
        period, last = each.next_after(answered), e
    return Account(tuple(lines), Owed(period.opens_on, period.due_on, last))


def _settled(window: Window, e: Evidence, absences: Sequence[Absence]) -> Line:
    outcome = Outcome.DONE
    if e.on > window.due_on:
        outcome = Outcome.EXCUSED if _was_excused(window, e.on, absences) else Outcome.LATE
    return Line(window.opens_on, window.due_on, e.on, outcome, e.id)


def _was_excused(window: Window, settled_on: date, absences: Sequence[Absence]) -> bool:
    """Whether an absence suspended the duty and the visit came in it or within a fortnight of the return."""
    return any(
        a.from_on <= settled_on <= a.return_on + GRACE_AFTER_RETURN and window.opens_on <= a.return_on
        for a in absences
    )


def _unanswered(window: Window, absences: Sequence[Absence]) -> Line:
    inside = any(a.from_on <= window.opens_on and window.due_on <= a.return_on for a in absences)
    return Line(window.opens_on, window.due_on, None, Outcome.EXCUSED if inside else Outcome.MISSED, None)


def _withdrawn(rule: Rule, owed: Owed, ended_on: date, absences: Sequence[Absence]) -> Iterator[Line]:
    """Return the lines an ending leaves: whole periods gone by are missed, the rest is withdrawn."""
    window = Window(owed.opens_on, owed.due_on)
    if isinstance(rule.when, Each):
        while window.due_on < ended_on:
            yield _unanswered(window, absences)
            window = rule.when.next_after(window)
    yield Line(window.opens_on, window.due_on, None, Outcome.WITHDRAWN, None)


def _following(rule: Rule, e: Evidence) -> Interval:
    """Return how long after evidence the next is owed: by its result, or by the day it asks for itself."""
    asked = rule.asked_by(e.on, e.result, e.again_by)
    return _after(rule).following(e.result) if asked is None else Interval((asked - e.on).days, "day")


def _after(rule: Rule) -> After:
    assert isinstance(rule.when, After)
    return rule.when
