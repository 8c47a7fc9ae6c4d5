"""A duty as those are told of it who do not treat the disease: that something is owed and when, not what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from app.core.words import Text
from app.duties.rules.ledger import LineRow
from app.duties.rules.work import WorkDuty
from app.policy.rule import Rule
from app.policy.terms import Kind
from app.policy.why import day_text

OTHER_ID = "other-followup"
OTHER = Text("其他随访", "Other follow-up")
SOURCE = Text("依据：政策文件", "Source: policy document")


@dataclass(frozen=True, slots=True)
class UntoldDuty(WorkDuty):
    """One open duty that counts and is due like any other, whose disease is not for this reader."""

    @property
    def why(self) -> Text:
        """That it is owed, and by when."""
        return self.why_on(self.due_on)

    def why_on(self, day: date) -> Text:
        """Return that it is owed and by when, as told on a day."""
        due = day_text(self.due_on, day.year)
        return Text(f"{OTHER.zh}应于 {due.zh}完成。", f"{OTHER.en} due {due.en}.")

    @property
    def source(self) -> Text:
        """That a document stands behind it, without the article, which would name the disease."""
        return SOURCE


def as_told(duties: Sequence[WorkDuty], *, untold: Collection[Kind]) -> list[WorkDuty]:
    """Return duties as a reader may know them, who is not told of some kinds of work."""
    if not untold:
        return list(duties)
    return [_untold(duty) if duty.kind in untold else duty for duty in duties]


def lines_as_told(
    lines: Iterable[LineRow], *, untold: Collection[Kind], rules: dict[str, Rule]
) -> list[LineRow]:
    """Return closed lines as a reader may know them: how it ended, not what it was."""
    hidden = {rule.id for rule in rules.values() if rule.answered_by.kind in untold}
    return [line._replace(rule_id=OTHER_ID) if line.rule_id in hidden else line for line in lines]


def _untold(duty: WorkDuty) -> WorkDuty:
    told = {field.name: getattr(duty, field.name) for field in fields(duty)}
    nothing = {
        "last_on": None,
        "last_mode": None,
        "last_result": None,
        "last_text": "",
        "again_by": None,
        "sooner": None,
    }
    return UntoldDuty(**told | nothing | {"rule": neutral(duty.rule)})


def neutral(rule: Rule) -> Rule:
    """Return a rule without what it is about: its address leads to the document and no further."""
    work = replace(rule.answered_by, kind=Kind.GENERAL)
    return replace(rule, id=OTHER_ID, name=OTHER, article="", answered_by=work)
