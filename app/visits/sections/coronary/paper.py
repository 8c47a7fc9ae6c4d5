"""The boxes of the printed coronary follow-up, in their order."""

from __future__ import annotations

from app.visits.rules import boxes
from app.visits.rules.vascular import BLEEDING, BORNE, HABITS, LDL, RISKS, SIGNS, TESTS, box_of
from app.visits.sections.coronary.questions import (
    ANGINA,
    DANGERS,
    DRUG_KINDS,
    GRADE,
    HISTORY,
    NITRATES,
    RELIEF,
    SYMPTOMS,
    WEEKLY,
)

PAPER = (
    boxes.symptoms_cell(boxes.numbered(SYMPTOMS.choices)),
    *(box_of(question, boxes.SYMPTOMS) for question in (ANGINA, WEEKLY, GRADE, NITRATES, RELIEF)),
    *SIGNS,
    *HABITS,
    *(TESTS, box_of(LDL, boxes.TESTS)),
    *(box_of(question) for question in (HISTORY, RISKS, BLEEDING)),
    *BORNE,
    *(box_of(DRUG_KINDS, boxes.MEDICINES), box_of(DANGERS)),
    *boxes.closing("coronary"),
)
