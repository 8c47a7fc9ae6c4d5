"""Working out many people, those of whom the same is known once: a new list brings thousands who differ in nothing but age."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from app.duties.rules.ledger import Circumstances, DutyRow, Ledger, LineRow, RuleIndex, add_rule, ledger_of
from app.policy.spells import Holding

# Lists on which everybody's dates differ find nobody alike: what is kept of them stays small.
MOST_KEPT = 10_000


@dataclass(slots=True)
class Alike:
    """Adds people to a ledger exactly as `ledger_of` does, person by person, and remembers what their holdings came to."""

    rules: RuleIndex
    start: date
    today: date
    _kept: dict[tuple[Holding, ...], Ledger] = field(default_factory=dict)

    def add(self, person: Circumstances, *, into: Ledger) -> None:
        """Add what one person owes and has closed."""
        if person.evidence or person.events or person.excuses or person.left_on is not None:
            ledger_of(person, rules=self.rules, start=self.start, today=self.today, into=into)
            return
        found = self._by_holdings(person)
        number, area_code = person.person_id, person.area_code
        into.duties += [DutyRow(number, row.rule_id, area_code, *row[3:]) for row in found.duties]
        into.lines += [LineRow(number, *row[1:]) for row in found.lines]
        for rule in self.rules.by_birth(person, today=self.today):
            add_rule(rule, person, start=self.start, today=self.today, into=into)

    def _by_holdings(self, person: Circumstances) -> Ledger:
        """Return what the holdings alone come to; a birthday makes other rules owed, and none of these otherwise."""
        key = tuple(person.holdings)
        if (found := self._kept.get(key)) is None:
            ageless = replace(person, born_on=None)
            found = ledger_of(ageless, rules=self.rules, start=self.start, today=self.today)
            if len(self._kept) < MOST_KEPT:
                self._kept[key] = found
        return found
