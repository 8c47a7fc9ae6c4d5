"""What the weekly round asks."""

from __future__ import annotations

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Kind
from app.visits.rules import Answers, Section
from app.visits.rules.questions import line, one_of, some_of
from app.visits.rules.section import Circumstances, Signal


class RoundPart(Labelled):
    """The four parts of a round."""

    ROUND = "round", "巡查", "Looking in"
    CONSULTATION = "consultation", "巡诊", "Consultation"
    EDUCATION = "education", "健康教育", "Health education"
    MEDICATION = "medication", "用药指导", "Advice on medicines"


class LivingState(Labelled):
    """What was found."""

    WELL = "well", "一切正常", "All well"
    WRONG = "wrong", "发现异常", "Something is wrong"


PARTS = some_of("round_parts", Text("巡查四项", "The four parts of the round"), RoundPart)
STATE = one_of("round_state", Text("巡查情况", "What was found"), LivingState)
NOTE = line("round_note", Text("异常情况（发现异常时填写）", "What is wrong"))


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what is advised where something was found wrong."""
    return (
        Signal(
            "round_state",
            says=("wrong",),
            advice=Text(
                "巡查发现异常，请告知签约医生。", "Something is wrong: please tell the family doctor."
            ),
        ),
    )


def describe(answers: Answers) -> str:
    """Return how many of the four parts were done."""
    parts = answers.get("round_parts")
    return f"四项中做了 {len(parts)} 项" if isinstance(parts, list) and parts else ""


SECTION = Section(
    name="weekly_round",
    title=Text("每周巡查", "Weekly round"),
    kinds=(Kind.WEEKLY_ROUND,),
    questions=(PARTS, STATE, NOTE),
    core=("round_parts",),
    needed=("round_parts",),
    signals=signals,
    describe=describe,
)
