"""What the answers about the plans in force come to: a check of each plan, the national forms' answers, a sooner visit.

A visit asks each plan's own questions once; how medicines are taken and borne on the national forms is derived from
them: the least kept plan speaks for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from app.careplans.rules.checks import CheckEntry, worst
from app.careplans.rules.vocabulary import Effect, Taken, WhyNot
from app.policy.rule import Interval
from app.policy.terms import Sooner
from app.visits.rules.entry import Answer, Answers
from app.visits.rules.followed import Followed, kind_name
from app.visits.rules.section import Circumstances, Section, Signal, given
from app.visits.rules.showing import shown_by
from app.visits.rules.vocabulary import Adherence, YesNo

# What the national forms ask of medicines and a plan's own questions tell.
DERIVED = ("adherence", "adverse_reaction", "adverse_detail")
ADHERENCES = {
    Taken.AS_AGREED: Adherence.REGULAR,
    Taken.PARTLY: Adherence.IRREGULAR,
    Taken.NOT: Adherence.NONE,
}
AGAIN = "careplan.not-taken.again"


def checks_from(answers: Answers, plans: Iterable[Followed]) -> tuple[CheckEntry, ...]:
    """Return what was told of each plan; a plan of which nothing was told is left out."""
    checks = (_check(plan, answers) for plan in plans)
    return tuple(check for check in checks if check.says_something)


def answers_from(checks: Iterable[CheckEntry], plans: Iterable[Followed]) -> dict[str, Answer]:
    """Return what was told of some plans as the answers of the form, to be mended."""
    told = {check.plan_id: check for check in checks}
    answers: dict[str, Answer] = {}
    for plan in plans:
        if (check := told.get(plan.plan_id)) is not None:
            answers |= {
                plan.part("taken"): check.treatment.value if check.treatment else None,
                plan.part("why"): [reason.value for reason in check.why],
                plan.part("why_words"): check.why_words,
                plan.part("effect"): check.effect.value if check.effect else None,
                plan.part("reaction"): check.reaction,
            }
            answers |= {kind_name(kind): taken.value for kind, taken in check.others.items()}
    return answers


def leaves_open(plans: Sequence[Followed], sections: Iterable[Section]) -> bool:
    """Whether a section of a disease under no plan still has to ask how its medicines are taken."""
    return not any(plan.takes_medicine for plan in plans) or any(
        not _followed_by(section, plans)
        for section in sections
        if section.conditions and any(question.name == DERIVED[0] for question in section.questions)
    )


def derive(answers: Answers, checks: Sequence[CheckEntry], *, asked: bool) -> dict[str, Answer]:
    """Return the answers with what the plans tell of medicines: the least kept, any reaction, in whose words.

    Where the form asked as well, for diseases under no plan, the worse of both stands.
    """
    told = {name: answer for name, answer in answers.items() if asked or name not in DERIVED}
    taken = [check.treatment for check in checks if check.treatment is not None]
    reactions = [check.reaction for check in checks if check.reaction]
    taken += [each for each, said in ADHERENCES.items() if said.value == told.get("adherence")]
    if (least := worst(taken)) is not None:
        told["adherence"] = ADHERENCES[least].value
    if reactions:
        typed = told.get("adverse_detail")
        told["adverse_reaction"] = YesNo.YES.value
        told["adverse_detail"] = "；".join(
            dict.fromkeys([*([str(typed)] if given(typed) else []), *reactions])
        )
    elif taken and not asked:
        told["adverse_reaction"] = YesNo.NO.value
    return told


def signals_of(section: Section, circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what the answers to a section show, and what the plan of its disease shows beside them."""
    shown = shown_by(section, circumstances)
    return (*shown, *_plan_signals(section, circumstances)) if circumstances.following else shown


def _plan_signals(section: Section, circumstances: Circumstances) -> Iterator[Signal]:
    """Ask for the next visit sooner where medicine is not taken at all, whatever the values are."""
    days = circumstances.figures.find(AGAIN, on=circumstances.on) if circumstances.following else None
    if days is None:
        return
    for plan in circumstances.following:
        if _followed_by(section, (plan,)):
            soon = Interval(int(days.value), "day")
            yield Signal(plan.part("taken"), says=(Taken.NOT.value,), sooner=soon, why=Sooner.UNSETTLED)


def _followed_by(section: Section, plans: Iterable[Followed]) -> bool:
    asked = frozenset(condition for held in section.conditions.values() for condition in held)
    return any(plan.takes_medicine and asked & set(plan.disease.conditions) for plan in plans)


def _check(plan: Followed, answers: Answers) -> CheckEntry:
    told = {kind: answers.get(kind_name(kind)) for kind in plan.kinds}
    check = CheckEntry(
        plan.plan_id,
        plan.version_id,
        others={kind: Taken(str(taken)) for kind, taken in told.items() if given(taken)},
    )
    if not plan.takes_medicine:
        return check
    taken, effect, why = (answers.get(plan.part(what)) for what in ("taken", "effect", "why"))
    return replace(
        check,
        treatment=Taken(str(taken)) if given(taken) else None,
        why=tuple(WhyNot(reason) for reason in why) if isinstance(why, list) else (),
        why_words=str(answers.get(plan.part("why_words")) or ""),
        effect=Effect(str(effect)) if given(effect) else None,
        reaction=str(answers.get(plan.part("reaction")) or ""),
    )
