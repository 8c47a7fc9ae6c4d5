"""Writing a plan on one page: from a template to the signature, every fault and warning beside its field, nothing lost."""

from __future__ import annotations

import html
import re
from datetime import date
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from app.careplans.queries.plans import list_plans, list_versions
from app.careplans.rules.vocabulary import Disease, HealthKind, Measured, Moment, Step
from app.careplans.views.starting import start_of
from app.core import clock
from app.core.transaction import COMMAND_LINE, transaction
from app.people.rules import AllergyEntry, NumberReason
from app.people.service import add_allergy
from app.record.rules import MergeChoice
from app.record.service import merge
from tests import cast
from tests.careplans.conftest import a_plan
from tests.house.test_pages import VIRTUES, Page

GOAL = "血压低于 140/90，不头晕"
LONG = {
    "medicines-0-days": "56", "medicines-0-quantity": "", "long_term-assessment": "血压稳定三个月",
    "long_term-taught": "y", "long_term-note": "已记入病历", "long_term-signed_by": "陈桂英",
}  # fmt: skip


@pytest.fixture
def village(client, sign_in):
    """A browser in which Dr Li of the village is signed in."""
    return sign_in(client, cast.DR_LI)


@pytest.fixture
def town(app, sign_in):
    """A browser in which Dr Zhou, who signs, is signed in."""
    return sign_in(app.test_client(), cast.DR_ZHOU)


def _typed(**changes):
    """What a browser sends of a plan with one medicine; a key with ``__`` stands for the dash of a line's field."""
    usual = {
        "client_key": str(uuid4()), "based_on": "", "step": "proposed", "goal": GOAL, "starts_on": "2026-05-20",
        "medicines-0-name": "氨氯地平", "medicines-0-strength": "5mg", "medicines-0-dose": "1",
        "medicines-0-unit": "tablet", "medicines-0-times": "1", "medicines-0-moments": ["morning"],
        "medicines-0-meal": "any", "medicines-0-route": "oral", "medicines-0-days": "28", "medicines-0-quantity": "",
        "monitoring-0-measured": "pressure", "monitoring-0-times": "1", "monitoring-0-per": "day",
        "monitoring-0-by": "patient",
    }  # fmt: skip
    return usual | changes


def _new(browser, person, disease="hypertension", **changes):
    return browser.post(_begun(person, disease), data=_typed(**changes))


def _begun(person, disease="hypertension", template="blank"):
    """The address of a new plan: what it is for is not to be read there."""
    address = f"/people/{person.id}/careplans/new"
    return f"{address}?{urlencode({'start': start_of(Disease(disease), template)})}"


def _standing(person, disease=Disease.HYPERTENSION):
    return next((row for row in list_plans(person.id) if row.disease is disease), None)


def _fault(page, field):
    found = re.search(rf'<p class="fault" id="{field}-fault">(.*?)</p>', page)
    return found and found[1]


def _value(page, name):
    found = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', page)
    value = found and re.search(r'value="([^"]*)"', found[0])
    return value and value[1]


def test_the_first_page_offers_the_diseases_on_record_and_the_enrolment_of_the_others(village, granny_chen):
    page = village.get(f"/people/{granny_chen.id}/careplans/new").text

    assert 'data-template="hypertension-new"' in page
    assert 'data-template="copd' not in page
    assert f'href="/people/{granny_chen.id}/enrolments"' in page


def test_a_village_doctor_proposes_and_the_quantity_is_worked_out(village, granny_chen, dr_li):
    answer = _new(village, granny_chen, **{"medicines-0-dose": "0.5"})

    waiting = _standing(granny_chen).waiting
    assert answer.status_code == 303
    assert (waiting.state, waiting.by_name, waiting.plan.goal) == (Step.PROPOSED, dr_li.name, GOAL)
    assert [(one.code, one.quantity) for one in waiting.plan.medicines] == [("amlodipine", 14)]
    assert [line.measured for line in waiting.plan.monitoring] == [Measured.PRESSURE]


def test_times_follow_the_moments_where_they_were_left_open(village, granny_chen):
    _new(village, granny_chen, **{"medicines-0-times": "", "medicines-0-moments": ["evening", "morning"]})

    medicine = _standing(granny_chen).waiting.plan.medicines[0]
    assert (medicine.times, medicine.moments) == (2, (Moment.MORNING, Moment.EVENING))


def test_a_trade_name_is_kept_behind_the_generic_name(village, granny_chen):
    _new(village, granny_chen, **{"medicines-0-name": "络活喜"})

    medicine = _standing(granny_chen).waiting.plan.medicines[0]
    assert (medicine.code, medicine.name) == ("amlodipine", "氨氯地平（络活喜）")


def test_the_family_doctor_signs_at_once_and_the_medicine_is_given_out(town, granny_chen):
    _new(town, granny_chen, step="signed", issues="y")

    row = _standing(granny_chen)
    assert row.in_force.signed_by == cast.DR_ZHOU.full_name
    assert row.runs_out_on.isoformat() == "2026-06-17"


def test_a_village_doctor_gets_no_button_to_sign_and_is_told_who_signs(village, granny_chen):
    page = village.get(_begun(granny_chen)).text

    answer = _new(village, granny_chen, step="signed")

    assert 'value="signed"' not in page
    assert answer.status_code == 422
    assert "由签约医生签字生效" in answer.text
    assert GOAL in answer.text


def test_the_same_form_sent_twice_is_written_once(village, granny_chen):
    sent = _typed()
    address = _begun(granny_chen)

    answers = [village.post(address, data=sent).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert len(list_versions(_standing(granny_chen).plan_id)) == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("unit", ""),
        ("days", "0"),
        ("days", "400"),
        ("dose", "半片"),
        ("dose", ""),
        ("dose", "0"),
        ("name", ""),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    village, granny_chen, field, typed
):
    answer = _new(village, granny_chen, **{f"medicines-0-{field}": typed, "medicines-0-note": "早饭后"})

    assert answer.status_code == 422
    assert _fault(answer.text, f"medicines-0-{field}")
    assert _value(answer.text, "medicines-0-note") == "早饭后"
    assert GOAL in answer.text
    assert _standing(granny_chen) is None


@pytest.mark.parametrize("step", ["drafted", "proposed"])
@pytest.mark.parametrize(
    ("place", "typed"),
    [
        ("medicines-0-days", "999999999"),
        ("medicines-0-dose", "１片"),
        ("medicines-0-dose", "NaN"),
        ("medicines-0-times", "-1"),
        ("starts_on", "1950-01-01"),
        ("starts_on", "9999-12-31"),
        ("goal", "字" * 10_000),
    ],
)
def test_what_nobody_could_mean_is_refused_in_a_draft_too(village, granny_chen, step, place, typed):
    answer = _new(village, granny_chen, **{place: typed, "step": step})

    assert answer.status_code == 422
    assert _fault(answer.text, place)
    assert _standing(granny_chen) is None


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_guidance_was_on_a_day_that_can_be(village, granny_chen, day):
    guided = {"remote-hospital": "金安区人民医院", "remote-doctor": "许主任", "remote-on": day}

    answer = _new(village, granny_chen, **guided)

    assert answer.status_code == 422
    assert _fault(answer.text, "remote-on")


@pytest.mark.parametrize("number", ["²", "9" * 5000, "x"])
@pytest.mark.parametrize("part", ["medicines", "monitoring", "reasons"])
def test_a_line_whose_number_counts_nothing_is_passed_over(village, granny_chen, part, number):
    answer = _new(village, granny_chen, **{f"{part}-{number}-name": "吲达帕胺"})

    assert answer.status_code == 303
    assert len(_standing(granny_chen).waiting.plan.medicines) == 1


def test_what_cannot_be_printed_is_left_out_of_what_is_kept(village, granny_chen):
    _new(village, granny_chen, goal="血压\x00稳", note="少盐\x00\n多走", **{"medicines-0-note": "饭\x00后"})

    plan = _standing(granny_chen).waiting.plan
    assert (plan.goal, plan.note, plan.medicines[0].note) == ("血压稳", "少盐\n多走", "饭后")


def test_a_fault_of_the_second_medicine_stands_beside_the_second(village, granny_chen):
    blank_between = {f"medicines-2-{name}": value for name, value in {
        "name": "吲达帕胺", "dose": "1", "unit": "", "times": "1", "days": "28",
    }.items()}  # fmt: skip

    answer = _new(village, granny_chen, **{"medicines-1-name": "", "medicines-1-days": "28"}, **blank_between)

    assert "单位" in _fault(answer.text, "medicines-2-unit")


def test_a_medicine_the_catalogue_does_not_know_is_kept_and_marked(village, granny_chen):
    kept = {"medicines-0-name": "祖传降压散", "medicines-0-unit": "sachet"}
    shown = _new(village, granny_chen, **kept, look="1").text
    _new(village, granny_chen, **kept)

    medicine = _standing(granny_chen).waiting.plan.medicines[0]
    assert re.search(r"data-unverified\s*>", shown)
    assert (medicine.code, medicine.name) == ("", "祖传降压散")


def test_lines_come_and_go_without_a_script(village, granny_chen):
    more = _new(village, granny_chen, add="medicines").text
    fewer = _new(village, granny_chen, **{"medicines-1-name": "吲达帕胺"}, remove="medicines-0").text

    assert _value(more, "medicines-0-name") == "氨氯地平"
    assert _value(more, "medicines-1-days") == "28"
    assert "吲达帕胺" in fewer
    assert 'value="氨氯地平"' not in fewer.split("<datalist")[0]
    assert _standing(granny_chen) is None


def test_over_four_weeks_the_four_conditions_are_asked_for_and_kept(village, granny_chen):
    bare = _new(village, granny_chen, **{"medicines-0-days": "56"})
    _new(village, granny_chen, **LONG)

    assert bare.status_code == 422
    for name in ("assessment", "taught", "note", "signed_by"):
        assert _fault(bare.text, f"long_term-{name}"), name
    assert re.search(r"<details[^>]*data-long-term open", bare.text)
    assert _standing(granny_chen).waiting.plan.long_term.signed_by == "陈桂英"


def test_a_draft_may_be_unfinished(village, granny_chen):
    answer = _new(village, granny_chen, step="drafted", **{"medicines-0-days": "56"})

    assert answer.status_code == 303
    assert _standing(granny_chen).draft.state is Step.DRAFTED


@pytest.fixture
def allergic(granny_chen):
    """Granny Chen, who does not bear amlodipine."""
    with transaction("person.allergy", by=COMMAND_LINE):
        add_allergy(granny_chen, AllergyEntry("氨氯地平", cast.TODAY))
    return granny_chen


def _reason(page):
    marks = re.findall(r'name="(reasons-\d+)-about" value="([^"]+)"', page)
    return {f"{line}-about": mark for line, mark in marks} | {
        f"{line}-reason": "试过别的都不行" for line, _ in marks
    }


def test_a_warning_stands_with_its_source_and_asks_for_a_reason(village, allergic):
    stopped = _new(village, allergic)
    _new(village, allergic, **_reason(stopped.text))

    kept = _standing(allergic).waiting.plan.acknowledged
    assert stopped.status_code == 422
    assert "依据：" in stopped.text
    assert _fault(stopped.text, "reasons-0-reason")
    assert [(one.rule, one.reason) for one in kept] == [("allergy", "试过别的都不行")]
    assert all(one.source for one in kept)


def test_a_reason_given_before_is_not_asked_for_again(village, town, allergic):
    _new(village, allergic, **_reason(_new(village, allergic).text))
    row = _standing(allergic)

    page = town.get(f"/careplans/{row.plan_id}/revise").text
    sent = _typed(based_on=str(row.waiting.id), step="signed", goal="血压低于 130/80")
    answer = town.post(f"/careplans/{row.plan_id}/revise", data=sent)

    assert "试过别的都不行" in page
    assert answer.status_code == 303
    assert [one.reason for one in _standing(allergic).in_force.plan.acknowledged] == ["试过别的都不行"]


def test_a_plan_for_a_disease_not_on_record_offers_the_enrolment_and_keeps_what_was_typed(
    village, granny_chen
):
    answer = _new(
        village, granny_chen, "diabetes", **{"medicines-0-name": "二甲双胍", "medicines-0-strength": "0.5g"}
    )

    assert answer.status_code == 422
    assert f'href="/people/{granny_chen.id}/enrolments"' in answer.text
    assert 'value="二甲双胍"' in answer.text
    assert _standing(granny_chen, Disease.DIABETES) is None


def test_revising_starts_from_the_version_that_stands_and_leaves_it_as_it_was(village, town, granny_chen):
    _new(village, granny_chen)
    row = _standing(granny_chen)

    page = town.get(f"/careplans/{row.plan_id}/revise").text
    sent = _typed(based_on=_value(page, "based_on"), step="signed", **{"medicines-0-dose": "2"})
    town.post(f"/careplans/{row.plan_id}/revise", data=sent)

    newest, first = list_versions(row.plan_id)
    assert _value(page, "medicines-0-name") == "氨氯地平"
    assert (newest.based_on_id, newest.state) == (first.id, Step.SIGNED)
    assert [one.plan.medicines[0].dose for one in (newest, first)] == [2, 1]


def test_of_two_who_revise_at_once_the_second_sees_both_and_loses_nothing(village, town, granny_chen, signed):
    address = f"/careplans/{signed.plan_id}/revise"
    mine = _typed(based_on=str(signed.id), **{"medicines-0-dose": "2"})
    theirs = _typed(based_on=str(signed.id), step="signed", **{"medicines-0-strength": "10mg"})

    town.post(address, data=theirs)
    clash = village.post(address, data=mine)
    newest = _standing(granny_chen).in_force
    again = village.post(address, data=mine | {"newer": str(newest.id)})
    done = village.post(address, data=mine | {"based_on": _value(again.text, "based_on")})

    assert clash.status_code == 409
    assert "10mg" in clash.text
    assert _value(clash.text, "medicines-0-dose") == "2"
    assert f'name="newer" value="{newest.id}"' in clash.text
    assert again.status_code == 200
    assert done.status_code == 303
    assert _standing(granny_chen).waiting.based_on_id == newest.id


def test_no_address_tells_the_disease_of_a_person(village, granny_chen):
    pages = [
        village.get(path).text for path in (f"/people/{granny_chen.id}/careplans/new", _begun(granny_chen))
    ]

    addresses = re.findall(r'(?:href|action)="(/people/[^"]*|/careplans/\d[^"]*)"', "".join(pages))

    assert addresses
    assert not [address for address in addresses if any(disease.value in address for disease in Disease)]


def test_a_start_that_does_not_open_offers_the_choice(village, granny_chen):
    page = village.get(f"/people/{granny_chen.id}/careplans/new?start=hypertension")

    assert page.status_code == 200
    assert "从模板开始" in page.text


def test_a_plan_that_exists_is_revised_and_not_begun_again(village, granny_chen, signed):
    answer = village.get(_begun(granny_chen))

    assert answer.status_code == 302
    assert f"/careplans/{signed.plan_id}/revise" in answer.location


def test_pregnancy_is_asked_of_whom_it_can_concern(village, app):
    young = cast.a_person(conditions=("hypertension",), born_on=clock.today().replace(year=1990))
    old = cast.a_person(conditions=("hypertension",), born_on=clock.today().replace(year=1950))

    asked = ['value="pregnant"' in village.get(_begun(one)).text for one in (young, old)]

    assert asked == [True, False]


def _sent_back(page):
    """What a browser sends of a page as it stands, the button of the village doctor pressed."""
    shown = page.split('id="plan-form"')[1]
    sent = {"step": "proposed"}
    for tag in re.findall(r"<input[^>]*>", shown):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="(\w+)"', tag)
        if name and (kind is None or kind[1] != "checkbox" or "checked" in tag):
            sent.setdefault(name[1], []).append(
                html.unescape((re.search(r'value="([^"]*)"', tag) or ("", "y"))[1])
            )
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', shown, re.DOTALL):
        sent[name] = (re.search(r'<option selected value="([^"]*)"', options) or ("", ""))[1]
    return sent


@pytest.mark.parametrize("disease", list(Disease))
def test_every_template_is_proposed_as_it_stands_once_the_warnings_have_their_reasons(village, disease):
    person = cast.a_person(conditions=(disease.conditions[0].value,), born_on=date(1954, 3, 8))
    chooser = village.get(f"/people/{person.id}/careplans/new").text
    codes = re.findall(r'data-template="([\w-]+)"', chooser)

    left = {}
    for code in sorted(code for code in codes if not code.endswith("-blank")):
        opened = _begun(person, disease.value, code)
        opened = village.get(opened).location or opened  # from the second on the plan that exists is revised
        page = village.get(opened).text
        done = village.post(opened, data=_sent_back(page) | _reason(page))
        left[code] = done.status_code, re.findall(r'class="fault"[^>]*>(.*?)<', done.text)

    assert len(left) >= 2
    assert {status for status, _faults in left.values()} == {303}, left


def test_health_prescriptions_keep_the_figures_as_agreed(village, granny_chen):
    chosen = {
        "health-on-salt-5": "y",
        "health-figure-salt-5-grams": "4",
        "health-words-exercise": "晚饭后走半小时",
    }

    _new(village, granny_chen, **chosen)

    plan = _standing(granny_chen).waiting.plan
    assert [(one.kind, one.code, dict(one.figures), one.words) for one in plan.advice] == [
        (HealthKind.DIET, "salt-5", {"grams": 4}, ""),
        (HealthKind.EXERCISE, "", {}, "晚饭后走半小时"),
    ]


def test_a_figure_that_cannot_be_stands_with_its_fault_and_the_card_is_open(village, granny_chen):
    chosen = {"health-on-salt-5": "y", "health-figure-salt-5-grams": "5000"}

    answer = _new(village, granny_chen, **chosen)

    assert answer.status_code == 422
    assert _fault(answer.text, "health-figure-salt-5-grams")
    assert "data-kind open" in answer.text


def test_guidance_of_the_lead_hospital_is_kept_whole_or_asked_for(village, granny_chen):
    half = _new(village, granny_chen, **{"remote-hospital": "区人民医院"})
    whole = {"remote-hospital": "区人民医院", "remote-doctor": "何主任", "remote-on": "2026-05-19"}
    _new(village, granny_chen, **whole)

    assert _fault(half.text, "remote-doctor")
    assert _standing(granny_chen).waiting.plan.remote.doctor == "何主任"


def test_what_was_typed_goes_to_the_record_that_stays_when_two_are_merged(village, granny_chen, dr_li):
    doubled = cast.a_person(name="陈桂英", conditions=("hypertension",))
    choice = MergeChoice(reason=NumberReason.MISTYPED, versions=(granny_chen.version, doubled.version))
    with transaction("person.merge", by=COMMAND_LINE):
        merge(granny_chen, doubled, choice, by=COMMAND_LINE)

    answer = _new(village, doubled)

    assert answer.status_code == 303
    assert _standing(granny_chen).waiting.plan.goal == GOAL


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_of_writing_have_the_virtues_of_the_house(village, allergic, language):
    village.post("/comfort", data={"language": language, "next": "/"})
    address = f"/people/{allergic.id}/careplans/new"

    pages = [
        village.get(address),
        village.get(_begun(allergic, template="hypertension-uncontrolled")),
        _new(village, allergic),
    ]

    faults = [virtue.__name__ for page in pages for virtue in VIRTUES if not virtue(page, Page(page.text))]
    assert not faults


def test_a_foreign_person_and_a_foreign_plan_are_absent(app, sign_in, granny_chen, signed):
    stranger = sign_in(app.test_client(), cast.DR_WANG)

    answers = [
        stranger.get(f"/people/{granny_chen.id}/careplans/new"),
        stranger.get(f"/careplans/{signed.plan_id}/revise"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert a_plan().goal not in answers[1].text
