"""平板: which tablets are in use, how they stand, and blocking one that is lost."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right, may
from app.core import clock
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text
from app.policy import book
from app.tablet.forms.asked import read_page
from app.tablet.forms.reasons import BlockForm
from app.tablet.queries.devices import describe_device, get_device, list_devices
from app.tablet.rules.clocks import MOST_APART
from app.tablet.rules.tablets import DeviceLine, clock_text
from app.tablet.service.blocking import block_device as shut_out
from app.tablet.service.blocking import unblock_device as let_in
from app.tablet.views.door import bp
from app.web.session import needs, signed_in

A_PAGE = 30
TABLETS = Text("第 {a}–{b} 台", "{a}–{b}")


@bp.get("/tablet/devices")
@needs(Right.READ_CARE)
def devices() -> ResponseReturnValue:
    """Show one's own tablets, or those of one's areas: last contact, what waits on them, what is wrong with them."""
    reader, number = signed_in(), read_page(request.args)
    found = list_devices(reader, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    shown = found[:A_PAGE]
    return render_template(
        "tablet/devices.html",
        shown=shown,
        clocks=_clocks(shown),
        now=clock.now(),
        manages=may(reader.role, Right.MANAGE_DEVICES),
        writes=may(reader.role, Right.WRITE_CARE),
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, _another_page, TABLETS),
    )


@bp.route("/tablet/devices/<uuid:device_id>/block", methods=["GET", "POST"])
@needs(Right.MANAGE_DEVICES)
def block_device(device_id: UUID) -> ResponseReturnValue:
    """Block a tablet that is lost or given up, with the reason."""
    device, form = get_device(device_id, reader=signed_in()), BlockForm()
    if form.submitted():
        with transaction("device.block", by=signed_in()):
            shut_out(device, reason=form.reason.data or "", by=signed_in())
        flash(_("已停用这台平板。"), "success")
        return redirect(url_for("tablet.devices"), code=303)
    line = describe_device(device, reader=signed_in())
    return render_template("tablet/block.html", form=form, device=line)


@bp.post("/tablet/devices/<uuid:device_id>/unblock")
@needs(Right.MANAGE_DEVICES)
def unblock_device(device_id: UUID) -> ResponseReturnValue:
    """Let a blocked tablet in again."""
    device = get_device(device_id, reader=signed_in())
    with transaction("device.unblock", by=signed_in()):
        let_in(device)
    flash(_("这台平板可以继续使用了。"), "success")
    return redirect(url_for("tablet.devices"), code=303)


def _clocks(shown: list[DeviceLine]) -> dict[tuple[UUID, str], Text | None]:
    """Return by how much the clock of each tablet was wrong when each of its users last reached the server."""
    most = book.current().figures.value(MOST_APART, on=clock.today())
    return {
        (line.id, use.user_name): clock_text(use.clock_ahead, most_minutes=most)
        for line in shown
        for use in line.uses
    }


def _another_page(number: int) -> str:
    return url_for("tablet.devices", page=number)
