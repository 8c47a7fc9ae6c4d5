"""Writing a plan: chosen by disease and stage, filled in on one page, written only when every warning has its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right, may
from app.careplans.forms.about import About, held_by
from app.careplans.forms.plan import PlanForm, open_plan_form, plan_data
from app.careplans.forms.script import script_data
from app.careplans.queries.catalogue import shelf_for
from app.careplans.queries.patients import patient_of
from app.careplans.queries.plans import PlanRow, Version, list_plans
from app.careplans.rules.plan import Plan
from app.careplans.rules.shelf import Shelf, fill
from app.careplans.rules.vocabulary import Disease, Step
from app.careplans.service.writing import write_version
from app.careplans.views.clash import clash_of
from app.careplans.views.door import bp
from app.careplans.views.opening import open_person, open_plan
from app.careplans.views.starting import asked_start, start_of
from app.core import clock
from app.core.transaction import transaction
from app.people.models import Person
from app.people.queries import find_kept, find_person, list_allergies
from app.policy import book
from app.web.session import needs, signed_in

# What brings the form back as it stands instead of sending it.
COMES_BACK = ("add", "remove", "newer", "look")
DEEDS: Mapping[Step, str] = {
    Step.DRAFTED: "careplan.draft",
    Step.PROPOSED: "careplan.propose",
    Step.SIGNED: "careplan.sign",
}


@bp.route("/people/<int:person_id>/careplans/new", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def new(person_id: int) -> ResponseReturnValue:
    """Choose the disease and a template to start from, then write the first version of a plan."""
    person, (disease, template) = _person(person_id), asked_start()
    rows = {row.disease: row for row in list_plans(person.id) if row.ended_on is None}
    if disease is None or (request.method == "GET" and not template):
        return _choose(person, disease, rows)
    row = rows.get(disease)
    if request.method == "GET" and row is not None and newest_of(row) is not None:
        return redirect(url_for("careplans.revise", plan_id=row.plan_id, start=request.args["start"]))
    return _write(person, disease, rows, row)


@bp.route("/careplans/<int:plan_id>/revise", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def revise(plan_id: int) -> ResponseReturnValue:
    """Write the next version of a plan, from the one that stands."""
    plan, person = open_plan(plan_id)
    listed = list_plans(person.id)
    rows = {row.disease: row for row in listed if row.ended_on is None}
    if plan.ended_on is not None and request.method == "GET":
        return redirect(url_for("careplans.new", person_id=person.id, start=start_of(plan.disease)))
    row = next(row for row in listed if row.plan_id == plan_id)
    return _write(person, plan.disease, rows, row)


def _person(person_id: int) -> Person:
    """Return the resident; a form that was open while the record was merged goes on with the one that stays."""
    reader = signed_in()
    kept = None if find_person(person_id, reader=reader) else find_kept(person_id, reader=reader)
    return open_person(kept.id if kept else person_id)


def newest_of(row: PlanRow | None) -> Version | None:
    """Return the version the next one is written from: the one waiting, the one being written, else the one in force."""
    return None if row is None else row.waiting or row.draft or row.in_force


def _choose(person: Person, asked: Disease | None, rows: Mapping[Disease, PlanRow]) -> str:
    shelf = shelf_for(person.area_code)
    held = held_by(patient_of(person, day=clock.today()), tuple(Disease))
    offered = [disease for disease in Disease if disease in held]
    return render_template(
        "careplans/new.html",
        person=person,
        asked=asked,
        offered=sorted(offered, key=lambda disease: disease is not asked),
        others=[disease for disease in Disease if disease not in held],
        rows=rows,
        newest={disease: newest_of(row) for disease, row in rows.items()},
        templates={disease: shelf.templates_for(disease) for disease in offered},
    )


def _write(
    person: Person, disease: Disease, rows: Mapping[Disease, PlanRow], row: PlanRow | None
) -> ResponseReturnValue:
    doctor, newest = signed_in(), newest_of(row)
    about = _about(person, disease, rows, newest)
    form = _form(about, newest)
    if not any(name in request.form for name in COMES_BACK) and form.submitted():
        with transaction(DEEDS[form.step_taken], by=doctor):
            write_version(person, form.entry(), by=doctor)
        flash(_said(form.step_taken), "success")
        return redirect(url_for("careplans.person", person_id=person.id), code=303)
    _look_again(form)
    return render_template(
        "careplans/write.html",
        form=form,
        person=person,
        newest=newest,
        row=row,
        clash=clash_of(form, newest, about.shelf),
        is_held=disease in held_by(about.patient, [disease]),
        signs=may(doctor.role, Right.SIGN_PLANS),
        allergies=list_allergies(person.id),
        script=script_data(about),
    )


def _about(
    person: Person, disease: Disease, rows: Mapping[Disease, PlanRow], newest: Version | None
) -> About:
    today, shelf = clock.today(), shelf_for(person.area_code)
    others = {one: row.in_force.plan for one, row in rows.items() if row.in_force and one is not disease}
    started = _from_template(disease, shelf) or (newest.plan if newest else Plan())
    return About(
        disease=disease,
        patient=patient_of(person, day=today),
        shelf=shelf,
        figures=book.current().figures,
        today=today,
        born_on=person.born_on,
        others=others,
        kept=started,
    )


def _from_template(disease: Disease, shelf: Shelf) -> Plan | None:
    template = shelf.template(asked_start()[1])
    return fill(template, shelf) if template is not None and template.disease is disease else None


def _form(about: About, newest: Version | None) -> PlanForm:
    if request.method == "POST":
        return open_plan_form(about)
    data: dict[str, Any] = plan_data(about.kept, about)
    data |= {"client_key": str(uuid4()), "based_on": newest.id if newest else "", "starts_on": about.today}
    form = open_plan_form(about, issues=True, **data)
    form.judge()
    return form


def _look_again(form: PlanForm) -> None:
    """Do what brought the form back: a line more or less, or the newer version taken for the one to go on from."""
    form.add_line(request.form.get("add", ""))
    form.drop_line(request.form.get("remove", ""))
    if "newer" in request.form:
        form.based_on.data = request.form["newer"]
    form.leave_room()


def _said(step: Step) -> str:
    said: dict[Step, str] = {
        Step.DRAFTED: _("已存为草稿，还没有提交。"),
        Step.PROPOSED: _("已提交，等签约医生签字。"),
        Step.SIGNED: _("方案已签字生效。"),
    }
    return said[step]
