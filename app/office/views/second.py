"""One's own second factor: setting it up, new recovery codes, taking it away."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.accounts.reader import Reader
from app.accounts.rights import Right
from app.accounts.rules.codes import in_groups, setup_address
from app.accounts.second import (
    SecondFactor,
    clear_with,
    draft_secret,
    find_second_factor,
    read_draft,
    renew_with,
    set_second_factor,
    weigh_code,
)
from app.core.errors import Refused
from app.core.transaction import transaction
from app.office.forms import CodeForm, SetUpForm
from app.office.views.door import bp
from app.web.session import needs, signed_in


@bp.route("/me/second-factor", methods=["GET", "POST"])
@needs(Right.OWN_ACCOUNT)
def second_factor() -> ResponseReturnValue:
    """Set up a code generator for one's own account, or look after the one that is set up."""
    reader = signed_in()
    standing = find_second_factor(reader.id)
    return _set_up(reader) if standing is None else _look_after(reader, standing)


def _set_up(reader: Reader) -> ResponseReturnValue:
    form = SetUpForm()
    if form.draft.data:
        secret = read_draft(form.draft.data, user_id=reader.id)
    else:
        secret, form.draft.data = draft_secret(reader.id)
    if form.submitted():
        with transaction("account.second-factor-set", by=reader):
            codes = set_second_factor(reader.id, secret=secret, code=form.entry())
        return render_template("office/recovery_codes.html", codes=codes, reader=reader)
    address = setup_address(secret, username=reader.username)
    shown = {"address": address, "picture": _picture(address), "secret": in_groups(secret)}
    return render_template("office/second_factor.html", form=form, **shown)


def _look_after(reader: Reader, standing: SecondFactor) -> ResponseReturnValue:
    form = CodeForm()
    if not form.submitted():
        return render_template("office/second_factor.html", form=form, standing=standing)
    shown, clears = weigh_code(reader.id, form.entry()), request.form.get("action") == "clear"
    named = "account.second-factor-cleared" if clears else "account.second-factor-renewed"
    with transaction(shown.named(named), by=reader):
        outcome = clear_with(shown) if clears else renew_with(shown)
    if isinstance(outcome, Refused):  # raised after the commit: the failure has to be counted
        raise outcome
    if outcome:
        return render_template("office/recovery_codes.html", codes=outcome, reader=reader)
    flash(_("验证器已取消，以后登录只要密码。"), "success")
    return redirect(url_for("office.second_factor"))


def _picture(address: str) -> Markup:
    """Return the address as a square of dots to be photographed, drawn without any style of its own."""
    import segno  # noqa: PLC0415 - half a megabyte that one page needs

    drawn = segno.make(address, error="m").svg_inline(
        omitsize=True, border=4, svgclass="qr", lineclass=None, light="#fff"
    )
    return Markup(drawn)  # noqa: S704 - our own drawing of our own address
