"""From one person's facts to everything they owe and have closed, under every rule in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.policy.engine import A_DAY, Absence, Account, Evidence, Owed, reckon
from app.policy.rule import Each, Interval, Once, Rule
from app.policy.spells import Holding, Spell, joined, outside, spells_of
from app.policy.terms import Category, Condition, Event, ExcuseReason, Kind, Mode, Outcome, Result, Sooner

# The visit that referred is not its own check, nor is the raised reading the one that is taken again.
NOT_THE_SAME_DAY = frozenset({Event.REFERRAL, Event.RAISED_PRESSURE})


class DutyRow(NamedTuple):
    """An open duty as the table holds it; two equal rows need no writing."""

    person_id: int
    rule_id: str
    area_code: str
    kind: Kind
    opens_on: date
    due_on: date
    owed_from: date
    last_on: date | None
    last_mode: Mode | None
    last_result: Result | None
    last_text: str
    again_by: date | None
    sooner: Sooner | None
    excused_until: date | None
    excuse_reason: ExcuseReason | None
    emergency_on: date | None


class LineRow(NamedTuple):
    """A closed line as the ledger holds it, without the place it was closed at."""

    person_id: int
    rule_id: str
    opens_on: date
    due_on: date
    settled_on: date | None
    outcome: Outcome
    evidence_id: int | None


@dataclass(frozen=True, slots=True)
class Excuse:
    """Days on which somebody could not be seen, and why."""

    from_on: date
    return_on: date
    reason: ExcuseReason


@dataclass(slots=True)
class Circumstances:
    """Everything known of one person that what is owed follows from; of what merely happened an event has one day."""

    person_id: int
    area_code: str
    born_on: date | None = None
    left_on: date | None = None
    holdings: Sequence[Holding] = ()
    evidence: dict[Kind, list[Evidence]] = field(default_factory=dict)
    events: dict[Event, list[Spell]] = field(default_factory=dict)
    excuses: list[Excuse] = field(default_factory=list)

    @property
    def last_excuse(self) -> Excuse | None:
        """The excuse that reaches furthest."""
        return max(self.excuses, key=lambda e: (e.return_on, e.from_on), default=None)

    @property
    def emergency_on(self) -> date | None:
        """The last day a danger was seen."""
        return max((e.on for seen in self.evidence.values() for e in seen if e.emergency), default=None)


@dataclass(slots=True)
class Ledger:
    """What many people owe and have closed."""

    duties: list[DutyRow] = field(default_factory=list)
    lines: list[LineRow] = field(default_factory=list)


class RuleIndex:
    """The rules in use, found by what somebody holds, so that a person meets only the few that concern them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.by_holding: dict[Category | Condition | None, list[Rule]] = {}
        self.by_event: dict[Event, list[Rule]] = {}
        self.by_age: list[tuple[int, Rule]] = []
        for rule in rules:
            self._place(rule)

    def _place(self, rule: Rule) -> None:
        owed_to = rule.owed_to
        if (event := _event_of(rule)) is not None:
            self.by_event.setdefault(event, []).append(rule)
            return
        if owed_to.age_from is not None:
            self.by_age.append((owed_to.age_from, rule))
            return
        both = bool(owed_to.categories and owed_to.conditions)
        for what in owed_to.categories if both else owed_to.categories | owed_to.conditions:
            self.by_holding.setdefault(what, []).append(rule)
        if owed_to.benefit and not both:
            self.by_holding.setdefault(None, []).append(rule)

    def concerning(self, person: Circumstances, *, today: date) -> Iterator[Rule]:
        """Return each rule that the person's holdings, age or events may make owed, once."""
        met: set[str] = set()
        for rule in self._candidates(person, today):
            if rule.id not in met:
                met.add(rule.id)
                yield rule

    def _candidates(self, person: Circumstances, today: date) -> Iterator[Rule]:
        for held in person.holdings:
            yield from self.by_holding.get(held.what, ())
            if held.benefit:
                yield from self.by_holding.get(None, ())
        for event in person.events:
            yield from self.by_event.get(event, ())
        yield from self.by_birth(person, today=today)

    def by_birth(self, person: Circumstances, *, today: date) -> Iterator[Rule]:
        """Return the rules that the person's age alone makes owed."""
        for age, rule in self.by_age:
            if person.born_on is not None and Interval(age, "year").after(person.born_on) <= today:
                yield rule


def ledger_of(
    person: Circumstances, *, rules: RuleIndex, start: date, today: date, into: Ledger | None = None
) -> Ledger:
    """Return the open duties and closed lines of one person, added to a ledger of many where one is given.

    ``start`` is the day the deployment began to owe; what begins after ``today`` waits for its day.
    """
    ledger = into if into is not None else Ledger()
    for rule in rules.concerning(person, today=today):
        add_rule(rule, person, start=start, today=today, into=ledger)
    return ledger


def add_rule(rule: Rule, person: Circumstances, *, start: date, today: date, into: Ledger) -> None:
    """Add what one person owes and has closed under one rule."""
    open_now: list[tuple[Owed, date]] = []
    counted: set[int | None] = set()
    for spell in _spells(rule, person, today):
        owed_from = max(spell.starts_on, rule.effective_from, start)
        if _begins_on(rule, owed_from) > today or (spell.ends_on is not None and spell.ends_on <= owed_from):
            continue
        account = _account(rule, spell, owed_from, person)
        into.lines += _lines(rule, account, person.person_id, counted)
        if account.open is not None:
            open_now.append((account.open, owed_from))
    if open_now:
        owed, owed_from = min(open_now, key=lambda o: o[0].due_on)
        into.duties.append(_duty(rule, owed, owed_from, person))


def _event_of(rule: Rule) -> Event | None:
    """Return what begins a rule where that is something that happened, not what is held."""
    if isinstance(rule.when, Once):
        return None if rule.when.event is Event.ENROLMENT else rule.when.event
    return rule.owed_to.since


def _begins_on(rule: Rule, owed_from: date) -> date:
    """Return the day from which a duty stands; what goes on is told the day it begins, though it owes from the next."""
    return owed_from if rule.owed_to.since is None else owed_from - A_DAY


def _spells(rule: Rule, person: Circumstances, today: date) -> Iterator[Spell]:
    """Return the spells up to today; an end that lies ahead is none yet, leaving ends them all."""
    if (event := _event_of(rule)) is not None:
        told = _since_events if isinstance(rule.when, Once) else _while_going_on
        spells: Iterable[Spell] = told(rule, event, person)
    else:
        spells = spells_of(rule.owed_to, person.holdings, person.born_on)
    for spell in spells:
        ends = [on for on in (spell.ends_on, person.left_on) if on is not None and on <= today]
        yield Spell(spell.starts_on, min(ends, default=None))


def _since_events(rule: Rule, event: Event, person: Circumstances) -> Iterable[Spell]:
    """Return a spell from each event, until somebody comes to hold what bars the rule."""
    for on in sorted({happened.starts_on for happened in person.events[event]}):
        for spell in outside([Spell(on, None)], rule.owed_to, person.holdings):
            if spell.starts_on == on:
                yield spell


def _while_going_on(rule: Rule, event: Event, person: Circumstances) -> Iterable[Spell]:
    """Return the spells in which something goes on, from the day after it began: what began it settles nothing."""
    went_on = (Spell(each.starts_on + A_DAY, each.ends_on) for each in person.events[event])
    return outside(joined(went_on), rule.owed_to, person.holdings)


def _account(rule: Rule, spell: Spell, owed_from: date, person: Circumstances) -> Account:
    if isinstance(rule.when, Once) and spell.starts_on < owed_from:
        return Account()  # an event from before anything was owed is nobody's debt
    evidence = person.evidence.get(rule.answered_by.kind, [])
    if isinstance(rule.when, Once) and rule.when.event in NOT_THE_SAME_DAY:
        evidence = [e for e in evidence if e.on > spell.starts_on]
    absences = [Absence(e.from_on, e.return_on) for e in person.excuses]
    return reckon(rule, owed_from=owed_from, evidence=evidence, absences=absences, ended_on=spell.ends_on)


def _lines(rule: Rule, account: Account, person_id: int, counted: set[int | None]) -> Iterator[LineRow]:
    """Return the lines of one spell; where two spells share a period, its evidence counts once."""
    for line in account.lines:
        if isinstance(rule.when, Each) and line.evidence_id is not None:
            if line.evidence_id in counted:
                continue
            counted.add(line.evidence_id)
        yield LineRow(
            person_id, rule.id, line.opens_on, line.due_on, line.settled_on, line.outcome, line.evidence_id
        )


def _duty(rule: Rule, owed: Owed, owed_from: date, person: Circumstances) -> DutyRow:
    last, excuse = owed.last, person.last_excuse
    return DutyRow(
        person_id=person.person_id,
        rule_id=rule.id,
        area_code=person.area_code,
        kind=rule.answered_by.kind,
        opens_on=owed.opens_on,
        due_on=owed.due_on,
        owed_from=owed_from,
        last_on=last.on if last else None,
        last_mode=last.mode if last else None,
        last_result=last.result if last else None,
        last_text=last.text if last else "",
        again_by=last.again_by if last else None,
        sooner=last.sooner if last else None,
        excused_until=excuse.return_on if excuse else None,
        excuse_reason=excuse.reason if excuse else None,
        emergency_on=person.emergency_on,
    )
