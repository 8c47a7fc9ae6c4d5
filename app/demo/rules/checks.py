"""What was found at invented checks, screenings, rounds and meetings."""

from __future__ import annotations

from random import Random

from app.demo.rules.answers import Body, Told
from app.visits.sections.elderly.scale import POINTS

ROUND_PARTS = ("round", "consultation", "education", "medication")
TOPICS = ("insurance", "medical-aid", "chronic-benefit", "contract", "errands")
FOUND_WRONG = (
    ("medicines", "降压药只剩两天的量，已联系卫生院配药（虚构）"),
    ("unwell", "说头晕两天，已量血压并告知签约医生（虚构）"),
    ("hardship", "厨房漏雨，已报村委会（虚构）"),
)


def checked(dice: Random, body: Body) -> Told:
    """Return the findings of a yearly check from 65 on; three in ten have something abnormal."""
    needs_help, fine = dice.random() < 0.2, dice.random() < 0.7
    scale: Told = dict.fromkeys(POINTS, "slight" if needs_help else "alone")
    return scale | _looked_at(dice, body) | _tested(dice) | _assessed(fine=fine)


def _looked_at(dice: Random, body: Body) -> Told:
    return {
        "symptoms": ["none"],
        "check_symptoms": ["none"],
        "tb_suspicion": ["none"],
        "elder_content": dice.choice(("content", "fairly")),
        "cognition": "negative",
        "elder_mood": "negative",
        "temperature": dice.randint(362, 368) / 10,
        "respiratory_rate": dice.randint(16, 20),
        "waist": body.waist,
        "exercise_often": dice.choice(("daily", "sometimes", "never")),
        "diet": ["balanced"],
        "smoking_state": "smokes" if body.cigarettes else "never",
        "drinking_often": "often" if body.spirits else "never",
        "lips": "rosy",
        "teeth": dice.choice(("normal", "missing", "false")),
        "hearing": dice.choice(("hears", "hears", "hard")),
        "movement": "smooth",
        "skin": "normal",
        "nodes": "normal",
        "lungs": "normal",
        "heart_rhythm": "even",
        "heart_murmur": "no",
        "abdomen": "normal",
        "leg_swelling": "none",
        "foot_pulse": "normal",
    }


def _tested(dice: Random) -> Told:
    return {
        "haemoglobin": dice.randint(118, 152),
        "leucocytes": dice.randint(45, 88) / 10,
        "platelets": dice.randint(140, 280),
        "urine_protein": "negative",
        "urine_sugar": "negative",
        "alt": dice.randint(12, 38),
        "ast": dice.randint(14, 36),
        "bilirubin": dice.randint(8, 18),
        "creatinine": dice.randint(55, 98),
        "urea": dice.randint(38, 72) / 10,
        "cholesterol": dice.randint(38, 60) / 10,
        "triglycerides": dice.randint(8, 22) / 10,
        "ldl": dice.randint(18, 38) / 10,
        "hdl": dice.randint(10, 17) / 10,
        "ecg": "normal",
        "ultrasound": "normal",
        "chest_image": "normal",
    }


def _assessed(*, fine: bool) -> Told:
    if fine:
        return {"assessment": "fine", "risk_control": ["diet", "exercise"]}
    return {
        "assessment": "abnormal",
        "abnormal1": "血脂偏高（虚构）",
        "check_guidance": ["recheck"],
        "risk_control": ["diet", "weight"],
    }


def screened(body: Body) -> Told:
    """Return what screening asks besides the pressure."""
    return {"waist": body.waist, "hypertension_family": body.family, "salt": body.salt}


def went_round(dice: Random) -> Told:
    """Return a weekly round: mostly all four parts and all well, now and then one part short or something wrong."""
    parts: list[str] = list(ROUND_PARTS)
    if dice.random() < 0.08:
        parts.remove(dice.choice(ROUND_PARTS[2:]))
    told: Told = {"round_parts": parts, "round_state": "well"}
    if dice.random() < 0.06:
        finding, note = dice.choice(FOUND_WRONG)
        told |= {"round_state": "wrong", "round_findings": [finding], "round_note": note}
    return told


def met(dice: Random) -> Told:
    """Return the first-quarter meeting: what was explained and whether it was understood."""
    topics: list[str] = sorted(dice.sample(TOPICS, 3), key=TOPICS.index)
    return {
        "meeting_topics": topics,
        "meeting_understood": dice.choice(("well", "well", "well", "partly")),
        "meeting_with": dice.choice(("person", "person", "family")),
        "meeting_materials": ["leaflet", "card"],
    }
