"""严重精神障碍患者随访服务记录表: its boxes in their order."""

from __future__ import annotations

from app.core.words import Text
from app.visits.rules import Answers
from app.visits.rules.boxes import ADHERENCE, DRUGS, NEXT_VISIT, REACTION, REFERRED, SIGNATURE
from app.visits.rules.cells import NOTHING, box, boxes
from app.visits.rules.paper import Cell
from app.visits.rules.vocabulary import Adherence
from app.visits.sections.mental_disorder import questions as q
from app.visits.sections.mental_disorder.questions import class_of
from app.visits.sections.mental_disorder.vocabulary import Stability


def _class_told(answers: Answers) -> Text:
    found = class_of(answers)
    return Text(f"{CLASSES[found]} {found.zh}", f"{CLASSES[found]} {found.en}") if found else NOTHING


def _adherence_told(answers: Answers) -> Text:
    """Return how medicine is taken; the form has a number of its own where none is prescribed."""
    if answers.get("mental_no_drugs") == "yes":
        return Text("4 医嘱无需用药", "4 None prescribed")
    found = next((term for term in Adherence if term.value == answers.get("adherence")), None)
    if found is None:
        return NOTHING
    number = ADHERENCE.codes[str(found.value)]
    return Text(f"{number} {found.zh}", f"{number} {found.en}")


CLASSES = {Stability.UNSTABLE: "1", Stability.FAIR: "2", Stability.STABLE: "3"}
MANAGED = Text("管理", "Management")
STATE = Text("病情", "State")
FUNCTION = Text("社会功能情况", "Social function")
DEEDS = Text("危险行为（次）", "Dangerous acts (times)")
BETWEEN = Text("两次随访期间", "Since last time")
TREATED = Text("治疗", "Treatment")
MEDICINES = Text("用药情况", "Medicines")
NEXT = Text("分类", "Class")

PAPER = (
    *boxes(MANAGED, q.DIAGNOSIS),
    box(q.CONSENT, q.SIGNED, group=MANAGED, over={"agreed": "1", "refused": "0"}),
    box(q.LOST, group=MANAGED),
    Cell(q.DEATH.label, ("mental_death",), group=MANAGED),
    box(q.GRADE, group=STATE, start=0),
    box(q.SYMPTOMS, q.SYMPTOMS_OTHER, group=STATE, over={"none": "", "other": "12"}),
    *boxes(STATE, q.EXTENT, q.INSIGHT, q.SERIOUS, q.SLEEP, q.APPETITE),
    *(
        box(each, group=FUNCTION, over={"not-applying": "9"} if each.name == "function_work" else None)
        for each in q.FUNCTIONS
    ),
    *boxes(DEEDS, *q.DEEDS),
    box(q.LOCKED, group=BETWEEN),
    box(q.STAY, q.DISCHARGED, group=BETWEEN, start=0),
    box(q.TESTED, q.TESTS, group=TREATED),
    Cell(ADHERENCE.label, ("adherence", "mental_no_drugs"), told=_adherence_told),
    REACTION,
    box(q.EFFECT, group=TREATED, over={"not-applying": "9"}),
    *DRUGS,
    *boxes(MEDICINES, q.DRUG_ADVICE),
    *boxes(TREATED, q.REHABILITATION),
    *REFERRED,
    Cell(Text("本次随访分类", "Class of this visit"), group=NEXT, told=_class_told),
    NEXT_VISIT,
    SIGNATURE,
)
