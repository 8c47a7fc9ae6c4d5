"""Whether the application lives and whether it is ready, for whoever keeps it running."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from flask import Blueprint, Flask, jsonify
from flask.typing import ResponseReturnValue

from app.core.db import db
from app.web.session import open_to_all

VERSIONS: Final = Path(__file__).parent.parent.parent / "migrations" / "versions"
NAMED: Final = re.compile(r"^(revision|down_revision)\b[^=]*=\s*(.+)$", re.MULTILINE)

bp = Blueprint("health", __name__)


def init(app: Flask) -> None:
    """Open the two addresses."""
    app.register_blueprint(bp)


@bp.get("/healthz")
@open_to_all
def alive() -> ResponseReturnValue:
    """Say that the process answers."""
    return jsonify(alive=True)


@bp.get("/readyz")
@open_to_all
def ready() -> ResponseReturnValue:
    """Say whether the database answers and its tables are those the code expects."""
    try:
        found = set(db.session.scalars(sa.text("SELECT version_num FROM alembic_version")))
    except sa.exc.SQLAlchemyError:
        db.session.rollback()
        return jsonify(ready=False, database="unreachable or empty"), 503
    current = found == heads()
    return jsonify(ready=current, migrations="at head" if current else "behind"), 200 if current else 503


@cache
def heads(folder: Path = VERSIONS) -> set[str]:
    """Return the newest migrations, read from their files: Alembic itself stays out of the web workers."""
    revisions: set[str] = set()
    followed: set[str] = set()
    for path in folder.glob("*.py"):
        named = dict(NAMED.findall(path.read_text("utf-8")))
        revisions.update(re.findall(r"""["']([^"']+)["']""", named.get("revision", "")))
        followed.update(re.findall(r"""["']([^"']+)["']""", named.get("down_revision", "")))
    return revisions - followed
