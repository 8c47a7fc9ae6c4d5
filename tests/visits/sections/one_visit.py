"""One visit of one section under the shipped rulebook: what it comes to, and when the next one is due by its real rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.policy.engine import Evidence, reckon
from app.policy.terms import Mode, Result
from app.visits.rules import Circumstances, Judgement, judge
from app.visits.rules.sheets import sheet_of, words_of
from app.visits.sections import SECTIONS
from tests.policy.packs import shipped

# The last weeks before and the first after the clinical standard of 2025 came into force.
BEFORE, SINCE = date(2026, 2, 20), date(2026, 3, 20)


@dataclass(frozen=True)
class Visited:
    """What one visit came to."""

    judgement: Judgement
    result: Result | None
    next_due: date

    @property
    def urgent(self) -> str:
        return "\n".join(text.zh for text in self.judgement.emergencies)

    @property
    def advice(self) -> str:
        return "\n".join(text.zh for text in self.judgement.advice)

    @property
    def referred_for(self) -> str:
        return "\n".join(referral.why.zh for referral in self.judgement.referrals)


def visit(name, answers, *, rule_id, on=SINCE, age=60, previous=(), earlier=(), mode=Mode.HOME) -> Visited:
    """Judge one visit of one section and reckon its rule after it."""
    section, rule = SECTIONS[name], shipped().all_rules[rule_id]
    kind = rule.answered_by.kind
    circumstances = Circumstances(
        age, on, shipped().figures, {kind: tuple(previous)} if previous else {}, earlier=tuple(earlier)
    )
    judgement = judge(answers, {section: (kind,)}, circumstances=circumstances)
    result, again = judgement.results.get(kind), judgement.again.get(kind)
    done = Evidence(1, on, kind, mode, result, again_by=again.by if again else None)
    account = reckon(rule, owed_from=date(2026, 1, 1), evidence=[done])
    return Visited(judgement, result, account.open.due_on)


def on_paper(name, answers) -> dict[str, str]:
    """Return what stands in each box of a section's printed form."""
    sheet = sheet_of(SECTIONS[name], answers, results={}, says=words_of(SECTIONS.values()))
    return {box.cell.label.zh: box.said.zh for box in sheet.boxes}


def example(question):
    """Return an answer a doctor might give to a question."""
    if question.numeric:
        return question.low + 1
    if question.choices:
        last = question.choices[-1].value
        return [last] if question.shape.value == "many" else last
    return f"写明{question.name}"


def never_printed(name) -> set[str]:
    """Return the questions of a section whose answer changes no box of its printed form; readings stand as one mean."""
    everything = {question.name: example(question) for question in SECTIONS[name].questions}
    full = on_paper(name, everything)
    return {
        key
        for key in {_box(name) for name in everything}
        if on_paper(name, {other: said for other, said in everything.items() if _box(other) != key}) == full
    }


def _box(name) -> str:
    return "pressure" if name.startswith(("systolic", "diastolic")) else name
