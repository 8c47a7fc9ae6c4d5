"""What the yearly check from 65 on asks."""

from __future__ import annotations

from app.core.words import Text
from app.visits.rules import shared
from app.visits.rules.questions import Carry, Question, line, measured, one_of, some_of
from app.visits.rules.vascular import LDL
from app.visits.rules.vocabulary import Symptom, YesNo
from app.visits.sections.diabetes.questions import FOOT_PULSE
from app.visits.sections.elderly.vocabulary import (
    Assessment,
    CheckSymptom,
    Contentment,
    Control,
    Diet,
    Drinking,
    Exercise,
    Guidance,
    Hearing,
    LegSwelling,
    Lips,
    Movement,
    Normal,
    Reliance,
    Rhythm,
    Screened,
    Smoking,
    Suspicion,
    Teeth,
    Trace,
)

YEARS = Text("年", "years")
SEEN = Text("{what}异常情况", "{what}: what was abnormal")


def _test(name: str, label: Text, unit: str, *, most: float) -> Question:
    """Ask for the value of a test, as the laboratory writes it."""
    return measured(name, label, unit, between=(0, most), whole=False)


def _looked_at(name: str, label: Text) -> tuple[Question, Question]:
    """Ask whether something looked normal, and what was seen where it did not."""
    return one_of(name, label, Normal), line(f"{name}_detail", SEEN.filled(what=label))


def _there(name: str, label: Text) -> Question:
    return one_of(name, label, YesNo)


SYMPTOMS = shared.symptoms(
    Symptom.HEADACHE, Symptom.PALPITATION, Symptom.CHEST_TIGHTNESS, Symptom.COUGH, Symptom.SPUTUM, Symptom.DYSPNOEA,
    Symptom.THIRST, Symptom.POLYURIA, Symptom.WEIGHT_LOSS, Symptom.BLURRED_VISION, Symptom.NUMBNESS, Symptom.NAUSEA,
    Symptom.TINNITUS,
)  # fmt: skip
CHECK_SYMPTOMS = some_of("check_symptoms", Text("体检另问的症状", "Further symptoms"), CheckSymptom)
SUSPICION = some_of("tb_suspicion", Text("肺结核可疑症状", "Signs that suggest tuberculosis"), Suspicion)
CONTENT = one_of("elder_content", Text("健康状态自我评估", "How satisfied with own health"), Contentment)
SCALE = (
    one_of("adl_eating", Text("进餐", "Eating"), Reliance),
    one_of("adl_washing", Text("梳洗", "Washing"), Reliance),
    one_of("adl_dressing", Text("穿衣", "Dressing"), Reliance),
    one_of("adl_toilet", Text("如厕", "Toilet"), Reliance),
    one_of("adl_moving", Text("活动", "Moving about"), Reliance),
)
COGNITION = one_of("cognition", Text("认知功能", "Cognition"), Screened)
COGNITION_SCORE = measured(
    "cognition_score", Text("简易智力状态检查总分", "Mini-mental score"), "", between=(0, 30)
)
MOOD = one_of("elder_mood", Text("情感状态", "Mood"), Screened)
MOOD_SCORE = measured("mood_score", Text("老年人抑郁评分", "Depression score"), "", between=(0, 30))
LIFESTYLE = (
    one_of("exercise_often", Text("体育锻炼频率", "Exercise: how often"), Exercise, carry=Carry.FOLDED),
    shared.EXERCISE_MINUTES,
    measured("exercise_years", Text("坚持锻炼时间", "Exercising for"), YEARS, between=(0, 90)),
    line("exercise_kind", Text("锻炼方式", "Kind of exercise"), carry=Carry.FOLDED),
    some_of("diet", Text("饮食习惯", "Diet"), Diet, carry=Carry.FOLDED),
    one_of("smoking_state", Text("吸烟状况", "Smoking"), Smoking, carry=Carry.FOLDED),
    shared.SMOKING,
    one_of("drinking_often", Text("饮酒频率", "Alcohol: how often"), Drinking, carry=Carry.FOLDED),
    shared.DRINKING,
    line("occupational", Text("职业病危害因素接触史", "Exposure at work"), carry=Carry.FOLDED),
)
BODY = (
    one_of("lips", Text("口唇", "Lips"), Lips),
    one_of("teeth", Text("齿列", "Teeth"), Teeth),
    line("vision", Text("视力（左眼、右眼）", "Sight (left, right)")),
    one_of("hearing", Text("听力", "Hearing"), Hearing),
    one_of("movement", Text("运动功能", "Movement"), Movement),
    *_looked_at("fundus", Text("眼底", "Fundus")),
    *_looked_at("skin", Text("皮肤、巩膜", "Skin, sclera")),
    *_looked_at("nodes", Text("淋巴结", "Lymph nodes")),
    *_looked_at("lungs", Text("肺（桶状胸、呼吸音、啰音）", "Lungs (shape, sounds)")),
    one_of("heart_rhythm", Text("心律", "Rhythm"), Rhythm),
    _there("heart_murmur", Text("心脏杂音", "Murmur")),
    *_looked_at("abdomen", Text("腹部（压痛、包块、肝脾、浊音）", "Abdomen (pain, lumps, liver, spleen)")),
    one_of("leg_swelling", Text("下肢水肿体征", "Swelling of the legs, as seen"), LegSwelling),
    FOOT_PULSE,
)
TESTS = (
    _test("haemoglobin", Text("血红蛋白", "Haemoglobin"), "g/L", most=250),
    _test("leucocytes", Text("白细胞", "White cells"), "10⁹/L", most=500),
    _test("platelets", Text("血小板", "Platelets"), "10⁹/L", most=2000),
    one_of("urine_protein", Text("尿蛋白", "Protein in urine"), Trace),
    one_of("urine_sugar", Text("尿糖", "Sugar in urine"), Trace),
    one_of("urine_ketone", Text("尿酮体", "Ketones in urine"), Trace),
    one_of("urine_blood", Text("尿潜血", "Blood in urine"), Trace),
    shared.FASTING,
    shared.HBA1C,
    _test("alt", Text("血清谷丙转氨酶", "ALT"), "U/L", most=5000),
    _test("ast", Text("血清谷草转氨酶", "AST"), "U/L", most=5000),
    _test("bilirubin", Text("总胆红素", "Total bilirubin"), "µmol/L", most=1000),
    _test("creatinine", Text("血清肌酐", "Creatinine"), "µmol/L", most=3000),
    _test("urea", Text("血尿素", "Urea"), "mmol/L", most=100),
    _test("cholesterol", Text("总胆固醇", "Total cholesterol"), "mmol/L", most=30),
    _test("triglycerides", Text("甘油三酯", "Triglycerides"), "mmol/L", most=60),
    LDL,
    _test("hdl", Text("高密度脂蛋白胆固醇", "HDL cholesterol"), "mmol/L", most=10),
    *_looked_at("ecg", Text("心电图", "ECG")),
    *_looked_at("ultrasound", Text("腹部 B 超（肝胆胰脾）", "Abdominal ultrasound")),
    *_looked_at("chest_image", Text("胸部 X 线（DR）", "Chest image")),
)
PROBLEMS = line("health_problems", Text("现存主要健康问题", "Main health problems"), carry=Carry.FOLDED)
STAYS = line("hospital_stays", Text("近一年住院治疗情况", "Hospital within a year"))
ASSESSMENT = one_of("assessment", Text("健康评价", "Assessment"), Assessment)
ABNORMAL = tuple(line(f"abnormal{n}", Text(f"异常 {n}", f"Abnormal {n}")) for n in range(1, 5))
GUIDANCE = some_of("check_guidance", Text("健康指导", "Guidance"), Guidance)
CONTROL = some_of("risk_control", Text("危险因素控制", "Control of risks"), Control)
CONTROL_OTHER = line("risk_control_detail", Text("疫苗或其他", "Which vaccine, or what else"))

MEASURED = (
    *shared.PRESSURE, shared.TEMPERATURE, shared.HEART_RATE, shared.BREATHS, shared.HEIGHT, shared.WEIGHT,
    shared.WEIGHT_TARGET, shared.WAIST,
)  # fmt: skip
ASKED = (
    SYMPTOMS, shared.SYMPTOMS_OTHER, CHECK_SYMPTOMS, SUSPICION, CONTENT, *SCALE, COGNITION, COGNITION_SCORE, MOOD,
    MOOD_SCORE,
)  # fmt: skip
JUDGED = (PROBLEMS, STAYS, ASSESSMENT, *ABNORMAL, GUIDANCE, CONTROL, CONTROL_OTHER, *shared.REFERRAL)
QUESTIONS = (*MEASURED, *ASKED, *LIFESTYLE, *BODY, *TESTS, *JUDGED, *shared.MEDICINES)
