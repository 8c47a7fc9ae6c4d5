"""What figures show: the limits of the rulebook, put as signals that record and page evaluate alike."""

from __future__ import annotations

from functools import cache, lru_cache

from app.core.words import Text
from app.policy.rule import Interval
from app.policy.terms import Result
from app.policy.thresholds import GlucoseLimits, PressureLimits, glucose_limits, pressure_limits
from app.visits.rules.entry import Answers
from app.visits.rules.questions import plain
from app.visits.rules.readings import MEASURES, with_means
from app.visits.rules.section import Circumstances, Signal, figure
from app.visits.rules.vocabulary import Danger

BAD = Result.UNCONTROLLED
# The limits that hold at some age on some day are few; their signals are asked for at every judgement.
KEPT = 256
DANGEROUS = Text(
    "{what}：危急，先紧急处理并转诊，两周内主动随访。",
    "{what}: dangerous. Treat at once, refer urgently, check within two weeks.",
)
AT_LEAST = Text("{name}达到 {n}", "{name} at or above {n}")
AT_MOST = Text("{name}降到 {n}", "{name} at or below {n}")
BELOW = Text("{name}低于 {n}", "{name} below {n}")
ARMS = Text(
    "两侧上臂收缩压相差超过 {n} mmHg：建议转诊检查血管。",
    "The arms differ by more than {n} mmHg: refer for a look at the vessels.",
)
SYSTOLIC = Text("收缩压", "Systolic pressure")
DIASTOLIC = Text("舒张压", "Diastolic pressure")
GLUCOSE = Text("血糖", "Glucose")
OXYGEN = Text("血氧饱和度", "Oxygen saturation")


def pressure_signals(circumstances: Circumstances, *, classes: bool) -> tuple[Signal, ...]:
    """Return what the pressure shows; it classes hypertension, for other diseases it only warns."""
    limits = pressure_limits(age=circumstances.age, on=circumstances.on, figures=circumstances.figures)
    return _pressure_signals(
        limits, BAD if classes else None, below_clinical_aim(circumstances) if classes else None
    )


@lru_cache(maxsize=KEPT)
def _pressure_signals(
    limits: PressureLimits, result: Result | None, again: Interval | None
) -> tuple[Signal, ...]:
    aim = Text(
        "临床目标血压低于 {s}/{d} mmHg，本次未达到。", "Clinical aim: below {s}/{d} mmHg, not reached."
    ).filled(s=plain(limits.clinical_systolic), d=plain(limits.clinical_diastolic))
    low = Text(
        "血压偏低，请复测并询问头晕、用药情况。",
        "Low pressure: take it again, ask about dizziness and medicines.",
    )
    return (
        Signal("systolic_mean", at_least=limits.systolic, result=result),
        Signal("diastolic_mean", at_least=limits.diastolic, result=result),
        _danger("systolic_highest", SYSTOLIC, limits.emergency_systolic),
        _danger("diastolic_highest", DIASTOLIC, limits.emergency_diastolic),
        Signal(
            "systolic_mean",
            at_least=limits.clinical_systolic,
            advice=aim,
            sooner=again,
            clinical=result is BAD,
        ),
        Signal(
            "diastolic_mean",
            at_least=limits.clinical_diastolic,
            advice=aim,
            sooner=again,
            clinical=result is BAD,
        ),
        Signal("systolic_mean", below=limits.low_systolic, advice=low),
        *_measuring(limits),
    )


def below_clinical_aim(circumstances: Circumstances) -> Interval | None:
    """Return how soon somebody is seen again whose pressure misses the clinical aim, None before it was in force."""
    months = circumstances.figures.find("hypertension.uncontrolled.months", on=circumstances.on)
    return None if months is None else Interval(int(months.value), "month")


def _measuring(limits: PressureLimits) -> tuple[Signal, ...]:
    """Return what several readings say about each other."""
    third = Text(
        "两次血压相差超过 {n} mmHg，请再测一次，取后两次的平均值。",
        "The two readings differ by more than {n} mmHg: take a third and use the mean of the last two.",
    ).filled(n=plain(limits.third_reading))
    arms = ARMS.filled(n=plain(limits.arms_apart))
    return (
        Signal("systolic_apart", above=limits.third_reading, advice=third),
        Signal("diastolic_apart", above=limits.third_reading, advice=third),
        Signal("systolic_arms", above=limits.arms_apart, advice=arms),
    )


def glucose_signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what glucose shows: the fasting value classes, and so does a random one."""
    return _glucose_signals(glucose_limits(on=circumstances.on, figures=circumstances.figures))


@lru_cache(maxsize=KEPT)
def _glucose_signals(limits: GlucoseLimits) -> tuple[Signal, ...]:
    low = DANGEROUS.filled(what=AT_MOST.filled(name=GLUCOSE, n=plain(limits.emergency_low)))
    signals = [
        Signal("fasting_glucose", at_least=limits.fasting, result=BAD),
        Signal("random_glucose", at_least=limits.random, result=BAD),
    ]
    for name in ("fasting_glucose", "random_glucose"):
        signals.append(_danger(name, GLUCOSE, limits.emergency_high))
        signals.append(Signal(name, at_most=limits.emergency_low, result=BAD, emergency=low))
    return tuple(signals)


def oxygen_signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what the oxygen saturation shows."""
    danger = circumstances.figures.value("oxygen.emergency", on=circumstances.on)
    low = circumstances.figures.value("oxygen.low", on=circumstances.on)
    words = DANGEROUS.filled(what=BELOW.filled(name=OXYGEN, n=f"{plain(danger)}%"))
    advice = Text(
        "血氧低于 {n}%：建议到上级医院就诊。", "Saturation below {n}%: advise the superior hospital."
    )
    return (
        Signal("spo2", below=danger, result=BAD, emergency=words),
        Signal("spo2", below=low, result=BAD, advice=advice.filled(n=plain(low))),
    )


def heart_signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what the heart rate shows: a fast one is danger only if it lasts."""
    fast = circumstances.figures.value("heart-rate.fast", on=circumstances.on)
    advice = Text(
        "心率超过 {n}：休息后复测，持续偏快须转诊。", "Heart rate above {n}: rest, retake; refer if it lasts."
    )
    return (Signal("heart_rate", above=fast, advice=advice.filled(n=plain(fast))),)


@cache
def treatment_signals() -> tuple[Signal, ...]:
    """Return what reaction, complication, adherence and danger signs show."""
    irregular = Text(
        "服药不规律：请当面指导规律服药。", "Medicines taken irregularly: advise on taking them regularly."
    )
    return (
        Signal("adverse_reaction", says=("yes",), result=Result.ADVERSE_REACTION),
        Signal("complication", says=("yes", "worse"), result=Result.COMPLICATION),
        Signal("adverse_hard", says=("no",), result=Result.ADVERSE_REACTION),
        Signal("adherence", says=("irregular", "none"), advice=irregular),
        *(
            Signal("dangers", says=(sign.value,), result=BAD, emergency=DANGEROUS.filled(what=sign.text))
            for sign in Danger
        ),
    )


def pressure_words(answers: Answers) -> str:
    """Return the pressure as it is written, the mean of the last readings where there are several."""
    known = with_means(answers)
    means = [figure(known, f"{measure}_mean") for measure in MEASURES]
    return "/".join(f"{int(mean + 0.5)}" for mean in means if mean is not None) if None not in means else ""


def glucose_words(answers: Answers) -> str:
    """Return the glucose as it is written, the fasting one where there is one."""
    for name in ("fasting_glucose", "random_glucose"):
        if (value := figure(answers, name)) is not None:
            return f"{plain(value)} mmol/L"
    return ""


def _danger(name: str, what: Text, limit: float) -> Signal:
    words = DANGEROUS.filled(what=AT_LEAST.filled(name=what, n=plain(limit)))
    return Signal(name, at_least=limit, result=None if "highest" in name else BAD, emergency=words)
