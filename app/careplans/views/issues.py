"""续方: medicine given out under the version in force, and striking what was noted wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right, may
from app.careplans.forms.issue import IssueForm, VoidIssueForm
from app.careplans.models import CarePlan
from app.careplans.queries.catalogue import shelf_for
from app.careplans.queries.issues import get_issue
from app.careplans.queries.plans import Version, get_version, list_issues
from app.careplans.queries.stock import days_at_home
from app.careplans.rules.issuing import IssueEntry, general_days, longest_days, period_faults, stock_fault
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.standing import days_given
from app.careplans.rules.telling import told
from app.careplans.service.issuing import issue_medicine
from app.careplans.service.issuing import void_issue as strike_issue
from app.careplans.views.door import bp
from app.careplans.views.opening import open_person, open_plan
from app.core import clock
from app.core.transaction import transaction
from app.core.words import Text
from app.people.models import Person
from app.policy import book
from app.web.filters import say
from app.web.session import needs, signed_in


@bp.route("/careplans/<int:plan_id>/issue", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def issue(plan_id: int) -> ResponseReturnValue:
    """Note medicine given out, for four weeks or, where the rule's conditions are met, for longer."""
    plan, person = open_plan(plan_id)
    standing = get_version(plan.in_force_id, reader=signed_in()) if plan.in_force_id else None
    if standing is None or not standing.plan.medicines:
        return render_template("careplans/issue.html", plan=plan, person=person, standing=standing, form=None)
    shelf = shelf_for(person.area_code)
    form = _form(standing, shelf)
    if form.submitted():
        with transaction("careplan.issue", by=signed_in()):
            done = issue_medicine(plan, form.entry(), by=signed_in())
        flash(_("已开药 %(n)s 天，%(day)s用完。", n=done.days, day=say(done.runs_out_on)), "success")
        return redirect(url_for("careplans.person", person_id=person.id), code=303)
    return _page(plan, person, form, standing=standing, shelf=shelf)


@bp.route("/careplans/issues/<int:issue_id>/void", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def void_issue(issue_id: int) -> ResponseReturnValue:
    """Strike a note of medicine given out that was wrong."""
    found = get_issue(issue_id, reader=signed_in())
    person = open_person(found.person_id)
    form = VoidIssueForm()
    if form.submitted():
        with transaction("careplan.void-issue", by=signed_in()):
            strike_issue(found, reason=form.reason.data or "", by=signed_in())
        flash(_("已作废这次开药，用完的日期和续方任务已重新推算。"), "success")
        return redirect(url_for("careplans.person", person_id=person.id), code=303)
    return render_template("careplans/void_issue.html", form=form, issue=found, person=person)


def _form(standing: Version, shelf: Shelf) -> IssueForm:
    """Return the form with the days the plan asks for, and the conditions it was written under."""
    figures, plan, today = book.current().figures, standing.plan, clock.today()

    def asked_of(entry: IssueEntry) -> Iterator[tuple[str, Text]]:
        on, agreed = entry.issued_on, entry.long_term
        yield from period_faults(
            entry.days, plan.medicines, long_term=agreed, shelf=shelf, figures=figures, on=on
        )
        # Sent twice, it does not count itself among what is at home.
        at_home = days_at_home(standing, on=on, besides=entry.client_key)
        fault = stock_fault(entry, at_home, plan.medicines, shelf=shelf, figures=figures)
        yield from [("days", fault)] if fault else ()

    days = days_given(plan.medicines) or general_days(figures, on=today)
    form = IssueForm(data={"client_key": str(uuid4()), "issued_on": today, "days": days})
    form.asked_of = asked_of
    return form


def _page(plan: CarePlan, person: Person, form: IssueForm, *, standing: Version, shelf: Shelf) -> str:
    figures, today = book.current().figures, clock.today()
    at_home = days_at_home(standing, on=form.issued_on.data or today)
    return render_template(
        "careplans/issue.html",
        plan=plan,
        person=person,
        standing=standing,
        form=form,
        told=told(standing.plan, shelf=shelf),
        issues=list_issues(plan.id),
        ends_on=form.ends_on(most=longest_days(figures, on=today), at_home=at_home),
        at_home=at_home,
        usual=general_days(figures, on=today),
        longest=longest_days(figures, on=today),
        signs=may(signed_in().role, Right.SIGN_PLANS),
    )
