"""People handed over: asked for by the side that looks after them, answered by the other one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import area_names, list_villages
from app.accounts.rights import Right, may
from app.audit.service import note_read
from app.core.db import db
from app.core.transaction import transaction
from app.people.queries import get_person
from app.territory.forms import AnswerForm, AskForm
from app.territory.models import Transfer
from app.territory.queries import (
    find_open_transfer,
    get_asked,
    get_incoming,
    get_village,
    list_incoming,
    list_outgoing,
    list_settled,
    other_towns,
)
from app.territory.rules import Answer
from app.territory.service import accept_transfer, ask_transfer, decline_transfer, withdraw_transfer
from app.territory.views.door import A_PAGE, bp, page_number
from app.web.session import needs, signed_in


@bp.route("/people/<int:person_id>/transfer", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def ask(person_id: int) -> ResponseReturnValue:
    """Ask another township to take a person over."""
    person = get_person(person_id, reader=signed_in())
    note_read("person", person.id, by=signed_in())
    form = AskForm(towns=other_towns(person.area_code))
    if form.submitted():
        with transaction("transfer.ask", by=signed_in()):
            ask_transfer(person, to_code=form.to_code.data, reason=form.reason.data or "", by=signed_in())
        flash(_("已提交。对方接收以前，这位居民仍由您负责。"), "success")
        return redirect(url_for("territory.transfers"))
    waiting = find_open_transfer(person.id)
    towns = area_names([waiting.to_code]) if waiting else {}
    return render_template("territory/ask.html", form=form, person=person, waiting=waiting, towns=towns)


@bp.get("/transfers")
@needs(Right.READ_CARE)
def transfers() -> ResponseReturnValue:
    """Show who waits to be taken over, here and elsewhere, and what was answered."""
    reader, number = signed_in(), page_number()
    settled = list_settled(reader, limit=A_PAGE + 1, after=(number - 1) * A_PAGE)
    return render_template(
        "territory/transfers.html",
        incoming=list_incoming(reader),
        outgoing=list_outgoing(reader),
        settled=settled[:A_PAGE],
        number=number,
        has_more=len(settled) > A_PAGE,
        answers=may(reader.role, Right.TAKE_OVER),
        writes=may(reader.role, Right.WRITE_CARE),
    )


@bp.route("/transfers/<int:transfer_id>/answer", methods=["GET", "POST"])
@needs(Right.TAKE_OVER)
def answer(transfer_id: int) -> ResponseReturnValue:
    """Take somebody over into a village, or say why not."""
    reader, asked = signed_in(), get_incoming(transfer_id, reader=signed_in())
    note_read("person", asked.person_id, by=reader)
    form = AnswerForm(villages={village.code: village.name for village in list_villages([asked.to_code])})
    if form.submitted():
        with transaction(f"transfer.{form.answer.data.value}", by=reader):
            transfer = db.session.get_one(Transfer, asked.id)
            if form.answer.data is Answer.ACCEPT:
                village = get_village(form.village.data, areas=reader.areas)
                accept_transfer(transfer, village=village, by=reader)
            else:
                decline_transfer(transfer, reason=form.reason.data or "", by=reader)
        accepted = form.answer.data is Answer.ACCEPT
        flash(_("已接收，档案和随访记录已转来。") if accepted else _("已退回。"), "success")
        return redirect(url_for("territory.transfers"))
    return render_template("territory/answer.html", form=form, asked=asked)


@bp.post("/transfers/<int:transfer_id>/withdraw")
@needs(Right.WRITE_CARE)
def withdraw(transfer_id: int) -> ResponseReturnValue:
    """Keep somebody after all, before the other side has answered."""
    transfer = get_asked(transfer_id, reader=signed_in())
    with transaction("transfer.withdraw", by=signed_in()):
        withdraw_transfer(transfer, by=signed_in())
    flash(_("已撤回，这位居民仍由您负责。"), "success")
    return redirect(url_for("territory.transfers"))
