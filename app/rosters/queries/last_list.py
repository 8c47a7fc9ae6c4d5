"""Reading whom the last list named and by which rows, and whether anything that matters was written since."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from app.accounts.scope import within
from app.audit.models import AuditEntry, AuditHead
from app.core.db import db
from app.core.sealing import blind
from app.people.models import Person
from app.people.queries import is_on_record
from app.rosters.models import RosterMember
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.register import Member
from app.rosters.rules.repeats import LETTERS, bound

# What a comparison reads; whatever else is written meanwhile, such as visits, leaves it as it is.
MATTERS = frozenset(
    {
        *("person", "person_merge", "household", "area", "area_name", "village_merge"),
        *("roster_import", "roster_member"),
    }
)
MOST_ENTRIES = 5000


@dataclass(slots=True)
class LastList:
    """The members of the last list, those whose row would say the same if it came again, and the trail's end by then."""

    members: dict[int, Member] = field(default_factory=dict)
    repeats: dict[str, int] = field(default_factory=dict)
    last_entry: int = 0


def mark_key() -> bytes:
    """Return the key of all marks that a member keeps of what a list said."""
    return bytes.fromhex(blind("facts", purpose="roster.mark"))


def load_last_list(kind: ListKind, area: str) -> LastList:
    """Return the last list of a kind for an area, with the rows by which it can be known again."""
    key, last = mark_key(), LastList(last_entry=find_last_entry())
    named = sa.select(
        *(
            RosterMember.person_id,
            Person.name,
            RosterMember.area_code,
            RosterMember.marks,
            RosterMember.terms,
        ),
        *(RosterMember.row_mark, Person.area_code, Person.died_on, Person.moved_on),
    ).join(Person, Person.id == RosterMember.person_id)
    named = named.where(
        RosterMember.list_kind == kind,
        RosterMember.left_on.is_(None),
        is_on_record(),
        within(RosterMember.area_code, [area]),
    )
    for person_id, name, area_code, marks, terms, row_mark, lives_in, *gone in db.session.execute(named):
        member = last.members[person_id] = Member(person_id, name, area_code, marks, terms, row_mark)
        if row_mark and lives_in == area_code and gone == [None, None]:
            letters = row_mark[:LETTERS]
            if bound(letters, member, key=key) == row_mark:
                last.repeats[letters] = person_id
    return last


def find_last_entry() -> int:
    """Return the number of the trail's last entry."""
    return db.session.execute(sa.select(AuditHead.last_id)).scalar() or 0


def is_still_since(last_entry: int) -> bool:
    """Return whether nothing was written since that a comparison of lists would read otherwise."""
    since = sa.select(AuditEntry.subject, AuditEntry.action, AuditEntry.details)
    since = since.where(AuditEntry.id > last_entry).order_by(AuditEntry.id).limit(MOST_ENTRIES)
    entries = db.session.execute(since).all()
    if len(entries) == MOST_ENTRIES:
        return False
    return not any(
        details.get("record", subject) in MATTERS
        for subject, action, details in entries
        if not action.endswith(".read")
    )
