"""肺结核患者第一次入户随访记录表 and 肺结核患者随访服务记录表: their boxes in their order, each box once."""

from __future__ import annotations

from app.core.words import Text
from app.visits.rules import Answers
from app.visits.rules.boxes import (
    COMPLICATION,
    DRINKING,
    DRUGS,
    NEXT_VISIT,
    REACTION,
    REFERRED,
    SIGNATURE,
    SMOKING,
)
from app.visits.rules.cells import NOTHING, box, boxes
from app.visits.rules.paper import Cell
from app.visits.rules.questions import plain
from app.visits.rules.section import figure
from app.visits.sections.tuberculosis import questions as q

FIRST = Text("第一次入户", "First home visit")
FOLLOWED = Text("随访", "Follow-up")
TAKEN = Text("用药", "Medicines")
HOME = Text("家庭居住环境评估", "The home")
TAUGHT = Text("健康教育及培训", "Teaching")
HANDLED = Text("处理", "What was done")
COURSE = Text("停止治疗及全程管理", "End of treatment, the whole course")


def share_taken(answers: Answers) -> float | None:
    """Return the share of the doses owed that were taken, in percent; None where either is not known."""
    due, taken = figure(answers, "doses_due"), figure(answers, "doses_taken")
    return 100 * taken / due if due and taken is not None else None


def _share_told(answers: Answers) -> Text:
    share = share_taken(answers)
    if share is None:
        return NOTHING
    words = f"{plain(round(share, 1))}%"
    return Text(words, words)


PAPER = (
    *boxes(FIRST, q.TYPE, q.SPUTUM, q.RESISTANCE),
    *boxes(FOLLOWED, q.MONTH, q.PHASE, q.SUPERVISOR),
    box(q.SYMPTOMS, q.SYMPTOMS_OTHER, group=FOLLOWED, start=0, over={"other": ""}),
    SMOKING,
    DRINKING,
    *boxes(TAKEN, q.REGIMEN, q.USE, q.PREPARATION, q.MISSED, q.MISSED_DAYS),
    *DRUGS,
    *boxes(HOME, q.ROOM, q.AIRING),
    *boxes(TAUGHT, q.PICK_UP, q.TAUGHT, q.CONTACTS),
    REACTION,
    Cell(COMPLICATION.label, ("complication", "tb_complication_detail"), {"no": "1", "yes": "2", "worse": "2"}, HANDLED),
    *REFERRED,
    *boxes(HANDLED, q.REFERRED_OUTCOME, q.TREATMENT),
    *boxes(COURSE, q.ENDED_ON, q.ENDED, q.VISITS_DUE, q.VISITS_DONE, q.DOSES_DUE, q.DOSES_TAKEN),
    Cell(Text("服药率", "Share of doses taken"), group=COURSE, told=_share_told),
    NEXT_VISIT,
    SIGNATURE,
)  # fmt: skip
