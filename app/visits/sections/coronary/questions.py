"""What the coronary follow-up asks that no other form does, and everything it asks."""

from __future__ import annotations

from app.core.labels import Labelled
from app.core.words import Text
from app.visits.rules.questions import Carry, measured, one_of, some_of
from app.visits.rules.shared import (
    EXAMINATIONS,
    HEART_RATE,
    HEIGHT,
    LIFESTYLE,
    MEDICINES,
    PRESSURE,
    REFERRAL,
    RESULT_REASON,
    SIGNS_OTHER,
    SYMPTOMS_OTHER,
    TARGETS,
    TREATMENT,
    WEIGHT,
    dangers,
    symptoms,
)
from app.visits.rules.vascular import BLEEDING, LDL, RISKS, Prevention, prevention
from app.visits.rules.vocabulary import Danger, Symptom


class Angina(Labelled):
    """心绞痛: how it was since the last visit, from none to an infarction at hand."""

    NONE = "none", "没有发作", "None"
    AS_BEFORE = "as-before", "偶有，与以前一样", "Some, as before"
    MORE = "more", "比以前频繁或加重", "More often or worse"
    AT_REST = "at-rest", "休息时也发作", "At rest too"
    LASTING = "lasting", "正在痛，10 分钟以上、出汗", "Now, for 10 minutes or more, sweating"


class AnginaGrade(Labelled):
    """劳力性心绞痛分级: what brings it on."""

    ONE = "1", "Ⅰ 级：剧烈活动时", "I: hard exertion"
    TWO = "2", "Ⅱ 级：快走、上楼时", "II: walking fast, climbing stairs"
    THREE = "3", "Ⅲ 级：平地慢走时", "III: walking slowly on the level"
    FOUR = "4", "Ⅳ 级：轻微活动或休息时", "IV: slight effort or rest"


class HeartHistory(Labelled):
    """既往心脏事件和手术."""

    INFARCTION = "infarction", "心肌梗死", "Infarction"
    STENT = "stent", "支架", "Stent"
    BYPASS = "bypass", "搭桥", "Bypass"
    NONE = "none", "都没有", "None of these"


class Relief(Labelled):
    """含服硝酸甘油后."""

    SOON = "soon", "5 分钟内缓解", "Gone within 5 minutes"
    SLOWLY = "slowly", "缓解变慢", "Slower than before"
    NONE = "none", "不缓解", "No relief"


ANGINA = one_of("angina", Text("心绞痛", "Angina"), Angina)
TIMES = Text("次/周", "times a week")
WEEKLY = measured("angina_weekly", Text("近一周心绞痛", "Angina in the last week"), TIMES, between=(0, 200))
NITRATES = measured(
    "nitrate_weekly", Text("近一周含服硝酸甘油", "Nitroglycerin in the last week"), TIMES, between=(0, 200)
)
RELIEF = one_of("nitrate_relief", Text("含服硝酸甘油后", "After nitroglycerin"), Relief)
GRADE = one_of("angina_grade", Text("心绞痛分级", "Grade of angina"), AnginaGrade)
HISTORY = some_of(
    "heart_history", Text("心脏事件和手术", "Heart events and operations"), HeartHistory, carry=Carry.FOLDED
)
DRUG_KINDS = prevention(
    Prevention.ANTIPLATELET,
    Prevention.STATIN,
    Prevention.BETA_BLOCKER,
    Prevention.ANGIOTENSIN,
    Prevention.NITRATE,
    Prevention.ANTICOAGULANT,
)
SYMPTOMS = symptoms(
    Symptom.CHEST_TIGHTNESS, Symptom.PALPITATION, Symptom.DYSPNOEA, Symptom.HEADACHE, Symptom.MALAISE,
    Symptom.OEDEMA,
)  # fmt: skip
DANGERS = dangers(
    Danger.CHEST_PAIN, Danger.CONSCIOUSNESS, Danger.LYING, Danger.ARRHYTHMIA, Danger.CYANOSIS, Danger.SWEATING
)
OWN = (ANGINA, WEEKLY, NITRATES, RELIEF, GRADE, BLEEDING, LDL)
SHARED = (
    SYMPTOMS,
    SYMPTOMS_OTHER,
    *PRESSURE,
    HEART_RATE,
    WEIGHT,
    HEIGHT,
    *TREATMENT,
    DANGERS,
    SIGNS_OTHER,
    EXAMINATIONS,
)
RARELY = (HISTORY, RISKS, DRUG_KINDS, *LIFESTYLE, *TARGETS, *MEDICINES, RESULT_REASON, *REFERRAL)
