"""The migrations make exactly the tables the models describe, on both databases, upwards and down again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pysqlite3.dbapi2
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import Migrate, downgrade, upgrade

from app import create_app
from app.core.db import Instant, db
from app.visits.models import VisitReading
from tests import postgres
from tests.house import ROOT
from tests.stage import settings

DAY = date(2026, 5, 20)


def test_models_and_migrations_agree_on_sqlite(tmp_path):
    app = _application(tmp_path, f"sqlite:///{tmp_path / 'fresh.sqlite3'}")

    _go_up_and_compare(app)


def test_models_and_migrations_agree_on_postgresql(tmp_path, postgres_server):
    postgres.administer(
        postgres_server, "DROP DATABASE IF EXISTS fresh WITH (FORCE)", "CREATE DATABASE fresh"
    )
    app = _application(tmp_path, postgres.address(postgres_server, "fresh"))

    _go_up_and_compare(app)


def test_every_migration_can_be_taken_back(tmp_path):
    app = _application(tmp_path, f"sqlite:///{tmp_path / 'fresh.sqlite3'}")

    with app.app_context():
        upgrade()
        downgrade(revision="base")

        assert set(sa.inspect(db.engine).get_table_names()) <= {"alembic_version"}
        db.engine.dispose()


def test_visits_from_before_there_were_readings_have_theirs(tmp_path):
    app = _application(tmp_path, f"sqlite:///{tmp_path / 'fresh.sqlite3'}")
    answers = {"systolic": 150, "systolic_2": 140, "diastolic": 90, "weight": 61.5, "smokes": True}

    with app.app_context():
        upgrade(revision="3f71d08a5c42")
        # Past the trail, as an older release would have: by an engine that knows no deeds.
        plain = sa.create_engine(db.engine.url, module=pysqlite3.dbapi2)
        with plain.begin() as connection:
            person_id = _put(connection, "person", name="陈桂英")
            measured = _put(connection, "visit", person_id=person_id, answers=answers)
            _put(connection, "visit", person_id=person_id, answers={"note": "聊天"})
        plain.dispose()
        upgrade()

        with db.engine.connect() as connection:
            kept = connection.execute(sa.select(VisitReading.__table__)).all()
        db.engine.dispose()
    assert kept == [(measured, person_id, DAY, 145.0, 90.0, None, 61.5, None)]


def _put(connection, table_name, **stated):
    """Add a row of which only the stated columns matter, and return its number."""
    table = sa.Table(table_name, sa.MetaData(), autoload_with=connection)
    given = {
        column.name: _anything(column) for column in table.c if not column.nullable and not column.primary_key
    }
    row = given | {"client_key": uuid4().hex} | stated if "client_key" in table.c else given | stated
    return connection.execute(table.insert().values(row)).inserted_primary_key[0]


def _anything(column):
    if isinstance(column.type, sa.JSON):
        return {}
    kind = column.type.python_type
    return {date: DAY, datetime: datetime(2026, 5, 20, tzinfo=UTC)}.get(kind) or kind()


def _application(folder, url):
    app = create_app(settings(folder, url))
    Migrate(app, db, directory=str(ROOT / "migrations"))
    return app


def _go_up_and_compare(app):
    with app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": _differs, "render_as_batch": True}
            )
            differences = compare_metadata(context, db.metadata)
        db.engine.dispose()

    assert not differences


def _differs(_context, _seen, described, seen_type, model_type):
    """Compare lengths and kinds; an enum is kept as a plain string."""
    if isinstance(model_type, sa.Enum):
        return not isinstance(seen_type, sa.String)
    if isinstance(model_type, Instant):
        return not isinstance(seen_type, sa.DateTime)
    return None
