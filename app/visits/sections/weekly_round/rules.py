"""What the weekly round asks, and what its findings call for."""

from __future__ import annotations

from collections.abc import Callable

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Kind
from app.visits.rules import Answers, Circumstances, Section, boxes
from app.visits.rules.limits import glucose_signals, pressure_signals
from app.visits.rules.paper import Cell
from app.visits.rules.questions import line, one_of, some_of
from app.visits.rules.section import Signal
from app.visits.rules.shared import FASTING, PRESSURE, RANDOM
from app.visits.sections.screening.path import raised_events


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


class Finding(Labelled):
    """发现的异常, each with somebody who must know of it."""

    UNWELL = "unwell", "身体不适", "Unwell"
    VALUES = "values", "血压或血糖异常", "Pressure or glucose out of range"
    MEDICINES = "medicines", "断药缺药", "Out of medicines"
    FALL = "fall", "跌倒受伤", "A fall"
    SELF_CARE = "self-care", "自理能力变差", "Less able in self-care"
    ALONE = "alone", "无人照料", "No carer"
    HARDSHIP = "hardship", "缺吃少穿、居住不安全", "Short of food or clothes, or an unsafe home"
    ABSENT = "absent", "人不在家、去向不明", "Not there, whereabouts unknown"
    OTHER = "other", "其他", "Other"


PARTS = some_of("round_parts", Text("巡查四项", "The four parts of the round"), RoundPart)
STATE = one_of("round_state", Text("巡查情况", "What was found"), LivingState)
FINDINGS = some_of("round_findings", Text("哪方面异常", "What is wrong"), Finding)
NOTE = line("round_note", Text("异常情况（发现异常时填写）", "What is wrong"))
CIVIL = Text(
    "自理能力变差：请报乡镇民政，由县级重新评定自理能力和照料档次。",
    "Less able than before: tell the township's civil affairs, so that self-care is assessed anew.",
)
SUPPORT = Text(
    "生活困难或无人照料：请报村委会和乡镇民政。", "In need, or no carer: tell the village and civil affairs."
)
DRUGS = Text(
    "断药缺药：请当面核对药盒，帮助配药或报签约医生。",
    "Out of medicines: look at what is left, help to get more.",
)
MISSING = Text(
    "人不在家、去向不明：请当天联系亲属和村委会。", "Whereabouts unknown: call family and village today."
)


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what is advised where something was found wrong, and what a dangerous value calls for."""
    wrong = Text("巡查发现异常，请告知签约医生。", "Something is wrong: please tell the family doctor.")
    return (
        Signal("round_state", says=(LivingState.WRONG.value,), advice=wrong),
        Signal("round_findings", says=(Finding.SELF_CARE.value,), advice=CIVIL),
        Signal("round_findings", says=(Finding.ALONE.value, Finding.HARDSHIP.value), advice=SUPPORT),
        Signal("round_findings", says=(Finding.MEDICINES.value,), advice=DRUGS),
        Signal("round_findings", says=(Finding.ABSENT.value,), advice=MISSING),
        *pressure_signals(circumstances, classes=False),
        *glucose_signals(circumstances),
    )


def describe(answers: Answers) -> str:
    """Return how many of the four parts were done, and whether something was wrong."""
    parts = answers.get("round_parts")
    done = f"四项中做了 {len(parts)} 项" if isinstance(parts, list) and parts else ""
    wrong = LivingState.WRONG.zh if answers.get("round_state") == LivingState.WRONG.value else ""
    return "，".join(part for part in (done, wrong) if part)


def ticked(part: RoundPart) -> Callable[[Answers], Text]:
    """Return what stands in the column of one part on the round sheet: a tick where it was done."""

    def told(answers: Answers) -> Text:
        parts = answers.get("round_parts")
        done = isinstance(parts, list) and part.value in parts
        return Text("√", "√") if done else Text("", "")

    return told


PAPER = (
    *(Cell(part.text, (PARTS.name,), group=PARTS.label, told=ticked(part)) for part in RoundPart),
    Cell(STATE.label, (STATE.name,), boxes.numbered(LivingState)),
    Cell(FINDINGS.label, (FINDINGS.name,), boxes.numbered(Finding)),
    Cell(Text("异常情况及处理", "What is wrong, what was done"), (NOTE.name,)),
    boxes.PRESSURE,
    Cell(
        Text("血糖（空腹/随机）", "Glucose (fasting/random)"), (FASTING.name, RANDOM.name), group=boxes.SIGNS
    ),
    boxes.SIGNATURE,
)

SECTION = Section(
    name="weekly_round",
    place=400,
    title=Text("每周巡查", "Weekly round"),
    kinds=(Kind.WEEKLY_ROUND,),
    questions=(PARTS, STATE, FINDINGS, NOTE, *PRESSURE, FASTING, RANDOM),
    core=("round_parts",),
    needed=("round_parts",),
    signals=signals,
    events=raised_events,
    describe=describe,
    paper=PAPER,
    standard=Text(
        "分散供养特困人员每周巡查表：巡查、巡诊、健康教育、用药指导四项，依当地文件，国家没有统一表格。",
        "Sheet of the weekly round to destitute people at home: its four parts follow the local documents; there is no "
        "national form.",
    ),
)
