"""审核: one log with all that tells whether it is true, and the verdict on it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right, may
from app.audit.service import note_read
from app.core import clock
from app.core.transaction import transaction
from app.people.models import Person
from app.people.queries import get_person
from app.people.rules import hidden_kinds
from app.reviews.forms.verdict import RemarkForm, VerdictForm
from app.reviews.queries.dialogue import find_newest, list_dialogue
from app.reviews.queries.queue import list_pointing, read_queue
from app.reviews.rules.signals import explain
from app.reviews.rules.vocabulary import Lane
from app.reviews.service.judging import state_verdict
from app.reviews.views.asking import read_asking
from app.reviews.views.door import bp
from app.visits.models import Visit
from app.visits.queries import as_told, get_visit, list_versions, list_visits, look_back
from app.visits.rules.told import tell
from app.visits.sections import sections_answering
from app.visits.views.door import circumstances_on
from app.visits.views.extras import Hanging, hanging_on
from app.web.session import needs, signed_in

BEFORE = 3


@bp.get("/reviews/<int:visit_id>")
@needs(Right.SEE_REVIEWS)
def show(visit_id: int) -> ResponseReturnValue:
    """Show one log with the visits before it, what was found, how it came in, and what was said about it."""
    return _opened(get_visit(visit_id, reader=signed_in()), VerdictForm())


@bp.post("/reviews/<int:visit_id>")
@needs(Right.REVIEW)
def judge(visit_id: int) -> ResponseReturnValue:
    """Decide about a log and open the next of its lane."""
    reader = signed_in()
    visit, form = get_visit(visit_id, reader=reader), VerdictForm()
    if not form.submitted():
        return _opened(visit, form)
    asking = read_asking(reader)
    queue = read_queue(asking.asked)
    waiting = queue.find(visit_id)
    lane = asking.lane or (waiting.lane if waiting else Lane.REST)
    further = queue.after(visit_id, lane)
    with transaction("review.state", by=reader):
        note_read("person", visit.person_id, by=reader)
        state_verdict(visit, form.entry(), lane=waiting.lane if waiting else lane, by=reader)
    if further is None:
        return redirect(url_for("reviews.index", **asking.kept()), code=303)
    return redirect(url_for("reviews.show", visit_id=further, **asking.kept(lane)), code=303)


def _opened(visit: Visit, form: VerdictForm) -> str:
    reader, asking = signed_in(), read_asking(signed_in())
    note_read("person", visit.person_id, by=reader)
    hidden = hidden_kinds(reader.role)
    untold = bool(hidden & set(visit.all_kinds))
    queue, versions = read_queue(asking.asked), list_versions(visit)
    waiting, review = queue.find(visit.id), find_newest(visit.id)
    lane = asking.lane or (waiting.lane if waiting else None)
    form.seen.data = str(review.id if review else 0)
    form.opened_at.data = form.opened_at.data or clock.now().isoformat()
    person = get_person(visit.person_id, reader=reader)
    kinds = [kind for kind in visit.all_kinds if kind not in hidden]
    before = list_visits(person.id, limit=BEFORE, before=(visit.visited_on, visit.id))
    told = {"visit": visit, "person": person, "kinds": kinds, "untold": untold}
    return render_template(
        "reviews/show.html",
        form=form if may(reader.role, Right.REVIEW) and visit.voided_at is None else None,
        stated=form,
        remark=RemarkForm(formdata=None),
        asking=asking,
        lane=lane,
        place=queue.place(visit.id, lane) if lane else None,
        among=len(queue.lanes[lane]) if lane else 0,
        beside=queue.beside(visit.id, lane) if lane else (None, None),
        marks=waiting.marks if waiting else (),
        findings=[(one, explain(one, month=one.month)) for one in list_pointing(visit.id)],
        sections=_told(visit, person, untold=untold),
        before=as_told(before, untold=hidden),
        hanging=Hanging() if untold else hanging_on(visit, versions),
        said=list_dialogue([one.id for one in versions], reader=reader),
        review=review,
        **told,
    )


def _told(visit: Visit, person: Person, *, untold: bool) -> object:
    """Return the log as its own page tells it; nothing of what is not for the reader."""
    if untold:
        return None
    earlier = look_back(person.id, before=(visit.visited_on, visit.id))
    circumstances = circumstances_on(person, earlier, visit.visited_on)
    return tell(sections_answering(visit.all_kinds), visit.answers, circumstances=circumstances)
