"""One resident under two records: one record takes over, the other leads to it; and all of it taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import Actor
from app.core.words import Text
from app.people.models import Person, PersonMerge
from app.people.rules import (
    COLUMNS,
    IDENTITY_COLUMNS,
    MergeField,
    NumberReason,
    Side,
    settled_sides,
)
from app.people.service import adoption
from app.people.service.records import spell
from app.people.service.snapshots import plain_of, typed

TOLD_BY: Mapping[MergeField, tuple[str, ...]] = {
    **COLUMNS,
    MergeField.IDENTITY: ("identity_index",),
    MergeField.PHONE: ("phone_index",),
    MergeField.PLACE: ("area_code", "group_name", "address", "household_id"),
}


def lock_both(one: Person, other: Person) -> None:
    """Read both records anew and keep them to this deed: always in one order, so that two deeds never wait in a ring."""
    for person in sorted((one, other), key=lambda each: each.id):
        db.session.refresh(person, with_for_update=True)


def refuse_gone(*people: Person) -> None:
    """Refuse where a record was merged or withdrawn while somebody looked at it: there is no page to go back to."""
    if any(person.merged_into_id is not None or person.withdrawn_at is not None for person in people):
        raise Refused(
            Text(
                "其中一份档案刚刚被合并或撤销了。",
                "One of the records has been merged or withdrawn meanwhile.",
            ),
            status=410,
        )


def sides_of(kept: Person, other: Person, chosen: Mapping[MergeField, Side]) -> dict[MergeField, Side]:
    """Return which record each field is taken from."""
    empty = {field: (_is_empty(kept, field), _is_empty(other, field)) for field in MergeField}
    return settled_sides(chosen, empty=empty)


def are_different(kept: Person, other: Person, field: MergeField) -> bool:
    """Return whether two records say different things in a field; sealed ones are compared by their indexes."""
    names = (name for name in COLUMNS[field] if _is_told(name))
    return any(getattr(kept, name) != getattr(other, name) for name in names)


def merge_records(
    kept: Person,
    other: Person,
    *,
    chosen: Mapping[MergeField, Side],
    reason: NumberReason | None,
    by: Actor,
) -> PersonMerge:
    """Let one record take over from the other, which stays, hidden, and leads to it."""
    _refuse_impossible(kept, other, reason)
    taken = [field for field, side in sides_of(kept, other, chosen).items() if side is Side.OTHER]
    names = [column for field in taken for column in COLUMNS[field]]
    before: dict[str, Any] = {"kept": plain_of(kept, names), "other": plain_of(other, IDENTITY_COLUMNS)}
    journal = adoption.adopt(kept, other)
    _take(kept, other, names)
    before |= {"after": plain_of(kept, names), "reason": reason.value if reason else None}
    merge = PersonMerge(
        person_id=kept.id,
        merged_id=other.id,
        before=before,
        moved={"people": journal},
        merged_at=clock.now(),
        by_id=by.id,
        by_name=by.name,
    )
    db.session.add(merge)
    db.session.flush()
    return merge


def part_records(merge: PersonMerge, kept: Person, other: Person, *, by: Actor) -> None:
    """Make two records of one again, each as it was; refuse where somebody built on what the merge wrote."""
    if merge.undone_at is not None or other.merged_into_id != kept.id:
        raise Conflict(Text("这次合并已经撤销。", "This merge has been undone already."))
    _refuse_changed(merge, kept)
    _give_back(merge, kept, other)
    adoption.release(kept, other, merge.moved["people"])
    merge.undone_at = clock.now()
    merge.undone_by_name = by.name
    db.session.flush()


def _is_empty(person: Person, field: MergeField) -> bool:
    return not any(getattr(person, column) for column in TOLD_BY[field])


def _refuse_impossible(kept: Person, other: Person, reason: NumberReason | None) -> None:
    if kept.id == other.id:
        raise Refused(Text("这是同一份档案。", "This is one and the same record."))
    if kept.identity_index and other.identity_index and reason is None:
        raise Refused(
            Text(
                "两份档案的身份证号不同，请选择原因；不能确定是同一个人的，不要合并。",
                "The identity numbers differ: say why. Do not merge unless you are sure it is one person.",
            )
        )


def _take(kept: Person, other: Person, names: list[str]) -> None:
    """Write what is taken over. A number belongs to one record: one that is taken changes places with the other's."""
    taken = {name: getattr(other, name) for name in names}
    given = {name: getattr(kept, name) for name in IDENTITY_COLUMNS if name in taken}
    _free_number(other if given else None)
    for name, value in taken.items():
        setattr(kept, name, value)
    db.session.flush()
    for name, value in given.items():
        setattr(other, name, value)
    other.merged_into_id = kept.id
    db.session.flush()
    _respell(kept, other)


def _free_number(person: Person | None) -> None:
    if person is not None:
        person.identity_index = None
        db.session.flush()


def _give_back(merge: PersonMerge, kept: Person, other: Person) -> None:
    table = adoption.table_of(Person)
    theirs, own = typed(table, merge.before["other"]), typed(table, merge.before["kept"])
    _free_number(other if "identity_index" in own else None)
    for name, value in own.items():
        setattr(kept, name, value)
    db.session.flush()
    for name, value in theirs.items():
        setattr(other, name, value)
    other.merged_into_id = None
    db.session.flush()
    _respell(kept, other)


def _refuse_changed(merge: PersonMerge, kept: Person) -> None:
    after = merge.before["after"]
    now = plain_of(kept, after)
    fields = [
        field.text
        for field in MergeField
        if any(name in after and now[name] != after[name] for name in COLUMNS[field] if _is_told(name))
    ]
    changed = fields + adoption.changed_since(merge.moved["people"])
    if changed:
        raise Refused(
            Text(
                "合并以后有人改过：{zh}。请先把这些改回合并时的样子，再撤销。",
                "Changed since the merge: {en}. Put these back as the merge left them, then undo.",
            ).filled(zh="、".join(t.zh for t in changed), en=", ".join(t.en for t in changed))
        )


def _is_told(column: str) -> bool:
    """Whether a column tells of a change: sealing is randomised, and a list seals anew what it finds unchanged."""
    return not column.endswith("_sealed")


def _respell(*people: Person) -> None:
    """Keep the readings of the names that a search walks along; a record merged into another has none."""
    for person in people:
        spell(person, is_found=person.merged_into_id is None)


def later_merge(merge: PersonMerge) -> PersonMerge | None:
    """Return a merge into the same record that came later and still stands; it is to be undone first."""
    later = sa.select(PersonMerge).where(
        PersonMerge.person_id == merge.person_id,
        PersonMerge.id > merge.id,
        PersonMerge.undone_at.is_(None),
    )
    return db.session.scalar(later.limit(1))
