"""Where a resident is, and why they were not met: each changes what is owed."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.core import clock
from app.core.transaction import transaction
from app.duties.service import excuse, record_back, record_leave
from app.people.queries import find_state, whereabouts_of
from app.people.rules import PersonState
from app.record.forms import BackForm, ExcuseForm, LeaveForm
from app.record.views.door import bp, open_record
from app.web.filters import say_day
from app.web.session import needs, signed_in


@bp.route("/<int:person_id>/leave", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def leave(person_id: int) -> ResponseReturnValue:
    """Record that a resident is away, moved, was lost or died; nothing is deleted."""
    person, form = open_record(person_id), LeaveForm(data={"left_on": clock.today()})
    if form.submitted():
        state = form.departure.data
        until = form.until_on.data if state is PersonState.AWAY else None
        with transaction(f"person.{state.value}", by=signed_in()):
            record_leave(person, state, on=form.left_on.day, until=until, note=form.note.data or "")
        flash(_told(state), "success")
        return redirect(url_for("record.show", person_id=person_id))
    return render_template("record/leave.html", form=form, person=person)


@bp.route("/<int:person_id>/back", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def back(person_id: int) -> ResponseReturnValue:
    """Record that a resident is here again, or put right what was recorded by mistake."""
    person, form = open_record(person_id), BackForm(data={"back_on": clock.today()})
    if form.submitted():
        with transaction("person.back", by=signed_in()):
            record_back(person, on=form.back_on.day, note=form.note.data or "")
        flash(_("已登记为在村，随访任务已重新排定。"), "success")
        return redirect(url_for("record.show", person_id=person_id))
    state = whereabouts_of(person).state_on(clock.today())
    newest = find_state(person_id)
    return render_template("record/back.html", form=form, person=person, state=state, newest=newest)


@bp.route("/<int:person_id>/excuse", endpoint="excuse", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def excuse_person(person_id: int) -> ResponseReturnValue:
    """Note why somebody was not met and when they are expected back."""
    person, form = open_record(person_id), ExcuseForm()
    if form.submitted():
        with transaction("person.excuse", by=signed_in()):
            excuse(
                person,
                reason=form.reason.data,
                from_on=clock.today(),
                return_on=form.return_on.day,
                note=form.note.data or "",
            )
        flash(
            _("已暂缓到 %(day)s。到期还没见到，会重新出现在逾期里。", day=say_day(form.return_on.day)),
            "success",
        )
        return redirect(url_for("today.index"))
    return render_template("record/excuse.html", form=form, person=person)


def _told(state: PersonState) -> str:
    if state is PersonState.AWAY:
        return str(_("已登记外出，返回之前随访暂缓。"))
    return str(_("已登记，未完成的随访任务已撤销。"))
