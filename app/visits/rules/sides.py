"""Both layers of rules beside each other: what the assessment of 2017 and the clinical standard make of a value."""

from __future__ import annotations

from app.core.words import Text
from app.policy.thresholds import pressure_limits
from app.visits.rules.entry import Answers
from app.visits.rules.questions import plain
from app.visits.rules.section import Circumstances, Side, figure

MET, MISSED = Text("达标", "met"), Text("未达标", "missed")
ASSESSED = Text(
    "考核（2017 年规范）：{aim}，{met}。此次分类和控制率以此为准。",
    "Assessment (2017): {aim}, {met}. It gives the class of the visit and the rate of control.",
)
CLINICAL = Text(
    "临床（现行标准）：{aim}，{met}。用药和何时复访以此为准。",
    "Clinical (standard in force): {aim}, {met}. It guides treatment and the next visit.",
)
NOT_ASSESSED = Text("考核（2017 年规范）：不看这一项。", "Assessment (2017): does not look at it.")
BELOW = Text("低于 {n} {unit}", "below {n} {unit}")
BETWEEN = Text("{low} 到 {high} {unit}", "{low} to {high} {unit}")
AGED = Text("{aim}（高龄可放宽）", "{aim} (looser in old age)")
MMHG, MMOL = "mmHg", "mmol/L"


def pressure_sides(answers: Answers, circumstances: Circumstances) -> tuple[Side, ...]:
    """Return the pressure under both layers; both values must lie below a limit to reach it."""
    systolic, diastolic = figure(answers, "systolic_mean"), figure(answers, "diastolic_mean")
    if systolic is None or diastolic is None:
        return ()
    limits = pressure_limits(age=circumstances.age, on=circumstances.on, figures=circumstances.figures)
    value = f"{int(systolic + 0.5)}/{int(diastolic + 0.5)} {MMHG}"
    assessed = systolic < limits.systolic and diastolic < limits.diastolic
    clinical = systolic < limits.clinical_systolic and diastolic < limits.clinical_diastolic
    return (
        Side(
            "pressure",
            Text(value, value),
            _said(ASSESSED, _pair(limits.systolic, limits.diastolic), fine=assessed),
            _said(CLINICAL, _pair(limits.clinical_systolic, limits.clinical_diastolic), fine=clinical),
            assessed,
            clinical,
        ),
    )


def glucose_sides(answers: Answers, circumstances: Circumstances) -> tuple[Side, ...]:
    """Return fasting glucose and HbA1c under both layers: the assessment looks at the fasting value alone."""
    return (*_fasting(answers, circumstances), *_hba1c(answers, circumstances))


def _fasting(answers: Answers, circumstances: Circumstances) -> tuple[Side, ...]:
    value = figure(answers, "fasting_glucose")
    if value is None:
        return ()

    def limit(name: str) -> float:
        return circumstances.figures.value(name, on=circumstances.on)

    control, low, high = (
        limit("glucose.control"),
        limit("glucose.clinical.low"),
        limit("glucose.clinical.high"),
    )
    assessed, clinical = value < control, low <= value < high
    aim = BETWEEN.filled(low=plain(low), high=plain(high), unit=MMOL)
    words = f"{plain(value)} {MMOL}"
    return (
        Side(
            "fasting_glucose",
            Text(words, words),
            _said(ASSESSED, BELOW.filled(n=plain(control), unit=MMOL), fine=assessed),
            _said(CLINICAL, aim, fine=clinical),
            assessed,
            clinical,
        ),
    )


def _hba1c(answers: Answers, circumstances: Circumstances) -> tuple[Side, ...]:
    value = figure(answers, "hba1c")
    if value is None:
        return ()
    limit = circumstances.figures.value("hba1c.control", on=circumstances.on)
    aim = AGED.filled(aim=BELOW.filled(n=plain(limit), unit="%"))
    fine, words = value < limit, f"{plain(value)} %"
    clinical = _said(CLINICAL, aim, fine=fine)
    return (
        Side("hba1c", Text(words, words), NOT_ASSESSED, clinical, assessed_fine=True, clinical_fine=fine),
    )


def _pair(systolic: float, diastolic: float) -> Text:
    return BELOW.filled(n=f"{plain(systolic)}/{plain(diastolic)}", unit=MMHG)


def _said(layer: Text, aim: Text, *, fine: bool) -> Text:
    return layer.filled(aim=aim, met=MET if fine else MISSED)
