"""The rulebook: the shipped packs agree with the documents, and a deployment's own file lies over them."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.words import Text
from app.policy import book
from app.policy.book import ROOMS, load_book
from app.policy.pack import PackFault
from app.policy.rule import After, Each, Interval, Once, Period
from app.policy.terms import Category, Condition, Kind, Mode, Result
from tests.policy.packs import SMALL, load_written, shipped

SECOND = (
    SMALL.replace('"small"', '"second"')
    .replace("small-followup", "second-followup")
    .replace("small.l", "second.l")
)
IN_USE = {
    "hypertension-followup": "national",
    "diabetes-followup": "national",
    "copd-followup": "national",
    "mental-disorder-followup": "national",
    "tuberculosis-followup": "national",
    "elderly-check": "national",
    "pressure-screening": "national",
    "pressure-again": "national",
    "risk-pressure": "national",
    "refill-due": "national",
    "low-income-home-visit": "luan-2024-24",
    "first-quarter-meeting": "luan-2024-24",
    "chronic-home-visit": "luan-2024-24",
    "scattered-weekly-round": "luan-2024-24",
    "referral-check": "luan-2024-24",
    "coronary-followup": "jinan-district-2023-19",
    "stroke-followup": "jinan-district-2023-19",
    "heart-failure-followup": "jinan-district-2023-19",
}
ON_FILE = {
    "discharge-visit",
    "contract-renewal",
    "cross-province-followup",
}
FORTNIGHT = ("1 month", "3 months", "14 days", "14 days", "14 days")
HALF_YEARLY = ("6 months",) * 5
QUARTERLY = ("1 month", "3 months", "3 months", "3 months", "3 months")
AFTERS = {
    "hypertension-followup": FORTNIGHT,
    "diabetes-followup": FORTNIGHT,
    "copd-followup": FORTNIGHT,
    "mental-disorder-followup": ("1 month", "3 months", "1 month", "14 days", "14 days"),
    "tuberculosis-followup": ("3 days", "1 month", "1 month", "14 days", "14 days"),
    "risk-pressure": HALF_YEARLY,
    "refill-due": ("21 days",) * 5,
    "coronary-followup": QUARTERLY,
    "stroke-followup": QUARTERLY,
    "heart-failure-followup": QUARTERLY,
    "low-income-home-visit": QUARTERLY,
    "chronic-home-visit": QUARTERLY,
}
FACE_TO_FACE = {Mode.CLINIC, Mode.HOME}
NOT_BY_VIDEO = FACE_TO_FACE | {Mode.PHONE}
ANSWERS = {
    "hypertension-followup": (Kind.HYPERTENSION, FACE_TO_FACE),
    "diabetes-followup": (Kind.DIABETES, FACE_TO_FACE),
    "copd-followup": (Kind.COPD, set(Mode)),
    "mental-disorder-followup": (Kind.MENTAL_DISORDER, NOT_BY_VIDEO),
    "tuberculosis-followup": (Kind.TUBERCULOSIS, FACE_TO_FACE),
    "elderly-check": (Kind.ELDERLY_CHECK, FACE_TO_FACE),
    "pressure-screening": (Kind.SCREENING, FACE_TO_FACE),
    "pressure-again": (Kind.SCREENING_AGAIN, FACE_TO_FACE),
    "risk-pressure": (Kind.SCREENING, FACE_TO_FACE),
    "refill-due": (Kind.REFILL, FACE_TO_FACE),
    "coronary-followup": (Kind.CORONARY, NOT_BY_VIDEO),
    "stroke-followup": (Kind.STROKE, NOT_BY_VIDEO),
    "heart-failure-followup": (Kind.HEART_FAILURE, NOT_BY_VIDEO),
    "low-income-home-visit": (Kind.GENERAL, {Mode.HOME}),
    "chronic-home-visit": (Kind.GENERAL, {Mode.HOME}),
    "scattered-weekly-round": (Kind.WEEKLY_ROUND, {Mode.HOME}),
    "first-quarter-meeting": (Kind.MEETING, FACE_TO_FACE),
    "referral-check": (Kind.REFERRAL_CHECK, NOT_BY_VIDEO),
}


@pytest.fixture(autouse=True)
def installed_as_before(monkeypatch):
    monkeypatch.setattr(book, "_installed", book._installed)


def test_the_default_packs_hold_the_rules_of_the_design_and_those_answered_are_in_use():
    rules = shipped().rules

    assert {name: rule.source for name, rule in rules.items()} == IN_USE
    assert set(shipped().all_rules) == set(IN_USE) | ON_FILE


@pytest.mark.parametrize("name", AFTERS)
def test_intervals_after_a_visit_are_those_of_the_design(name):
    first, *results = (Interval.parse(words) for words in AFTERS[name])

    when = shipped().all_rules[name].when

    assert when == After(first, dict(zip(Result, results, strict=True)))


@pytest.mark.parametrize("name", ANSWERS)
def test_a_rule_is_answered_by_its_own_kind_in_its_own_ways(name):
    answered_by = shipped().rules[name].answered_by

    assert (answered_by.kind, set(answered_by.modes)) == ANSWERS[name]


def test_rounds_meetings_and_checks_come_round_as_the_design_says():
    rules = shipped().all_rules

    assert rules["scattered-weekly-round"].when == Each(period=Period.WEEK)
    assert rules["first-quarter-meeting"].when == Each(window=((1, 1), (3, 31)))
    assert rules["elderly-check"].when == Each(period=Period.YEAR)
    assert rules["pressure-screening"].when == Each(period=Period.YEAR)
    assert rules["cross-province-followup"].when == Each(period=Period.MONTH)
    for name in ("referral-check", "discharge-visit", "pressure-again"):
        when = rules[name].when
        assert isinstance(when, Once)
        assert when.after == Interval(14, "day")


def test_rules_are_owed_to_whom_the_documents_name():
    rules = shipped().all_rules

    assert rules["hypertension-followup"].owed_to.conditions == {
        Condition.HYPERTENSION,
        Condition.HYPERTENSION_COMPLICATED,
    }
    assert rules["diabetes-followup"].owed_to.conditions == {Condition.DIABETES, Condition.DIABETES_INSULIN}
    assert rules["scattered-weekly-round"].owed_to.categories == {Category.DESTITUTE_SCATTERED}
    assert rules["first-quarter-meeting"].owed_to.categories == set(Category)
    assert rules["low-income-home-visit"].owed_to.categories == set(Category)
    assert rules["low-income-home-visit"].owed_to.conditions == set(Condition) - {
        Condition.TWO_DISEASES_HYPERTENSION,
        Condition.TWO_DISEASES_DIABETES,
        Condition.HYPERTENSION_RISK,
    }
    assert rules["chronic-home-visit"].owed_to.benefit
    assert rules["elderly-check"].owed_to.age_from == 65
    hypertension = {
        Condition.HYPERTENSION,
        Condition.HYPERTENSION_COMPLICATED,
        Condition.TWO_DISEASES_HYPERTENSION,
    }
    assert rules["pressure-screening"].owed_to.age_from == 35
    assert rules["pressure-screening"].owed_to.without == hypertension | {Condition.HYPERTENSION_RISK}
    assert rules["pressure-again"].owed_to.without == hypertension
    assert rules["risk-pressure"].owed_to.conditions == {Condition.HYPERTENSION_RISK}
    assert rules["risk-pressure"].owed_to.without == hypertension


def test_every_article_of_the_local_documents_is_there():
    luan, jinan = shipped().pack("luan-2024-24"), shipped().pack("jinan-district-2023-19")

    assert luan is not None
    assert jinan is not None
    assert [article.number for article in luan.articles] == [str(n) for n in range(1, 14)]
    wanted = "1 2 3(1) 3(2) 3(3) 4 5(1) 5(2) 5(3) 6 6(1) 6(2) 6(3) 7(1) 7(2) 7(3) 7(4)"
    assert [article.number for article in jinan.articles] == wanted.split()


def test_every_article_is_answered_by_something_that_works_or_says_it_lies_outside():
    for pack in shipped().packs:
        for article in pack.articles:
            works = [
                name
                for name in article.carried_out_by
                if name in shipped().rules or name.split(".")[0] in ROOMS
            ]
            assert works or article.outside is not None, f"{pack.id} {article.number}"
            assert all(shipped().means(name).zh for name in article.carried_out_by)


def test_every_rule_stands_under_the_article_said_to_be_carried_out_by_it():
    for rule in shipped().all_rules.values():
        article = shipped().article(rule.source, rule.article)
        elsewhere = {"discharge-visit"}
        assert rule.id in article.carried_out_by or rule.id in elsewhere


def test_documents_are_layered_by_date():
    national = shipped().pack("national")
    assert national is not None

    days = {layer.id: layer.effective_from for layer in national.layers}

    assert days["wst-872-2025"] == days["guide-2025"] == date(2026, 3, 1)
    assert shipped().document("national", "hypertension").id == "national"
    assert shipped().document("national", "hypertension-clinical").id == "wst-872-2025"
    assert shipped().rules["copd-followup"].effective_from == date(2024, 9, 11)


def test_what_was_not_read_in_a_primary_text_is_shown_as_unconfirmed():
    unconfirmed = {figure.id for figure in shipped().figures if not figure.confirmed}
    doubtful = {name for name, rule in shipped().rules.items() if not rule.confirmed}

    assert {
        "glucose.control.random",
        "contract.term.years",
        "two-diseases.share",
        "oxygen.emergency",
    } <= unconfirmed
    assert "bp.indicator.systolic" not in unconfirmed
    assert doubtful == {
        *("coronary-followup", "stroke-followup", "heart-failure-followup"),
        *("low-income-home-visit", "chronic-home-visit", "refill-due"),
    }


def test_the_capitation_figures_are_those_of_the_document_and_shares_make_a_whole():
    figures = shipped().figures

    assert figures.figure("capitation.per-head").value == 3070
    for part in ("surplus", "overrun"):
        levels = ("district", "township", "village")
        assert sum(figures.figure(f"capitation.{part}.{level}").value for level in levels) == 100


def test_an_article_a_figure_or_a_pack_that_is_not_there_is_not_found():
    with pytest.raises(KeyError):
        shipped().article("luan-2024-24", "99")
    with pytest.raises(KeyError):
        shipped().article("nowhere", "1")
    with pytest.raises(KeyError):
        shipped().figure("no.such")
    assert shipped().pack("nowhere") is None


def test_the_installed_book_is_the_one_worked_by(monkeypatch):
    monkeypatch.setattr(book, "_installed", None)
    with pytest.raises(RuntimeError):
        book.current()

    book.install(shipped())

    assert book.current() is shipped()


def test_a_pack_that_is_not_there_is_a_fault():
    with pytest.raises(PackFault) as told:
        load_book(["atlantis"])

    assert told.value.file == "atlantis.toml"


@pytest.mark.parametrize(
    ("first", "second", "key"),
    [
        (SMALL, SECOND.replace("second-followup", "small-followup"), "small-followup"),
        (SMALL, SECOND.replace("second.limit", "small.limit"), "small.limit"),
        (SMALL, SECOND.replace('"visits.new"', '"kitchen.new"'), "article.1"),
        (SMALL, SECOND.replace('"second-followup", "vis', '"thrid-followup", "vis'), "article.1"),
        (SMALL, SECOND.replace('id = "second"', 'id = "other"'), "document.id"),
    ],
)
def test_packs_that_disagree_are_a_fault_of_the_later_one(tmp_path, first, second, key):
    with pytest.raises(PackFault) as told:
        load_written(tmp_path, small=first, second=second)

    assert told.value.file == "second.toml"
    assert key in str(told.value)


def test_a_deployments_own_file_changes_figures_timings_and_what_is_used(tmp_path):
    own = """
    [[figure]]
    id = "small.limit"
    value = 135
    confirmed = false
    [[rule]]
    id = "small-followup"
    [rule.after]
    first = "7 days"
    controlled = "1 month"
    uncontrolled = "7 days"
    adverse_reaction = "7 days"
    complication = "7 days"
    [[rule]]
    id = "second-followup"
    in_use = false
    """

    over = load_written(tmp_path, overlay=own, small=SMALL, second=SECOND)

    when = over.rules["small-followup"].when
    assert isinstance(when, After)
    assert when.first == Interval(7, "day")
    assert (over.figure("small.limit").value, over.figure("small.limit").confirmed) == (135, False)
    assert (over.figure("second.limit").value, set(over.rules)) == (140, {"small-followup"})


@pytest.mark.parametrize(
    ("own", "key"),
    [
        ('[[figure]]\nid = "no.such"\nvalue = 1\nconfirmed = true', "no.such"),
        ('[[rule]]\nid = "no-such"\nin_use = false', "no-such"),
        ('[[rule]]\nid = "small.limit"\nin_use = false', "rule[0].id"),
        ('[[figure]]\nid = "small.limit"\nvalue = 1\nconfirmed = true\nnote = "x"', "figure[0]"),
        ('[[rule]]\nid = "small-followup"\nin_use = true\n', "rule.small-followup.in_use"),
        ('[[rule]]\nid = "small-followup"\n[rule.each]\n', "rule.small-followup"),
        ('[[article]]\nnumber = "2"', "(whole file)"),
    ],
)
def test_a_deployments_own_file_is_read_as_strictly(tmp_path, own, key):
    pack = SMALL.replace('id = "small-followup"', 'id = "small-followup"\nin_use = false')

    with pytest.raises(PackFault) as told:
        load_written(tmp_path, overlay=own, small=pack)

    assert (told.value.file, told.value.key) == ("county.toml", key)


def test_the_fingerprint_changes_when_anything_said_changes(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "c").mkdir()

    plain = load_written(tmp_path / "a", small=SMALL)
    changed = load_written(tmp_path / "b", small=SMALL.replace("value = 140", "value = 141"))
    laid_over = load_written(
        tmp_path / "c", overlay='[[rule]]\nid = "small-followup"\nin_use = false', small=SMALL
    )

    assert load_book(["small"], folder=tmp_path / "a").fingerprint == plain.fingerprint
    assert len({plain.fingerprint, changed.fingerprint, laid_over.fingerprint}) == 3


def test_a_rule_is_cited_by_document_and_article():
    rules = shipped().rules

    assert shipped().citation(rules["hypertension-followup"]) == Text(
        "国家基本公共卫生服务规范 · 高血压", "National basic public health standard · Hypertension"
    )
    assert shipped().citation(rules["scattered-weekly-round"]).zh == "六医保〔2024〕24号 第5条"
