"""What the follow-up of severe mental disorder asks, and the class its answers give."""

from __future__ import annotations

from app.core.words import Text
from app.visits.rules import Answers
from app.visits.rules.questions import Carry, Question, line, measured, one_of, some_of
from app.visits.rules.section import given
from app.visits.rules.shared import (
    ADHERENCE,
    ADVERSE_DETAIL,
    ADVERSE_HARD,
    ADVERSE_REACTION,
    MEDICINES,
    REFERRAL,
    RESULT_REASON,
)
from app.visits.rules.vocabulary import Grade, YesNo
from app.visits.sections.mental_disorder.vocabulary import (
    Applying,
    Consent,
    Course,
    DangerGrade,
    Diagnosis,
    Extent,
    Insight,
    Locked,
    Lost,
    MentalSymptom,
    Rehabilitation,
    Serious,
    Stability,
    Stay,
)

# The national figure, for the printed form; judging asks the rulebook.
UNSTABLE_GRADE = 3
TIMES = Text("次", "times")


def _count(name: str, label: Text) -> Question:
    return measured(name, label, TIMES, between=(0, 99))


GRADE = one_of("danger_grade", Text("危险性评估", "Danger grade"), DangerGrade)
SYMPTOMS = some_of("mental_symptoms", Text("目前精神症状", "Mental symptoms now"), MentalSymptom)
SYMPTOMS_OTHER = line("mental_symptoms_other", Text("其他精神症状", "Other mental symptoms"))
EXTENT = one_of("mental_extent", Text("精神症状程度", "How marked the symptoms are"), Extent)
INSIGHT = one_of("insight", Text("自知力", "Insight"), Insight)
SERIOUS = some_of("mental_serious", Text("严重情况（有才选）", "Serious conditions (if any)"), Serious)
SLEEP = one_of("sleep", Text("睡眠情况", "Sleep"), Grade, carry=Carry.SHOWN)
APPETITE = one_of("appetite", Text("饮食情况", "Eating"), Grade, carry=Carry.SHOWN)
FUNCTIONS = (
    one_of("function_self", Text("个人生活料理", "Self-care"), Grade, carry=Carry.SHOWN),
    one_of("function_house", Text("家务劳动", "Housework"), Grade, carry=Carry.SHOWN),
    one_of("function_work", Text("生产劳动及工作", "Farm work, job"), Applying, carry=Carry.SHOWN),
    one_of("function_learning", Text("学习能力", "Learning"), Grade, carry=Carry.SHOWN),
    one_of("function_social", Text("社会人际交往", "Getting on with people"), Grade, carry=Carry.SHOWN),
)
DEEDS = (
    _count("minor_trouble", Text("轻度滋事", "Minor trouble")),
    _count("caused_trouble", Text("肇事", "Caused trouble")),
    _count("caused_disaster", Text("肇祸", "Caused serious harm")),
    _count("other_harm", Text("其他危害行为", "Other harmful acts")),
    _count("self_harm", Text("自伤", "Self-harm")),
    _count("suicide_attempts", Text("自杀未遂", "Attempted suicide")),
)
LOCKED = one_of("locked_in", Text("关锁情况", "Confinement"), Locked, carry=Carry.SHOWN)
STAY = one_of("mental_stay", Text("两次随访期间住院", "Hospital since last time"), Stay)
DISCHARGED = line("mental_discharged", Text("末次出院时间", "Last discharge"), carry=Carry.FOLDED)
TESTED = one_of("mental_tests", Text("实验室检查", "Laboratory tests"), YesNo)
TESTS = line("mental_tests_detail", Text("检查项目和结果", "Which tests, what they showed"))
UNPRESCRIBED = one_of(
    "mental_no_drugs", Text("医嘱不需用药", "No medicine prescribed"), YesNo, carry=Carry.FOLDED
)
EFFECT = one_of("mental_effect", Text("治疗效果（精神症状）", "Effect of treatment (mental)"), Course)
DRUG_ADVICE = line("mental_drug_advice", Text("用药指导", "Advice on medicines"), carry=Carry.FOLDED)
REHABILITATION = some_of(
    "rehabilitation", Text("康复措施", "Rehabilitation"), Rehabilitation, carry=Carry.FOLDED
)
LOST = one_of("mental_lost", Text("失访原因（失访时填）", "Why lost (if lost)"), Lost)
DEATH = line("mental_death", Text("死亡日期和原因（死亡时填）", "Day and cause of death (if dead)"))
DIAGNOSIS = one_of("mental_diagnosis", Text("诊断", "Diagnosis"), Diagnosis, carry=Carry.FOLDED)
CONSENT = one_of("mental_consent", Text("知情同意", "Consent"), Consent, carry=Carry.FOLDED)
SIGNED = line(
    "mental_consent_signed", Text("同意书签字人和日期", "Who signed the consent, when"), carry=Carry.FOLDED
)
ASKED = (GRADE, SYMPTOMS, EXTENT, INSIGHT, SERIOUS, ADHERENCE, ADVERSE_REACTION, EFFECT)
SELDOM = (
    SYMPTOMS_OTHER, SLEEP, APPETITE, *FUNCTIONS, *DEEDS, LOCKED, STAY, DISCHARGED, TESTED, TESTS, ADVERSE_DETAIL, ADVERSE_HARD,
    LOST, DEATH, *REFERRAL,
)  # fmt: skip
KEPT = (RESULT_REASON, DIAGNOSIS, CONSENT, SIGNED, UNPRESCRIBED, REHABILITATION, DRUG_ADVICE, *MEDICINES)


def class_of(answers: Answers, *, unstable_from: float = UNSTABLE_GRADE) -> Stability | None:
    """Return the class of a visit, None where the danger was not graded."""
    if not given(answers.get("danger_grade")):
        return None
    marked = answers.get("mental_extent") == "marked" or answers.get("insight") == "lacking"
    if grade_of(answers) >= unstable_from or marked or given(answers.get("mental_serious")):
        return Stability.UNSTABLE
    return Stability.FAIR if grade_of(answers) > 0 or _something_poor(answers) else Stability.STABLE


def grade_of(answers: Answers) -> int:
    """Return the danger grade, 0 where none was given."""
    return int(str(answers.get("danger_grade") or 0))


def _something_poor(answers: Answers) -> bool:
    return (
        answers.get("mental_extent") == "some"
        or answers.get("insight") == "partial"
        or answers.get("adverse_reaction") == "yes"
        or any(answers.get(question.name) == "poor" for question in FUNCTIONS)
    )
