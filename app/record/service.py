"""One resident under two records: every room hands over what it holds, and hands it back when the merge is undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.accounts.queries import area_name
from app.careplans.service import adoption as careplans
from app.core import clock
from app.core.errors import Conflict, Refused
from app.core.identity import mask_identity
from app.core.transaction import Actor
from app.core.words import Text
from app.duties.queries import list_duties
from app.duties.queries.adoption import MergedFacts, foresee
from app.duties.service import adoption as duties
from app.duties.service import start_for
from app.people.models import Person, PersonMerge
from app.people.queries import (
    list_allergies,
    list_categories,
    list_conditions,
    list_contacts,
    list_drugs,
    opened,
)
from app.people.rules import MergeField, Side, mask_phone
from app.people.service import (
    are_different,
    later_merge,
    lock_both,
    merge_records,
    part_records,
    refuse_gone,
    sides_of,
)
from app.policy.why import day_text
from app.record.rules import Belongings, FieldPair, MergeChoice, MergePreview, Said
from app.reviews.service.adoption import follow_logs
from app.rosters.service import adoption as rosters
from app.schedule.service import adoption as schedule
from app.supplies.service import adoption as supplies
from app.visits.queries import count_visits
from app.visits.service import adoption as visits

GONE = {
    "died_on": Text("{day}去世", "died {day}"),
    "moved_on": Text("{day}迁出", "moved away {day}"),
    "lost_on": Text("{day}起失访", "lost since {day}"),
}
WHEREABOUTS = GONE | {"away_until": Text("外出至{day}", "away until {day}")}


def merge(kept: Person, other: Person, choice: MergeChoice, *, by: Actor) -> PersonMerge:
    """Make one record of two: the other stays, hidden, and leads to the one that is kept.

    Visits, evidence, enrolments, contacts and places on lists go along; the ledger of both is worked out anew.
    """
    lock_both(kept, other)
    refuse_gone(kept, other)
    if (kept.version, other.version) != choice.versions:
        raise Conflict(
            Text(
                "您核对的时候，有人改过其中一份档案，还没有合并。请看过现在的内容再合并。",
                "Somebody changed one of the records meanwhile; nothing is merged yet. Look again, then merge.",
            )
        )
    place = _taken(kept, other, choice.sides, MergeField.PLACE).area_code
    held = duties.adopt(kept, other)
    listed = visits.adopt(kept, other, area_code=place)
    places = rosters.adopt(kept, other)
    planned = schedule.adopt(kept, other, area_code=place)
    treated = careplans.adopt(kept, other, area_code=place)
    supplied = supplies.adopt(kept, other, area_code=place)
    follow_logs(kept, of=other)
    done = merge_records(kept, other, chosen=choice.sides, reason=choice.reason, by=by)
    done.moved = {**done.moved, "duties": held, "visits": listed, "rosters": places, "schedule": planned}
    done.moved = {**done.moved, "careplans": treated, "supplies": supplied}
    duties.settle(kept, other)
    careplans.settle(kept)
    return done


def undo_merge(done: PersonMerge, kept: Person, other: Person, *, by: Actor) -> None:
    """Make two records of one again; what was noted since the merge stays with the record it was noted in."""
    lock_both(kept, other)
    if later_merge(done) is not None:
        raise Refused(
            Text(
                "这份档案后来又合并过一次，请先撤销后来的那次。",
                "Another record was merged into this one later: undo that merge first.",
            )
        )
    part_records(done, kept, other, by=by)
    duties.release(other, done.moved["duties"])
    visits.release(kept, other, done.moved["visits"])
    rosters.release(kept, other, done.moved["rosters"])
    schedule.release(kept, other, done.moved.get("schedule", {}))
    careplans.release(kept, other, done.moved.get("careplans", {}))
    supplies.release(kept, other, done.moved.get("supplies", {}))
    follow_logs(other, of=kept)
    duties.settle(kept, other, done.moved["duties"])
    careplans.settle(kept, other)


def preview_merge(kept: Person, other: Person, sides: Mapping[MergeField, Side]) -> MergePreview:
    """Return what a merge would come to: every field of both, and what is owed before and after. Nothing is written."""
    return MergePreview(
        fields=_pairs(kept, other, sides),
        kept=_belongings(kept),
        other=_belongings(other),
        duties=_foreseen(kept, other, sides),
        has_two_numbers=bool(kept.identity_index and other.identity_index),
    )


def _taken(kept: Person, other: Person, sides: Mapping[MergeField, Side], field: MergeField) -> Person:
    return other if sides_of(kept, other, sides)[field] is Side.OTHER else kept


def _foreseen(kept: Person, other: Person, sides: Mapping[MergeField, Side]) -> list[Any]:
    state = _taken(kept, other, sides, MergeField.STATE)
    facts = MergedFacts(
        area_code=_taken(kept, other, sides, MergeField.PLACE).area_code,
        born_on=_taken(kept, other, sides, MergeField.IDENTITY).born_on,
        left_on=min((day for name in GONE if (day := getattr(state, name))), default=None),
    )
    return foresee(kept.id, other.id, facts, start=start_for(clock.today()))


def _belongings(person: Person) -> Belongings:
    held = [row.category.text for row in list_categories(person.id) if row.ended_on is None]
    ill = [row.condition.text for row in list_conditions(person.id) if row.ended_on is None]
    return Belongings(
        enrolments=held + ill,
        duties=list_duties(person.id),
        visits=count_visits(person.id),
        contacts=len(list_contacts(person.id)),
        allergies=len(list_allergies(person.id)),
        drugs=len(list_drugs(person.id)),
    )


def _pairs(kept: Person, other: Person, chosen: Mapping[MergeField, Side]) -> list[FieldPair]:
    sides, here, there = sides_of(kept, other, chosen), _said(kept), _said(other)
    two_numbers = bool(kept.identity_index and other.identity_index)
    one_number = not two_numbers and bool(kept.identity_index or other.identity_index)
    pairs = []
    for field, side in sides.items():
        differs = are_different(kept, other, field)
        is_open = differs and not (field is MergeField.IDENTITY and one_number)
        pairs.append(FieldPair(field, here[field], there[field], side, differs, is_open))
    return pairs


def _said(person: Person) -> dict[MergeField, tuple[Said, ...]]:
    """Return every field of a record as the page says it; numbers masked."""
    plain = opened(person)
    said: dict[MergeField, tuple[Said | None, ...]] = {
        MergeField.NAME: (person.name,),
        MergeField.IDENTITY: (mask_identity(plain.identity), person.sex.text, _day(person.born_on)),
        MergeField.PHONE: (mask_phone(plain.phone),),
        MergeField.PLACE: _place(person),
        MergeField.STATE: tuple(_leavings(person)),
        MergeField.SELF_CARE: (person.self_care.text if person.self_care else None,),
        MergeField.INSURANCE: (person.insurance,),
        MergeField.DOCTOR: (person.doctor_name,),
        MergeField.REGISTERED_PLACE: (person.registered_place,),
        MergeField.NOTE: (person.note,),
    }
    return {field: tuple(part for part in parts if part) for field, parts in said.items()}


def _place(person: Person) -> tuple[Said | None, ...]:
    head = person.household.head_name if person.household else ""
    return area_name(person.area_code), person.group_name, person.address, head, person.kinship


def _leavings(person: Person) -> list[Text]:
    days = ((text, getattr(person, name)) for name, text in WHEREABOUTS.items())
    return [text.filled(day=_day(day)) for text, day in days if day]


def _day(day: date | None) -> Text | None:
    return day_text(day, clock.today().year) if day else None
