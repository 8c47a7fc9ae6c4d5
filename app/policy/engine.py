"""The replay: from who holds what and what was done, to the ledger and the next duty. Pure; told everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.policy.rule import After, Each, Interval, Once, OwedTo, Rule, Window
from app.policy.terms import Category, Condition, Kind, Mode, Outcome, Result

GRACE_AFTER_RETURN = timedelta(days=14)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holding:
    """What somebody holds from a day to a day (None: still): a category, a condition, or the chronic benefit."""

    what: Category | Condition | None
    starts_on: date
    ends_on: date | None = None
    benefit: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One answer to one kind of rule on a day."""

    id: int
    on: date
    kind: Kind
    mode: Mode
    result: Result | None = None
    emergency: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which somebody could not be visited, both ends included."""

    from_on: date
    return_on: date


@dataclass(frozen=True, slots=True)
class Spell:
    """An unbroken stretch in which a rule is owed; ``ends_on`` is the first day it no longer is."""

    starts_on: date
    ends_on: date | None


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


def spells_of(owed_to: OwedTo, holdings: Iterable[Holding], born_on: date | None = None) -> tuple[Spell, ...]:
    """Return the unbroken spells in which somebody is owed a rule; touching holdings make one spell."""
    held = list(holdings)
    if owed_to.age_from is not None:
        return _from_birthday(owed_to.age_from, born_on)
    if owed_to.categories and owed_to.conditions:
        by_category = _union(h for h in held if h.what in owed_to.categories)
        return _overlap(by_category, _union(h for h in held if h.what in owed_to.conditions))
    named = owed_to.categories | owed_to.conditions
    return _union(h for h in held if h.what in named or (owed_to.benefit and h.benefit))


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


def _rank(e: Evidence) -> tuple[int, bool, str, int]:
    severity = -1 if e.result is None else e.result.severity
    return severity, e.emergency, e.text, -e.id


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
        following = _after(rule).following(e.result)
        due_on = following.after(e.on)
        if e.on >= owed_from or due_on >= owed_from:
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


def _after(rule: Rule) -> After:
    assert isinstance(rule.when, After)
    return rule.when


def _union(holdings: Iterable[Holding]) -> tuple[Spell, ...]:
    spells: list[Spell] = []
    for h in sorted(holdings, key=lambda h: h.starts_on):
        if h.ends_on is not None and h.ends_on <= h.starts_on:
            continue
        before = spells[-1] if spells else None
        if before is None or (before.ends_on is not None and before.ends_on < h.starts_on):
            spells.append(Spell(h.starts_on, h.ends_on))
        elif before.ends_on is not None:
            spells[-1] = Spell(
                before.starts_on, None if h.ends_on is None else max(before.ends_on, h.ends_on)
            )
    return tuple(spells)


def _overlap(one: tuple[Spell, ...], other: tuple[Spell, ...]) -> tuple[Spell, ...]:
    met = []
    for a in one:
        for b in other:
            start = max(a.starts_on, b.starts_on)
            ends = [spell.ends_on for spell in (a, b) if spell.ends_on is not None]
            end = min(ends) if ends else None
            if end is None or start < end:
                met.append(Spell(start, end))
    return tuple(sorted(met, key=lambda s: s.starts_on))


def _from_birthday(age: int, born_on: date | None) -> tuple[Spell, ...]:
    return () if born_on is None else (Spell(Interval(age, "year").after(born_on), None),)
