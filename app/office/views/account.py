"""One's own account."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import area_names, find_address
from app.accounts.rights import Right, may
from app.accounts.second import find_second_factor
from app.accounts.service import choose_address, choose_language
from app.core.transaction import transaction
from app.office.forms import AddressForm, LanguageForm
from app.office.rules import ERRANDS
from app.office.views.door import bp
from app.web.owed import second_factor_due
from app.web.session import needs, open_session, signed_in


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
        second=find_second_factor(reader.id),
        due=second_factor_due(open_session()),
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
