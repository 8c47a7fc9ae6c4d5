"""需要处理: what was recorded on a tablet and could not be filed as it is, with everything that was typed."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.models import User
from app.accounts.queries import area_names
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.audit.service import note_read
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text
from app.people.queries import find_person, list_contacts
from app.tablet.forms.asked import read_doctor, read_page, read_task
from app.tablet.forms.posting import is_posted
from app.tablet.forms.reasons import ClosingForm
from app.tablet.models import InboxItem
from app.tablet.queries.devices import find_label
from app.tablet.queries.mends import PutRight, count_to_put_right
from app.tablet.queries.tasks import (
    count_received,
    find_closing,
    find_task,
    get_author,
    get_task,
    list_backlogs,
    list_filed,
    list_tasks,
    names_for,
)
from app.tablet.rules.content import Content
from app.tablet.rules.typed import Names, said_of
from app.tablet.rules.vocabulary import ItemKind, ItemState
from app.tablet.service.closing import close_task, note_mended
from app.tablet.service.opening import Unopened, open_item
from app.tablet.views.door import bp
from app.web.session import needs, signed_in

A_PAGE = 30
FORMS = frozenset({"visits.new", "visits.attempt", "rounds.save", "record.edit"})


@bp.get("/tablet/mends")
@needs(Right.READ_CARE)
def mends() -> ResponseReturnValue:
    """Show one's own tasks, and of those one looks after how many each has; or the tasks of one of them, to read."""
    reader, number = signed_in(), read_page(request.args)
    author = _author(reader)
    if author is not None and author.id == reader.id:
        _note_filed(reader)
    found = list_tasks(author.id, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE) if author else []
    shown = found[:A_PAGE]
    about = {item.id: _person_id(item) for item in shown}
    return render_template(
        "tablet/mends.html",
        author=author,
        own=author is not None and author.id == reader.id,
        shown=shown,
        about=about,
        names=names_for({one for one in about.values() if one is not None}, reader=reader),
        received=count_received(reader.id),
        backlogs=[] if request.args.get("doctor") else list_backlogs(reader),
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, _another_page),
    )


@bp.get("/tablet/mends/<int:task_id>")
@needs(Right.READ_CARE)
def mend(task_id: int) -> ResponseReturnValue:
    """Show one item with what was typed and why it was not filed; its author goes on from here."""
    return _shown(get_task(task_id, reader=signed_in()), ClosingForm())


@bp.post("/tablet/mends/<int:task_id>/close")
@needs(Right.WRITE_CARE)
def close_mend(task_id: int) -> ResponseReturnValue:
    """Close a task without filing it, with the reason."""
    item, form = get_task(task_id, reader=signed_in()), ClosingForm()
    if not form.submitted():
        return _shown(item, form)
    with transaction("mend.close", by=signed_in()):
        close_task(item, reason=form.reason.data or "", by=signed_in())
    flash(_("这一项不再入档，原件和原因都留着。"), "success")
    return redirect(url_for("tablet.mends"), code=303)


@bp.app_template_global("to_put_right")
def to_put_right() -> PutRight:
    """Return what the reader of a page has to put right; pages below this room show it and lead there."""
    return count_to_put_right(signed_in())


@bp.after_app_request
def note_saved(response: Response) -> Response:
    """Note which tasks are over after a form was saved: those on record by their number, and a change by its task.

    A change of a record has no number of its own; what was opened from a task says so in its address.
    """
    is_saved = request.method == "POST" and response.status_code in (302, 303)
    # A form that an item itself is filed by is settled by whoever judges it.
    if not is_saved or is_posted() or request.endpoint not in FORMS or not current_user.is_authenticated:
        return response
    if request.endpoint == "record.edit":
        person_id = int((request.view_args or {})["person_id"])
        if response.location == url_for("record.show", person_id=person_id):
            _note_changed(person_id)
    elif may(signed_in().role, Right.WRITE_CARE):
        _note_filed(signed_in())
    return response


def _shown(item: InboxItem, form: ClosingForm) -> str:
    reader = signed_in()
    content, closed_to = _content(item)
    person_id = content.person_id if content else item.person_id
    names = names_for({person_id} if person_id else set(), reader=reader)
    if person_id in names:
        note_read("person", int(person_id or 0), by=reader)
    is_own, is_open = item.author_id == reader.id, item.state is ItemState.TO_MEND
    return render_template(
        "tablet/mend.html",
        item=item,
        content=content,
        said=() if content is None else said_of(content.kind, content.fields, names=_names(content, item)),
        closed_to=closed_to,
        person_name=names.get(person_id or 0, ""),
        visible=person_id is not None and find_person(person_id, reader=reader) is not None,
        device=find_label(item.device_id),
        action=_action(content, item) if content is not None else "",
        form=form,
        mendable=is_own and is_open and may(reader.role, Right.WRITE_CARE),
        closing=find_closing(item.id),
        person_id=person_id,
    )


def _content(item: InboxItem) -> tuple[Content | None, Text | None]:
    """Return what was typed, or why nobody can see it."""
    try:
        return open_item(item), None
    except Unopened as unopened:
        return None, unopened.text


def _person_id(item: InboxItem) -> int | None:
    """Return whom an item is about; one that was never judged is opened for it."""
    if item.person_id is not None:
        return item.person_id
    content, _closed_to = _content(item)
    return content.person_id if content else None


def _names(content: Content, item: InboxItem) -> Names:
    """Return what the codes and numbers of a form are called; sealed numbers stand whole for whoever typed them."""
    reader = signed_in()
    person = find_person(content.person_id, reader=reader)
    contacts = list_contacts(person.id) if person is not None and content.kind is ItemKind.ATTEMPT else []
    villages = area_names([content.first("area_code")]) if content.kind is ItemKind.EDIT else {}
    named = {str(one.id): one.name for one in contacts}
    return Names(villages, named, whole=item.author_id == reader.id)


def _action(content: Content, item: InboxItem) -> str:
    """Return the page that takes the form; a change of a record takes its task along."""
    return f"{content.path}?task={item.id}" if content.kind is ItemKind.EDIT else content.path


def _note_filed(reader: Reader) -> None:
    """Note which tasks are on record by now."""
    if filed := list_filed(reader.id):
        with transaction("mend.done", by=reader):
            note_mended(filed)


def _note_changed(person_id: int) -> None:
    """Note that a change of a record was saved from its task by the one who had recorded it."""
    task_id, reader = read_task(request.args), signed_in()
    item = find_task(task_id, reader=reader) if task_id is not None else None
    if item is None or item.author_id != reader.id or item.kind is not ItemKind.EDIT:
        return
    if item.state is ItemState.TO_MEND and _person_id(item) == person_id:
        with transaction("mend.done", by=reader):
            note_mended([item.id])


def _author(reader: Reader) -> User | None:
    """Return whose tasks are asked for: one's own, those of somebody one looks after, or of nobody yet."""
    asked = read_doctor(request.args)
    if asked is None and not may(reader.role, Right.WRITE_CARE):
        return None
    return get_author(asked or reader.id, reader=reader)


def _another_page(number: int) -> str:
    asked: dict[str, Any] = {"doctor": request.args.get("doctor") or None, "page": number}
    return url_for("tablet.mends", **asked)
