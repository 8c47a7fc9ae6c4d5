"""One application for a whole run, and its database set back before each test."""

from __future__ import annotations

import contextvars
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.routing import Map

from app import create_app
from app.accounts.areas import AreaRow
from app.accounts.reader import Role
from app.accounts.service import NewAccount, add_user, import_areas
from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.web.health import heads
from tests import cast, postgres

KEYS = "k1:" + "A" * 43 + "=;index:" + "B" * 42 + "A="


def settings(folder: Path, url: str) -> dict[str, object]:
    """Return what differs from a deployment's configuration."""
    return {
        "TESTING": True,
        "XUNHU_INSTANCE": str(folder),
        "XUNHU_ASSETS": str(Path(tempfile.gettempdir()) / f"xunhu-assets-{os.getuid()}"),
        "SQLALCHEMY_DATABASE_URI": url,
        "XUNHU_DATA_KEYS": KEYS,
        "SECRET_KEY": "of-the-tests",
        "WTF_CSRF_ENABLED": False,
    }


# Every table emptied and filled from its twin, every counter set as it was: in one round trip, past the foreign keys.
TWINS = """
CREATE SCHEMA twin;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE twin.%I AS TABLE public.%I', name, name);
  END LOOP;
END $$;
CREATE TABLE twin."counters of the twins" AS
  SELECT sequencename, coalesce(last_value, 1) AS value, last_value IS NOT NULL AS used FROM pg_sequences;
CREATE FUNCTION twin.set_back() RETURNS void LANGUAGE plpgsql AS $$ DECLARE name text; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DELETE FROM public.%I', name);
    EXECUTE format('INSERT INTO public.%I SELECT * FROM twin.%I', name, name);
  END LOOP;
  PERFORM setval(format('public.%I', sequencename)::regclass, value, used) FROM twin."counters of the twins";
END $$;
"""
LEFT_OPEN = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"


class Stage:
    """One application for the whole run, whose database is set back to the template before each test."""

    def __init__(self, folder: Path, server: str | None) -> None:
        self.folder = folder
        self.server = server
        self.name = f"xunhu_{os.getpid()}"
        url = postgres.address(server, self.name) if server else f"sqlite:///{folder / 'test.sqlite3'}"
        if server:
            postgres.administer(
                server, f"DROP DATABASE IF EXISTS {self.name}", f"CREATE DATABASE {self.name}"
            )
        self.app = create_app(settings(folder, url))
        self.config = dict(self.app.config)
        self.views = dict(self.app.view_functions)
        self.app.test_client_class = FreshReader
        self._build_template()

    def set_back(self) -> None:
        """Give the application its database as in the template and its settings as they were."""
        self.app.config.clear()
        self.app.config.update(self.config)
        self._close_trial_pages()
        self.dispose()
        if self.server:
            statements = (LEFT_OPEN.format(name=self.name), "SELECT twin.set_back()")
            postgres.administer(self.server, *statements, name=self.name)
        else:
            for ending in ("", "-wal", "-shm"):
                (self.folder / f"test.sqlite3{ending}").unlink(missing_ok=True)
            shutil.copyfile(self.folder / "template.sqlite3", self.folder / "test.sqlite3")

    def _build_template(self) -> None:
        with self.app.app_context(), clock.standing_at(cast.MORNING):
            db.create_all()
            _stamp()
            _seat_the_cast()
        self.dispose()
        if self.server:
            postgres.administer(self.server, TWINS, name=self.name)
        else:
            shutil.copyfile(self.folder / "test.sqlite3", self.folder / "template.sqlite3")

    def _close_trial_pages(self) -> None:
        """Forget pages that a test opened to try something on them."""
        if self.app.view_functions == self.views:
            return
        rules = [rule.empty() for rule in self.app.url_map.iter_rules() if rule.endpoint in self.views]
        self.app.url_map = Map(rules, converters=self.app.url_map.converters)
        self.app.view_functions = dict(self.views)

    def dispose(self) -> None:
        """Close every connection."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


class FreshReader(FlaskClient):
    """A browser in the test's hand: each request stands alone, and the test then reads anew what it changed."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send the request outside the test's application context, between two of its read transactions."""
        db.session.rollback()
        response = contextvars.Context().run(super().open, *args, **kwargs)
        db.session.expire_all()
        return response


def _stamp() -> None:
    """Say that the tables are those of the newest migration, as `flask db upgrade` would have."""
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        for revision in heads():
            connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{revision}')")


def _seat_the_cast() -> None:
    with transaction("areas.import", by=COMMAND_LINE):
        import_areas([AreaRow(row, code, name) for row, (code, name) in enumerate(cast.AREAS, 2)])
    with transaction("accounts.add", by=COMMAND_LINE):
        for member in cast.EVERYBODY:
            add_user(
                NewAccount(member.username, Role(member.role), member.areas, cast.PASSWORD, member.full_name)
            )
