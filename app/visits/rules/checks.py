"""What cannot be filed yet: what is missing and what contradicts itself, each with its field and its mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.core.words import Text
from app.policy.terms import Mode
from app.visits.rules.entry import Answer, Answers
from app.visits.rules.section import Section, figure, given
from app.visits.rules.vocabulary import Symptom

REMOTE = frozenset({Mode.PHONE, Mode.VIDEO})
READINGS = tuple((f"systolic{which}", f"diastolic{which}") for which in ("", "_2", "_3", "_other"))

NOTHING = Text(
    "还没有填写任何一项随访内容，请至少完成一项（例如血压，或巡查四项）。",
    "Nothing has been filled in yet: complete at least one part, such as pressure or the four parts of a round.",
)
MISSING = Text("{label}还没有填，请补上。", "{label} is missing; please fill it in.")
MISSING_SYMPTOMS = Text(
    "请选症状；没有就点“无症状”。", "Choose the symptoms; touch “None” where there are none."
)
UPSIDE_DOWN = Text(
    "收缩压 {high} 应高于舒张压 {low}，可能填反了，请核对。",
    "Systolic {high} should be above diastolic {low}: perhaps they are swapped. Please check.",
)
HALF = Text("血压要填两个数，请补上另一个。", "A pressure has two figures; please fill in the other one.")
CONFIRM = Text(
    "数值危急：请先处理并安排紧急转诊，再点“已安排紧急转诊”保存。",
    "Dangerous: treat, arrange an urgent referral, then confirm it below and save.",
)
PROPOSED = Text(
    "按规范建议转诊（{why}）。已选“同意转诊”，请核对后再保存；暂不转诊的请选“暂不转诊”并写明理由。",
    "The standard proposes a referral ({why}). “Referral agreed” is chosen: check and save again, or choose otherwise "
    "and say why.",
)
DECLINED_WHY = Text("请写明暂不转诊的理由。", "Please say why there is no referral.")
REASON = Text(
    "所选分类与按数值判断的不同，请在下面写明理由。",
    "The class chosen differs from what the values say; please say why.",
)
NONE_AND_SOME = Text(
    "“无症状”不能和其他症状同时选，请取消其中一种。",
    "“None” cannot stand beside a symptom; take one of them back.",
)


def faults_of(answers: Answers, sections: Iterable[Section], *, mode: Mode | None) -> list[tuple[str, Text]]:
    """Return each fault with the name of its field; an empty list may be filed."""
    faults = [*_missing(answers, sections, remote=mode in REMOTE), *_pressure(answers), *_symptoms(answers)]
    return list(dict(reversed(faults)).items())[::-1]


def _missing(answers: Answers, sections: Iterable[Section], *, remote: bool) -> Iterator[tuple[str, Text]]:
    for section in sections:
        for question in section.missing(answers, remote=remote):
            symptoms = question.name == "symptoms"
            yield question.name, MISSING_SYMPTOMS if symptoms else MISSING.filled(label=question.label)


def _pressure(answers: Answers) -> Iterator[tuple[str, Text]]:
    for high_name, low_name in READINGS:
        high, low = figure(answers, high_name), figure(answers, low_name)
        if (high is None) != (low is None):
            yield (high_name if high is None else low_name), HALF
        elif high is not None and low is not None and high <= low:
            yield low_name, UPSIDE_DOWN.filled(high=f"{high:g}", low=f"{low:g}")


def _symptoms(answers: Answers) -> Iterator[tuple[str, Text]]:
    chosen = answers.get("symptoms")
    if isinstance(chosen, list) and Symptom.NONE.value in chosen and len(chosen) > 1:
        yield "symptoms", NONE_AND_SOME


def nothing_done(answers: Answers, sections: Iterable[Section]) -> bool:
    """Whether no section was worked on at all."""
    return not any(section.worked_on(answers) for section in sections)


def kept_answers(answers: Answers, sections: Iterable[Section]) -> dict[str, Answer]:
    """Return the answers that belong to the sections worked on, so that no carried habit files itself alone."""
    names = {q.name for section in sections if section.worked_on(answers) for q in section.questions}
    names |= {section.chosen_result for section in sections}
    return {name: answer for name, answer in answers.items() if name in names and given(answer)}
