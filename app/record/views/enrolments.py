"""What somebody holds, and until when: each changes what is owed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.core import clock
from app.core.errors import Refused
from app.core.transaction import transaction
from app.core.words import Text
from app.duties.service import enrol, withdraw
from app.people.models import Person
from app.people.queries import find_open_category, find_open_condition
from app.policy.terms import Category, Condition
from app.record.forms import EndForm, EnrolForm
from app.record.views.door import bp, open_record
from app.web.session import needs, signed_in


@bp.route("/<int:person_id>/enrolments", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def enrolments(person_id: int) -> ResponseReturnValue:
    """Note a category or a condition; what follows from it is owed at once."""
    person = open_record(person_id)
    form = EnrolForm(data={"starts_on": clock.today()})
    if form.submitted():
        with transaction("person.enrol", by=signed_in()):
            _enrol(person, form)
        flash(_("已登记，随访任务已重新排定。"), "success")
        return redirect(url_for("record.show", person_id=person_id))
    return render_template("record/enrolments.html", form=form, person=person)


@bp.route("/<int:person_id>/enrolments/end", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def end_enrolment(person_id: int) -> ResponseReturnValue:
    """End a category or a condition; its history stays, what it alone owed is withdrawn."""
    person = open_record(person_id)
    form = EndForm(data={"what": request.args.get("what", ""), "ends_on": clock.today()})
    term = _term(form.what.data)
    if term is not None and form.submitted():
        with transaction("person.withdraw", by=signed_in()):
            _withdraw(person, term, form)
        flash(_("已结束登记，历史记录仍保留。"), "success")
        return redirect(url_for("record.show", person_id=person_id))
    page = render_template("record/end_enrolment.html", form=form, person=person, term=term)
    return page, 422 if form.is_submitted() else 200


def _enrol(person: Person, form: EnrolForm) -> None:
    _refuse_held(person, form)
    if form.category.data is not None:
        enrol(person, category=form.category.data, starts_on=form.starts_on.day, basis=form.basis.data or "")
    if form.condition.data is not None:
        enrol(
            person,
            condition=form.condition.data,
            starts_on=form.starts_on.day,
            basis=form.basis.data or "",
            benefit_from=form.benefit_from.data,
        )


def _refuse_held(person: Person, form: EnrolForm) -> None:
    """Refuse what is on record already, unless it brings a benefit that is new."""
    category = form.category.data and find_open_category(person.id, form.category.data)
    condition = form.condition.data and find_open_condition(person.id, form.condition.data)
    if condition and form.benefit_from.data and (not condition.benefit_from or condition.benefit_until):
        condition = None
    if held := category or condition:
        raise Refused(
            Text(
                "“{term}”自 {since} 起已登记，不用重复登记。",
                "“{term}” is on record since {since}; there is no need to enter it again.",
            ).filled(term=(form.category if category else form.condition).data.text, since=held.started_on)
        )


def _term(stated: str | None) -> Category | Condition | None:
    """Return the category or condition an address names, None where it names none."""
    vocabulary, _colon, value = (stated or "").partition(":")
    terms: dict[str, type[Category | Condition]] = {"category": Category, "condition": Condition}
    found = [term for term in terms.get(vocabulary, ()) if term.value == value]
    return found[0] if found else None


def _withdraw(person: Person, term: Category | Condition, form: EndForm) -> None:
    if isinstance(term, Category):
        withdraw(person, category=term, on=form.ends_on.day, reason=form.reason.data or "")
    else:
        withdraw(person, condition=term, on=form.ends_on.day, reason=form.reason.data or "")
