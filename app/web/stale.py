"""Forms sent from a page that is too old: its session is over, or another one has begun. Nothing typed is lost."""

from __future__ import annotations

import logging
from typing import Final

from flask import Flask, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.accounts.queries import find_username
from app.accounts.reader import Reader
from app.core.words import Text
from app.web.errors import SENTENCES, page
from app.web.kept import Kept, keep, open_kept, page_owner, typed
from app.web.owed import FIRST

STALE: Final = Text("这一页放得太久，没有保存", "This page has been open too long; nothing was saved")
STALE_MEND: Final = Text(
    "您填写的内容还在，请按“再次发送”。", "What you filled in is still here: press “Send again”."
)
FOREIGN: Final = Text(
    "这一页是别人登录时打开的，没有保存", "This page was opened by somebody else; nothing was saved"
)
FOREIGN_MEND: Final = Text(
    "现在登录的是您的账户。别人填写的内容不会记在您的名下，请从自己的页面重新打开。",
    "You are signed in now. What somebody else filled in is not filed under your name: please open the page anew.",
)

log = logging.getLogger(__name__)


def init(app: Flask) -> None:
    """Answer every form whose token is not of this session."""
    app.register_error_handler(CSRFError, show_stale)


def show_stale(error: HTTPException) -> ResponseReturnValue:
    """Explain that the page was stale and offer to send the same fields again, to whoever filled them in.

    Only a page of this site gets its fields back: another site's form must not become a button to press.
    """
    log.info("stale form: %s", error.description)
    if not current_user.is_authenticated and (answer := show_over()) is not None:
        return answer
    owner, reader_id = page_owner(), getattr(current_user, "id", None)
    if owner is not None and owner != reader_id:
        return page(400, title=FOREIGN, mend=FOREIGN_MEND)
    kept = typed() if owner is not None or _is_own() else None
    if reader_id is not None and request.form.get("kept"):  # signed in elsewhere before signing in here
        kept = open_kept(request.form["kept"], user_id=reader_id)
    return page(400, title=STALE, mend=STALE_MEND if kept else SENTENCES[400][1], kept=kept)


def show_over() -> ResponseReturnValue | None:
    """Offer to sign in on the spot and keep what was typed for the page's owner; None where it had none."""
    owner, passed_on = page_owner(), request.form.get("kept")
    username = None if owner is None else find_username(owner)
    if owner is not None and username is not None:
        shown = {"username": username, "kept": keep(typed(), user_id=owner)}
    elif passed_on:
        shown = {"username": request.form.get("username", ""), "kept": passed_on}
    else:
        return None
    return make_response(render_template("web/signed_out.html", **shown), 401)


def show_owed(endpoint: str, *, reader: Reader) -> ResponseReturnValue:
    """Lead somebody who sends a form to what they have to do first, and keep the form on the page meanwhile."""
    kept: Kept | None = typed() if page_owner() in (reader.id, None) else None
    return page(
        403, title=FIRST[endpoint], mend=STALE_MEND if kept else None, kept=kept, lead=url_for(endpoint)
    )


def _is_own() -> bool:
    """Return whether the browser says that the form came from a page of this site."""
    origin = request.headers.get("Origin")
    return request.headers.get("Sec-Fetch-Site") == "same-origin" or origin == request.host_url.rstrip("/")
