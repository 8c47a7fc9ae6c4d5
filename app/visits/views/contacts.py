"""Contacts that are no visits."""

from __future__ import annotations

from uuid import uuid4

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.audit.service import note_read
from app.core import clock
from app.core.transaction import transaction
from app.people.models import Contact
from app.people.queries import get_person, list_contacts, phone_of
from app.policy import book
from app.visits.forms.attempt import AttemptForm
from app.visits.models import ContactAttempt
from app.visits.queries import list_attempts
from app.visits.rules.contacts import LEFT_IN_PEACE
from app.visits.service import note_attempt
from app.visits.views.door import bp
from app.web.filters import say, say_day
from app.web.session import needs, signed_in

SHOWN_BEFORE = 5


@bp.route("/people/<int:person_id>/attempts/new", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def attempt(person_id: int) -> ResponseReturnValue:
    """Note that somebody was tried and not visited, and what came of it."""
    doctor = signed_in()
    person = get_person(person_id, reader=doctor)
    contacts = list_contacts(person_id)
    form = AttemptForm(
        contacts={contact.id: named(contact) for contact in contacts},
        in_peace=int(book.current().figures.value(LEFT_IN_PEACE, on=clock.today())),
        data={"client_key": str(uuid4()), "tried_on": clock.today()},
    )
    if form.submitted():
        with transaction("person.attempt", by=doctor):
            noted = note_attempt(form.entry(), person=person, doctor=doctor)
            flash(_told(noted), "success")
        return redirect(url_for("record.show", person_id=person_id), code=303)
    note_read("person", person_id, by=doctor)
    return render_template(
        "visits/attempt.html",
        form=form,
        person=person,
        before=list_attempts(person_id, limit=SHOWN_BEFORE),
        reachable=any(phone_of(contact) for contact in contacts),
    )


def named(contact: Contact) -> str:
    """Return a contact as the form lists them."""
    return str(_("%(name)s（%(kind)s）", name=contact.name, kind=say(contact.kind)))


def _told(noted: ContactAttempt) -> str:
    if noted.outcome.gone is not None:
        return str(_("已登记，未完成的随访任务已撤销。"))
    if noted.outcome.excuse is not None:
        return str(
            _("已登记，随访暂缓到 %(day)s。到期还没见到，会重新出现在逾期里。", day=say_day(noted.return_on))
        )
    return str(_("已记下这次联系。没有见到人，随访任务照旧。"))
