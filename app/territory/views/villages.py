"""Villages merged, renamed and split: each shows first what goes along, then asks to confirm."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Area
from app.accounts.queries import Holder, list_holders, list_towns
from app.accounts.rights import Right
from app.accounts.scope import covers
from app.core.errors import Conflict
from app.core.regions import prefix_of
from app.core.transaction import transaction
from app.core.words import Text
from app.people.queries.places import Move, count_groups, list_group, list_residents
from app.territory.forms import ChangeForm, MergeForm, RenameForm, SplitForm, asking
from app.territory.queries import (
    Outlook,
    get_village,
    is_code,
    list_changes,
    list_places,
    outlook_of,
    read_new_name,
    read_new_village,
    town_of,
)
from app.territory.rules import seal_of
from app.territory.service import merge_village, rename_village, split_village
from app.territory.views.door import A_PAGE, bp, page_number
from app.web.session import needs, signed_in

MOST_NAMES = 300
SHOWN_ANEW = Text(
    "要带走的内容和您刚才看到的不同，还没有改动。请再看一遍下面的内容再确认。",
    "What goes along is not what you were shown; nothing was changed. Please look again and confirm.",
)


@bp.get("/territory")
@needs(Right.CHANGE_AREAS)
def index() -> ResponseReturnValue:
    """Show the villages of a township with their people, and what was changed so far."""
    areas, number = signed_in().areas, page_number()
    towns = {town.code: town.name for town in list_towns(areas)}
    town = request.args.get("town", "")
    town = town if town in towns else next(iter(towns), "")
    changes = list_changes(areas, limit=A_PAGE + 1, after=(number - 1) * A_PAGE)
    return render_template(
        "territory/index.html",
        towns=towns,
        town=town,
        places=list_places([town] if town else []),
        changes=changes[:A_PAGE],
        number=number,
        has_more=len(changes) > A_PAGE,
    )


@bp.route("/territory/merge", methods=["GET", "POST"])
@needs(Right.CHANGE_AREAS)
def merge() -> ResponseReturnValue:
    """Let a village go on in another one."""
    areas = signed_in().areas
    asked = asking(MergeForm, _holders(request.form.get("village", "")))
    form = asked(places=list_places(areas), data={"village": request.args.get("village")})
    outlook, accepted = None, form.submitted()
    if (pair := form.pair()) is not None:
        village, into = (get_village(code, areas=areas) for code in pair)
        outlook = outlook_of(Move(into.code, village.code), village=village.code, into=into.code)
        if accepted and _confirmed(form, *pair, outlook):
            with transaction("area.merge", by=signed_in()):
                merge_village(village, into=into, decided=form.decisions(), by=signed_in())
            return _done(_("“%(old)s”已并入“%(new)s”。", old=village.name, new=into.name))
        form.seen.data = _seal(*pair, outlook)
    return render_template("territory/merge.html", form=form, outlook=outlook)


@bp.route("/territory/rename", methods=["GET", "POST"])
@needs(Right.CHANGE_AREAS)
def rename() -> ResponseReturnValue:
    """Give a village another name."""
    if (village := _village()) is None:
        return render_template("territory/rename.html", village=None, places=list_places(signed_in().areas))
    form = RenameForm(data={"name": village.name})
    outlook = outlook_of(Move(village.code, village.code), village=village.code)
    shown = (village.code, form.name.data, outlook)
    if form.submitted():
        old, name = village.name, read_new_name(form.name.data or "", of=village)
        if _confirmed(form, *shown):
            with transaction("area.rename", by=signed_in()):
                rename_village(village, name=name, basis=form.basis.data or "", by=signed_in())
            return _done(_("“%(old)s”已更名为“%(new)s”。", old=old, new=name))
    form.seen.data = _seal(*shown)
    page = {"form": form, "village": village, "outlook": outlook, "asked": form.is_submitted()}
    return render_template("territory/rename.html", **page)


@bp.route("/territory/split", methods=["GET", "POST"])
@needs(Right.CHANGE_AREAS)
def split() -> ResponseReturnValue:
    """Open a new village with some of a village's people."""
    if (village := _village()) is None:
        return render_template("territory/split.html", village=None, places=list_places(signed_in().areas))
    form, outlook = _split_form(village), None
    if form.is_submitted():
        accepted, (groups, picked) = form.submitted(), form.chosen()
        people = list_residents(village.code, groups=groups, people=picked)
        outlook = outlook_of(Move("", village.code, people), village=village.code)
        shown = (form.code.data, form.name.data, people, outlook)
        if accepted and (new := _split(village, form, people, *shown)):
            return _done(_("已从“%(old)s”拆出“%(new)s”。", old=village.name, new=new))
        form.seen.data = _seal(*shown)
    page = {"form": form, "village": village, "outlook": outlook, "group": request.args.get("group")}
    return render_template("territory/split.html", groups=count_groups(village.code), **page)


def _split(village: Area, form: SplitForm, people: tuple[int, ...], *shown: object) -> str | None:
    """Split a village once that is confirmed; return the new one's name then."""
    new = read_new_village(form.code.data or "", form.name.data or "", beside=village)
    if not _confirmed(form, *shown):
        return None
    with transaction("area.split", by=signed_in()):
        split_village(village, new=new, people=people, decided=form.decisions(), by=signed_in())
    return new[1]


def _village() -> Area | None:
    """Return the village the address names, None where none was chosen yet."""
    code = request.args.get("village")
    return get_village(code, areas=signed_in().areas) if code else None


def _split_form(village: Area) -> SplitForm:
    group, groups = request.args.get("group"), count_groups(village.code)
    members = (
        list_group(village.code, group, limit=MOST_NAMES) if group is not None and group in groups else []
    )
    asked = asking(SplitForm, _holders(village.code))
    return asked(groups=groups, members=members, data={"code": prefix_of(town_of(village.code))})


def _holders(code: str) -> dict[int, str]:
    """Return the accounts that must be decided on; of a village outside the reader's areas none is told."""
    if not (is_code(code) and covers(signed_in().areas, code)):
        return {}
    return {holder.user_id: _name(holder) for holder in list_holders(code)}


def _name(holder: Holder) -> str:
    """Return an account's name as somebody decides on it: two doctors may be called the same, and one may only cover."""
    if holder.covers_for:
        lent = {"account": holder.username, "colleague": holder.covers_for}
        return str(_("%(name)s（%(account)s，替%(colleague)s代班）", name=holder.full_name, **lent))
    return str(_("%(name)s（%(account)s）", name=holder.full_name, account=holder.username))


def _seal(*shown: object) -> str:
    *places, outlook = shown
    assert isinstance(outlook, Outlook)
    return seal_of(*places, [holder.user_id for holder in outlook.holders], outlook.toll.people)


def _confirmed(form: ChangeForm, *shown: object) -> bool:
    """Return whether the change is confirmed as it was shown; refuse it where that changed since."""
    if request.form.get("confirm") != "yes":
        return False
    if form.seen.data != _seal(*shown):
        raise Conflict(SHOWN_ANEW)
    return True


def _done(message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("territory.index"))
