"""操作日志: who saw this resident, what did this account see. To look is a deed of its own, and in the trail too."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.reader import Reader
from app.accounts.rights import Right
from app.audit.lookups import Question, Tally, TrailLine, count_readers, count_seen, list_lines
from app.audit.places import stretch_of
from app.audit.service import note
from app.audit.vocabulary import Kind, said, told
from app.core.errors import NotFound
from app.core.transaction import transaction
from app.office.forms.trail import Asked, read_asked
from app.office.queries import (
    find_watched,
    names_of_accounts,
    names_of_people,
    numbers_of,
    search_watched,
)
from app.office.views.door import bp
from app.people.queries import get_person, search_people
from app.web.session import needs, signed_in
from app.web.sought import sealed, sought

A_PAGE = 50
MOST_FOUND = 30
SEARCH = "audit.search"
PEOPLE, ACCOUNTS = "people", "accounts"


@dataclass(frozen=True, slots=True)
class Findings:
    """What the trail answers: whom it was asked about, a tally, one page of entries, and where the older ones begin."""

    name: str
    is_person: bool
    tally: Tally
    lines: list[TrailLine]
    older: int | None
    people: dict[int, str]
    accounts: dict[int, str]


@bp.route("/audit", methods=["GET", "POST"])
@needs(Right.READ_AUDIT)
def trail() -> ResponseReturnValue:
    """Find a resident or an account, then show who looked at the one, or what the other did.

    What is typed may be a name or a number: it is posted, and goes on in the address only sealed.
    """
    if request.method == "POST":
        where = ACCOUNTS if request.form.get("among") == ACCOUNTS else PEOPLE
        return redirect(url_for("office.trail", among=where, find=sealed(sought(request.form))))
    asked, text = read_asked(request.args), sought(request.args)
    among = ACCOUNTS if request.args.get("among") == ACCOUNTS else PEOPLE
    return render_template(
        "office/trail.html",
        asked=asked,
        findings=_findings(asked, signed_in()),
        found=_found(text, among, signed_in()) if text else None,
        text=text,
        among=among,
        kinds=list(Kind),
        said=said,
        told=told,
    )


def _found(text: str, among: str, reader: Reader) -> list[object]:
    if among == ACCOUNTS:
        return [*search_watched(text, reader=reader, limit=MOST_FOUND)]
    return [*search_people(text, reader=reader, limit=MOST_FOUND)]


def _findings(asked: Asked, reader: Reader) -> Findings | None:
    if asked.person_id is not None:
        return _about_person(asked, asked.person_id, reader)
    return None if asked.account_id is None else _of_account(asked, asked.account_id, reader)


def _about_person(asked: Asked, person_id: int, reader: Reader) -> Findings:
    name = str(get_person(person_id, reader=reader).name)
    _note(asked, "person", person_id, reader)
    numbers = tuple(numbers_of(person_id, reader=reader))
    question = Question(people=numbers, kind=asked.kind, stretch=stretch_of(asked.first, asked.last))
    return _answer(asked, question, name, count_readers(question), reader)


def _of_account(asked: Asked, user_id: int, reader: Reader) -> Findings:
    if (account := find_watched(user_id, reader=reader)) is None:
        raise NotFound
    _note(asked, "user", user_id, reader)
    question = Question(actor_id=user_id, kind=asked.kind, stretch=stretch_of(asked.first, asked.last))
    return _answer(asked, question, account.full_name, count_seen(question), reader)


def _note(asked: Asked, subject: str, subject_id: int, reader: Reader) -> None:
    """Write that somebody looked; leafing back through the same answer is the same look."""
    if asked.before is None:
        with transaction(SEARCH, by=reader):
            note(subject, subject_id)


def _answer(asked: Asked, question: Question, name: str, tally: Tally, reader: Reader) -> Findings:
    lines, older = list_lines(question, limit=A_PAGE, before=asked.before)
    people, accounts = (
        [line.subject_id for line in lines if line.subject == subject and line.subject_id is not None]
        for subject in ("person", "user")
    )
    return Findings(
        name,
        bool(question.people),
        tally,
        lines,
        older,
        names_of_people(people, reader=reader),
        names_of_accounts(accounts, reader=reader),
    )
