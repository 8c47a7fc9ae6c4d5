"""The frame of the tablet: one page, the same for everybody, so that a browser may keep it for a day without a network."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final, cast

from flask import current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from app.core.words import Text
from app.tablet.views.door import bp
from app.web.assets import STATIC
from app.web.language import LANGUAGES, spoken
from app.web.session import open_to_all

NAME: Final = Text("巡护·家庭医生随访", "Xunhu, family doctors' follow-up")
SHORT: Final = Text("巡护", "Xunhu")
# The colours of the house's bar and paper.
BAR: Final = "#0b6152"
PAPER: Final = "#f3f5f1"
# The scripts the frame begins with, and how one names another it brings along.
ENTRIES: Final = ("frame.js", "shell.js")
BROUGHT: Final = re.compile(r'^(?:import|export)\b[^;]*?"\./([a-z]+\.js)";', re.MULTILINE)


@bp.get("/tablet")
@open_to_all
def shell() -> ResponseReturnValue:
    """Show the frame in the language asked for by the address, else in the reader's."""
    return said_in(_language())


@bp.get("/tablet/manifest.json")
@open_to_all
def manifest() -> ResponseReturnValue:
    """Say how the tablet's page stands on a home screen."""
    language = _language()
    frame, icon = url_for("tablet.shell"), address_of("xunhu.svg")
    answer = jsonify(
        id=frame,
        start_url=frame,
        scope=url_for("today.index"),
        name=NAME.said_in(language),
        short_name=SHORT.said_in(language),
        lang=language,
        display="standalone",
        theme_color=BAR,
        background_color=PAPER,
        icons=[{"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    )
    answer.mimetype = "application/manifest+json"
    return answer


def said_in(language: str) -> str:
    """Return the frame in a language: no token, no name, nothing of whoever asks, not even the size of her letters."""
    with force_locale(language):
        return render_template("tablet/shell.html", language=language, scripts=scripts())


@cache
def scripts() -> tuple[str, ...]:
    """Return every script the frame begins with or brings along, so that a browser asks for all of them at once.

    Told of the first ones only, it would find the others one behind the other, reading each.
    """
    found = list(ENTRIES)
    for name in found:
        source = (STATIC / "tablet" / name).read_text("utf-8")
        found.extend(other for other in dict.fromkeys(BROUGHT.findall(source)) if other not in found)
    return tuple(f"tablet/{name}" for name in found)


def address_of(asset: str) -> str:
    """Return the address of an asset under its hashed name, as pages name it."""
    return cast("Callable[[str], str]", current_app.jinja_env.globals["asset"])(asset)


def _language() -> str:
    asked = request.args.get("language", "")
    return asked if asked in LANGUAGES else spoken()
