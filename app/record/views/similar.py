"""The warning against a second record of one resident: while somebody types, and before it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right
from app.core import clock
from app.core.errors import Refused
from app.core.identity import BadIdentity, read_identity
from app.core.words import Text
from app.people.models import Person
from app.people.queries import Similar, get_person, list_similar, traits_of
from app.people.rules import Likeness, Traits, read_phone
from app.record.forms import PersonForm, SimilarForm
from app.record.views.door import bp
from app.web.session import needs, signed_in

ANOTHER = "another"


@bp.post("/similar")
@needs(Right.WRITE_CARE)
def similar() -> ResponseReturnValue:
    """Show, while the form is filled in, who on record may be the same resident."""
    form = SimilarForm()
    own = get_person(form.own.data, reader=signed_in()) if form.own.data else None
    return render_template("record/_similar.html", similar=list_alike(form, own), ticked=ticked())


def list_alike(form: PersonForm | SimilarForm, own: Person | None = None) -> list[Similar]:
    """Return who may be the resident that a form states; of a record that is changed, whom the change makes like it."""
    if not form.is_submitted():
        return []
    reader, own_id = signed_in(), own.id if own else None
    known = traits_of(own) if own else Traits()
    found = list_similar(_typed(form, known), reader=reader, own_id=own_id)
    before = list_similar(known, reader=reader, own_id=own_id) if own else []
    return [one for one in found if one not in before]


def refuse_unconfirmed(found: Sequence[Similar]) -> None:
    """Ask once, before a record is kept, whether those who look very much like the resident are other people."""
    asked = {one.row.id for one in found if one.likeness.is_strong}
    asked -= {one.row.id for one in found if one.likeness is Likeness.SAME_NUMBER} | ticked()
    if asked:
        raise Refused(
            Text(
                "可能已有这位居民的档案，还没有保存。请看“可能是同一人”：是同一人的，打开已有的档案；不是的，逐个勾选后再保存。",
                "This resident may have a record already; nothing is saved yet. Under “May be the same person”,"
                " open the record, or tick each who is somebody else and save again.",
            )
        )


def ticked() -> set[int]:
    """Return who was said to be somebody else."""
    return {int(number) for number in request.form.getlist(ANOTHER) if number.isascii() and number.isdigit()}


def _typed(form: PersonForm | SimilarForm, known: Traits) -> Traits:
    """Return what is typed so far; what is left empty is as on record."""
    try:
        read = read_identity(form.identity.data, today=clock.today())
    except BadIdentity:
        number, born_on = known.identity, form.born_on.data or known.born_on
    else:
        number, born_on = read.number, read.born_on
    phone = read_phone(form.phone.data) or known.phone
    return Traits(form.name.data or known.name, born_on, number, phone)
