"""Signing in and out, one's own account, and what the policy says."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.queries import area_names
from app.accounts.rights import Right
from app.accounts.service import choose_language, note_sign_out, sign_in_with, weigh
from app.core.errors import NotFound, Refused
from app.core.transaction import transaction
from app.office.forms import LanguageForm, SignInForm
from app.policy import book
from app.web.session import enter, leave, needs, open_to_all, safe_next, signed_in

bp = Blueprint("office", __name__, template_folder="templates")


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
    """Show one's account, and keep the language chosen for it."""
    reader = signed_in()
    form = LanguageForm(data={"language": reader.language})
    if form.submitted():
        with transaction("account.language", by=reader):
            choose_language(reader.id, language=form.entry())
        session.pop("language", None)
        return redirect(url_for("office.me"))
    return render_template("office/me.html", form=form, reader=reader, areas=area_names(reader.areas))


@bp.get("/policy")
@needs(Right.READ_POLICY)
def policy() -> ResponseReturnValue:
    """List the documents this deployment works by."""
    return render_template("office/policy.html", book=book.current())


@bp.get("/policy/<pack>")
@needs(Right.READ_POLICY)
def policy_pack(pack: str) -> ResponseReturnValue:
    """Show one document: its articles and what carries each out, its rules and its figures."""
    rulebook = book.current()
    if (shown := rulebook.pack(pack)) is None:
        raise NotFound
    return render_template("office/policy_pack.html", book=rulebook, pack=shown)
