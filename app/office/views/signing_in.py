"""Signing in, in one step or two, and out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.rights import Right
from app.accounts.rules import device_of
from app.accounts.second import weigh_code
from app.accounts.service import (
    HalfWay,
    SignedIn,
    check_door,
    finish_sign_in,
    is_half_way,
    note_sign_out,
    sign_in_with,
    strain_door,
    weigh,
)
from app.core import clock
from app.core.errors import Refused
from app.core.transaction import transaction
from app.office.forms import CodeForm, SignInForm
from app.office.views.door import bp
from app.web.kept import open_kept
from app.web.owed import second_factor_due
from app.web.session import enter, leave, needs, open_to_all, safe_next, signed_in

HALF: Final = "half_way"


@bp.route("/sign-in", methods=["GET", "POST"])
@open_to_all
def sign_in() -> ResponseReturnValue:
    """Sign in with user name and password, then go on to the page that was asked for."""
    wanted = safe_next(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(wanted)
    form = SignInForm()
    if form.submitted():
        check_door(request.remote_addr)
        attempt = weigh(*form.entry())
        with transaction(attempt.action, by=attempt):
            outcome = sign_in_with(attempt, device=device_of(request.user_agent.string))
            if isinstance(outcome, Refused):
                strain_door(request.remote_addr)
        if isinstance(outcome, HalfWay):
            return _ask_code(outcome, wanted, form.kept_form())
        return _let_in(outcome, wanted, form.kept_form())
    return _sign_in_page(form, wanted)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@open_to_all
def second_step() -> ResponseReturnValue:
    """Show a code after the right password, within a few minutes, then go on to the page that was asked for."""
    half, wanted = _half_way()
    form = CodeForm()
    if half is None or not is_half_way(half):
        return _begin_anew(form.kept_form())
    if form.submitted():
        check_door(request.remote_addr)
        shown = weigh_code(half.user_id, form.entry())
        with transaction(shown.named("account.sign-in"), by=shown):
            outcome = finish_sign_in(half, shown, device=device_of(request.user_agent.string))
            if isinstance(outcome, Refused):
                strain_door(request.remote_addr)
        return _let_in(outcome, wanted, form.kept_form())
    return render_template("office/second_step.html", form=form)


@bp.post("/sign-out")
@needs(Right.OWN_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    """End this session at once."""
    reader = signed_in()
    if (held := leave()) is not None:
        with transaction("account.sign-out", by=reader):
            note_sign_out(held.id, user_id=reader.id)
    flash(_("您已退出。"), "success")
    return redirect(url_for("office.sign_in"))


def _sign_in_page(form: SignInForm, wanted: str) -> str:
    action = url_for("office.sign_in", next=None if wanted == "/" else wanted)
    return render_template("office/sign_in.html", form=form, action=action, returning=wanted != "/")


def _begin_anew(kept: str) -> ResponseReturnValue:
    flash(_("时间过了，请重新输入用户名和密码。"), "warning")
    return _sign_in_page(SignInForm(), "/") if kept else redirect(url_for("office.sign_in"))


def _ask_code(half: HalfWay, wanted: str, kept: str) -> ResponseReturnValue:
    """Remember in the signed cookie how far somebody came; what was kept goes along in the page."""
    session[HALF] = {"user": half.user_id, "at": half.at.isoformat(), "mark": half.mark, "next": wanted}
    if not kept:
        return redirect(url_for("office.second_step"))
    return render_template("office/second_step.html", form=CodeForm(), sent=True)


def _half_way() -> tuple[HalfWay | None, str]:
    told: dict[str, Any] | None = session.get(HALF)
    if told is None:
        return None, "/"
    half = HalfWay(told["user"], datetime.fromisoformat(told["at"]), told["mark"])
    return half, safe_next(told["next"])


def _let_in(outcome: SignedIn | Refused, wanted: str, sealed: str) -> ResponseReturnValue:
    if isinstance(outcome, Refused):  # raised after the commit: the failure has to be counted
        raise outcome
    held = enter(outcome)
    due, now = second_factor_due(held), clock.now()
    if due is not None and now < due:
        days = -((now - due) // timedelta(days=1))  # a day begun counts
        flash(_("请在 %(n)s 天内到“我的”里设置登录验证码。", n=days), "warning")
    if not sealed:
        return redirect(wanted)
    if (kept := open_kept(sealed, user_id=outcome.user_id)) is None:
        flash(_("没有保存的内容属于另一个账户，没有交给您。"), "warning")
        return redirect(wanted)
    return render_template("office/send_again.html", kept=kept)
