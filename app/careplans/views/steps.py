"""What is done with a version: signed, sent back, withdrawn; and the end of a plan."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.careplans.forms.steps import EndForm, SendBackForm, SignForm, WithdrawForm
from app.careplans.service.steps import end_plan
from app.careplans.service.steps import send_back as send_version_back
from app.careplans.service.steps import sign as sign_version
from app.careplans.service.steps import withdraw as withdraw_version
from app.careplans.views.door import bp
from app.careplans.views.opening import open_plan, open_version, signer
from app.careplans.views.versions import version_page
from app.core import clock
from app.core.transaction import transaction
from app.web.session import needs, signed_in


@bp.post("/careplans/versions/<int:version_id>/sign")
@needs(Right.WRITE_CARE)
def sign(version_id: int) -> ResponseReturnValue:
    """Put a version in force, and give the medicine out with it where that was ticked."""
    doctor = signer()
    version, person = open_version(version_id)
    form = SignForm()
    if not form.submitted():
        return version_page(version, person, sign=form)
    with transaction("careplan.sign", by=doctor):
        sign_version(version, by=doctor, issues=bool(form.issues.data), note=form.note)
    flash(_("已签字，第 %(n)s 版生效。", n=version.number), "success")
    return redirect(url_for("careplans.person", person_id=person.id), code=303)


@bp.post("/careplans/versions/<int:version_id>/send-back")
@needs(Right.WRITE_CARE)
def send_back(version_id: int) -> ResponseReturnValue:
    """Send a proposed version back to whoever wrote it, with what is to be mended."""
    doctor = signer()
    version, person = open_version(version_id)
    form = SendBackForm()
    if not form.submitted():
        return version_page(version, person, back=form)
    with transaction("careplan.send-back", by=doctor):
        send_version_back(version, by=doctor, note=form.note)
    flash(_("已退回，写明了要改什么。"), "success")
    return redirect(url_for("careplans.person", person_id=person.id), code=303)


@bp.post("/careplans/versions/<int:version_id>/withdraw")
@needs(Right.WRITE_CARE)
def withdraw(version_id: int) -> ResponseReturnValue:
    """Take a version back that never came into force."""
    version, person = open_version(version_id)
    form = WithdrawForm()
    if not form.submitted():
        return version_page(version, person, withdraw=form)
    with transaction("careplan.withdraw", by=signed_in()):
        withdraw_version(version, by=signed_in(), note=form.note)
    flash(_("已撤回，第 %(n)s 版仍可查到。", n=version.number), "success")
    return redirect(url_for("careplans.person", person_id=person.id), code=303)


@bp.route("/careplans/<int:plan_id>/end", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def end(plan_id: int) -> ResponseReturnValue:
    """End a plan from a day on, with the reason."""
    doctor = signer()
    plan, person = open_plan(plan_id)
    form = EndForm(data={"ends_on": clock.today()})
    if form.submitted():
        with transaction("careplan.end", by=doctor):
            end_plan(plan, on=form.day, reason=form.reason.data, note=form.note, by=doctor)
        flash(_("方案已结束，历次版本仍可查到。"), "success")
        return redirect(url_for("careplans.person", person_id=person.id), code=303)
    return render_template("careplans/end.html", form=form, plan=plan, person=person)
