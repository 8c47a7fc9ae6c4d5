"""Taking in a file that a dying tablet gave out: from its author as if the tablet had sent it, from others as tasks."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.audit.service import note
from app.core.errors import NotFound, Refused
from app.core.words import Text
from app.tablet.queries.devices import is_blocked
from app.tablet.queries.tasks import get_author
from app.tablet.rules.handing import Handed
from app.tablet.rules.vocabulary import Answer
from app.tablet.service.receiving import Coming, Taken, take_in

NOT_YOURS = Text(
    "这个文件是别人录的：请录入的医生本人登录后交来，或请管理她辖区的乡镇督导代交。",
    "Somebody else recorded this file: let that doctor hand it in, or the supervisor of her area for her.",
)


@dataclass(frozen=True, slots=True)
class Doctor:
    """Whose items a file holds."""

    id: int
    name: str


def hand_in(handed: Handed, *, by: Reader) -> tuple[Taken, ...]:
    """Take in every item of a file once, and return what became of each.

    What the author hands in is judged as if it had been sent; from a blocked tablet, or by a supervisor, it waits for the
    author as tasks to mend: nothing is filed unseen.
    """
    author = _author(handed.author_id, by)
    unseen = author.id != by.id or is_blocked(handed.device_id)
    coming = Coming(handed.device_id, brought_by=by.name if unseen else "")
    taken = take_in(handed.items, author=author, coming=coming)
    fresh = sum(one.answer is Answer.STORED for one in taken)
    note("user", author.id, details={"count": fresh})
    return taken


def _author(author_id: int, by: Reader) -> Doctor:
    """Return whose file it is; a doctor out of reach is not told apart from one that does not exist."""
    if author_id == by.id:
        return Doctor(by.id, by.name)
    if not may(by.role, Right.MANAGE_DEVICES):
        raise Refused(NOT_YOURS)
    try:
        author = get_author(author_id, reader=by)
    except NotFound:
        raise Refused(NOT_YOURS) from None
    return Doctor(author.id, author.full_name)
