"""A database worth keeping, places to put it back to, and tables without walking through every migration."""

from __future__ import annotations

from contextlib import contextmanager
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from app import create_app
from app.backups.service import make_backup
from app.core.db import db
from app.core.sealing import seal_bytes
from app.core.transaction import COMMAND_LINE, transaction
from app.web.health import heads
from tests import cast, postgres
from tests.stage import settings
from tests.visits.pictures import some_extras


def plain_tables(connection, revision):
    """Make the tables as the models describe them; the newest migration makes the same."""
    if not sa.inspect(connection).has_table("alembic_version"):
        db.metadata.create_all(connection)
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        for head in heads():
            connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{head}')")


@pytest.fixture
def stock(granny_chen, dr_li, client, sign_in):
    """People with visits, a merge, an uploaded file, a letter on its way, and somebody signed in."""
    from app.people.rules import ContactEntry, ContactKind
    from app.people.service import add_contact
    from app.visits.service import file_visit

    other = cast.a_person(name="张三", conditions=("diabetes",))
    for person in (granny_chen, other):
        with transaction("visit.file", by=dr_li):
            file_visit(cast.a_visit(extras=some_extras()), person=person, doctor=dr_li)
            add_contact(person, ContactEntry(ContactKind.GUARDIAN, "陈大", "13955550012"))
    with transaction("roster.upload", by=COMMAND_LINE):
        db.session.add_all([_letter(), _draft()])
    sign_in(client, cast.DR_LI)
    return granny_chen


@pytest.fixture
def made(stock, tmp_path):
    """A backup of the stock."""
    return make_backup(tmp_path / "backups")


@pytest.fixture
def sqlite_target(tmp_path):
    """The address of a SQLite database that does not exist yet."""
    return make_url(f"sqlite:///{tmp_path / 'target' / 'again.sqlite3'}")


@pytest.fixture
def postgres_target(postgres_server):
    """The address of an empty database of a real PostgreSQL."""
    name = f"again_{uuid4().hex[:12]}"
    postgres.administer(postgres_server, f"CREATE DATABASE {name}")
    yield make_url(postgres.address(postgres_server, name))
    postgres.administer(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def opened(url, folder):
    """An application on a database that was put back."""
    folder.mkdir(exist_ok=True)
    app = create_app(settings(folder, url.render_as_string(hide_password=False)))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _letter():
    from app.outbox.models import Letter
    from app.outbox.rules import LetterState

    return Letter(
        recipient_id=1,
        recipient_name="李秀兰",
        address="li@xunhu.example",
        kind="doctor-digest",
        day=cast.TODAY,
        language="zh",
        subject="巡护提醒",
        text="甲\t乙\\丙\n丁\r\n \\N \\. “引号” 'x' 🙂 \u2028",
        html="",
        message_id="<1@xunhu.example>",
        state=LetterState.READY,
        not_before=cast.MORNING,
        created_at=cast.MORNING,
    )


def _draft():
    from app.rosters.models import RosterDraft
    from app.rosters.rules.draft import DraftState
    from app.rosters.rules.kinds import ListKind

    return RosterDraft(
        list_kind=ListKind.CHRONIC,
        area_code=cast.TOWN,
        as_of=cast.TODAY,
        file_name="l.xlsx",
        file_hash="0" * 64,
        file_sealed=seal_bytes(bytes(range(256)) * 6000, context="roster_draft.file"),
        state=DraftState.READY,
        stage={"name": "keeping"},
        fault={},
        headings={"身份证号": None},
        counts={"rows": 1},
        warnings=[],
        created_at=cast.MORNING,
        updated_at=cast.MORNING,
    )
