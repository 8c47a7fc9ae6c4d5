"""A small shelf of our own, so that what the rules do does not hang on what the catalogue says; and lines of plans."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.careplans.rules.catalogue import Bound, Catalogue, Caution, Drug, DrugClass, HealthItem, Pair
from app.careplans.rules.plan import Advice, Medicine, Monitoring, Plan
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.vocabulary import (
    Barred,
    Circumstance,
    Disease,
    DoseUnit,
    HealthKind,
    Measured,
    Moment,
    Per,
)
from app.policy.terms import Condition

READ_ON = date(2026, 1, 5)
EVERY = frozenset(Disease)


def sourced(code: str, **said: Any) -> dict[str, Any]:
    return {"code": code, "source": f"{code} 的出处", "dated_on": READ_ON} | {"zh": code, "en": code} | said


def a_drug(code: str, zh: str, *classes: str, **said: Any) -> Drug:
    usual: dict[str, Any] = {
        "form": "片",
        "strengths": ("5mg",),
        "unit": DoseUnit.TABLET,
        "measured_in": "mg",
        "daily_least": 1,
        "daily_most": 10,
        "usual_dose": 1,
        "usual_times": 1,
        "diseases": EVERY,
        "classes": classes or ("other",),
    }
    return Drug(**sourced(code, zh=zh, en=code.title()) | usual | said)


def an_item(code: str, kind: HealthKind, topic: str, zh: str, **said: Any) -> HealthItem:
    return HealthItem(**sourced(code, zh=zh, en=code), kind=kind, topic=topic, diseases=EVERY, **said)


def a_medicine(name: str = "氨氯地平", code: str = "", **said: Any) -> Medicine:
    usual: dict[str, Any] = {
        "strength": "5mg",
        "dose": 1,
        "unit": DoseUnit.TABLET,
        "times": 1,
        "days": 28,
        "moments": (Moment.MORNING,),
    }
    line = usual | said
    needed = line["dose"] * line["times"] * line["days"]
    return Medicine(name=name, code=code, **{"quantity": needed} | line)


def a_line(
    measured: Measured = Measured.PRESSURE, times: int = 1, per: Per = Per.DAY, **said: Any
) -> Monitoring:
    return Monitoring(measured, times, per, **said)


def a_plan(*medicines: Medicine, **said: Any) -> Plan:
    return Plan(medicines=medicines, **said)


def advice(kind: HealthKind, code: str = "", words: str = "", **figures: float) -> Advice:
    return Advice(kind, code, figures, words)


def bound(value: float, unit: str = "克", stricter: str = "lower") -> Bound:
    return Bound(value=value, unit=unit, unit_en="g", stricter=stricter)


SMALL = Catalogue(
    classes=(
        DrugClass(**sourced("ccb", zh="地平类", en="CCB")),
        DrugClass(**sourced("acei", zh="血管紧张素转换酶抑制剂（普利类）", en="ACE inhibitors")),
        DrugClass(**sourced("arb", zh="沙坦类", en="ARB")),
        DrugClass(**sourced("beta-blocker", zh="β 受体阻滞剂", en="beta blockers")),
        DrugClass(**sourced("thiazide", zh="噻嗪类利尿剂", en="thiazides")),
        DrugClass(**sourced("sulfonylurea", zh="磺脲类", en="sulfonylureas")),
    ),
    drugs=(
        a_drug("amlodipine", "氨氯地平", "ccb", aliases=("络活喜", "苯磺酸氨氯地平")),
        a_drug("nifedipine", "硝苯地平", "ccb", strengths=("10mg",), daily_most=60),
        a_drug(
            "valsartan-amlodipine",
            "缬沙坦氨氯地平",
            "arb",
            "ccb",
            strengths=("80mg/5mg",),
            measured_in="tablet",
        ),
        a_drug("enalapril", "依那普利", "acei", strengths=("10mg",), daily_most=40),
        a_drug("losartan", "氯沙坦", "arb", strengths=("50mg",), daily_most=100),
        a_drug("metoprolol", "美托洛尔", "beta-blocker", strengths=("25mg",), daily_most=200),
        a_drug(
            "hydrochlorothiazide",
            "氢氯噻嗪",
            "thiazide",
            strengths=("25mg",),
            daily_most=50,
            allergens=("磺胺",),
        ),
        a_drug(
            "glimepiride", "格列美脲", "sulfonylurea", strengths=("2mg",), daily_most=6, allergens=("磺胺",)
        ),
        a_drug("metformin", "二甲双胍", strengths=("0.5g",), daily_most=2000),
        a_drug(
            "insulin-glargine",
            "甘精胰岛素",
            "insulin",
            strengths=("300单位/3ml",),
            unit=DoseUnit.UNIT,
            measured_in="U",
            daily_most=100,
            barred=Barred.STORAGE,
        ),
        a_drug(
            "salbutamol",
            "沙丁胺醇",
            strengths=("100μg/揿",),
            unit=DoseUnit.PUFF,
            measured_in="puff",
            daily_most=8,
        ),
    ),
    cautions=(
        Caution(
            **sourced("beta-blocker-copd", zh="可能加重气道痉挛。", en="May tighten the airways."),
            of=("beta-blocker",),
            conditions=frozenset({Condition.COPD}),
            circumstances=frozenset({Circumstance.ASTHMA}),
        ),
        Caution(
            **sourced("acei-pregnancy", zh="妊娠期不用。", en="Not in pregnancy."),
            of=("acei", "arb"),
            circumstances=frozenset({Circumstance.PREGNANT}),
        ),
        Caution(
            **sourced("glimepiride-old", zh="容易低血糖。", en="Glucose may fall too low."),
            of=("glimepiride",),
            age_from=75,
        ),
    ),
    pairs=(
        Pair(**sourced("acei-arb", zh="不主张合用。", en="Not together."), one=("acei",), other=("arb",)),
        Pair(
            **sourced("beta-salbutamol", zh="作用相反。", en="They work against each other."),
            one=("beta-blocker",),
            other=("salbutamol",),
        ),
    ),
    items=(
        an_item("salt", HealthKind.DIET, "salt", "每天盐不超过 {salt} 克。", figures={"salt": bound(5)}),
        an_item(
            "salt-heart", HealthKind.DIET, "salt", "心衰：盐不超过 {salt} 克。", figures={"salt": bound(3)}
        ),
        an_item(
            "drink",
            HealthKind.DIET,
            "drink-more",
            "多喝水，每天 {water} 毫升。",
            figures={"water": bound(2000, "毫升")},
        ),
        an_item(
            "fluid",
            HealthKind.DIET,
            "fluid",
            "每天喝水不超过 {water} 毫升。",
            figures={"water": bound(1500, "毫升")},
            rank=5,
            against=("drink-more",),
        ),
        an_item("brisk", HealthKind.EXERCISE, "exercise", "快走半小时。", rank=1),
        an_item("gentle", HealthKind.EXERCISE, "exercise", "慢走，不气短为度。", rank=6),
        an_item("fruit", HealthKind.DIET, "fruit", "水果 {fruit} 克。", figures={"fruit": bound(350)}),
        an_item(
            "fruit-sugar",
            HealthKind.DIET,
            "fruit",
            "两餐之间水果 {fruit} 克。",
            figures={"fruit": bound(200)},
        ),
        an_item(
            "sleep",
            HealthKind.SLEEP,
            "sleep",
            "睡足 {hours} 小时。",
            figures={"hours": bound(7, "小时", "higher")},
        ),
        an_item(
            "squat",
            HealthKind.TCM,
            "squat",
            "练八段锦。",
            unless_circumstances=frozenset({Circumstance.FALLS}),
            unless_conditions=frozenset({Condition.HEART_FAILURE}),
        ),
    ),
)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(SMALL)
