"""Who takes medicine as agreed: a village counted by hand."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
import sqlalchemy as sa

from app.careplans.models import PlanCheck
from app.careplans.queries.adherence import count_adherence, list_keepers
from app.careplans.queries.checks import checks_of_visit, list_checks
from app.careplans.queries.plans import get_plan
from app.careplans.rules.adherence import Keeping, Period, summed
from app.careplans.rules.checks import CheckEntry
from app.careplans.rules.vocabulary import Disease, Effect, EndReason, Step, Taken, WhyNot
from app.careplans.service.checks import note_checks, void_checks
from app.careplans.service.steps import end_plan
from app.core.db import db
from app.core.transaction import transaction
from app.duties.service import record_death
from tests import cast
from tests.careplans.conftest import a_medicine, a_plan

PERIOD = Period(date(2026, 2, 20), cast.TODAY)
SUGAR = a_plan(medicines=(a_medicine(name="盐酸二甲双胍片", strength="0.5g", code="metformin"),))


@pytest.fixture
def tell(dr_li):
    """Note how a plan was kept: `tell(version, Taken.PARTLY, on=date(2026, 5, 1))`; returns the number of its visit."""
    numbers = count(1)

    def _tell(version, taken, *, on=cast.TODAY, area=cast.LIUTANG, **told):
        entry = CheckEntry(version.plan_id, version.id, taken, **told)
        visit_id = next(numbers)
        with transaction("visit.file", by=dr_li):
            note_checks(visit_id, person_id=version.person_id, area_code=area, on=on, checks=[entry])
        return visit_id

    return _tell


@pytest.fixture
def village(write, dr_zhou, dr_li, tell):
    """Ten people of 柳塘村 and one of 石桥村, each with what was told of them."""

    def signed(name, area=cast.LIUTANG, **changes):
        person = cast.a_person(name=name, conditions=("hypertension", "diabetes"), area_code=area)
        return person, write(person, by=dr_zhou, step=Step.SIGNED, **changes)

    _, told_twice = signed("甲")
    tell(told_twice, Taken.PARTLY, on=date(2026, 5, 1))
    tell(told_twice, Taken.AS_AGREED, on=date(2026, 5, 10))
    two, pressure = signed("乙")
    sugar = write(two, by=dr_zhou, step=Step.SIGNED, disease=Disease.DIABETES, plan=SUGAR)
    tell(pressure, Taken.AS_AGREED)
    tell(sugar, Taken.PARTLY, on=date(2026, 4, 2), why=(WhyNot.COST,))
    tell(signed("丙")[1], Taken.NOT, why=(WhyNot.FORGOT,), why_words="下地")
    signed("丁")
    tell(signed("戊")[1], Taken.NOT, on=date(2026, 1, 10))
    struck = tell(signed("己")[1], Taken.AS_AGREED)
    tell(signed("庚", plan=a_plan(medicines=()))[1], Taken.AS_AGREED)
    _, ended = signed("辛")
    tell(ended, Taken.NOT)
    dead, _ = signed("壬")
    _, kept = signed("癸")
    tell(kept, Taken.AS_AGREED, on=date(2026, 4, 20))
    tell(kept, None, effect=Effect.BETTER)
    tell(signed("石", area=cast.SHIQIAO)[1], Taken.AS_AGREED, area=cast.SHIQIAO)
    with transaction("visit.void", by=dr_li):
        void_checks([struck])
        record_death(dead, on=date(2026, 5, 2))
    with transaction("careplan.end", by=dr_zhou):
        plan = get_plan(ended.plan_id, reader=dr_zhou)
        end_plan(plan, on=cast.TODAY, reason=EndReason.REFUSED, note="本人不愿意", by=dr_zhou)


def test_the_share_of_a_village_is_what_one_counts_by_hand(village):
    (share,) = count_adherence([cast.LIUTANG], period=PERIOD)

    # 甲 and 癸 as agreed, 乙 in part (of two plans the least kept), 丙 not; 丁, 戊 (long ago) and 己 (struck) were not asked.
    assert (share.as_agreed, share.partly, share.not_taken, share.unasked) == (2, 1, 1, 3)
    assert (share.asked, share.people, share.percent, share.name) == (4, 7, "50.0%", "柳塘村")


def test_the_villages_of_a_town_stand_beside_each_other_and_add_up(village):
    shares = count_adherence([cast.TOWN], period=PERIOD)

    assert [(one.name, one.as_agreed, one.asked) for one in shares] == [("柳塘村", 2, 4), ("石桥村", 1, 1)]
    assert (summed(shares).percent, summed(shares).people) == ("60.0%", 8)


def test_a_county_sees_its_towns_and_where_nobody_was_asked_there_is_no_share(village):
    (town,) = count_adherence([cast.COUNTY], period=PERIOD)
    (nobody,) = count_adherence([cast.SHIQIAO], period=Period(date(2025, 1, 1), date(2025, 2, 1)))

    assert (town.code, town.asked) == (cast.TOWN, 5)
    assert (nobody.percent, nobody.unasked) == ("—", 1)


def test_the_people_behind_a_number_come_the_least_kept_first_with_what_they_told(village):
    everybody = list_keepers([cast.LIUTANG], None, period=PERIOD)
    (one,) = list_keepers([cast.LIUTANG], Keeping.NOT, period=PERIOD)
    (two,) = list_keepers([cast.LIUTANG], Keeping.PARTLY, period=PERIOD)

    assert [each.keeping for each in everybody[:2]] == [Keeping.NOT, Keeping.PARTLY]
    assert len(everybody) == 7
    assert (one.name, one.plans[0].why, one.plans[0].why_words) == ("丙", (WhyNot.FORGOT,), "下地")
    assert [(told.disease, told.treatment) for told in two.plans] == [
        (Disease.HYPERTENSION, Taken.AS_AGREED),
        (Disease.DIABETES, Taken.PARTLY),
    ]


def test_every_number_leads_to_as_many_people(village):
    (share,) = count_adherence([cast.LIUTANG], period=PERIOD)
    people = {keeping: len(list_keepers([cast.LIUTANG], keeping, period=PERIOD)) for keeping in Keeping}

    assert list(people.values()) == [share.as_agreed, share.partly, share.not_taken, share.unasked]


def test_what_was_told_over_time_comes_oldest_first_and_without_what_was_struck(signed, tell, dr_li):
    tell(signed, Taken.AS_AGREED, on=date(2026, 5, 10))
    tell(signed, Taken.NOT, on=date(2026, 3, 1), others={"diet": Taken.PARTLY})
    struck = tell(signed, Taken.NOT)
    with transaction("visit.void", by=dr_li):
        void_checks([struck])

    found = list_checks(signed.person_id, since=date(2026, 1, 1))

    assert [(row.checked_on, row.treatment) for row in found] == [
        (date(2026, 3, 1), Taken.NOT),
        (date(2026, 5, 10), Taken.AS_AGREED),
    ]
    assert found[0].others == {"diet": Taken.PARTLY} and found[0].disease is Disease.HYPERTENSION
    assert [row.checked_on for row in list_checks(signed.person_id, since=date(2026, 1, 1), limit=1)] == [
        date(2026, 5, 10)
    ]


def test_what_a_visit_told_is_read_back_as_it_was_handed_in(signed, tell):
    told = {"why": (WhyNot.SIDE_EFFECT,), "why_words": "肿", "effect": Effect.WORSE, "reaction": "脚踝肿"}

    visit_id = tell(signed, Taken.PARTLY, others={"diet": Taken.NOT}, **told)

    (row,) = checks_of_visit(visit_id)
    assert row.entry == CheckEntry(
        signed.plan_id, signed.id, Taken.PARTLY, {"diet": Taken.NOT}, *told.values()
    )
    assert row.number == 1


def test_a_plan_of_which_nothing_was_told_has_no_line(signed, tell):
    tell(signed, None)

    assert db.session.scalars(sa.select(PlanCheck)).all() == []
