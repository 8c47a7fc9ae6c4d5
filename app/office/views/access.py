"""The door of an account: its password, whether it is open, its sessions, its second factor, its areas."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.holdings import drop_area, hold_area
from app.accounts.models import User
from app.accounts.queries import Place, find_places, get_account, list_holdings, places_of
from app.accounts.reader import Reader, Role
from app.accounts.rights import Right
from app.accounts.rules import Step, check_not_own, check_reach, levels_of
from app.accounts.second import clear_second_factor
from app.accounts.service import (
    close_account,
    end_session,
    end_sessions_of,
    open_account,
    reset_password,
    unlock_account,
)
from app.core.errors import Refused
from app.core.transaction import transaction
from app.core.words import Text
from app.office.forms.accounts import AccountAreaForm, read_step
from app.office.views.door import bp
from app.web.session import needs, signed_in
from app.web.sought import LONGEST

MOST_PLACES = 30


@bp.post("/accounts/<int:user_id>/password", endpoint="reset_password")
@needs(Right.MANAGE_ACCOUNTS)
def reset(user_id: int) -> ResponseReturnValue:
    """Give an account a password for one sign-in and show it once, on the page that answers."""
    admin = signed_in()
    get_account(user_id, reader=admin)
    with transaction("account.reset-password", by=admin):
        password = reset_password(get_account(user_id, reader=admin), by=admin.id)
    user = get_account(user_id, reader=admin)
    return render_template("office/reset_password.html", user=user, password=password, new=False)


@bp.post("/accounts/<int:user_id>/step")
@needs(Right.MANAGE_ACCOUNTS)
def change_account(user_id: int) -> ResponseReturnValue:
    """Close an account, open it again, or end the wait after wrong passwords."""
    admin = signed_in()
    get_account(user_id, reader=admin)
    step = read_step(request.form)
    with transaction(f"account.{step.value}", by=admin):
        _take(step, get_account(user_id, reader=admin), by=admin)
    told = {
        Step.CLOSE: _("已停用，这个账户的登录都已结束。"),
        Step.OPEN: _("已重新启用，原来的密码和区域照旧。"),
        Step.UNLOCK: _("已解除等待，可以马上登录。"),
    }
    return _back(user_id, told[step])


@bp.post("/accounts/<int:user_id>/sessions")
@needs(Right.MANAGE_ACCOUNTS)
def end_account_sessions(user_id: int) -> ResponseReturnValue:
    """End one session of an account, or all of them."""
    admin = signed_in()
    get_account(user_id, reader=admin)
    key = _session_asked()
    with transaction("account.end-sessions", by=admin):
        if key == "all":
            end_sessions_of(user_id)
        else:
            end_session(key, user_id=user_id)
    return _back(user_id, _("已结束登录，下一次打开页面就要重新登录。"))


@bp.post("/accounts/<int:user_id>/second-factor")
@needs(Right.MANAGE_ACCOUNTS)
def reset_second_factor(user_id: int) -> ResponseReturnValue:
    """Take the second factor of an account away, when its owner has lost it; its sessions end."""
    admin = signed_in()
    get_account(user_id, reader=admin)
    check_not_own(user_id, by=admin.id)
    with transaction("account.second-factor-cleared", by=admin):
        clear_second_factor(get_account(user_id, reader=admin))
        end_sessions_of(user_id)
    return _back(user_id, _("已清除登录验证码和恢复码，本人登录后可以重新设置。"))


@bp.route("/accounts/<int:user_id>/areas", methods=["GET", "POST"])
@needs(Right.MANAGE_ACCOUNTS)
def account_areas(user_id: int) -> ResponseReturnValue:
    """Show the areas of an account, and give it another one for good or through a day."""
    admin = signed_in()
    user, text = get_account(user_id, reader=admin), request.args.get("q", "")[:LONGEST]
    holdings = list_holdings(user_id)
    for_good = {held.code for held in holdings if held.until is None}
    form = AccountAreaForm(places=_places(text, user.role, by=admin, but=for_good))
    if form.submitted():
        check_not_own(user_id, by=admin.id)
        check_reach(user.role, [form.code.data], by=admin)
        return _hold(user_id, form.code.data, form.until.data, by=admin)
    places = {place.code: place for place in places_of([held.code for held in holdings])}
    return render_template(
        "office/account_areas.html", user=user, form=form, text=text, holdings=holdings, places=places
    )


@bp.post("/accounts/<int:user_id>/areas/end")
@needs(Right.MANAGE_ACCOUNTS)
def drop_account_area(user_id: int) -> ResponseReturnValue:
    """End an area of an account at once."""
    admin = signed_in()
    get_account(user_id, reader=admin)
    check_not_own(user_id, by=admin.id)
    with transaction("account.areas", by=admin):
        drop_area(get_account(user_id, reader=admin), request.form.get("code", ""))
    flash(_("已收回这个区域。"), "success")
    return redirect(url_for("office.account_areas", user_id=user_id))


def _take(step: Step, user: User, *, by: Reader) -> None:
    if step is Step.CLOSE:
        close_account(user, by=by.id)
    elif step is Step.OPEN:
        open_account(user)
    else:
        unlock_account(user)


def _hold(user_id: int, code: str, until: date | None, *, by: Reader) -> ResponseReturnValue:
    with transaction("account.areas", by=by):
        hold_area(get_account(user_id, reader=by), code, until=until)
    flash(_("已增加这个区域，从下一个页面起生效。"), "success")
    return redirect(url_for("office.account_areas", user_id=user_id))


def _places(text: str, role: Role, *, by: Reader, but: Collection[str]) -> list[Place]:
    reach = None if by.role is Role.ADMIN else by.areas
    found = find_places(text, areas=reach, levels=levels_of(role), limit=MOST_PLACES)
    return [place for place in found if place.code not in but]


def _session_asked() -> str:
    if key := request.form.get("session", ""):
        return key
    raise Refused(Text("请选择要结束的登录。", "Please choose the session to end."))


def _back(user_id: int, told: str) -> ResponseReturnValue:
    flash(told, "success")
    return redirect(url_for("office.show_account", user_id=user_id))
