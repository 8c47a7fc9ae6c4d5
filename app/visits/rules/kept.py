"""How plans were kept, told back in words: on the page of a visit, on paper, and beside a corrected version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.careplans.rules.checks import CheckEntry
from app.careplans.rules.vocabulary import Disease, Taken
from app.core.words import Text, listed
from app.visits.rules.followed import kind_label, kind_name
from app.visits.rules.told import Fact

PLAN = Text("{disease}诊疗方案", "Care plan for {disease}")
MEDICINE = Text("用药{taken}", "medicine {taken}")
WHY = Text("（{why}）", " ({why})")
EFFECT = Text("效果{effect}", "effect: {effect}")
REACTION = Text("不良反应：{words}", "adverse reaction: {words}")
LINE = Text("{label}：{said}", "{label}: {said}")

Checked = tuple[Disease, CheckEntry]


def facts_of_checks(checks: Iterable[Checked]) -> tuple[Fact, ...]:
    """Return what was told of each plan, then of each kind of health prescription once for all plans."""
    told = tuple(checks)
    plans = (_plan(disease, check) for disease, check in told)
    kinds = {kind: taken for _, check in told for kind, taken in check.others.items()}
    others = (
        Fact(kind_name(kind), kind_label(kind), taken.text, taken is Taken.NOT)
        for kind, taken in kinds.items()
    )
    return (*(fact for fact in plans if fact is not None), *others)


def line_of(facts: Sequence[Fact]) -> Text:
    """Return some facts on one line."""
    said = [LINE.filled(label=fact.label, said=fact.said) for fact in facts]
    return Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))


def _plan(disease: Disease, check: CheckEntry) -> Fact | None:
    parts = list(_parts(check))
    if not parts:
        return None
    said = Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))
    bad = check.treatment is Taken.NOT or bool(check.reaction)
    return Fact(f"plan_{disease.value}", PLAN.filled(disease=disease), said, bad)


def _parts(check: CheckEntry) -> Iterator[Text]:
    why = [reason.text for reason in check.why]
    why += [Text(check.why_words, check.why_words)] if check.why_words else []
    if check.treatment is not None:
        taken = MEDICINE.filled(taken=check.treatment)
        yield taken.joined(WHY.filled(why=listed(why)), en="") if why else taken
    elif why:
        yield listed(why)
    if check.effect is not None:
        yield EFFECT.filled(effect=check.effect)
    if check.reaction:
        yield REACTION.filled(words=check.reaction)
