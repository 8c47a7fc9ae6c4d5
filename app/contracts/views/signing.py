"""One resident's contracts: shown, signed, renewed, dissolved, taken back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import area_name
from app.accounts.rights import Right, may
from app.contracts.forms import DissolveForm, RenewForm, SignForm, WithdrawForm
from app.contracts.models import Team
from app.contracts.queries import teams_for, term_limits
from app.contracts.rules import last_day_of, packages_told, proposed_packages, renewal_of
from app.contracts.service import dissolve as dissolve_contract
from app.contracts.service import renew as renew_contract
from app.contracts.service import sign, withdraw_contract
from app.contracts.views.door import bp, open_record
from app.core import clock
from app.core.transaction import transaction
from app.people.models import Contract, Person
from app.people.queries import (
    find_running_contract,
    get_contract,
    holdings_of,
    list_entered_contracts,
)
from app.people.rules import Package, age_on
from app.policy.terms import Condition
from app.web.session import needs, signed_in


@bp.get("/people/<int:person_id>/contracts", endpoint="person")
@needs(Right.READ_CARE)
def of_person(person_id: int) -> ResponseReturnValue:
    """Show every contract of a resident, and who answers for them."""
    person = open_record(person_id)
    reader, today = signed_in(), clock.today()
    entered = list_entered_contracts(person_id)
    return render_template(
        "contracts/person.html",
        person=person,
        village=area_name(person.area_code),
        entered=[(each, packages_told(each.packages or (), role=reader.role)) for each in entered],
        running=find_running_contract(person_id, day=today),
        writes=may(reader.role, Right.WRITE_CARE),
    )


@bp.route("/people/<int:person_id>/contracts/new", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def new(person_id: int) -> ResponseReturnValue:
    """Sign with a family-doctor team; the packages are proposed from age and diseases."""
    person = open_record(person_id)
    proposed = _proposed(person)
    teams = teams_for(person.area_code)
    form = SignForm(teams=teams, data=_usual(person, proposed) | {"team": _only(teams)})
    if form.submitted():
        with transaction("contract.sign", by=signed_in()):
            sign(person, form.entry(), by=signed_in())
        flash(_("已登记签约。"), "success")
        return redirect(url_for("contracts.person", person_id=person_id))
    return render_template("contracts/new.html", form=form, person=person, proposed=proposed, teams=teams)


@bp.route("/people/<int:person_id>/contracts/<int:contract_id>/renew", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def renew(person_id: int, contract_id: int) -> ResponseReturnValue:
    """Let a contract go on with the same team, doctor and packages."""
    person, contract = _open_contract(person_id, contract_id)
    proposed = renewal_of(contract.ends_on, today=clock.today(), years=_usual_years())
    form = RenewForm(data={"starts_on": proposed.starts_on, "ends_on": proposed.ends_on})
    if form.submitted():
        with transaction("contract.renew", by=signed_in()):
            renew_contract(contract, form.entry(), by=signed_in())
        flash(_("已续签。"), "success")
        return redirect(url_for("contracts.person", person_id=person_id))
    return render_template("contracts/renew.html", form=form, person=person, contract=contract)


@bp.route("/people/<int:person_id>/contracts/<int:contract_id>/dissolve", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def dissolve(person_id: int, contract_id: int) -> ResponseReturnValue:
    """Dissolve a contract with the reason as the ledgers code it."""
    person, contract = _open_contract(person_id, contract_id)
    form = DissolveForm(data={"ends_on": clock.today()})
    if form.submitted():
        with transaction("contract.dissolve", by=signed_in()):
            dissolve_contract(contract, form.entry())
        flash(_("已登记解约，协议的历史仍保留。"), "success")
        return redirect(url_for("contracts.person", person_id=person_id))
    return render_template("contracts/dissolve.html", form=form, person=person, contract=contract)


@bp.route("/people/<int:person_id>/contracts/<int:contract_id>/withdraw", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def withdraw(person_id: int, contract_id: int) -> ResponseReturnValue:
    """Take back a contract that was entered by mistake."""
    person, contract = _open_contract(person_id, contract_id)
    form = WithdrawForm()
    if form.submitted():
        with transaction("contract.withdraw", by=signed_in()):
            withdraw_contract(contract, reason=form.reason.data or "")
        flash(_("已更正：这条登记不再算数，仍可查到。"), "success")
        return redirect(url_for("contracts.person", person_id=person_id))
    return render_template("contracts/withdraw.html", form=form, person=person, contract=contract)


def _open_contract(person_id: int, contract_id: int) -> tuple[Person, Contract]:
    person = open_record(person_id)
    return person, get_contract(contract_id, person=person)


def _proposed(person: Person) -> tuple[Package, ...]:
    today = clock.today()
    held = holdings_of([person.id]).get(person.id, ())
    current = [one.what for one in held if one.ends_on is None or one.ends_on > today]
    conditions = [what for what in current if isinstance(what, Condition)]
    return proposed_packages(age_on(person.born_on, today), conditions)


def _usual(person: Person, proposed: tuple[Package, ...]) -> dict[str, object]:
    today = clock.today()
    return {
        "doctor_name": person.doctor_name or signed_in().name,
        "packages": list(proposed),
        "signed_on": today,
        "starts_on": today,
        "ends_on": last_day_of(today, _usual_years()),
    }


def _usual_years() -> int:
    """A contract runs at least as long as the rulebook asks for; that is what is proposed."""
    return int(term_limits(on=clock.today())[0])


def _only(teams: Sequence[Team]) -> str:
    """Propose the team where there is but one."""
    return str(teams[0].id) if len(teams) == 1 else ""
