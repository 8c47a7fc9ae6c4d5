"""A township's sample: sealed beforehand, drawn from what is filed, filled up at the month's end, checked by an auditor."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.clock import CHINA
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.transaction import SYSTEM, transaction
from app.people.queries.places import Move
from app.reviews.jobs import seal_samples
from app.reviews.models import SampleSeed
from app.reviews.queries.auditing import read_sample
from app.reviews.queries.sampling import drawn_among, get_seed, opened
from app.reviews.rules.sampling import Filed, commitment_of, drawn
from app.reviews.service.sampling import set_share
from app.visits.models import Visit
from app.visits.rules import VisitSource
from app.visits.service import VisitOf, correct_visit, file_many, file_visit, void_visit
from app.visits.service.moving import move_visits
from tests import cast

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
FIRST_OF_JUNE = datetime(2026, 6, 1, 0, 5, tzinfo=CHINA)


@pytest.fixture
def sealed(app):
    """The secrets of May and June are sealed."""
    seal_samples(cast.TODAY, False)


@pytest.fixture
def filed(granny_chen, dr_li):
    """File so many visits of a doctor today."""

    def _filed(count=1, doctor=dr_li, **changes):
        with transaction("visit.file", by=doctor):
            return [
                file_visit(cast.a_visit(**changes), person=granny_chen, doctor=doctor) for _ in range(count)
            ]

    return _filed


def _told(visits):
    return [Filed(one.id, one.doctor_id, one.filed_at, one.corrects_id) for one in visits]


def _drawn(visits):
    return drawn_among(_told(visits), cast.TOWN, MAY)


def _mended(visit, person, doctor, reason=""):
    with transaction("visit.correct", by=doctor):
        return correct_visit(visit, cast.a_visit(), person=person, reason=reason, by=doctor)


def _share(percent, by, **of):
    with transaction("review.share", by=by):
        set_share(cast.TOWN, percent, by=by, **of)


def test_each_township_has_a_secret_for_this_month_and_the_next_and_keeps_it(sealed):
    before = {(row.area_code, row.month): row.commitment for row in db.session.scalars(sa.select(SampleSeed))}

    assert seal_samples(cast.TODAY, False) == {"sealed": 0, "closed": 0}

    assert set(before) == {(town, month) for town in (cast.TOWN, cast.OTHER_TOWN) for month in (MAY, JUNE)}
    assert len(set(before.values())) == 4
    seed = get_seed(cast.TOWN, MAY)
    assert commitment_of(opened(seed)) == seed.commitment == before[cast.TOWN, MAY]
    assert opened(seed).hex() not in seed.seed_sealed


def test_what_is_drawn_follows_from_the_secret_alone(sealed, filed, zhao):
    _share(50, zhao)
    visits = filed(30)

    found = _drawn(visits)

    secret = opened(get_seed(cast.TOWN, MAY))
    assert found == {one.id for one in visits if drawn(secret, one.id, 50)}
    assert _drawn(list(reversed(visits))) == found
    assert drawn_among(_told(visits), cast.LIUTANG, MAY) == found, "a village is drawn by its township"


def test_a_correction_is_drawn_where_its_first_version_was(sealed, filed, granny_chen, dr_li, zhao):
    _share(50, zhao)
    visits = filed(12)
    found = _drawn(visits)
    once = [_mended(visit, granny_chen, dr_li) for visit in visits]
    twice = [_mended(visit, granny_chen, dr_li) for visit in once]
    with clock.standing_at(cast.MORNING + timedelta(hours=1)):
        _share(100, zhao)

    again = _drawn(twice)

    assert [one.id in again for one in twice] == [one.id in found for one in visits]


def test_a_share_counts_from_when_it_is_stated(sealed, filed, zhao, dr_li, dr_zhou):
    before = filed(5)
    found = _drawn(before)
    with clock.standing_at(cast.MORNING + timedelta(hours=1)):
        _share(100, zhao, doctor_id=dr_li.id)
    with clock.standing_at(cast.MORNING + timedelta(hours=2)):
        after, others = filed(5), filed(5, doctor=dr_zhou)
    secret = opened(get_seed(cast.TOWN, MAY))

    assert _drawn(before) == found
    assert _drawn(after) == {one.id for one in after}
    assert _drawn(others) == {one.id for one in others if drawn(secret, one.id, 10)}


@pytest.mark.parametrize("percent", [0, 101, None])
def test_a_share_that_makes_no_sense_is_refused(app, zhao, percent):
    with pytest.raises(Refused):
        _share(percent, zhao)


def test_without_a_secret_nothing_is_drawn_yet(filed):
    visits = filed(5)

    assert _drawn(visits) == set()
    with pytest.raises(NotFound):
        read_sample(cast.TOWN, MAY)


def test_when_the_month_ends_each_doctor_has_at_least_the_least(sealed, filed, dr_li, dr_zhou):
    many, few = filed(8), filed(2, doctor=dr_zhou)
    struck = filed(1, doctor=dr_zhou)[0]
    with transaction("visit.void", by=dr_zhou):
        void_visit(struck, reason="记错了人", by=dr_zhou)

    with clock.standing_at(FIRST_OF_JUNE):
        assert seal_samples(FIRST_OF_JUNE.date(), False)["closed"] == 2
        assert seal_samples(FIRST_OF_JUNE.date(), False)["closed"] == 0
        by_li, by_zhou = _drawn(many), _drawn(few)

    secret = opened(get_seed(cast.TOWN, MAY))
    plain = {one.id for one in many if drawn(secret, one.id, 10)}
    assert len(by_li) == max(3, len(plain)) and plain <= by_li
    assert by_zhou == {one.id for one in few}
    assert struck.id not in get_seed(cast.TOWN, MAY).added


def test_the_month_of_a_log_is_that_of_its_filing_in_china(sealed, filed, zhao):
    _share(50, zhao)
    with clock.standing_at(FIRST_OF_JUNE):
        visits = filed(20, visited_on=date(2026, 5, 31))

    found = _drawn(visits)

    secret = opened(get_seed(cast.TOWN, JUNE))
    assert found == {one.id for one in visits if drawn(secret, one.id, 50)}


def test_an_auditor_finds_the_same_sample_long_after(sealed, filed, granny_chen, dr_li, zhao):
    visits = filed(10)
    with clock.standing_at(FIRST_OF_JUNE):
        seal_samples(FIRST_OF_JUNE.date(), False)
        found = _drawn(visits)
    with clock.standing_at(FIRST_OF_JUNE + timedelta(days=40)):
        chosen = db.session.get_one(Visit, min(found))
        mended = _mended(chosen, granny_chen, dr_li, "血压记错")
        _share(90, zhao)

        sample = read_sample(cast.TOWN, MAY)

        assert {log.visit_id for log in sample.logs} == found
        assert next(log.stands_id for log in sample.logs if log.visit_id == chosen.id) == mended.id
        assert sample.holds is True and commitment_of(bytes.fromhex(sample.seed)) == sample.commitment


def test_a_closed_sample_holds_though_its_residents_live_elsewhere_by_now(sealed, filed, granny_chen):
    filed(6)
    with clock.standing_at(FIRST_OF_JUNE):
        seal_samples(FIRST_OF_JUNE.date(), False)
        before = read_sample(cast.TOWN, MAY)
        with transaction("area.move", by=SYSTEM):
            move_visits(Move(cast.ELSEWHERE, granny_chen.area_code))
        db.session.expire_all()

        after = read_sample(cast.TOWN, MAY)

    assert after.holds is True and before.logs == after.logs


def test_a_month_is_closed_once_what_was_filed_in_its_last_second_is_on_record(sealed, filed):
    midnight = FIRST_OF_JUNE.replace(minute=0)

    with clock.standing_at(midnight):
        early = seal_samples(midnight.date(), False)
    with clock.standing_at(midnight + timedelta(minutes=2)):
        late = seal_samples(midnight.date(), False)

    assert (early["closed"], late["closed"]) == (0, 2)


def test_what_a_list_brought_is_not_drawn_at_the_months_end(sealed, granny_chen, zhao):
    row = cast.a_visit(source=VisitSource.ROSTER, doctor_name="老李", visited_on=date(2026, 5, 4))
    with transaction("roster.apply", by=zhao):
        file_many([VisitOf(granny_chen.id, granny_chen.area_code, row)], by=zhao)

    with clock.standing_at(FIRST_OF_JUNE):
        seal_samples(FIRST_OF_JUNE.date(), False)

    assert get_seed(cast.TOWN, MAY).added == []


def _asked(app, *options):
    return app.test_cli_runner().invoke(args=["reviews", "sample", "--area", cast.TOWN[:9], *options])


def test_the_command_lists_the_running_month_without_its_seed(app, sealed, filed, zhao):
    _share(100, zhao)
    visits = filed(3)

    answer = _asked(app, "--month", "2026-05", "--json")

    told = json.loads(answer.stdout)
    assert answer.exit_code == 0
    assert (told["seed"], told["holds"], told["closed"]) == (None, None, False)
    assert [log["visit"] for log in told["logs"]] == [one.id for one in visits]
    assert told["sha256"] == get_seed(cast.TOWN, MAY).commitment
    assert told["logs"][0]["verdict"] is None and told["logs"][0]["doctor"] == "李秀兰"


def test_the_command_checks_a_month_that_is_over(app, sealed, filed):
    filed(5)
    with clock.standing_at(FIRST_OF_JUNE):
        seal_samples(FIRST_OF_JUNE.date(), False)
        good = _asked(app, "--month", "2026-05", "--json")
        with transaction("review.fill-up", by=SYSTEM):
            get_seed(cast.TOWN, MAY).commitment = commitment_of(b"another")
        bad = _asked(app, "--month", "2026-05")

    assert good.exit_code == 0 and json.loads(good.stdout)["holds"] is True
    assert bad.exit_code != 0 and "不符" in bad.stderr


def test_somebody_who_adds_a_log_to_a_closed_sample_is_found_out(app, sealed, filed):
    visits = filed(6)
    with clock.standing_at(FIRST_OF_JUNE):
        seal_samples(FIRST_OF_JUNE.date(), False)
        left_out = min({one.id for one in visits} - _drawn(visits))
        with transaction("review.fill-up", by=SYSTEM):
            seed = get_seed(cast.TOWN, MAY)
            seed.added = [*seed.added, left_out]

        assert read_sample(cast.TOWN, MAY).holds is False


@pytest.mark.parametrize("options", [("--month", "2025-01"), ("--month", "mai")])
def test_the_command_says_what_it_cannot_find(app, sealed, options):
    answer = _asked(app, *options)

    assert answer.exit_code != 0 and answer.stderr
