"""What the first home visit and the follow-ups of tuberculosis ask."""

from __future__ import annotations

from dataclasses import replace

from app.core.words import Text
from app.visits.rules.questions import Carry, line, measured, one_of, some_of
from app.visits.rules.shared import (
    ADHERENCE,
    ADVERSE_DETAIL,
    ADVERSE_HARD,
    ADVERSE_REACTION,
    COMPLICATION,
    DRINKING,
    DRINKING_TARGET,
    MEDICINES,
    REFERRAL,
    RESULT_REASON,
    SMOKING,
    SMOKING_TARGET,
)
from app.visits.rules.vocabulary import Grade
from app.visits.sections.tuberculosis.vocabulary import (
    Ended,
    PatientType,
    Phase,
    Preparation,
    Resistance,
    Room,
    Sputum,
    Supervisor,
    Taught,
    TbSymptom,
    Use,
)

DOSES = Text("次", "doses")
VISITS = Text("次", "times")


SYMPTOMS = replace(
    some_of("tb_symptoms", Text("结核症状及体征", "Symptoms and signs of tuberculosis"), TbSymptom, carry=Carry.SHOWN),
    calm="none",
)  # fmt: skip
SYMPTOMS_OTHER = line("tb_symptoms_other", Text("其他结核症状", "Other symptoms of tuberculosis"))
MONTH = measured("treatment_month", Text("治疗月序", "Month of treatment"), Text("月", ""), between=(0, 36))
PHASE = one_of("tb_phase", Text("治疗阶段", "Phase of treatment"), Phase, carry=Carry.SHOWN)
SUPERVISOR = one_of("tb_supervisor", Text("督导人员", "Who supervises"), Supervisor, carry=Carry.SHOWN)
MISSED = measured("missed_doses", Text("漏服药次数", "Doses missed"), DOSES, between=(0, 400))
MISSED_DAYS = measured(
    "missed_days", Text("连续漏服天数", "Days missed running"), Text("天", "days"), between=(0, 400)
)
COMPLICATION_DETAIL = line("tb_complication_detail", Text("并发症或合并症名称", "Which complication"))
TREATMENT = line("tb_handled", Text("处理意见", "What was decided"))
REFERRED_OUTCOME = line(
    "tb_referral_outcome", Text("转诊两周内随访结果", "Outcome within two weeks of referral")
)
TYPE = one_of("tb_type", Text("患者类型", "Kind of patient"), PatientType, carry=Carry.FOLDED)
SPUTUM = one_of("tb_sputum", Text("痰菌情况", "Sputum"), Sputum, carry=Carry.FOLDED)
RESISTANCE = one_of("tb_resistance", Text("耐药情况", "Resistance"), Resistance, carry=Carry.FOLDED)
REGIMEN = line("tb_regimen", Text("化疗方案", "Regimen"), carry=Carry.FOLDED)
USE = one_of("tb_use", Text("用法", "How taken"), Use, carry=Carry.FOLDED)
PREPARATION = some_of("tb_preparation", Text("药品剂型", "Preparation"), Preparation, carry=Carry.FOLDED)
ROOM = one_of("tb_room", Text("单独的居室", "Room of their own"), Room, carry=Carry.FOLDED)
AIRING = one_of("tb_airing", Text("通风情况", "Airing"), Grade, carry=Carry.FOLDED)
PICK_UP = line(
    "tb_pick_up", Text("取药地点和时间", "Where and when medicine is given out"), carry=Carry.FOLDED
)
TAUGHT = some_of(
    "tb_taught", Text("健康教育（已掌握的）", "Understood after teaching"), Taught, carry=Carry.FOLDED
)
CONTACTS = line("tb_contacts", Text("密切接触者检查情况", "Testing of close contacts"), carry=Carry.FOLDED)
ENDED_ON = line("tb_ended_on", Text("停止治疗时间", "Treatment ended on"))
ENDED = one_of("tb_ended", Text("停止治疗原因", "Why treatment ended"), Ended)
VISITS_DUE = measured("tb_visits_due", Text("应访视次数", "Visits owed"), VISITS, between=(0, 400))
VISITS_DONE = measured("tb_visits_done", Text("实际访视次数", "Visits made"), VISITS, between=(0, 400))
DOSES_DUE = measured("doses_due", Text("应服药次数", "Doses owed"), DOSES, between=(0, 1000))
DOSES_TAKEN = measured("doses_taken", Text("实际服药次数", "Doses taken"), DOSES, between=(0, 1000))

ASKED = (SYMPTOMS, PHASE, SUPERVISOR, MISSED, MISSED_DAYS, ADHERENCE, ADVERSE_REACTION, COMPLICATION)
SELDOM = (
    MONTH, SYMPTOMS_OTHER, ADVERSE_DETAIL, ADVERSE_HARD, COMPLICATION_DETAIL, TREATMENT, REFERRED_OUTCOME,
    DOSES_DUE, DOSES_TAKEN, VISITS_DUE, VISITS_DONE, ENDED_ON, ENDED, *REFERRAL,
)  # fmt: skip
FIRST = (TYPE, SPUTUM, RESISTANCE, REGIMEN, USE, PREPARATION, ROOM, AIRING, PICK_UP, TAUGHT, CONTACTS)
KEPT = (RESULT_REASON, *FIRST, SMOKING, SMOKING_TARGET, DRINKING, DRINKING_TARGET, *MEDICINES)
