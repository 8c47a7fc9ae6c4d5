"""The stage: an application, a fresh database for each test, a clock that stands still, and the cast.

Every database is copied from a template that holds the areas and accounts of the cast: a SQLite file, or, with
XUNHU_TEST_DATABASE=postgresql, a database of a real PostgreSQL.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from app.accounts.queries import find_reader
from app.accounts.reader import Reader
from app.core import clock
from app.core.db import db
from tests import cast, postgres
from tests.stage import Stage

# Two servers with a township each: one for those who only look at pages, one for those who do things there.
LOOK_ONLY = ("test_pages", "test_comfort")
ON_POSTGRES = os.environ.get("XUNHU_TEST_DATABASE", "sqlite") == "postgresql"

hypothesis_settings.register_profile(
    "house", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
hypothesis_settings.load_profile("house")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs a browser or a PostgreSQL; on PostgreSQL keep only what touches the database."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group(_township_of(item)))
        if "postgres_server" in getattr(item, "fixturenames", ()):
            item.add_marker("postgres")
    if ON_POSTGRES:
        left_out = [item for item in items if not _touches_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _touches_database(item)]


def _township_of(item: pytest.Item) -> str:
    """Return which tests share a server: those of the faults have a clinic of their own for each module."""
    if "faults" in item.path.parts:
        return item.path.stem
    if item.path.stem.startswith("test_tablet"):
        return "tablets"
    return "pages" if item.path.stem in LOOK_ONLY else "journeys"


def _touches_database(item: pytest.Item) -> bool:
    elsewhere = "browser" in item.path.parts or item.get_closest_marker("sqlite") is not None
    return "app" in getattr(item, "fixturenames", ()) and not elsewhere


@pytest.fixture(autouse=True)
def _standing_clock() -> Iterator[None]:
    with clock.standing_at(cast.MORNING):
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL on which databases may be created."""
    with postgres.server() as base:
        yield base


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The application of this run and the template of its database."""
    server = request.getfixturevalue("postgres_server") if ON_POSTGRES else None
    stage = Stage(tmp_path_factory.mktemp("instance"), server)
    yield stage
    stage.dispose()


@pytest.fixture
def app(stage: Stage) -> Iterator[Flask]:
    """The application on a fresh database, its context open."""
    stage.set_back()
    with stage.app.app_context():
        yield stage.app
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def sign_in() -> Callable[..., FlaskClient]:
    """Sign a member of the cast in: `sign_in(client, dr_li)`, by the page everybody uses."""

    def _sign_in(client: FlaskClient, user: Reader | cast.Member) -> FlaskClient:
        answer = client.post("/sign-in", data={"username": user.username, "password": cast.PASSWORD})
        assert answer.status_code in (302, 303), answer.text
        return client

    return _sign_in


def _reader(member: cast.Member) -> Reader:
    reader = find_reader(member.username)
    assert reader is not None
    return reader


@pytest.fixture
def dr_li(app: Flask) -> Reader:
    """Village doctor of 柳塘村."""
    return _reader(cast.DR_LI)


@pytest.fixture
def dr_wang(app: Flask) -> Reader:
    """Village doctor of 石桥村, who must see nothing of 柳塘村."""
    return _reader(cast.DR_WANG)


@pytest.fixture
def dr_zhou(app: Flask) -> Reader:
    """Family doctor of 三十铺镇."""
    return _reader(cast.DR_ZHOU)


@pytest.fixture
def zhao(app: Flask) -> Reader:
    """Supervisor of 三十铺镇."""
    return _reader(cast.ZHAO)


@pytest.fixture
def county(app: Flask) -> Reader:
    """County manager of 金安区."""
    return _reader(cast.COUNTY_OFFICE)


@pytest.fixture
def insurer(app: Flask) -> Reader:
    """Insurer of 金安区: counts, no people."""
    return _reader(cast.INSURER)


@pytest.fixture
def admin(app: Flask) -> Reader:
    """Administrator of the system: accounts, no people."""
    return _reader(cast.ADMIN)


@pytest.fixture
def granny_chen(app: Flask) -> Any:
    """陈桂英 of 柳塘村, 76, with hypertension since 1 January 2026, a destitute person living at home."""
    return cast.a_person(
        name="陈桂英",
        identity=cast.an_identity(serial=1),
        conditions=("hypertension",),
        categories=("destitute-scattered",),
    )
