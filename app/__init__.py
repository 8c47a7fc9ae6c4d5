"""巡护: whom does a family doctor owe a visit today, and why? This module alone knows every room."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import click
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import config

# Names are read one character at a time: the dictionary of phrases would cost every worker 30 MB.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
# Rooms are imported when an application is made and not before: a child process that reads a workbook needs none of them.
PAGES = (
    *("office", "today", "record", "visits", "rosters", "territory"),
    *("rounds", "schedule", "contracts", "screening", "careplans", "supplies", "tablet"),
    *("reviews", "indicators"),
)
COMMANDS = {
    "accounts": ("areas", "accounts"),
    "rosters": ("cli",),
    "duties": ("cli",),
    "audit": ("cli",),
    "backups": ("backup",),
    "keys": ("keys",),
    "demo": ("cli",),
    "territory": ("areas",),
    "schedule": ("schedule",),
    "reviews": ("cli",),
    "indicators": ("cli",),
}


def create_app(overrides: Mapping[str, object] | None = None) -> Flask:
    """Put the rooms together: settings, the ground from the bottom up, then pages and commands."""
    settings = config.load(os.environ) | dict(overrides or {})
    app = Flask(__name__, instance_path=str(settings["XUNHU_INSTANCE"]), static_folder=None)
    app.config.from_mapping(settings)
    app.logger.setLevel(str(settings["XUNHU_LOG_LEVEL"]))
    Path(app.instance_path).mkdir(parents=True, exist_ok=True)
    _lay_ground(app)
    _install_rules(app)
    for room in PAGES:
        app.register_blueprint(import_module(f"app.{room}.views").bp)
    for room, groups in COMMANDS.items():
        for group in groups:
            app.cli.add_command(getattr(import_module(f"app.{room}.cli"), group))
    app.cli.add_command(import_module("app.scheduler").timetable)
    _trust_proxies(app)
    return app


def _lay_ground(app: Flask) -> None:
    from app import web  # noqa: PLC0415 - see PAGES: imported when made
    from app.audit import trail  # noqa: PLC0415 - see PAGES: imported when made
    from app.core import clock, db, logs, sealing  # noqa: PLC0415 - see PAGES: imported when made

    if app.config["XUNHU_CLOCK"] is not None:
        clock.set_to(app.config["XUNHU_CLOCK"])
    logs.init()
    db.init(app)
    sealing.init(app)
    trail.init(app)
    web.init(app)
    if click.get_current_context(silent=True) is not None:
        _prepare_migrations(app)


def _prepare_migrations(app: Flask) -> None:
    """Make `flask db` work at the prompt; a web worker never loads the migration library."""
    from flask_migrate import Migrate  # noqa: PLC0415 - see PAGES: imported when made

    from app.core.db import db  # noqa: PLC0415 - see PAGES: imported when made

    Migrate(app, db, directory=str(config.ROOT / "migrations"))


def _install_rules(app: Flask) -> None:
    from app.duties.service import install_start  # noqa: PLC0415 - see PAGES: imported when made
    from app.policy import book  # noqa: PLC0415 - see PAGES: imported when made

    rulebook = book.load_book(app.config["XUNHU_PACKS"], Path(app.instance_path) / "policy")
    book.install(rulebook)
    app.extensions["rulebook"] = rulebook
    install_start(app.config["XUNHU_OWED_FROM"])


def _trust_proxies(app: Flask) -> None:
    if proxies := app.config["XUNHU_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]  # Flask's own way to wrap it
