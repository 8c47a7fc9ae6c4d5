"""大字方案: all plans in force on two sides of paper for the patient, and the doctor's copy with the signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right
from app.careplans.queries.catalogue import shelf_for
from app.careplans.queries.history import history_of
from app.careplans.queries.patients import patient_of
from app.careplans.queries.plans import PlanRow, Version, list_plans
from app.careplans.rules.combine import combine
from app.careplans.rules.combined import Combined
from app.careplans.rules.lasting import lasting_told
from app.careplans.rules.marks import marks_of
from app.careplans.rules.paper import Fitted, fitted
from app.careplans.rules.plan import Plan
from app.careplans.rules.sheet import sheet_of
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.signatures import Signatures, signatures_of
from app.careplans.rules.telling import replaced_by
from app.careplans.rules.vocabulary import Disease
from app.careplans.rules.wording import one_dose
from app.careplans.views.door import bp
from app.careplans.views.opening import open_person
from app.core import clock
from app.policy import book
from app.web.language import spoken
from app.web.session import needs

History = Mapping[int, Sequence[Version]]


@bp.get("/people/<int:person_id>/careplans/sheet")
@needs(Right.READ_CARE)
def sheet(person_id: int) -> ResponseReturnValue:
    """Show the sheet of all plans in force as it is printed; ``copy=doctor`` is the one with the signatures."""
    person, day = open_person(person_id), clock.today()
    rows = {row.disease: row for row in list_plans(person_id) if row.ended_on is None and row.in_force}
    if not rows:
        return render_template("careplans/sheet.html", person=person, sheet=None, combined=None)
    history, shelf = history_of(person_id), shelf_for(person.area_code)
    now = {disease: row.in_force.plan for disease, row in rows.items() if row.in_force}
    told = [one for plan in now.values() for one in plan.circumstances]
    patient = patient_of(person, circumstances=told, day=day)
    combined = combine(now, shelf=shelf, patient=patient)
    signatures = _signatures(rows, history)
    return render_template(
        "careplans/sheet.html",
        person=person,
        doctors=request.args.get("copy") == "doctor",
        combined=combined,
        sheet=_fitted(combined, rows, history, shelf),
        signatures=signatures,
        allergies=patient.allergies,
        whom=person.doctor_name or signatures[0].signed_by,
        one_dose=one_dose,
        shelf=shelf,
    )


def _fitted(combined: Combined, rows: Mapping[Disease, PlanRow], history: History, shelf: Shelf) -> Fitted:
    """Return what the patient's sheet says, cut to its paper."""
    now: dict[Disease, Plan] = {}
    before: dict[Disease, Plan] = {}
    for disease, row in rows.items():
        if row.in_force:
            now[disease] = row.in_force.plan
            if earlier := replaced_by(row.in_force, history.get(row.plan_id, ())):
                before[disease] = earlier.plan
    day = clock.today()
    lead = timedelta(days=book.current().figures.value("refill.lead", on=day))
    ends = {disease: rows[disease].runs_out_on for disease, plan in now.items() if plan.medicines}
    lasting = lasting_told(ends, lead=lead, today=day)
    said = sheet_of(combined, marks=marks_of(now, before=before, shelf=shelf), lasting=lasting)
    return fitted(said, language=spoken())


def _signatures(rows: Mapping[Disease, PlanRow], history: History) -> list[Signatures]:
    return [
        signatures_of(row.in_force, history.get(row.plan_id, ())) for row in rows.values() if row.in_force
    ]
