"""Signing in and out, and one's own account."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.queries import area_names, find_address
from app.accounts.rights import Right, may
from app.accounts.service import choose_address, choose_language, note_sign_out, sign_in_with, weigh
from app.core.errors import Refused
from app.core.transaction import transaction
from app.office.forms import AddressForm, LanguageForm, SignInForm
from app.office.rules import ERRANDS
from app.office.views.door import bp
from app.web.session import enter, leave, needs, open_to_all, safe_next, signed_in


@bp.route("/sign-in", methods=["GET", "POST"])
@open_to_all
def sign_in() -> ResponseReturnValue:
    """Sign in with user name and password, then go on to the page that was asked for."""
    wanted = safe_next(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(wanted)
    form = SignInForm()
    if form.submitted():
        attempt = weigh(*form.entry())
        with transaction(attempt.action, by=attempt):
            outcome = sign_in_with(attempt)
        if isinstance(outcome, Refused):  # raised after the commit: the failure has to be counted
            raise outcome
        enter(outcome)
        return redirect(wanted)
    return render_template("office/sign_in.html", form=form, returning=wanted != "/")


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


@bp.route("/me", methods=["GET", "POST"])
@needs(Right.OWN_ACCOUNT)
def me() -> ResponseReturnValue:
    """Show one's account and the way to one's errands, and keep the language chosen for it."""
    reader = signed_in()
    form = LanguageForm(data={"language": reader.language})
    if form.submitted():
        with transaction("account.language", by=reader):
            choose_language(reader.id, language=form.entry())
        session.pop("language", None)
        return redirect(url_for("office.me"))
    return render_template(
        "office/me.html",
        form=form,
        reader=reader,
        areas=area_names(reader.areas),
        address=find_address(reader.id),
        errands=[errand for errand in ERRANDS if may(reader.role, errand.right)],
    )


@bp.route("/me/address", methods=["GET", "POST"])
@needs(Right.OWN_ACCOUNT)
def address() -> ResponseReturnValue:
    """Keep the address one's letters go to."""
    reader = signed_in()
    form = AddressForm(data={"address": find_address(reader.id)})
    if form.submitted():
        with transaction("account.address", by=reader):
            kept = choose_address(reader.id, address=form.entry())
        flash(
            _("已保存，提醒将发到 %(address)s。", address=kept) if kept else _("已保存，不再发送提醒邮件。"),
            "success",
        )
        return redirect(url_for("office.me"))
    return render_template("office/address.html", form=form)
