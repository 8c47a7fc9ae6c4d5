"""The boxes of the printed heart failure follow-up, in their order."""

from __future__ import annotations

from app.visits.rules import boxes
from app.visits.rules.vascular import BORNE, HABITS, SIGNS, TESTS, box_of
from app.visits.sections.heart_failure.questions import (
    ADMITTED,
    CLASS,
    DANGERS,
    DRUG_KINDS,
    FLUID,
    GAIN,
    RALES,
    SLEEP,
    SWELLING,
    SYMPTOMS,
    URINE,
    WEIGHING,
)

PAPER = (
    boxes.symptoms_cell(boxes.numbered(SYMPTOMS.choices)),
    *(box_of(question, boxes.SYMPTOMS) for question in (CLASS, SLEEP, URINE, ADMITTED)),
    *SIGNS,
    *(box_of(question, boxes.SIGNS) for question in (GAIN, SWELLING, RALES)),
    *HABITS,
    *(box_of(question, boxes.LIFESTYLE) for question in (WEIGHING, FLUID)),
    TESTS,
    *BORNE,
    *(box_of(DRUG_KINDS, boxes.MEDICINES), box_of(DANGERS)),
    *boxes.closing("heart_failure"),
)
