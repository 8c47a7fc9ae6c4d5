"""发件箱: the letters that wait, may have arrived or came back, and settling them by hand."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import find_address
from app.accounts.rights import Right
from app.audit.service import note
from app.core import clock
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text
from app.office.forms import read_page, read_settling, read_tray
from app.office.views.door import bp
from app.outbox.queries import count_letters, find_recipient, list_letters
from app.outbox.rules import Settling, Tray
from app.outbox.service import settle
from app.reminders.queries import list_without_address
from app.web.session import needs, signed_in

A_PAGE = 30
LETTERS = Text("第 {a}–{b} 封", "{a}–{b}")


@bp.get("/outbox")
@needs(Right.MANAGE_OUTBOX)
def outbox() -> ResponseReturnValue:
    """Show the letters of one tray, and who gets none for want of an address."""
    tray, number = read_tray(request.args), read_page(request.args)
    found = list_letters(tray, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    shown = found[:A_PAGE]
    return render_template(
        "office/outbox.html",
        letters=shown,
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, lambda n: _address(tray, n), LETTERS),
        tray=tray,
        trays=count_letters(),
        settlings=list(Settling),
        without_address=list_without_address(day=clock.today()),
    )


@bp.post("/outbox/<int:letter_id>/settle")
@needs(Right.MANAGE_OUTBOX)
def settle_letter(letter_id: int) -> ResponseReturnValue:
    """Send a letter again, to the address its account has now, or say that it arrived or is given up."""
    admin, settling = signed_in(), read_settling(request.form)
    with transaction("letter.settle", by=admin):
        recipient_id = find_recipient(letter_id)
        address = None if recipient_id is None else find_address(recipient_id)
        settle(letter_id, settling, by=admin.name, address=address)
        note("letter", letter_id, details={"settled": str(settling)})
    told = {
        Settling.RETRY: _("这封信将在下一轮再发一次。"),
        Settling.ARRIVED: _("已记为送达。"),
        Settling.GIVE_UP: _("这封信不再发送。"),
    }
    flash(told[settling], "success")
    return redirect(_address(read_tray(request.form), 1))


def _address(tray: Tray, number: int) -> str:
    return url_for("office.outbox", tray=str(tray), page=number if number > 1 else None)
