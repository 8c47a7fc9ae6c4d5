"""前厅: the hall every page comes through — layout, language, assets, error pages, security headers, sessions."""

from __future__ import annotations

from flask import Blueprint, Flask

from app.web import (
    addresses,
    assets,
    errors,
    filters,
    forms,
    health,
    language,
    pieces,
    security,
    session,
    stale,
)


def init(app: Flask) -> None:
    """Open the hall; the rooms register their pages afterwards."""
    app.register_blueprint(Blueprint("web", __name__, template_folder="templates"))
    app.jinja_environment = pieces.Pages
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    session.init(app)
    language.init(app)
    filters.init(app)
    forms.init(app)
    addresses.init(app)
    pieces.init(app)
    assets.init(app)
    errors.init(app)
    stale.init(app)
    security.init(app)
    health.init(app)
