"""包保责任: who answers for each resident, and a whole caseload handed over, shown first."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import area_names
from app.accounts.rights import Right, may
from app.contracts.forms import HandOverForm, read_page
from app.contracts.models import CaseloadHandover
from app.contracts.queries import (
    chosen_people,
    get_handover,
    list_caseloads,
    list_doctors,
    list_handovers,
)
from app.contracts.queries.caseload import doctor_names, villages_of
from app.contracts.rules import Answering, Caseload, HandedOver, seal_of
from app.contracts.service import hand_back, hand_over
from app.contracts.views.door import A_PAGE, another_page, asked_places, bp, places_of
from app.core.errors import Conflict
from app.core.leaf import Leaf
from app.core.regions import Level, level_of
from app.core.transaction import transaction
from app.core.words import Text
from app.people.queries.places import count_groups
from app.web.session import needs, signed_in

SHOWN_ANEW = Text(
    "要交接的居民和您刚才看到的不同，还没有交接。请核对下面的人数再确认。",
    "Who would be handed over is not what you were shown; nothing was done. Please check and confirm.",
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a handing over would take along, shown before it is done."""

    what: HandedOver
    villages: dict[str, int]
    people: tuple[int, ...]

    @property
    def seal(self) -> str:
        """A mark of what is shown."""
        return seal_of(self.what.who.key, self.what.to.key, self.what.area_code, self.what.group, self.people)


@bp.get("/contracts/doctors")
@needs(Right.READ_CARE)
def doctors() -> ResponseReturnValue:
    """Show who answers for how many residents of which village, and for whom nobody does."""
    reader = signed_in()
    places = asked_places(reader)
    caseloads = list_caseloads(places.areas)
    return render_template(
        "contracts/doctors.html",
        places=places,
        caseloads=caseloads,
        everybody=sum(each.people for each in caseloads),
        manages=may(reader.role, Right.MANAGE_CONTRACTS),
    )


@bp.route("/contracts/handover", methods=["GET", "POST"])
@needs(Right.MANAGE_CONTRACTS)
def handover() -> ResponseReturnValue:
    """Hand a caseload from one doctor to another: what goes along is shown before it is done."""
    reader = signed_in()
    caseloads = list_caseloads(reader.areas)
    form = _form(caseloads)
    accepted, outlook = form.submitted(), _outlook(form, caseloads)
    if outlook is not None:
        if accepted and _confirmed(form, outlook):
            with transaction("caseload.hand-over", by=reader):
                done = hand_over(outlook.what, by=reader)
            flash(_("已把 %(n)s 位居民交给%(name)s。", n=done.people, name=done.to_name), "success")
            return redirect(url_for("contracts.handovers"))
        form.seen.data = outlook.seal
    names = places_of(reader)
    return render_template("contracts/handover.html", form=form, outlook=outlook, names=names)


@bp.get("/contracts/handovers")
@needs(Right.MANAGE_CONTRACTS)
def handovers() -> ResponseReturnValue:
    """Show what was handed over in the reader's areas, the newest first."""
    number = read_page(request.args)
    found = list_handovers(signed_in().areas, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    shown = found[:A_PAGE]
    return render_template(
        "contracts/handovers.html",
        shown=shown,
        names=area_names(sorted({each.record.area_code for each in shown})),
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, another_page),
    )


@bp.post("/contracts/handovers/<int:handover_id>/back")
@needs(Right.MANAGE_CONTRACTS)
def back(handover_id: int) -> ResponseReturnValue:
    """Give the residents of a handing over back to whoever answered for them before."""
    record: CaseloadHandover = get_handover(handover_id, areas=signed_in().areas)
    with transaction("caseload.hand-back", by=signed_in()):
        done = hand_back(record, by=signed_in())
    flash(_("已交回 %(n)s 位居民。", n=done.people), "success")
    return redirect(url_for("contracts.handovers"))


def _form(caseloads: list[Caseload]) -> HandOverForm:
    reader, place = signed_in(), request.form.get("place", "")
    places = places_of(reader)
    is_village = place in places and level_of(place) is Level.VILLAGE
    data = {"who": request.args.get("doctor"), "place": reader.areas[0] if len(reader.areas) == 1 else None}
    return HandOverForm(
        caseloads=caseloads,
        places=places,
        groups=count_groups(place) if is_village else {},
        doctors=list_doctors(reader.areas),
        data=data,
    )


def _outlook(form: HandOverForm, caseloads: list[Caseload]) -> Outlook | None:
    """Return what would go along, None while it is open from whom, from where or to whom."""
    who = next((each.who for each in caseloads if each.who.key == form.who.data), None)
    if who is None or not form.names_places():
        return None
    number = int(form.to.data)
    to = Answering(doctor_names([number])[number], number)
    what = HandedOver(who, to, form.place.data, form.group_name, form.reason.data or "")
    people = chosen_people(what)
    return Outlook(what, villages_of(people), tuple(each for each, _village in people))


def _confirmed(form: HandOverForm, outlook: Outlook) -> bool:
    """Return whether the handing over is confirmed as it was shown; refuse it where that changed since."""
    if request.form.get("confirm") != "yes":
        return False
    if form.seen.data != outlook.seal:
        raise Conflict(SHOWN_ANEW)
    return True
