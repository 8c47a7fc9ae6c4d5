"""What a village needs of each medicine in the days ahead, counted by hand and by machine."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.careplans.rules.vocabulary import DoseUnit
from app.supplies.rules.need import Use, need_by_village, need_of, reports_of
from tests.cast import LIUTANG, SHIQIAO, TODAY


def a_use(person_id: int = 1, **changes) -> Use:
    stated = {
        "person_id": person_id,
        "area_code": LIUTANG,
        "code": "amlodipine",
        "name": "氨氯地平",
        "strength": "5mg",
        "unit": DoseUnit.TABLET,
        "dose": 1,
        "times": 1,
        "as_needed": False,
        "quantity": 28,
        "runs_out_on": None,
    } | changes
    return Use(**stated)


# 柳塘村, counted by hand for thirty days from today:
# 氨氯地平 5mg   three people take 1 × 1 = 30 tablets each, 90 in all; the second has enough for 10 days: 10 at home.
# 二甲双胍 0.5g  one person takes 1 × 2 = 60 tablets, enough for 40 days at home: nothing to be given out.
# 美托洛尔 25mg  two people take half a tablet twice, 30 tablets each.
# 沙丁胺醇       one person as needed, 200 puffs on the plan: no use by the day.
# 阿姨带来的药    one person, unknown to the catalogue, 2 × 1 = 60 capsules.
VILLAGE = (
    a_use(1),
    a_use(2, runs_out_on=TODAY + timedelta(days=10)),
    a_use(3, runs_out_on=TODAY - timedelta(days=5)),
    a_use(4, code="metformin", name="二甲双胍", strength="0.5g", times=2, runs_out_on=TODAY + timedelta(days=40)),
    a_use(1, code="metoprolol", name="美托洛尔", strength="25mg", dose=0.5, times=2),
    a_use(5, code="metoprolol", name="美托洛尔", strength="25mg", dose=0.5, times=2),
    a_use(6, code="salbutamol", name="沙丁胺醇", strength="100μg", unit=DoseUnit.PUFF, dose=2, times=0,
          as_needed=True, quantity=200),
    a_use(7, code="", name="阿姨带来的药", strength="", unit=DoseUnit.CAPSULE, dose=2),
)  # fmt: skip


def test_the_need_of_a_village_is_what_was_counted_by_hand() -> None:
    needs = need_of(VILLAGE, day=TODAY)

    assert [(each.name, each.people, each.use, each.at_home, each.to_give) for each in needs] == [
        ("氨氯地平", 3, 90, 10, 80),
        ("美托洛尔", 2, 60, 0, 60),
        ("二甲双胍", 1, 60, 60, 0),
        ("沙丁胺醇", 1, 0, 0, 0),
        ("阿姨带来的药", 1, 60, 0, 60),
    ]


def test_what_is_taken_as_needed_is_counted_apart() -> None:
    (inhaler,) = (each for each in need_of(VILLAGE, day=TODAY) if each.code == "salbutamol")

    assert (inhaler.as_needed_people, inhaler.as_needed_quantity) == (1, 200)


def test_what_the_catalogue_does_not_know_comes_last_by_its_name() -> None:
    needs = need_of(VILLAGE, day=TODAY)

    assert [each.name for each in needs if not each.verified] == ["阿姨带来的药"]
    assert needs[-1].name == "阿姨带来的药"


@pytest.mark.parametrize("changes", [{"strength": "10mg"}, {"unit": DoseUnit.MILLIGRAM}])
def test_another_strength_or_unit_is_another_line(changes) -> None:
    needs = need_of([a_use(1), a_use(2, **changes)], day=TODAY)

    assert [each.people for each in needs] == [1, 1]


def test_somebody_who_takes_it_by_two_plans_is_one_person() -> None:
    (need,) = need_of([a_use(1), a_use(1)], day=TODAY)

    assert (need.people, need.use) == (1, 60)


def test_the_villages_together_need_what_they_need_one_by_one() -> None:
    both = [*VILLAGE, *(use._replace(area_code=SHIQIAO, person_id=use.person_id + 10) for use in VILLAGE)]

    found = need_by_village(both, day=TODAY)

    assert list(found) == [LIUTANG, SHIQIAO]
    assert found[LIUTANG] == need_of(VILLAGE, day=TODAY)
    assert [each.to_give for each in need_of(both, day=TODAY)] == [160, 120, 0, 0, 120]


@given(
    st.integers(-60, 90), st.integers(1, 90), st.integers(1, 6), st.sampled_from((0.25, 0.5, 1.0, 2.0, 10.0))
)
def test_use_is_what_is_at_home_and_what_is_to_be_given_out(left, days, times, dose) -> None:
    use = a_use(dose=dose, times=times, runs_out_on=TODAY + timedelta(days=left))

    (need,) = need_of([use], day=TODAY, days=days)

    assert need.use == dose * times * days
    assert need.to_give == dose * times * (days - min(max(left, 0), days))
    assert 0 <= need.to_give <= need.use


def test_a_report_without_a_strength_is_of_every_strength() -> None:
    weak, strong = need_of([a_use(1), a_use(2), a_use(3, strength="10mg")], day=TODAY)
    reports = {
        (LIUTANG, "amlodipine", ""): 1,
        (SHIQIAO, "amlodipine", "10mg"): 2,
        (LIUTANG, "metformin", ""): 3,
    }

    assert reports_of(weak, reports) == [1]
    assert reports_of(strong, reports) == [1, 2]
