"""Whom to call, what is not borne and what is taken: added here, and ended with a reason."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.core import clock
from app.core.transaction import transaction
from app.people.models import Allergy, Contact, Drug
from app.people.queries import get_detail, list_allergies, list_contacts, list_drugs
from app.people.rules import DrugEntry, clashing
from app.people.service import add_allergy, add_contact, add_drug, end_allergy, end_contact, end_drug
from app.record.forms import AllergyForm, ContactForm, DrugForm, EndDetailForm, EndDrugForm
from app.record.queries import listed_contacts
from app.record.views.door import bp, open_record
from app.web.session import needs, signed_in


@bp.route("/<int:person_id>/contacts", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def contacts(person_id: int) -> ResponseReturnValue:
    """Note whom to call about a resident."""
    person, form = open_record(person_id), ContactForm()
    if form.submitted():
        with transaction("person.contact", by=signed_in()):
            add_contact(person, form.entry())
        flash(_("已登记联系人。"), "success")
        return redirect(url_for("record.contacts", person_id=person_id))
    kept = listed_contacts(list_contacts(person_id), is_open=False)
    return render_template("record/contacts.html", form=form, person=person, kept=kept)


@bp.route("/<int:person_id>/contacts/<int:item_id>/end", endpoint="end_contact", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def drop_contact(person_id: int, item_id: int) -> ResponseReturnValue:
    """Call a contact no more."""
    person = open_record(person_id)
    contact, form = get_detail(Contact, item_id, person=person), EndDetailForm()
    if form.submitted():
        with transaction("person.contact-end", by=signed_in()):
            end_contact(contact, reason=form.reason.data or "")
        flash(_("已停用这位联系人，历史里还能查到。"), "success")
        return redirect(url_for("record.contacts", person_id=person_id))
    back = url_for("record.contacts", person_id=person_id)
    return render_template("record/end_detail.html", form=form, person=person, name=contact.name, back=back)


@bp.route("/<int:person_id>/allergies", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def allergies(person_id: int) -> ResponseReturnValue:
    """Note what a resident does not bear."""
    person, form = open_record(person_id), AllergyForm(data={"noted_on": clock.today()})
    if form.submitted():
        with transaction("person.allergy", by=signed_in()):
            add_allergy(person, form.entry())
        flash(_("已登记过敏，随访时会提示。"), "success")
        return redirect(url_for("record.allergies", person_id=person_id))
    kept = list_allergies(person_id)
    return render_template("record/allergies.html", form=form, person=person, kept=kept)


@bp.route("/<int:person_id>/allergies/<int:item_id>/end", endpoint="end_allergy", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def withdraw_allergy(person_id: int, item_id: int) -> ResponseReturnValue:
    """Withdraw an allergy that turned out to be none."""
    person = open_record(person_id)
    allergy, form = get_detail(Allergy, item_id, person=person), EndDetailForm()
    if form.submitted():
        with transaction("person.allergy-end", by=signed_in()):
            end_allergy(allergy, reason=form.reason.data or "")
        flash(_("已撤销这条过敏，历史里还能查到。"), "success")
        return redirect(url_for("record.allergies", person_id=person_id))
    back = url_for("record.allergies", person_id=person_id)
    return render_template(
        "record/end_detail.html", form=form, person=person, name=allergy.substance, back=back
    )


@bp.route("/<int:person_id>/drugs", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def drugs(person_id: int) -> ResponseReturnValue:
    """Note what a resident takes."""
    person, form = open_record(person_id), DrugForm(data={"started_on": clock.today()})
    if form.submitted():
        with transaction("person.drug", by=signed_in()):
            add_drug(person, form.entry())
        _warn(person_id, form.entry())
        return redirect(url_for("record.drugs", person_id=person_id))
    kept = list_drugs(person_id)
    return render_template("record/drugs.html", form=form, person=person, kept=kept)


@bp.route("/<int:person_id>/drugs/<int:item_id>/end", endpoint="end_drug", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def stop_drug(person_id: int, item_id: int) -> ResponseReturnValue:
    """Record that a medicine is no longer taken."""
    person = open_record(person_id)
    drug, form = get_detail(Drug, item_id, person=person), EndDrugForm(data={"ends_on": clock.today()})
    if form.submitted():
        with transaction("person.drug-end", by=signed_in()):
            end_drug(drug, on=form.ends_on.day, reason=form.reason.data or "")
        flash(_("已登记停用，历史里还能查到。"), "success")
        return redirect(url_for("record.drugs", person_id=person_id))
    back = url_for("record.drugs", person_id=person_id)
    return render_template("record/end_detail.html", form=form, person=person, name=drug.name, back=back)


def _warn(person_id: int, entry: DrugEntry) -> None:
    """Say that the medicine is on record, and aloud where the record names an allergy to it."""
    allergen = clashing(entry.name, [known.substance for known in list_allergies(person_id)])
    if allergen is None:
        flash(_("已登记用药。"), "success")
    else:
        flash(
            _("已登记用药。注意：档案里有“%(allergen)s”过敏，请核对这种药能不能用。", allergen=allergen),
            "danger",
        )
