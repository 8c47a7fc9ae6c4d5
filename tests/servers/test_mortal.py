"""The server that dies when it is told to: before a commit nothing is kept, after it everything, in it one or the other."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import pysqlite3.dbapi2 as sqlite3
import pytest

from tests import cast
from tests.browser.outpost import Outpost, outpost
from tests.servers.fleet import LOST_ON_THE_WAY, Browser

pytestmark = [pytest.mark.sqlite, pytest.mark.long]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outpost]:
    """A clinic whose server can be killed."""
    with outpost(tmp_path_factory.mktemp("mortal"), people=1) as running:
        yield running


def file_visit(clinic: Outpost, key: str) -> int:
    """Send one visit and return what the server said; nought where it died."""
    browser, person = Browser([clinic.server]), clinic.people[0]
    browser.sign_in(cast.DR_ZHOU)
    typed = {
        "csrf_token": browser.token(f"/people/{person}/visits/new"), "client_key": key, "mode": "home", "sure_again": 1,
        "visited_on": cast.TODAY.isoformat(), "sections": "hypertension", "systolic": 136, "diastolic": 84,
        "symptoms": "none",
    }  # fmt: skip
    try:
        return browser.ask("POST", f"/people/{person}/visits/new", typed).status
    except LOST_ON_THE_WAY:
        return 0


def on_record(clinic: Outpost, key: str) -> int:
    with sqlite3.connect(clinic.database) as database:
        (count,) = database.execute(
            "SELECT count(*) FROM visit WHERE client_key = ?", (UUID(key).hex,)
        ).fetchone()
    return int(count)


@pytest.mark.parametrize(("moment", "kept"), [("before", {0}), ("in", {0, 1}), ("after", {1})])
def test_a_server_dies_at_the_moment_it_was_told(clinic, moment, kept):
    key = str(uuid4())
    clinic.foretell("INSERT INTO visit", moment)

    assert file_visit(clinic, key) == 0
    clinic.wait_for_death()
    assert on_record(clinic, key) in kept

    clinic.restart()
    assert file_visit(clinic, key) == 303
    assert on_record(clinic, key) == 1
