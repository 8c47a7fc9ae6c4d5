"""One's own password and one's own sessions."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.passwords import rules_in_force
from app.accounts.queries import list_sessions
from app.accounts.rights import Right
from app.accounts.rules import password_due
from app.accounts.service import change_password, end_session, end_sessions_of, weigh
from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.core.transaction import transaction
from app.core.words import Text
from app.office.forms.accounts import PasswordForm
from app.office.views.door import bp
from app.web.session import needs, session_id, signed_in


@bp.route("/me/password", methods=["GET", "POST"])
@needs(Right.OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    """Choose another password; every other session of the account ends."""
    reader, form = signed_in(), PasswordForm()
    if form.submitted():
        old, new = form.entry()
        attempt = weigh(reader.username, old)
        with transaction("account.password" if attempt.is_right else "account.password-failed", by=reader):
            outcome = change_password(attempt, password=new, session_id=session_id())
        if isinstance(outcome, Refused):  # raised after the commit: the failure has to be counted
            raise outcome
        flash(_("密码已更改，其他设备上的登录都已结束。"), "success")
        return redirect(url_for("office.me"))
    rules, user = rules_in_force(), db.session.get_one(User, reader.id)
    return render_template(
        "office/password.html",
        form=form,
        rules=rules,
        role=reader.role,
        due=password_due(
            must_change=user.must_change_password, set_at=user.password_set_at, at=clock.now(), rules=rules
        ),
    )


@bp.get("/me/sessions")
@needs(Right.OWN_ACCOUNT)
def sessions() -> ResponseReturnValue:
    """Show where one is signed in."""
    reader = signed_in()
    return render_template(
        "office/sessions.html", sessions=list_sessions(reader.id, role=reader.role), here=session_id()
    )


@bp.post("/me/sessions/end", endpoint="end_session")
@needs(Right.OWN_ACCOUNT)
def end() -> ResponseReturnValue:
    """End one of one's sessions, or all but this one."""
    reader, key = signed_in(), request.form.get("session", "")
    if not key:
        raise Refused(Text("请选择要结束的登录。", "Please choose the session to end."))
    with transaction("account.end-sessions", by=reader):
        if key == "others":
            end_sessions_of(reader.id, but=session_id())
        else:
            end_session(key, user_id=reader.id)
    flash(_("已结束登录。"), "success")
    return redirect(url_for("office.sessions"))
