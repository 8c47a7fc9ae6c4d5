"""The migrations make exactly the tables the models describe, on both databases, upwards and down again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import Migrate, downgrade, upgrade

from app import create_app
from app.core.db import Instant, db
from tests import postgres
from tests.house import ROOT
from tests.stage import settings


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
