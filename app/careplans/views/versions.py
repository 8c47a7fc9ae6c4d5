"""One version of a plan, whole and read only, with what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.careplans.forms.steps import SendBackForm, SignForm, WithdrawForm
from app.careplans.queries.catalogue import shelf_for
from app.careplans.queries.plans import Version, list_versions
from app.careplans.queries.stock import days_at_home
from app.careplans.rules.difference import differences
from app.careplans.rules.doses import runs_out_on
from app.careplans.rules.issuing import general_days
from app.careplans.rules.standing import days_given
from app.careplans.rules.telling import based_on, is_open, told
from app.careplans.rules.vocabulary import Step
from app.careplans.service.steps import may_withdraw
from app.careplans.views.door import bp
from app.careplans.views.opening import open_version
from app.core import clock
from app.people.models import Person
from app.policy import book
from app.web.session import needs, signed_in


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the reader may do with a version as it stands."""

    sign: bool
    send_back: bool
    withdraw: bool
    revise: bool


@bp.get("/careplans/versions/<int:version_id>")
@needs(Right.READ_CARE)
def version(version_id: int) -> ResponseReturnValue:
    """Show one version: everything it says, what it changes, and who did what with it."""
    return version_page(*open_version(version_id))


def version_page(
    shown: Version,
    person: Person,
    *,
    sign: SignForm | None = None,
    back: SendBackForm | None = None,
    withdraw: WithdrawForm | None = None,
) -> str:
    """Return the page of a version, with the form that was sent, if one was."""
    versions, shelf, today = list_versions(shown.plan_id), shelf_for(person.area_code), clock.today()
    base = based_on(shown, versions)
    days = days_given(shown.plan.medicines)
    changes = differences(base.plan, shown.plan, shelf=shelf) if base else ()
    return render_template(
        "careplans/version.html",
        version=shown,
        person=person,
        versions=versions,
        base=base,
        told=told(shown.plan, shelf=shelf, changes=changes),
        changes=changes,
        days=days,
        ends_on=runs_out_on(today, days + days_at_home(shown, on=today)) if days else None,
        usual=general_days(book.current().figures, on=today),
        allowed=_allowed(shown, signed_in()),
        reads_only=not may(signed_in().role, Right.SIGN_PLANS),
        sign=sign or SignForm(formdata=None, data={"issues": bool(days)}),
        back=back or SendBackForm(formdata=None),
        withdraw=withdraw or WithdrawForm(formdata=None),
    )


def _allowed(shown: Version, reader: Reader) -> Allowed:
    signs, waits = may(reader.role, Right.SIGN_PLANS), shown.state is Step.PROPOSED
    own = shown.by_id is not None and shown.by_id == reader.id
    return Allowed(
        sign=signs and is_open(shown) and (waits or own),
        send_back=signs and waits,
        withdraw=is_open(shown) and may_withdraw(shown, by=reader),
        revise=may(reader.role, Right.WRITE_CARE) and (is_open(shown) or shown.state is Step.SIGNED),
    )
