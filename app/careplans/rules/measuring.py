"""监测合并: one line for each thing and whoever measures it, as often as the disease that asks most often."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.careplans.rules.combined import CombinedMonitoring
from app.careplans.rules.plan import Monitoring, Plan
from app.careplans.rules.vocabulary import Disease, Measured, Measurer, Per

A_YEAR = {Per.DAY: 365, Per.WEEK: 52, Per.MONTH: 12, Per.QUARTER: 4, Per.YEAR: 1}
ABOVE = re.compile(r"^\s*(?:[>≥＞]|高于|大于|不低于|不少于|至少)|以上\s*$")
BELOW = re.compile(r"^\s*(?:[<≤＜]|低于|小于|不超过|不高于|少于|最多)|以下\s*$")
NUMBER = re.compile(r"\d+(?:\.\d+)?")

Asked = tuple[Disease, int, Monitoring]


def combine_monitoring(plans: Mapping[Disease, Plan]) -> tuple[CombinedMonitoring, ...]:
    """Return what is measured for all plans, in the order of the things measured."""
    asked: dict[tuple[Measured, Measurer], list[Asked]] = {}
    for disease, plan in plans.items():
        for place, line in enumerate(plan.monitoring):
            asked.setdefault((line.measured, line.by), []).append((disease, place, line))
    ordered = sorted(asked, key=lambda key: (list(Measured).index(key[0]), list(Measurer).index(key[1])))
    return tuple(_merged(asked[key]) for key in ordered)


def a_year(line: Monitoring) -> int:
    """Return how many times a year a line asks for."""
    return line.times * A_YEAR[line.per]


def stricter_target(targets: Sequence[str]) -> str | None:
    """Return the strictest of several targets, None where they cannot be compared: <130/80 is stricter than <140/90."""
    for limits, strictest in ((BELOW, min), (ABOVE, max)):
        figures = [_figures(target) for target in targets]
        if all(limits.search(target) for target in targets) and len({len(one) for one in figures}) == 1:
            wanted = strictest(figures)
            return (
                targets[figures.index(wanted)] if _is_strictest(wanted, figures, strictest is min) else None
            )
    return None


def _merged(asked: Sequence[Asked]) -> CombinedMonitoring:
    _, place, line = max(asked, key=lambda one: a_year(one[2]))
    most = next(one for one in asked if a_year(one[2]) == a_year(line))
    diseases = [most[0], *(disease for disease, _, _ in asked if disease is not most[0])]
    target = _target(asked)
    return CombinedMonitoring(
        monitoring=replace(most[2], target=target),
        diseases=tuple(dict.fromkeys(diseases)),
        target=target,
        place=place,
    )


def _target(asked: Sequence[Asked]) -> str:
    """Return the one target that stays: the strictest, or each with its disease where they cannot be compared."""
    told = [(line.target, disease) for disease, _, line in asked if line.target]
    # One that says the same and more stands for both.
    stated = {
        target: disease
        for target, disease in reversed(told)
        if not any(target in other and target != other for other, _ in told)
    }
    stated = dict(reversed(stated.items()))
    if len(stated) <= 1:
        return next(iter(stated), "")
    return stricter_target(list(stated)) or "；".join(
        f"{disease.zh} {target}" for target, disease in stated.items()
    )


def _figures(target: str) -> tuple[float, ...]:
    return tuple(float(number) for number in NUMBER.findall(target))


def _is_strictest(wanted: tuple[float, ...], figures: Iterable[tuple[float, ...]], lower: bool) -> bool:
    """Return whether every figure of a target is at least as strict as that of the others."""
    return all(
        (mine <= theirs) if lower else (mine >= theirs)
        for one in figures
        for mine, theirs in zip(wanted, one, strict=True)
    )
