"""What one resident would owe whose facts stand in two records: reckoned ahead, nothing written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core import clock
from app.duties.queries.facts import circumstances_of
from app.duties.queries.ledger import work_duties
from app.duties.rules import Circumstances, Ledger, RuleIndex, WorkDuty, ledger_of
from app.policy import book


@dataclass(frozen=True, slots=True)
class MergedFacts:
    """What the record that stays will say of the resident."""

    area_code: str
    born_on: date | None
    left_on: date | None


def foresee(kept_id: int, other_id: int, facts: MergedFacts, *, start: date) -> list[WorkDuty]:
    """Return what the merged record will owe, the earliest due first.

    ``start`` is the day the deployment began to owe, as the service that reckons knows it.
    """
    people = circumstances_of([kept_id, other_id])
    whole = Circumstances(kept_id, facts.area_code, facts.born_on, facts.left_on)
    for person in people.values():
        _add(whole, person)
    ledger, today = Ledger(), clock.today()
    rules = RuleIndex(book.current().rules.values())
    ledger_of(whole, rules=rules, start=start, today=today, into=ledger)
    ordered = sorted(ledger.duties, key=lambda row: (row.due_on, row.rule_id))
    return [owed for _, owed in work_duties(ordered)]


def _add(whole: Circumstances, person: Circumstances) -> None:
    whole.holdings = [*whole.holdings, *person.holdings]
    whole.excuses += person.excuses
    for kind, seen in person.evidence.items():
        whole.evidence.setdefault(kind, []).extend(seen)
    for event, spells in person.events.items():
        whole.events.setdefault(event, []).extend(spells)
