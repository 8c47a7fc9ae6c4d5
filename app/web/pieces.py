"""Pieces of pages that say the same for the same facts: made once, and kept while they are looked at.

A list of thirty people is read many times a day, and between two readings hardly anybody's card changes. A piece is kept under
the very object it shows, so that a changed fact, which makes another object, makes another piece.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any, Final

from flask import Flask, current_app, request
from flask.templating import Environment
from markupsafe import Markup

from app.web.language import spoken

KEPT: Final = 4096


class Pages(Environment):
    """The pages' own environment. A template without names of its own shares the common ones instead of a view over them:

    every include and every import copies them, and the view is copied name by name.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names a template starts from."""
        return super().make_globals(d) if d else self.globals


def init(app: Flask) -> None:
    """Let pages call for pieces: ``piece("room/_one.html", thing, writes=True)`` shows it as ``one``."""

    @lru_cache(maxsize=KEPT)
    def _made(
        template: str, one: object, _said_in: str, _under: str, shown: tuple[tuple[str, Any], ...]
    ) -> Markup:
        return made(template, one, **dict(shown))

    def piece(template: str, one: object, **shown: Any) -> Markup:
        return _made(template, one, spoken(), request.root_path, tuple(shown.items()))

    app.jinja_env.globals["piece"] = piece


def made(template: str, one: object, **shown: Any) -> Markup:
    """Return a piece made anew. ``one`` is compared by identity and never changes; ``shown`` holds plain values.

    It is said of these alone: a piece knows nothing of the request, or it could not be kept for the next.
    """
    environment = current_app.jinja_env
    return Markup(environment.get_template(template).render(one=one, **shown))  # noqa: S704 - our own template escaped it
