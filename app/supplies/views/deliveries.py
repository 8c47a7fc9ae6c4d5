"""配送: sent to a village or to one person, on the way, received."""

from __future__ import annotations

from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import area_name
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.audit.service import note_read
from app.careplans.forms.desk import read_page
from app.core import clock
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text
from app.people.queries import get_person
from app.supplies.forms.deliveries import ReceiveForm, SendForm
from app.supplies.models import Delivery
from app.supplies.queries import get_delivery, list_deliveries
from app.supplies.queries.deliveries import DeliveryLine
from app.supplies.service import cancel_delivery, send
from app.supplies.service import receive as receive_delivery
from app.supplies.views.door import A_PAGE, another_page, asked_places, bp, villages_of
from app.web.download import MOST_ROWS, give_list
from app.web.session import needs, signed_in

LINES = Text("第 {a}–{b} 笔", "{a}–{b}")
LIST = Text("药品配送", "Deliveries of medicines")
LIST_HEADINGS = (
    Text("村", "Village"), Text("给谁", "For"), Text("药名", "Medicine"), Text("规格", "Strength"),
    Text("数量", "Quantity"), Text("单位", "Unit"), Text("由谁配送", "Sent by"), Text("发出日期", "Sent on"),
    Text("预计到达", "Expected on"), Text("收到日期", "Received on"), Text("收件人", "Received by"),
    Text("已取消", "Called off"), Text("说明", "Note"),
)  # fmt: skip
ONE_PERSON = Text("一位居民", "One resident")
CANCELLED = Text("已取消", "Called off")


@bp.get("/supplies/deliveries")
@needs(Right.READ_CARE)
def deliveries() -> ResponseReturnValue:
    """Show what is on its way, by the day it is expected; or what arrived or was called off, the newest first."""
    reader, number = signed_in(), read_page(request.args)
    places, past = asked_places(reader), request.args.get("state") == "past"
    offset = (number - 1) * A_PAGE
    found = list_deliveries(places.areas, on_the_way=not past, limit=A_PAGE + 1, offset=offset)
    shown = found[:A_PAGE]
    return render_template(
        "supplies/deliveries.html",
        places=places,
        past=past,
        shown=shown,
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, another_page, LINES),
        writes=may(reader.role, Right.WRITE_CARE),
        manages=may(reader.role, Right.MANAGE_SUPPLIES),
    )


@bp.get("/supplies/deliveries.xlsx")
@needs(Right.READ_CARE)
def take_deliveries() -> ResponseReturnValue:
    """Give the list away as a table."""
    places, past = asked_places(signed_in()), request.args.get("state") == "past"
    found = list_deliveries(places.areas, on_the_way=not past, limit=MOST_ROWS + 1)
    rows = (_row(line, tells=_tells(signed_in())) for line in found)
    return give_list(LIST, LIST_HEADINGS, rows, deed="supply.take-away")


@bp.route("/supplies/deliveries/new", methods=["GET", "POST"])
@needs(Right.MANAGE_SUPPLIES)
def send_off() -> ResponseReturnValue:
    """Note that medicine is sent to a village."""
    asked = {name: request.args.get(name, "") for name in ("village", "name", "strength")}
    data = asked | {"client_key": str(uuid4()), "sent_on": clock.today()}
    form = SendForm(villages=villages_of(signed_in()), data=data)
    if form.submitted():
        return _send(form)
    return render_template("supplies/send.html", form=form, person=None)


@bp.route("/people/<int:person_id>/supplies/new", methods=["GET", "POST"])
@needs(Right.MANAGE_SUPPLIES)
def send_to(person_id: int) -> ResponseReturnValue:
    """Note that medicine is sent to one person: for a rare or a special disease."""
    person = get_person(person_id, reader=signed_in())
    note_read("person", person_id, by=signed_in())
    village = {person.area_code: area_name(person.area_code)}
    data = {"client_key": str(uuid4()), "sent_on": clock.today(), "village": person.area_code}
    form = SendForm(villages=village, person_id=person_id, data=data)
    if form.submitted():
        return _send(form)
    return render_template("supplies/send.html", form=form, person=person)


@bp.route("/supplies/deliveries/<int:delivery_id>/receive", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def receive(delivery_id: int) -> ResponseReturnValue:
    """Note the day a delivery arrived."""
    found = get_delivery(delivery_id, reader=signed_in())
    form = ReceiveForm(sent_on=found.sent_on, data={"received_on": clock.today()})
    if form.submitted():
        with transaction("supply.receive", by=signed_in()):
            settled = receive_delivery(found, on=form.day, by=signed_in())
        flash(_received(found, settled), "success")
        return redirect(url_for("supplies.deliveries"))
    return render_template("supplies/receive.html", form=form, one=found, village=area_name(found.area_code))


@bp.post("/supplies/deliveries/<int:delivery_id>/cancel")
@needs(Right.MANAGE_SUPPLIES)
def cancel(delivery_id: int) -> ResponseReturnValue:
    """Call off a delivery that has not arrived."""
    found = get_delivery(delivery_id, reader=signed_in())
    with transaction("supply.cancel", by=signed_in()):
        cancel_delivery(found)
    flash(_("这笔配送已取消。"), "success")
    return redirect(url_for("supplies.deliveries"))


def _send(form: SendForm) -> ResponseReturnValue:
    with transaction("supply.send", by=signed_in()):
        sent = send(form.entry(), by=signed_in())
    flash(_("已登记配送：%(name)s。到了以后由村医登记收到日期。", name=sent.name), "success")
    return redirect(url_for("supplies.deliveries"))


def _received(found: Delivery, settled: int) -> str:
    if settled:
        return str(_("已登记收到%(name)s，缺药提示已撤下。", name=found.name))
    return str(_("已登记收到%(name)s。", name=found.name))


def _tells(reader: Reader) -> bool:
    """Whose a medicine is would tell the disease: that is for those who give it out."""
    return may(reader.role, Right.WRITE_CARE) or may(reader.role, Right.MANAGE_SUPPLIES)


def _row(line: DeliveryLine, *, tells: bool) -> list[object]:
    person = line.person_name if tells or not line.person_id else ONE_PERSON
    return [
        line.village, person, line.name, line.strength, line.quantity, line.unit, line.sent_by,
        line.sent_on, line.expected_on, line.received_on, line.received_by,
        CANCELLED if line.cancelled_at else None, line.note,
    ]  # fmt: skip
