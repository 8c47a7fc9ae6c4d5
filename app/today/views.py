"""The first pages: today by role, every duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts.reader import Reader, Role
from app.accounts.rights import Right, may
from app.backups.queries import find_newest
from app.backups.rules.keeping import age_text, is_stale
from app.core import clock
from app.core.leaf import Leaf
from app.core.words import Text
from app.duties.queries import WorkFilter, count_desk, count_work, list_work, list_work_people
from app.duties.rules import Section
from app.indicators.queries.meetings import count_faults
from app.people.queries import holdings_of
from app.people.rules import hidden_kinds
from app.policy import book
from app.policy.rule import Rule
from app.supplies.queries import list_lacking, open_and_lacking
from app.today.forms import read_filter, read_page
from app.today.queries import count_others, count_reviews, list_places, read_desk
from app.today.rules import PEOPLE, Card, by_town, grouped, place_of, shown_to
from app.visits.queries import newest_in
from app.web.download import MOST_ROWS, give_list
from app.web.filters import age_of
from app.web.session import needs, signed_in
from app.web.sought import sealed, sought

A_PAGE = 30
A_WHOLE_VILLAGE = 100
NEWEST = 8
WORST = 5
LIST = Text("随访任务", "Duties")
LIST_HEADINGS = (
    Text("村", "Village"), Text("组", "Group"), Text("姓名", "Name"), Text("性别", "Sex"), Text("年龄", "Age"),
    Text("任务", "Duty"), Text("最迟", "Due by"), Text("状态", "State"), Text("逾期天数", "Days overdue"),
    Text("暂缓到", "Excused until"), Text("为什么", "Why"),
)  # fmt: skip

bp = Blueprint("today", __name__, template_folder="templates")


@bp.get("/")
@needs(Right.OWN_ACCOUNT)
def index() -> ResponseReturnValue:
    """Show what the day asks of this reader."""
    reader = signed_in()
    if may(reader.role, Right.WRITE_CARE):
        return _work_list(reader)
    if may(reader.role, Right.READ_CARE):
        return _desk(reader)
    made_at = _newest_backup(reader)
    return render_template(
        "today/index.html",
        part="today/_plain.html",
        place=None,
        reader=reader,
        sees_backups=may(reader.role, Right.SEE_BACKUPS),
        age=made_at and age_text(made_at, clock.now()),
        stale=is_stale(made_at, clock.now()),
        faults=count_faults() if may(reader.role, Right.MANAGE_OUTBOX) else 0,
    )


@bp.route("/duties", methods=["GET", "POST"])
@needs(Right.READ_CARE)
def duties() -> ResponseReturnValue:
    """Show every duty that is asked for, by household and place; the name typed goes on in the address only sealed."""
    if request.method == "POST":
        asked: dict[str, Any] = {
            name: request.form.get(name) or None for name in ("state", "village", "rule", "by", "lacking")
        }
        return redirect(url_for("today.duties", **asked, find=sealed(sought(request.form))))
    reader, wanted = signed_in(), _wanted(signed_in())
    size = A_WHOLE_VILLAGE if request.args.get("by") == "household" else A_PAGE
    cards, page, _lacking = _cards(reader, wanted, size=size)
    return render_template(
        "today/duties.html",
        groups=grouped(cards, several_villages=_several(reader)),
        page=page,
        wanted=wanted,
        sections=list(Section),
        places=_below(reader),
        rules=_askable(reader),
        asked={name: value for name, value in request.args.items() if name not in ("page", "by") and value},
        writes=may(reader.role, Right.WRITE_CARE),
    )


@bp.get("/duties/list.xlsx")
@needs(Right.READ_CARE)
def take_duties() -> ResponseReturnValue:
    """Give the list away as a table: the same filters, one row a duty."""
    day = clock.today()
    found = list_work(signed_in(), day=day, wanted=_wanted(signed_in()), limit=MOST_ROWS + 1)
    rows = (
        [
            one.person.village, one.person.group_name, one.person.name, one.person.sex, age_of(one.person.born_on),
            one.duty.name, one.duty.due_on, one.duty.state_on(day), one.duty.days_overdue(day) or None,
            one.duty.excused_until, one.duty.why_on(day),
        ]
        for one in found
    )  # fmt: skip
    return give_list(LIST, LIST_HEADINGS, rows, deed="duties.take-away")


def _wanted(reader: Reader) -> WorkFilter:
    """Return which part of the list the address asks for; of those whose medicine is out of stock where it says so."""
    wanted = read_filter(request.args)
    return replace(wanted, among=list_lacking(reader.areas)) if request.args.get("lacking") else wanted


def _newest_backup(reader: Reader) -> datetime | None:
    """Return when the newest backup was made, to whoever may know."""
    newest = find_newest() if may(reader.role, Right.SEE_BACKUPS) else None
    return newest.made_at if newest else None


def _askable(reader: Reader) -> dict[str, Rule]:
    """Return the rules a list can be narrowed to: none that would tell whom it finds of a disease not for this reader."""
    untold = hidden_kinds(reader.role)
    return {name: rule for name, rule in book.current().rules.items() if rule.answered_by.kind not in untold}


def _work_list(reader: Reader) -> str:
    cards, page, lacking = _cards(reader, WorkFilter(), size=A_PAGE)
    return render_template(
        "today/index.html",
        part="today/_work.html",
        place=_place(reader),
        counts=count_work(reader, day=clock.today()),
        lacking=lacking,
        groups=grouped(cards, several_villages=_several(reader)),
        page=page,
        writes=True,
    )


def _desk(reader: Reader) -> str:
    today = clock.today()
    counts, villages = count_desk(reader, day=today)
    towns = reader.role is Role.COUNTY
    worst = list_work_people(reader, day=today, wanted=WorkFilter(Section.OVERDUE), limit=WORST)
    reviews = may(reader.role, Right.REVIEW)
    others = (count_reviews if reviews else count_others)(reader.areas, day=today)
    return render_template(
        "today/index.html",
        part="today/_desk.html",
        place=_place(reader),
        counts=counts,
        rows=by_town(villages, names=_places(reader)) if towns else villages,
        numbers=read_desk(reader.areas, day=today, towns=towns),
        towns=towns,
        worst=shown_to(reader.role, worst, holdings={}, day=today),
        lacking=others.lacking,
        reviews=others if reviews else None,
        analysis=others.analysis,
        newest=newest_in(reader.areas, limit=NEWEST, untold=hidden_kinds(reader.role)),
    )


def _cards(reader: Reader, wanted: WorkFilter, *, size: int) -> tuple[Sequence[Card], Leaf, int]:
    """Return the cards of a page, and how many medicines are reported out of stock."""
    day, number = clock.today(), read_page(request.args)
    found = list_work_people(reader, day=day, wanted=wanted, limit=size + 1, offset=(number - 1) * size)
    shown = found[:size]
    numbers = [one.person.id for one in shown]
    lacking, missing = open_and_lacking(reader.areas, person_ids=numbers)
    cards = shown_to(reader.role, shown, holdings=holdings_of(numbers), lacking=missing, day=day)
    return cards, Leaf(number, size, len(shown), len(found) > size, _address, PEOPLE), lacking


def _address(number: int) -> str:
    """Return the address of another page of the list being read."""
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page" and value}
    return url_for(request.endpoint or "today.index", **asked, page=number)


def _places(reader: Reader) -> dict[str, str]:
    """Return the names of the reader's places; kept in the session, for they hardly ever change."""
    kept = session.get("places")
    if kept is None or kept["of"] != list(reader.areas):
        kept = session["places"] = {"of": list(reader.areas), "names": list_places(reader)}
    names: dict[str, str] = kept["names"]
    return names


def _below(reader: Reader) -> dict[str, str]:
    """Return the places a reader can narrow a list to."""
    names = _places(reader)
    below = {code: name for code, name in names.items() if code not in reader.areas}
    return below or (names if len(names) > 1 else {})


def _several(reader: Reader) -> bool:
    return bool(_below(reader))


def _place(reader: Reader) -> object:
    return place_of(reader.areas, names=_places(reader))
