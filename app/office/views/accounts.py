"""账户: the accounts somebody manages, opened and looked after by page."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.passwords import one_time_password, rules_in_force
from app.accounts.queries import (
    Place,
    Wanted,
    find_places,
    get_account,
    list_accounts,
    list_holdings,
    list_sessions,
    places_of,
    standing_of,
)
from app.accounts.reader import Reader, Role
from app.accounts.rights import Right
from app.accounts.rules import Standing, Step, check_reach, levels_of, password_due, roles_managed_by
from app.accounts.scope import covers
from app.accounts.second import find_second_factor
from app.accounts.service import add_user, edit_account
from app.core import clock
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text
from app.office.forms.accounts import EditAccountForm, NewAccountForm, read_wanted
from app.office.forms.outbox import read_page
from app.office.views.door import bp
from app.web.session import needs, signed_in
from app.web.sought import sealed

A_PAGE = 30
MOST_PLACES = 30
ACCOUNTS = Text("第 {a}–{b} 个", "{a}–{b}")


@bp.route("/accounts", methods=["GET", "POST"])
@needs(Right.MANAGE_ACCOUNTS)
def accounts() -> ResponseReturnValue:
    """List the accounts the reader manages; a name that is looked for goes on in the address only sealed."""
    if request.method == "POST":
        return redirect(_address(read_wanted(request.form), 1))
    wanted, number = read_wanted(request.args), read_page(request.args)
    found = list_accounts(signed_in(), wanted, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    shown = found[:A_PAGE]
    return render_template(
        "office/accounts.html",
        accounts=shown,
        wanted=wanted,
        roles=roles_managed_by(signed_in().role),
        standings=list(Standing),
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, lambda n: _address(wanted, n), ACCOUNTS),
    )


@bp.route("/accounts/new", methods=["GET", "POST"])
@needs(Right.MANAGE_ACCOUNTS)
def new_account() -> ResponseReturnValue:
    """Open an account; its first password is shown once, on the page that answers."""
    reader = signed_in()
    form = NewAccountForm(places=_places(reader), roles=roles_managed_by(reader.role))
    if form.searches(request.form.get("action")):
        form.sought_before.data = form.find.data
    elif form.submitted():
        account = form.entry(password=one_time_password())
        check_reach(account.role, account.areas, by=reader)
        with transaction("account.add", by=reader):
            user_id = add_user(account).id
        user = get_account(user_id, reader=reader)
        return render_template("office/reset_password.html", user=user, password=account.password, new=True)
    return render_template("office/new_account.html", form=form)


@bp.get("/accounts/<int:user_id>")
@needs(Right.MANAGE_ACCOUNTS)
def show_account(user_id: int) -> ResponseReturnValue:
    """Show one account: who it is, where, how it stands, and what may be done about it."""
    reader = signed_in()
    user = get_account(user_id, reader=reader)
    holdings = list_holdings(user.id)
    return render_template(
        "office/show_account.html",
        user=user,
        standing=standing_of(user),
        steps=_steps(user),
        is_own=user.id == reader.id,
        holdings=holdings,
        places={place.code: place for place in places_of([held.code for held in holdings])},
        sessions=list_sessions(user.id, role=user.role),
        second=find_second_factor(user.id),
        password_due=password_due(
            must_change=user.must_change_password,
            set_at=user.password_set_at,
            at=clock.now(),
            rules=rules_in_force(),
        ),
    )


@bp.route("/accounts/<int:user_id>/edit", methods=["GET", "POST"], endpoint="edit_account")
@needs(Right.MANAGE_ACCOUNTS)
def edit(user_id: int) -> ResponseReturnValue:
    """Mend the name or the mail address of an account."""
    user = get_account(user_id, reader=signed_in())
    form = EditAccountForm(data={"full_name": user.full_name, "email": user.email})
    if form.submitted():
        with transaction("account.edit", by=signed_in()):
            full_name, email = form.mended()
            edit_account(get_account(user_id, reader=signed_in()), full_name=full_name, email=email)
        flash(_("已保存。"), "success")
        return redirect(url_for("office.show_account", user_id=user_id))
    return render_template("office/edit_account.html", form=form, user=user)


def _places(reader: Reader) -> list[Place]:
    """Return what may be ticked: what was ticked already, and what fits the words typed; both inside the reader's reach."""
    ticked = [
        code
        for code in request.form.getlist("areas")
        if reader.role is Role.ADMIN or covers(reader.areas, code)
    ]
    role = next((role for role in Role if role.value == request.form.get("role")), None)
    reach = None if reader.role is Role.ADMIN else reader.areas
    found = find_places(request.form.get("find", ""), areas=reach, levels=levels_of(role), limit=MOST_PLACES)
    known = {place.code: place for place in (*places_of(ticked), *found)}
    return list(known.values())


def _steps(user: User) -> list[Step]:
    if not user.active:
        return [Step.OPEN]
    return [Step.UNLOCK, Step.CLOSE] if user.failures else [Step.CLOSE]


def _address(wanted: Wanted, number: int) -> str:
    return url_for(
        "office.accounts",
        find=sealed(wanted.text),
        role=None if wanted.role is None else str(wanted.role),
        standing=None if wanted.standing is None else str(wanted.standing),
        page=number if number > 1 else None,
    )
