"""Whoever keeps the application running learns whether it lives and is ready."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.web.health import heads

FIRST = 'revision: str = "a1"\ndown_revision: str | None = None\n'
SECOND = 'revision = "b2"\ndown_revision = "a1"\n'


def test_a_living_process_says_so_without_the_database(visitor: FlaskClient) -> None:
    answer = visitor.get("/healthz")

    assert answer.status_code == 200
    assert answer.json == {"alive": True}


def test_without_tables_it_is_not_ready(visitor: FlaskClient) -> None:
    assert visitor.get("/readyz").status_code == 503


def test_it_is_ready_when_the_tables_are_those_of_the_code(
    hall: Flask, visitor: FlaskClient, tmp_path: Path
) -> None:
    with hall.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        for head in heads():
            connection.execute(sa.text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})
    try:
        assert visitor.get("/readyz").status_code == 200
    finally:
        with hall.app_context(), db.engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE alembic_version"))


def test_the_newest_migration_is_the_one_nothing_follows(tmp_path: Path) -> None:
    (tmp_path / "1.py").write_text(FIRST, "utf-8")
    (tmp_path / "2.py").write_text(SECOND, "utf-8")

    assert heads(tmp_path) == {"b2"}
