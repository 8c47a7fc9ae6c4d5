"""Places on the last lists, handed from one record of a resident to another and back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.duties.models import table_of
from app.people.models import Person
from app.people.service import plain, typed
from app.rosters.models import RosterMember

Journal = dict[str, Any]
Places = dict[str, dict[str, Any]]
table = table_of(RosterMember)


def adopt(kept: Person, other: Person) -> Journal:
    """Let the record that stays stand on every list that named either; of two places on one list the newer counts."""
    own, theirs = _places(kept.id), _places(other.id)
    after = dict(own)
    for kind, place in theirs.items():
        after[kind] = max(own.get(kind, place), place, key=_newness) | {"person_id": kept.id}
    _remove(other.id)
    _set(kept.id, own, after)
    areas = {"kept": kept.area_code, "other": other.area_code}
    return {"kept": own, "other": theirs, "after": after, "areas": areas}


def release(kept: Person, other: Person, journal: Journal) -> None:
    """Put both back on the lists they stood on; a list that named the merged record since still names it."""
    now = _places(kept.id)
    unchanged = {kind for kind, place in journal["after"].items() if _says_the_same(now.get(kind), place)}
    before = {kind: _here(kept, place, journal["areas"]["kept"]) for kind, place in journal["kept"].items()}
    then = {kind: place for kind, place in before.items() if kind in unchanged}
    then |= {kind: place for kind, place in now.items() if kind not in unchanged}
    _set(kept.id, now, then)
    _remove(other.id)
    _insert([_here(other, place, journal["areas"]["other"]) for place in journal["other"].values()])


def _says_the_same(now: dict[str, Any] | None, then: dict[str, Any]) -> bool:
    """Whether no list has spoken since; the village itself may have another code by now."""
    aside = {"area_code": "", "row_mark": ""}
    return now is not None and now | aside == then | aside


def _here(person: Person, place: dict[str, Any], home: str) -> dict[str, Any]:
    return place | {"area_code": person.area_code} if place["area_code"] == home else place


def _newness(place: dict[str, Any]) -> tuple[bool, int]:
    return place["left_on"] is None, place["import_id"]


def _places(person_id: int) -> Places:
    rows = db.session.execute(sa.select(table).where(table.c.person_id == person_id)).mappings()
    return {row["list_kind"].value: plain(dict(row)) for row in rows}


def _set(person_id: int, now: Places, then: Places) -> None:
    if now != then:
        _remove(person_id)
        _insert(list(then.values()))


def _remove(person_id: int) -> None:
    db.session.execute(sa.delete(table).where(table.c.person_id == person_id))


def _insert(rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(sa.insert(table), [typed(table, row) for row in rows])
