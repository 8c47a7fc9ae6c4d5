"""What gunicorn opens for the bench: the application, and on the same worker the baselines it is held against.

`/bench/constant` renders the very template of a page that was shown before, for the same signed-in reader, with rows that
are constants; `/bench/validate` checks the visit form and does nothing; `/bench/commits` makes bare durable commits;
`/bare/page` is a Flask application of its own with one static page.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, before_render_template, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from app import create_app
from app.accounts.rights import Right
from app.core import clock
from app.core.db import WRITES, db
from app.duties.rules import WorkDuty
from app.policy import book
from app.policy.terms import Kind
from app.today.rules import Card, Group, Page
from app.visits.forms import About, open_form
from app.visits.rules import Circumstances
from app.visits.sections import choose_work
from app.web.session import needs, open_to_all
from bench.people import THREE

bp = Blueprint("bench", __name__)
pages: dict[str, tuple[str, dict[str, Any]]] = {}


@bp.get("/bench/pid")
@open_to_all
def pid() -> ResponseReturnValue:
    """Say which process answers."""
    return str(os.getpid())


@bp.get("/bench/constant")
@needs(Right.READ_CARE)
def constant() -> ResponseReturnValue:
    """Render the page again that was kept under an address, with constants for rows."""
    template, shown = pages[request.args["path"]]
    return render_template(template, **shown)


@bp.post("/bench/validate")
@needs(Right.WRITE_CARE)
def validate() -> ResponseReturnValue:
    """Check what was typed on the visit form and do nothing with it."""
    form = open_form(_about(), carried={}, visited_on=clock.today())
    return ("", 204) if form.submitted() else (str(form.errors), 422)


@bp.get("/bench/commits")
@open_to_all
def commits() -> ResponseReturnValue:
    """Make so many bare durable commits."""
    with db.engine.connect().execution_options(**{WRITES: True}) as connection:
        for _ in range(int(request.args["n"])):
            connection.exec_driver_sql("INSERT INTO bench_commit (said) VALUES ('136/84')")
            connection.commit()
    return "", 204


def _about() -> About:
    day = clock.today()
    work = choose_work(owed=frozenset(THREE.kinds) | {Kind.GENERAL}, held=frozenset(THREE.conditions))
    return About(work, Circumstances(66, day, book.current().figures), day, None, None)


def keep_pages(app: Flask) -> None:
    """Keep what a page with `?keep=1` is rendered from, with constants in place of its rows."""

    def _keep(sender: Flask, template: Any, context: dict[str, Any], **_: Any) -> None:
        if request.args.get("keep"):
            around: dict[str, Any] = {}
            sender.update_template_context(around)
            own = {name: value for name, value in context.items() if name not in around}
            pages[request.path] = template.name, {name: frozen(value) for name, value in own.items()}
            before_render_template.disconnect(_keep, sender)

    @bp.get("/bench/keep")
    @open_to_all
    def keep() -> ResponseReturnValue:
        """Keep the next page asked for with `?keep=1`; afterwards nothing listens any more."""
        before_render_template.connect(_keep, sender=app, weak=False)
        return "", 204

    app.register_blueprint(bp)


def frozen(value: Any) -> Any:
    """Return a value of a page with everything it would work out while it is rendered worked out already."""
    if isinstance(value, list | tuple) and value and isinstance(value[0], Group | Card):
        return [frozen(one) for one in value]
    if isinstance(value, Group):
        return SimpleNamespace(title=value.title, cards=[_card(card) for card in value.cards])
    if isinstance(value, Page):
        return SimpleNamespace(earlier=value.earlier, later=value.later, told=value.told)
    return value


def _card(card: Card) -> SimpleNamespace:
    names = ("person", "urgent", "day", "state", "days", "tone", "count", "categories", "conditions")
    kept = {name: getattr(card, name) for name in names}
    others = [_duty(duty, card) for duty in card.others]
    return SimpleNamespace(**kept, worst=_duty(card.worst, card), others=others)


def _duty(duty: WorkDuty, card: Card) -> SimpleNamespace:
    names = ("rule", "due_on", "excused_until", "excuse_reason", "name", "source")
    kept: Mapping[str, Any] = {name: getattr(duty, name) for name in names}
    state, days, why = duty.state_on(card.day), duty.days_overdue(card.day), duty.why_on(card.day)
    return SimpleNamespace(
        **kept, state_on=lambda day: state, days_overdue=lambda day: days, why_on=lambda day: why
    )


def bare() -> Flask:
    """Return an application that has one static page and nothing else."""
    app = Flask("bare", static_folder=None)
    kept = {"page": b""}

    @app.get("/page")
    def page() -> ResponseReturnValue:
        return app.response_class(kept["page"], mimetype="text/html")

    @app.post("/page")
    def take() -> ResponseReturnValue:
        kept["page"] = request.get_data()
        return "", 204

    return app


def serve() -> Any:
    """Return the application and the bare one beside it, for gunicorn."""
    app = create_app()
    keep_pages(app)
    return DispatcherMiddleware(app, {"/bare": bare()})
