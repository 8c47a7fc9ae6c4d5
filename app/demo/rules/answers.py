"""What an invented visit found: believable answers to every section's questions, good or bad."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from app.policy.terms import Kind
from app.visits.rules import Answer

Told = dict[str, Answer]
DRUG_ROWS = 3
# Name, times a day, dose each time.
TREATMENT: dict[Kind, tuple[str, int, str]] = {
    Kind.HYPERTENSION: ("氨氯地平", 1, "5 mg"),
    Kind.DIABETES: ("二甲双胍", 2, "0.5 g"),
    Kind.COPD: ("噻托溴铵", 1, "1 吸"),
    Kind.CORONARY: ("阿司匹林", 1, "100 mg"),
    Kind.STROKE: ("阿托伐他汀", 1, "20 mg"),
    Kind.HEART_FAILURE: ("螺内酯", 1, "20 mg"),
    Kind.MENTAL_DISORDER: ("利培酮", 2, "1 mg"),
    Kind.TUBERCULOSIS: ("异福酰胺复合片", 1, "4 片"),
}


@dataclass(frozen=True, slots=True)
class Body:
    """What hardly changes from one visit to the next: build and habits."""

    weight: int
    height: int
    waist: int
    cigarettes: int
    spirits: int
    salt: str
    family: str


def invent_body(dice: Random) -> Body:
    """Return somebody's build and habits."""
    weight = dice.randint(48, 79)
    return Body(
        weight=weight,
        height=dice.randint(150, 174),
        waist=weight + dice.randint(14, 24),
        cigarettes=dice.choice((0, 0, 0, 5, 10, 20)),
        spirits=dice.choice((0, 0, 0, 1, 2)),
        salt=dice.choice(("light", "medium", "medium", "heavy")),
        family=dice.choice(("no", "no", "yes", "unknown")),
    )


def pressure(dice: Random, *, raised: bool, dangerous: bool = False) -> Told:
    """Return a pressure: fine, raised, or one that calls for a referral at once."""
    high, low = (116, 128), (68, 78)
    if raised:
        high, low = (152, 172), (92, 104)
    if dangerous:
        high, low = (182, 196), (110, 116)
    return {"systolic": dice.randint(*high), "diastolic": dice.randint(*low)}


def lived(dice: Random, body: Body) -> Told:
    """Return how somebody lives and what they weigh today."""
    return {
        "weight": body.weight + dice.randint(-4, 4) / 5,
        "height": body.height,
        "heart_rate": dice.randint(62, 88),
        "smoking_daily": body.cigarettes,
        "drinking_daily": body.spirits,
        "exercise_weekly": dice.randint(2, 7),
        "exercise_minutes": dice.choice((20, 30, 40)),
        "salt": body.salt,
        "mind": "good",
        "compliance": dice.choice(("good", "good", "fair")),
    }


def treated(dice: Random, kinds: Iterable[Kind], *, fine: bool) -> Told:
    """Return what is taken against some diseases, how regularly, and how it is borne."""
    drugs = [TREATMENT[kind] for kind in kinds if kind in TREATMENT]
    told: Told = {
        "symptoms": ["none"],
        "adherence": "regular" if fine else _kept(dice.random()),
        "adverse_reaction": "no",
        "complication": "no",
    }
    if dice.random() < 0.015:
        told |= {"adverse_reaction": "yes", "adverse_detail": "服药后脚踝发胀（虚构）", "adverse_hard": "yes"}
    for row, (name, times, dose) in enumerate(drugs[:DRUG_ROWS], 1):
        told |= {f"drug{row}_name": name, f"drug{row}_times": times, f"drug{row}_dose": dose}
    if drugs[DRUG_ROWS:]:
        told["drugs"] = "\n".join(f"{name} {dose} 每日 {times} 次" for name, times, dose in drugs[DRUG_ROWS:])
    return told


def _kept(chance: float) -> str:
    """Return how regularly somebody takes medicine who is not well."""
    return "regular" if chance < 0.35 else "irregular" if chance < 0.8 else "none"


def _diabetes(dice: Random, fine: bool) -> Told:
    return {
        "fasting_glucose": dice.randint(50, 68) / 10 if fine else dice.randint(78, 112) / 10,
        "hypoglycaemia": "none",
        "foot_pulse": "normal",
        "staple_food": dice.choice((200, 250, 300)),
    }


def _copd(dice: Random, fine: bool) -> Told:
    return {
        "spo2": dice.randint(94, 98) if fine else dice.randint(90, 93),
        "copd_course": "stable" if fine else "worse",
        "lip_cyanosis": "no",
        "peripheral_oedema": "no",
    }


def _coronary(dice: Random, fine: bool) -> Told:
    return {
        "angina": dice.choice(("none", "as-before")) if fine else "more",
        "angina_weekly": 0 if fine else dice.randint(2, 5),
        "bleeding": "none",
        "prevention_drugs": ["antiplatelet", "statin"],
    }


def _stroke(dice: Random, fine: bool) -> Told:
    return {
        "new_deficit": "none",
        "stroke_course": dice.choice(("better", "stable")) if fine else "worse",
        "mrs": "2",
        "limb_function": "mild",
        "speech": "clear",
        "swallowing": "normal",
        "stroke_recovery": ["limbs"],
    }


def _heart_failure(dice: Random, fine: bool) -> Told:
    return {
        "nyha": "2",
        "orthopnoea": "flat" if fine else "waking",
        "oedema_extent": dice.choice(("none", "ankles")) if fine else "legs",
        "urine_amount": "usual" if fine else "less",
        "lung_rales": "none",
    }


def _mental_disorder(dice: Random, fine: bool) -> Told:
    return {
        "danger_grade": "0" if fine else "1",
        "mental_symptoms": ["none"] if fine else ["suspicion", "talks-alone"],
        "mental_extent": "gone" if fine else "some",
        "insight": "full" if fine else "partial",
        "mental_effect": "better" if fine else "same",
        "sleep": "good",
        "appetite": "good",
        "locked_in": "no",
        "mental_stay": "none",
        "mental_diagnosis": "schizophrenia",
        "mental_consent": "agreed",
        "rehabilitation": ["daily", "social"],
    }


def _tuberculosis(dice: Random, fine: bool) -> Told:
    return {
        "tb_symptoms": ["none"] if fine else ["cough"],
        "tb_supervisor": "family",
        "missed_doses": 0 if fine else dice.randint(1, 3),
        "missed_days": 0 if fine else 1,
        "tb_type": "new",
        "tb_sputum": "negative",
        "tb_resistance": "sensitive",
        "tb_use": "daily",
        "tb_room": "yes",
    }


def _general(dice: Random, fine: bool) -> Told:
    return {
        "condition_state": dice.choice(("stable", "stable", "better")) if fine else "worse",
        "treatment": "regular" if fine else "irregular",
        "treatment_effect": "good" if fine else "fair",
        "guidance": "按时服药，清淡饮食，有不适及时联系",
    }


def _referral_check(dice: Random, fine: bool) -> Told:
    return {
        "referral_outcome": dice.choice(("treated", "treated", "back")),
        "referral_advice": "调整用药，按期复查（虚构）",
    }


OWN: dict[Kind, Callable[[Random, bool], Told]] = {
    Kind.DIABETES: _diabetes,
    Kind.COPD: _copd,
    Kind.CORONARY: _coronary,
    Kind.STROKE: _stroke,
    Kind.HEART_FAILURE: _heart_failure,
    Kind.MENTAL_DISORDER: _mental_disorder,
    Kind.TUBERCULOSIS: _tuberculosis,
    Kind.GENERAL: _general,
    Kind.REFERRAL_CHECK: _referral_check,
}


def own_answers(dice: Random, kinds: Iterable[Kind], *, fine: bool) -> Told:
    """Return what only these kinds of work ask."""
    return {name: answer for kind in kinds if kind in OWN for name, answer in OWN[kind](dice, fine).items()}
