"""Who is asking: sessions kept on the server, the signed-in reader, and which views are for whom.

The cookie of somebody signed in is a random token; the row holds its hash and is asked in every request, so that ending
it works at once on every server. Before sign-in there is no row, only a small signed cookie for the form token.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

import sqlalchemy as sa
from flask import Flask, Request, Response, current_app, g, redirect, request, url_for
from flask.globals import request_ctx
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect
from sqlalchemy.exc import OperationalError

from app.accounts.models import SignIn
from app.accounts.queries import OpenSession, find_session
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.service import SignedIn, session_id_of
from app.audit.trail import write_beside
from app.core import clock
from app.core.errors import Forbidden, Refused
from app.core.words import Text
from app.web.kept import TOKEN
from app.web.owed import owed_first
from app.web.stale import show_over, show_owed

SEEN_EVERY: Final = timedelta(minutes=1)
NEEDS: Final = "__needs__"
OPEN: Final = "__open_to_all__"
_TOKEN: Final = re.compile(r"[\w-]{43}")
_INSIDE: Final = re.compile(r"/(?!/)[^\\]*")  # browsers read a backslash as a slash

csrf = CSRFProtect()
_login = LoginManager()
_login.session_protection = None
P = ParamSpec("P")
V = TypeVar("V", bound=Callable[..., Any])


class ServerSession(SecureCookieSession):
    """What a request knows of its session: the open row with its reader, or nobody; and a fresh token to hand out."""

    held: OpenSession | None = None
    token: str | None = None
    is_over = False
    # The database did not answer, so that nobody can be known. The cookie stays as it is: the session may be as good as ever.
    fault: OperationalError | None = None


class ServerSessions(SecureCookieSessionInterface):
    """Sessions as rows; the signed cookie of the framework serves only those who have not signed in."""

    session_class = ServerSession

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the session and its reader in one statement."""
        for name in list(
            g
        ):  # a context may outlast a request; what one reader left there is not for the next
            g.pop(name)
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        if not _TOKEN.fullmatch(cookie):
            return super().open_session(app, request)
        try:
            held = find_session(session_id_of(cookie), at=clock.now())
        except OperationalError as fault:
            opened = ServerSession()
            opened.fault = fault
            return opened
        opened = ServerSession(held.data if held else None)
        opened.held, opened.modified = held, held is None
        return opened

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep what changed in the row, and hand out or take back the cookie."""
        assert isinstance(session, ServerSession)
        if session.held is None or session.is_over:
            super().save_session(app, session, response)
            return
        if session.accessed:
            response.vary.add("Cookie")
        if session.modified or clock.now() - session.held.seen_at >= SEEN_EVERY:
            _keep(session.held.id, dict(session))
        if session.token is not None:
            self._hand_out(app, session.token, response)

    def _hand_out(self, app: Flask, token: str, response: Response) -> None:
        response.set_cookie(
            self.get_cookie_name(app),
            token,
            path="/",
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite="Lax",
        )


def init(app: Flask) -> None:
    """Keep sessions on the server, know the reader in every request, and ask a token of every unsafe one."""
    secure = str(app.config.get("XUNHU_PUBLIC_URL", "")).startswith("https://")
    app.config.update(
        SESSION_COOKIE_NAME="__Host-xunhu" if secure else "xunhu",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_PATH="/",
    )
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.session_interface = ServerSessions()
    _login.init_app(app)
    app.before_request(_refuse_the_unknown)
    csrf.init_app(app)
    app.before_request(_guard_unmarked)


def enter(opened: SignedIn) -> OpenSession:
    """Begin a session just opened: nothing is carried over, not even its number, but the language chosen at the door."""
    held = find_session(opened.id, at=clock.now())
    fresh = _server_session()
    chosen = fresh.get("language")
    fresh.clear()
    fresh.update(held.data if held else {})
    fresh.held, fresh.token, fresh.modified = held, opened.token, False
    if chosen:
        fresh["language"] = chosen
    for stranger in (TOKEN, "_login_user"):  # what was made for a page of nobody's
        g.pop(stranger, None)
    return open_session()


def leave() -> OpenSession | None:
    """Forget the session on this side and return the one that was open, to be ended."""
    fresh = _server_session()
    held = fresh.held
    fresh.clear()
    fresh.is_over = True
    return held


def signed_in() -> Reader:
    """Return the reader who is asking."""
    return open_session().reader


def open_session() -> OpenSession:
    """Return the session in which the reader asks."""
    if (held := _server_session().held) is None:
        raise Refused(Text("请先登录。", "Please sign in first."), status=401)
    return held


def session_id() -> str:
    """Return the number of the session in which the reader asks."""
    return open_session().id


def not_at_work() -> None:
    """Let this request not keep the session awake: the timer of a page sent it, and nobody's hand."""
    opened = _server_session()
    if opened.held is not None:
        opened.held = replace(opened.held, seen_at=clock.now())


def needs(right: Right) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Open a view to readers whose role includes a right: others get 403, strangers the way to sign in."""

    def mark(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return to_sign_in()
            reader = signed_in()
            if (owed := owed_first(open_session())) is not None:
                return show_owed(owed, reader=reader) if request.method == "POST" else redirect(url_for(owed))
            if not may(reader.role, right):
                raise Forbidden
            return view(*args, **kwargs)

        setattr(guarded, NEEDS, right)
        return guarded

    return mark


def open_to_all(view: V) -> V:
    """Open a view to everybody, signed in or not."""
    setattr(view, OPEN, True)
    return view


def to_sign_in() -> ResponseReturnValue:
    """Lead a stranger to the sign-in page, and back afterwards to the page that was asked for.

    Whoever sends a form from a page of a session that is over signs in on the spot, and nothing typed is lost.
    """
    if request.method == "POST" and (answer := show_over()) is not None:
        return answer
    wanted = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
    return redirect(url_for("office.sign_in", next=None if wanted == "/" else wanted))


def safe_next(target: str | None) -> str:
    """Return where to go after sign-in: a page of this site only, else the first page."""
    wanted = target or ""
    return wanted if wanted.isprintable() and _INSIDE.fullmatch(wanted) else "/"


@_login.request_loader
def _reader(_request: Request) -> Reader | None:
    held = _server_session().held
    return held.reader if held else None


def _server_session() -> ServerSession:
    opened = request_ctx.session
    assert isinstance(opened, ServerSession)
    return opened


def _keep(session_id: str, data: dict[str, Any]) -> None:
    kept = sa.update(SignIn).where(SignIn.id == session_id, SignIn.ended_at.is_(None))
    with write_beside() as connection:
        connection.execute(kept.values(data=data, seen_at=clock.now()))


def _refuse_the_unknown() -> None:
    """While the database does not answer nobody is taken for a stranger: the fault itself is told."""
    if (fault := _server_session().fault) is not None:
        raise fault


def _guard_unmarked() -> ResponseReturnValue | None:
    """A view that nobody marked is open to nobody who has not signed in."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or hasattr(view, NEEDS) or hasattr(view, OPEN) or current_user.is_authenticated:
        return None
    return to_sign_in()
