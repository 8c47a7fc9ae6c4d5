"""What the answers about the plans come to: checks, the national forms' answers, a sooner visit."""

from __future__ import annotations

from datetime import date

import pytest

from app.careplans.rules.checks import CheckEntry
from app.careplans.rules.vocabulary import Disease, Effect, Taken, WhyNot
from app.policy.terms import Condition, Sooner
from app.visits.rules import Circumstances
from app.visits.rules.followed import Followed, kinds_of, questions_of
from app.visits.rules.following import answers_from, checks_from, derive, leaves_open, signals_of
from app.visits.rules.kept import facts_of_checks, line_of
from app.visits.sections import SECTIONS

PRESSURE = Followed(1, 11, Disease.HYPERTENSION, True, ("diet", "monitoring"))
SUGAR = Followed(2, 12, Disease.DIABETES, True, ("diet", "exercise"))
ADVICE = Followed(3, 13, Disease.COPD, False, ("tobacco",))
ANSWERS = {
    "plan_hypertension_taken": "partly",
    "plan_hypertension_why": ["forgot"],
    "plan_hypertension_why_words": "下地",
    "plan_hypertension_effect": "better",
    "plan_hypertension_reaction": "脚踝肿",
    "plan_kind_diet": "not",
}


def test_each_other_kind_is_asked_once_for_all_plans_what_is_measured_last():
    names = [question.name for question in questions_of((PRESSURE, SUGAR, ADVICE))]

    assert kinds_of((PRESSURE, SUGAR, ADVICE)) == ("diet", "exercise", "tobacco", "monitoring")
    assert names.count("plan_kind_diet") == 1
    assert not any(name.startswith("plan_copd") for name in names)


def test_a_kind_two_plans_share_is_told_of_both_and_what_was_told_comes_back_to_the_form():
    checks = checks_from(ANSWERS, (PRESSURE, SUGAR, ADVICE))

    assert checks == (
        CheckEntry(
            1, 11, Taken.PARTLY, {"diet": Taken.NOT}, (WhyNot.FORGOT,), "下地", Effect.BETTER, "脚踝肿"
        ),
        CheckEntry(2, 12, None, {"diet": Taken.NOT}),
    )
    told = answers_from(checks, (PRESSURE, SUGAR, ADVICE))
    assert checks_from(told, (PRESSURE, SUGAR, ADVICE)) == checks


def test_nothing_told_is_no_check():
    assert checks_from({"plan_hypertension_why": [], "plan_hypertension_why_words": ""}, (PRESSURE,)) == ()


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        ((Taken.AS_AGREED,), "regular"),
        ((Taken.AS_AGREED, Taken.PARTLY), "irregular"),
        ((Taken.NOT, Taken.PARTLY), "none"),
    ],
)
def test_the_least_kept_plan_speaks_on_the_national_form(taken, said):
    checks = [CheckEntry(number, number, each) for number, each in enumerate(taken)]

    assert derive({}, checks, asked=False) == {"adherence": said, "adverse_reaction": "no"}


def test_what_the_form_did_not_ask_is_never_kept_from_before():
    old = {"adherence": "none", "adverse_reaction": "yes", "adverse_detail": "头晕", "systolic": 130}

    assert derive(old, [], asked=False) == {"systolic": 130}
    assert derive(old, [], asked=True) == old


def test_reactions_of_several_plans_stand_beside_each_other_and_beside_what_was_typed():
    checks = [CheckEntry(1, 11, reaction="脚踝肿"), CheckEntry(2, 12, reaction="恶心")]

    told = derive({"adverse_reaction": "no", "adverse_detail": "皮疹"}, checks, asked=True)

    assert told == {"adverse_reaction": "yes", "adverse_detail": "皮疹；脚踝肿；恶心"}


@pytest.mark.parametrize(
    ("plans", "sections", "open_"),
    [
        ((), ("hypertension",), True),
        ((PRESSURE,), ("hypertension",), False),
        ((PRESSURE,), ("hypertension", "general"), False),
        ((PRESSURE,), ("hypertension", "diabetes"), True),
        ((PRESSURE, SUGAR), ("hypertension", "diabetes"), False),
        ((PRESSURE,), ("tuberculosis",), True),
        ((ADVICE,), ("copd",), True),
    ],
)
def test_the_national_question_stays_only_for_a_disease_no_plan_gives_medicine_for(plans, sections, open_):
    assert leaves_open(plans, [SECTIONS[name] for name in sections]) is open_


def test_medicine_not_taken_asks_sooner_of_its_own_disease_alone(figures):
    circumstances = Circumstances(70, date(2026, 5, 20), figures, following=(PRESSURE,))
    names = {
        name: [s for s in signals_of(SECTIONS[name], circumstances) if s.name.startswith("plan_")]
        for name in ("hypertension", "diabetes")
    }

    (signal,) = names["hypertension"]
    assert names["diabetes"] == []
    assert signal.holds({"plan_hypertension_taken": "not"}) and signal.why is Sooner.UNSETTLED
    assert not signal.holds({"plan_hypertension_taken": "partly"})
    assert signal.sooner.after(date(2026, 5, 20)) == date(2026, 6, 3)


def test_every_disease_under_a_plan_has_the_section_that_follows_it():
    for disease in Disease:
        plan = Followed(1, 1, disease)
        followed = [s.name for s in SECTIONS.values() if s.conditions and not leaves_open((plan,), [s])]
        asked = {Condition(each) for each in disease.conditions}
        own = [
            name
            for name, s in SECTIONS.items()
            if asked & {c for held in s.conditions.values() for c in held}
        ]

        assert set(own) <= set(followed), disease


def test_what_was_told_is_said_in_both_languages():
    (check, other) = checks_from(ANSWERS, (PRESSURE, SUGAR))

    facts = facts_of_checks([(Disease.HYPERTENSION, check), (Disease.DIABETES, other)])

    assert [fact.name for fact in facts] == ["plan_hypertension", "plan_kind_diet"]
    assert line_of(facts).zh == (
        "高血压诊疗方案：用药部分（忘记了、下地）；效果好转；不良反应：脚踝肿；饮食：没有"
    )
    assert "medicine Partly (Forgot, 下地)" in line_of(facts).en
