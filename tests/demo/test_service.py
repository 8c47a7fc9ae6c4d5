"""The invented township: believable, alive on every list, and nobody's."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.queries import find_reader
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.transaction import COMMAND_LINE, transaction
from app.demo.queries import is_demo, is_empty
from app.demo.rules import PASSWORD, STAFF, VILLAGES
from app.demo.service import load_township
from app.duties.queries import count_work
from app.people.queries import list_contacts, list_contracts, list_drugs, search_people
from app.people.rules import PersonState
from app.visits.models import Visit


@pytest.fixture
def township(empty_database):
    with transaction("demo.load", by=COMMAND_LINE):
        return load_township(people=240, by=COMMAND_LINE)


def test_every_list_of_every_doctor_is_alive(township):
    for colleague in STAFF[: len(VILLAGES)]:
        doctor = find_reader(colleague.username)
        assert doctor is not None
        counts = count_work(doctor, day=clock.today())

        assert counts.overdue and counts.due and counts.excused and counts.rounds_all, colleague.username


def test_invented_visits_were_written_down_on_their_own_day(township):
    rows = db.session.execute(sa.select(Visit.visited_on, Visit.filed_at)).all()

    assert len(rows) == township["visits"] > 500
    assert all(clock.local(filed_at).date() == visited_on < clock.today() for visited_on, filed_at in rows)


def test_it_only_goes_into_an_empty_application(township):
    assert is_demo() and not is_empty()
    with pytest.raises(Conflict, match="空库"), transaction("demo.load", by=COMMAND_LINE):
        load_township(people=6, by=COMMAND_LINE)


def test_the_commands_say_who_may_sign_in(app, empty_database):
    runner = app.test_cli_runner()

    loaded = runner.invoke(args=["demo", "load", "--people", "12"])
    again = runner.invoke(args=["demo", "load", "--if-empty"])
    refused = runner.invoke(args=["demo", "load"])
    banner = runner.invoke(args=["demo", "banner", "--address", "http://127.0.0.1:8000"])

    assert loaded.exit_code == 0 and "12 位居民" in loaded.output
    assert (again.exit_code, again.output) == (0, "")
    assert refused.exit_code == 1 and "空库" in refused.output
    assert PASSWORD in banner.output and "zhao" in banner.output


def test_a_deployment_of_its_own_gets_a_banner_without_demo_accounts(app):
    assert db.session.get(Area, VILLAGES[0][0]) is None
    banner = app.test_cli_runner().invoke(args=["demo", "banner", "--address", "http://127.0.0.1:8000"])

    assert banner.exit_code == 0 and PASSWORD not in banner.output


def test_every_village_has_somebody_away_and_details_around_its_people(township):
    for colleague in STAFF[: len(VILLAGES)]:
        doctor = find_reader(colleague.username)
        assert doctor is not None
        people = search_people("", reader=doctor, limit=100)
        assert PersonState.AWAY in {one.state_on(clock.today()) for one in people}
        known = [list_of(one.id) for one in people for list_of in (list_contacts, list_drugs, list_contracts)]
        assert sum(map(bool, known)) > len(people) / 2
