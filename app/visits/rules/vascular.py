"""What coronary disease, stroke and heart failure share: prevention, bleeding, lipids, and the sooner next visit."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.rule import Interval
from app.policy.terms import Result, Sooner
from app.visits.rules import boxes
from app.visits.rules.entry import Answer, Answers
from app.visits.rules.limits import DANGEROUS, pressure_signals
from app.visits.rules.paper import NO_GROUP, Cell
from app.visits.rules.questions import Carry, Question, measured, one_of, plain, some_of
from app.visits.rules.section import Again, Circumstances, Referral, Signal, given
from app.visits.rules.shared import EXAMINATIONS
from app.visits.rules.vocabulary import ReferralReason

NO_FORM = Text(
    "国家没有这种病的统一随访表。本表照国家随访服务记录表的样式编排；内容取自县域慢性病综合防治"
    "（国卫办医函〔2022〕34 号）对村卫生室的分工和本系统设置，间隔与界值以签约医生意见为准。",
    "There is no national form for this disease. This one is laid out like the national follow-up records; its content "
    "follows the village's part in the county plans (NHC Medical [2022] No. 34) and settings of this system.",
)


class Prevention(Labelled):
    """正在规律服用的防治药物."""

    ANTIPLATELET = "antiplatelet", "抗血小板药", "Antiplatelet"
    STATIN = "statin", "他汀类", "Statin"
    BETA_BLOCKER = "beta-blocker", "β 受体阻滞剂", "Beta blocker"
    ANGIOTENSIN = "angiotensin", "普利／沙坦类", "ACE inhibitor or sartan"
    NITRATE = "nitrate", "硝酸酯类", "Nitrate"
    ANTICOAGULANT = "anticoagulant", "抗凝药", "Anticoagulant"
    DIURETIC = "diuretic", "利尿剂", "Diuretic"
    SPIRONOLACTONE = "spironolactone", "螺内酯类", "Spironolactone"
    GLIFLOZIN = "gliflozin", "列净类", "Gliflozin"
    NONE = "none", "都没有用", "None of these"


class VascularRisk(Labelled):
    """危险因素 still standing."""

    SMOKING = "smoking", "吸烟", "Smoking"
    LIPIDS = "lipids", "血脂异常", "Raised lipids"
    OVERWEIGHT = "overweight", "超重肥胖", "Overweight"
    INACTIVE = "inactive", "缺少活动", "Inactive"
    ATRIAL_FIBRILLATION = "atrial-fibrillation", "房颤", "Atrial fibrillation"
    FAMILY = "family", "家族史", "Family history"
    NONE = "none", "无", "None"


class Bleeding(Labelled):
    """出血 under antiplatelet medicines and anticoagulants."""

    NONE = "none", "无", "None"
    MINOR = "minor", "牙龈、皮肤少量出血", "Gums or skin, a little"
    SERIOUS = "serious", "黑便、呕血或大片瘀斑", "Black stool, blood vomited, large bruises"


PREVENTION = some_of("prevention_drugs", Text("正在用的防治药物", "Preventive medicines taken"), Prevention)
RISKS = some_of("vascular_risks", Text("危险因素", "Risk factors"), VascularRisk, carry=Carry.FOLDED)
BLEEDING = one_of("bleeding", Text("出血情况", "Bleeding"), Bleeding)
LDL = measured("ldl", Text("低密度脂蛋白胆固醇", "LDL cholesterol"), "mmol/L", between=(0.1, 15), whole=False)


def box_of(question: Question, group: Text = NO_GROUP) -> Cell:
    """Return the box of one question on a form that counts its terms through."""
    return Cell(question.label, (question.name,), boxes.numbered(question.choices), group)


# What stands on the three forms alike, signs first, then how somebody lives.
SIGNS = (boxes.PRESSURE, boxes.HEART_RATE, boxes.WEIGHT, boxes.BMI, boxes.SIGNS_OTHER)
HABITS = (
    *(boxes.SMOKING, boxes.DRINKING, boxes.EXERCISE, boxes.EXERCISE_TARGET),
    *(boxes.SALT, boxes.MIND, boxes.COMPLIANCE),
)
TESTS = Cell(EXAMINATIONS.label, (EXAMINATIONS.name,))
BORNE = (boxes.ADHERENCE, boxes.REACTION, boxes.COMPLICATION)


def prevention(*offered: Prevention) -> Question:
    """Ask which preventive medicines are taken, offering those one disease needs."""
    terms = (*offered, Prevention.NONE)
    return some_of(PREVENTION.name, PREVENTION.label, terms, carry=Carry.FOLDED)


def prevention_signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what bleeding, lipids and missing preventive medicines show."""
    aim = circumstances.figures.value("ldl.vascular", on=circumstances.on)
    lipids = Text(
        "低密度脂蛋白胆固醇应低于 {n} mmol/L：与签约医生商量降脂治疗。",
        "LDL cholesterol should be below {n} mmol/L: discuss treatment with the family doctor.",
    )
    none = Text(
        "没有在用防治药物：请签约医生核对原因，没有禁忌应当用。",
        "No preventive medicine is taken: the family doctor should look into why.",
    )
    minor = Text(
        "用药期间有少量出血：不要自行停药，告知签约医生。",
        "A little bleeding under treatment: do not stop the medicine alone, tell the family doctor.",
    )
    serious = DANGEROUS.filled(what=Text("用药期间明显出血", "Marked bleeding under treatment"))
    reaction = Result.ADVERSE_REACTION
    return (
        Signal("bleeding", says=(Bleeding.MINOR.value,), result=reaction, advice=minor),
        Signal("bleeding", says=(Bleeding.SERIOUS.value,), result=reaction, emergency=serious),
        Signal("ldl", at_least=aim, advice=lipids.filled(n=plain(aim))),
        Signal("prevention_drugs", says=(Prevention.NONE.value,), advice=none),
    )


def last_answer(circumstances: Circumstances, name: str) -> Answer:
    """Return what was answered to a question when it was last asked, None where it never was."""
    return next((found[name] for _, found in circumstances.past if given(found.get(name))), None)


def recalling(*names: str) -> Callable[[Circumstances], Hashable]:
    """Return what looks the last answers to some gradings up, for the signals that compare with them."""
    return lambda circumstances: tuple(str(last_answer(circumstances, name)) for name in names)


def worse_signals(
    name: str, terms: Iterable[Labelled], circumstances: Circumstances, *, advice: Text | None = None
) -> tuple[Signal, ...]:
    """Return what a grading, mildest first, shows when it is worse than last time; nothing where nobody knows."""
    values = [str(term.value) for term in terms]
    before = last_answer(circumstances, name)
    worse = tuple(values[values.index(before) + 1 :]) if isinstance(before, str) and before in values else ()
    return (Signal(name, says=worse, result=Result.UNCONTROLLED, advice=advice),) if worse else ()


def slow_heart_signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what a slow heart shows in somebody whose medicines slow it."""
    slow = circumstances.figures.value("heart-rate.slow", on=circumstances.on)
    advice = Text(
        "心率低于 {n}：核对减慢心率的药物，头晕或晕倒须转诊。",
        "Heart rate below {n}: look at the medicines that slow it; refer if dizzy or fainting.",
    )
    return (Signal("heart_rate", below=slow, advice=advice.filled(n=plain(slow))),)


def pressure_shown(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what the pressure shows where it classes no disease: only a dangerous one leaves nothing settled."""
    return tuple(
        replace(signal, result=Result.UNCONTROLLED) if signal.emergency is not None else signal
        for signal in pressure_signals(circumstances, classes=False)
    )


def hastened(signals: Iterable[Signal], circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return the signals, those of an unsettled disease asking for the next visit sooner."""
    soon = _unsettled(circumstances)
    return tuple(
        replace(signal, sooner=soon, why=Sooner.UNSETTLED)
        if signal.result not in (None, Result.CONTROLLED) and signal.sooner is None
        else signal
        for signal in signals
    )


def proposed_where(answers: Answers, found: Iterable[tuple[str, Labelled, Text]]) -> tuple[Referral, ...]:
    """Return the referrals that answers propose, each named by its question, the term that calls for it, and why."""
    return tuple(
        Referral(ReferralReason.OTHER, why) for name, term, why in found if answers.get(name) == term.value
    )


def sooner_if_bad(answers: Answers, circumstances: Circumstances, result: Result | None) -> Again | None:
    """Return the sooner day of the next visit where this one found the disease unsettled."""
    if result in (None, Result.CONTROLLED):
        return None
    return Again(_unsettled(circumstances).after(circumstances.on), Sooner.UNSETTLED)


def _unsettled(circumstances: Circumstances) -> Interval:
    months = circumstances.figures.value("followup.unsettled.months", on=circumstances.on)
    return Interval(int(months), "month")
