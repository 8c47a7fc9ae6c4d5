"""The boxes of the printed stroke follow-up, in their order."""

from __future__ import annotations

from app.core.words import Text
from app.visits.rules import boxes
from app.visits.rules.paper import Cell
from app.visits.rules.vascular import BLEEDING, BORNE, HABITS, LDL, RISKS, SIGNS, TESTS, box_of
from app.visits.sections.stroke.questions import (
    COURSE,
    DANGERS,
    DRUG_KINDS,
    LIMB,
    LYING,
    MRS,
    NEW,
    RECOVERY,
    SPEECH,
    SWALLOWING,
    SYMPTOMS,
    TYPE,
)

FUNCTION = Text("功能和康复", "Function and recovery")
PAPER = (
    boxes.symptoms_cell(boxes.numbered(SYMPTOMS.choices)),
    box_of(NEW, boxes.SYMPTOMS),
    *SIGNS,
    box_of(COURSE, FUNCTION),
    # The terms of the scale name their own grade, so no number stands before them.
    Cell(MRS.label, (MRS.name,), group=FUNCTION),
    *(box_of(question, FUNCTION) for question in (LIMB, SPEECH, SWALLOWING, LYING, RECOVERY)),
    *HABITS,
    *(TESTS, box_of(LDL, boxes.TESTS)),
    *(box_of(question) for question in (TYPE, RISKS, BLEEDING)),
    *BORNE,
    *(box_of(DRUG_KINDS, boxes.MEDICINES), box_of(DANGERS)),
    *boxes.closing("stroke"),
)
