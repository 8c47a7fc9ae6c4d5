"""Diseases as doctors, insurers and clerks write them."""

from __future__ import annotations

import pytest

from app.rosters.rules.diseases import read_diseases

NAMED = {
    "高血压": "hypertension",
    "原发性高血压": "hypertension",
    "高血压2级（高危）": "hypertension",
    "高血压3级(极高危)": "hypertension",
    "高血压伴并发症": "hypertension-complicated",
    "高血压（伴并发症）": "hypertension-complicated",
    "高血压性心脏病": "hypertension-complicated",
    "高血压（无并发症）": "hypertension",
    "糖尿病": "diabetes",
    "2型糖尿病": "diabetes",
    "II型糖尿病": "diabetes",
    "糖尿病胰岛素治疗": "diabetes-insulin",
    "糖尿病（胰岛素）": "diabetes-insulin",
    "糖尿病、胰岛素治疗": "diabetes-insulin",
    "糖尿病（非胰岛素治疗）": "diabetes",
    "心功能不全": "heart-failure",
    "慢性心力衰竭": "heart-failure",
    "心衰": "heart-failure",
    "冠心病": "coronary",
    "冠状动脉粥样硬化性心脏病": "coronary",
    "陈旧性心梗": "coronary",
    "脑卒中": "stroke",
    "脑梗后遗症": "stroke",
    "脑出血": "stroke",
    "慢阻肺": "copd",
    "COPD": "copd",
    "ＣＯＰＤ": "copd",
    "慢性阻塞性肺疾病": "copd",
    "尿毒症透析": "dialysis",
    "精神分裂症": "mental-disorder",
    "肺结核": "tuberculosis",
    "肺癌": "cancer",
    "血友病": "rare-disease",
    "肾移植术后": "other-major",
    "两病（高血压）": "two-diseases-hypertension",
    "类风湿性关节炎": "other-chronic",
}


@pytest.mark.parametrize(("text", "value"), NAMED.items())
def test_each_name_means_one_condition(text: str, value: str) -> None:
    assert [disease.condition.value for disease in read_diseases(text)] == [value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("高血压、糖尿病", ["hypertension", "diabetes"]),
        ("高血压，2型糖尿病", ["hypertension", "diabetes"]),
        ("高血压/冠心病", ["hypertension", "coronary"]),
        ("高血压合并糖尿病", ["hypertension", "diabetes"]),
        ("1.高血压 2.糖尿病", ["hypertension", "diabetes"]),
        ("高血压2级（高危）、糖尿病胰岛素治疗", ["hypertension", "diabetes-insulin"]),
        ("脑出血后遗症；心衰\n慢阻肺", ["stroke", "heart-failure", "copd"]),
        ("无", []),
        ("", []),
    ],
)
def test_a_cell_may_name_several_or_none(text: str, values: list[str]) -> None:
    assert [disease.condition.value for disease in read_diseases(text)] == values


def test_the_words_of_the_list_are_kept() -> None:
    assert [disease.text for disease in read_diseases("高血压（伴并发症）、强直性脊柱炎")] == [
        "高血压（伴并发症）",
        "强直性脊柱炎",
    ]


def test_a_ticked_two_diseases_column_makes_it_the_lesser_scheme() -> None:
    (disease,) = read_diseases("糖尿病", two_diseases=True)

    assert disease.condition.value == "two-diseases-diabetes"
