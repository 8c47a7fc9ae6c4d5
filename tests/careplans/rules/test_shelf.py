"""The shelf finds a medicine by whatever name is on the box, and holds what a county changed."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from app.careplans.rules.names import name_key, plain_key
from app.careplans.rules.shelf import Shelf, fill, laid_over, medicine_of, read_catalogue, shipped
from app.careplans.rules.vocabulary import Disease, DoseUnit, HealthKind, Moment
from app.policy.pack import PackFault

OWN_DRUG = {
    "code": "lacidipine",
    "zh": "拉西地平",
    "en": "Lacidipine",
    "classes": ["ccb"],
    "diseases": ["hypertension"],
    "form": "片",
    "strengths": ["4mg"],
    "unit": "tablet",
    "measured_in": "mg",
    "daily_least": 4,
    "daily_most": 8,
    "usual_dose": 1,
    "usual_times": 1,
    "source": "药品说明书（拉西地平片）",
    "dated_on": "2026-05-01",
}
CLASS = """
[[class]]
code = "ccb"
zh = "地平类"
en = "Calcium channel blockers"
source = "药品说明书"
dated_on = 2026-01-01
"""


@pytest.fixture(scope="module")
def shelf():
    return Shelf(shipped())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("氨氯地平", "amlodipine"),
        ("苯磺酸氨氯地平片", "amlodipine"),
        ("苯磺酸氨氯地平片 5mg", "amlodipine"),
        ("络活喜", "amlodipine"),
        ("AMLODIPINE", "amlodipine"),
        ("硝苯地平控释片", "nifedipine-gits"),
        ("硝苯地平缓释片", "nifedipine-sr"),
        ("酒石酸美托洛尔片", "metoprolol"),
        ("琥珀酸美托洛尔缓释片", "metoprolol-er"),
        ("格列齐特片（II）", "gliclazide"),
        ("格列齐特缓释片", "gliclazide-mr"),
        ("氯沙坦钾片", "losartan"),
        ("盐酸二甲双胍缓释片", "metformin"),
        ("缬沙坦钠胶囊", "valsartan"),
        ("速效救心丸", "suxiao-jiuxin"),
        ("降压0号", "compound-reserpine-triamterene"),
        ("沙丁胺醇吸入气雾剂", "salbutamol"),
        ("门冬胰岛素30注射液", "insulin-aspart-30"),
        ("门冬胰岛素注射液", "insulin-aspart"),
    ],
)
def test_a_medicine_is_found_by_the_name_on_its_box(shelf, written, code):
    found = shelf.named(written)

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("written", ["", "片", "祖传降压粉", "地平", "氯化钠"])
def test_a_name_the_shelf_does_not_hold_is_no_medicine_of_it(shelf, written):
    assert shelf.named(written) is None


def test_salts_forms_and_strengths_are_no_part_of_a_name():
    assert plain_key("马来酸依那普利片10mg") == "依那普利"
    assert plain_key("布地奈德福莫特罗吸入粉雾剂(II)") == "布地奈德福莫特罗"
    assert plain_key("胶囊") == "胶囊"
    assert name_key(" 络 活 喜 ") == "络活喜"


def test_what_is_on_the_shelf_is_asked_for_by_code_and_by_disease(shelf):
    assert shelf.drug("metformin").zh == "二甲双胍"
    assert shelf.klass("ccb").en.startswith("Dihydropyridine")
    assert shelf.item("salt-5").figures["grams"].value == 5
    assert shelf.drug("no-such-thing") is None
    assert all(Disease.COPD in drug.diseases for drug in shelf.drugs_for(Disease.COPD))
    assert {item.kind for item in shelf.items_for(Disease.COPD, HealthKind.DIET)} == {HealthKind.DIET}
    assert next(one.code for one in shelf.templates_for(Disease.HYPERTENSION)) == "hypertension-new"


def test_a_template_fills_a_plan_as_the_catalogue_usually_gives_it(shelf):
    plan = fill(shelf.template("hypertension-new"), shelf)

    amlodipine = plan.medicines[0]
    assert (amlodipine.code, amlodipine.strength, amlodipine.dose) == ("amlodipine", "5mg", 1)
    assert (amlodipine.unit, amlodipine.times, amlodipine.days) == (DoseUnit.TABLET, 1, 28)
    assert (amlodipine.quantity, amlodipine.moments) == (28, (Moment.MORNING,))
    assert plan.advice[0].code == "salt-5"
    assert plan.advice[0].figures == {"grams": 5}
    assert plan.stage == "新发现，一种药起步"


def test_a_dose_given_more_often_than_usual_is_spread_over_the_day(shelf):
    line = msgspec.structs.replace(shelf.template("diabetes-new").medicines[0], times=3)

    medicine = medicine_of(shelf.drug("metformin"), line)

    assert medicine.moments == (Moment.MORNING, Moment.NOON, Moment.EVENING)
    assert medicine.quantity == 84


def test_what_is_taken_only_when_needed_is_counted_on_one_use_a_day(shelf):
    nitroglycerin = medicine_of(shelf.drug("nitroglycerin"))

    assert nitroglycerin.as_needed
    assert nitroglycerin.moments == ()
    assert nitroglycerin.quantity == 28


def test_a_county_adds_changes_and_takes_away_and_the_last_word_holds():
    changed = {**OWN_DRUG, "daily_most": 6}

    own = Shelf(
        laid_over(
            shipped(),
            [("drug", "lacidipine", OWN_DRUG), ("drug", "amlodipine", None), ("drug", "lacidipine", changed)],
        )
    )

    assert own.named("拉西地平片").daily_most == 6
    assert own.drug("amlodipine") is None
    assert Shelf(shipped()).drug("amlodipine") is not None


def test_a_template_leaves_out_what_the_county_took_away():
    own = Shelf(laid_over(shipped(), [("drug", "amlodipine", None), ("item", "salt-5", None)]))

    plan = fill(own.template("hypertension-new"), own)

    assert plan.medicines == ()
    assert "salt-5" not in {advice.code for advice in plan.advice}


@pytest.mark.parametrize(
    "fault", [{"unit": "bucket"}, {"source": ""}, {"daily_most": -1}, {"colour": "red"}, {"classes": []}]
)
def test_an_entry_that_does_not_fit_its_shape_is_refused(fault):
    with pytest.raises(ValueError, match=next(iter(fault)) + "|unknown"):
        laid_over(shipped(), [("drug", "lacidipine", {**OWN_DRUG, **fault})])


def test_a_file_that_says_a_thing_twice_or_wrongly_is_named(tmp_path: Path):
    (tmp_path / "one.toml").write_text(CLASS, encoding="utf-8")
    (tmp_path / "two.toml").write_text(CLASS, encoding="utf-8")

    with pytest.raises(PackFault, match=r"two\.toml: ccb: stands twice"):
        read_catalogue(tmp_path)

    (tmp_path / "two.toml").write_text(CLASS.replace("dated_on", "day"), encoding="utf-8")
    with pytest.raises(PackFault, match=r"two\.toml: class\[0\]"):
        read_catalogue(tmp_path)
