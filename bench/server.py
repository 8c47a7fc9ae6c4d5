"""What gunicorn opens for the bench: the application, and on the same worker the baselines it is held against.

`/bench/constant` renders the very template of a page that was shown before, for the same signed-in reader, with rows that
are constants; `/bench/validate` checks the visit form and does nothing; `/bench/commits` makes bare durable
commits; `/bench/three` reads what a pack is made of; `/bench/residents` looks at every resident;
`/bench/verify` compares a password; `/bare/page` is a Flask application of its own with one static page.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import cache
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Flask, before_render_template, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from app import create_app
from app.accounts.passwords import hash_password, is_right
from app.accounts.rights import Right
from app.core import clock
from app.core.db import WRITES, db
from app.core.leaf import Leaf
from app.duties.queries import list_duties_of
from app.duties.rules import WorkDuty
from app.people.queries.many import list_within
from app.policy import book
from app.tablet.rules.pack import MOST_PEOPLE
from app.today.rules import Card, Group
from app.visits.forms import About, open_form
from app.visits.queries.many import look_back_of
from app.visits.rules import Circumstances
from app.visits.sections import choose_work
from app.web.session import needs, open_to_all, signed_in
from bench.making import PASSWORD
from bench.people import THREE

bp = Blueprint("bench", __name__)
pages: dict[str, tuple[str, dict[str, Any]]] = {}


@bp.get("/bench/constant")
@needs(Right.READ_CARE)
def constant() -> ResponseReturnValue:
    """Render the page again that was kept under an address, with constants for rows."""
    template, shown = pages[request.args["path"]]
    # Other objects each time: a piece of the page that was kept for them is not met again.
    return render_template(template, **shown | {"groups": [copy(group) for group in shown["groups"]]})


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


@bp.get("/bench/three")
@needs(Right.WRITE_CARE)
def three() -> ResponseReturnValue:
    """Read the people of a village, their duties and their last visits, as a pack does, and do nothing with them."""
    found = list_within([request.args["village"]], reader=signed_in(), limit=MOST_PEOPLE)
    ids = [person.id for person in found]
    return {"people": len(ids), "duties": len(list_duties_of(ids)), "visits": len(look_back_of(ids))}


@bp.get("/bench/residents")
@open_to_all
def residents() -> ResponseReturnValue:
    """Look at every resident once, as a count of those alive does, and do nothing with them."""
    alive = sa.text("SELECT count(*) FROM person WHERE died_on IS NULL AND withdrawn_at IS NULL")
    return {"alive": db.session.scalar(alive)}


@bp.get("/bench/verify")
@open_to_all
def verify() -> ResponseReturnValue:
    """Compare a password so many times with its hash, and do nothing else."""
    for _ in range(int(request.args["n"])):
        is_right(PASSWORD, known=known_hash())
    return ""


@cache
def known_hash() -> str:
    """Return a hash of everybody's password, as it would stand in an account."""
    return hash_password(PASSWORD)


def _about() -> About:
    day = clock.today()
    work = choose_work(owed=frozenset(THREE.kinds), held=frozenset(THREE.conditions))
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


class Constant(SimpleNamespace):
    """A thing of a page with everything it would work out while it is rendered worked out already."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


def frozen(value: Any) -> Any:
    """Return a value of a page with constants in the place of its rows."""
    if isinstance(value, list | tuple) and value and isinstance(value[0], Group):
        return [_constant(group, cards=tuple(map(_card, group.cards))) for group in value]
    return _constant(value) if isinstance(value, Leaf) else value


def _card(card: Card) -> Constant:
    duties = tuple(_duty(duty, card) for duty in card.duties)
    return _constant(card, duties=duties, worst=duties[0], others=duties[1:])


def _duty(duty: WorkDuty, card: Card) -> Constant:
    state, days, why = duty.state_on(card.day), duty.days_overdue(card.day), duty.why_on(card.day)
    asked = {"state_on": state, "days_overdue": days, "why_on": why}
    return _constant(duty, **{name: _always(answer) for name, answer in asked.items()})


def _always(answer: Any) -> Callable[[object], Any]:
    return lambda _day: answer


def _constant(value: Any, **instead: Any) -> Constant:
    """Return what a value holds and what its properties say, some of it given."""
    names = [name for name in dir(value) if not name.startswith("_") and name not in instead]
    told = {name: getattr(value, name) for name in names}
    return Constant(**{name: one for name, one in told.items() if not callable(one)}, **instead)


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
