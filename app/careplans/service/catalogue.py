"""What a county does with its catalogue: an entry changed or added, taken out of use, or left as it was shipped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.careplans.models import CatalogueChange
from app.careplans.queries.catalogue import shelf_for
from app.careplans.queries.changes import may_edit, newest_change
from app.careplans.rules.catalogue import Catalogue
from app.careplans.rules.entries import Reference, as_json, dangling, faults_in
from app.careplans.rules.entrywords import TABLE_WORDS, name_of, title_of
from app.careplans.rules.shelf import Entry, Shelf, laid_over, shipped
from app.careplans.rules.shelving import Place, entry_in, is_same
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound, Refused
from app.core.words import Text, listed

MOST_NAMED = 3
WHO_EDITS = Text(
    "药品和健康处方目录由本县（区）的县级管理人员维护。",
    "The catalogue of a county is kept by the county's own office.",
)
STALE = Text(
    "{name}刚刚改过这一条，请重新打开本页，核对后再保存。",
    "{name} has just changed this entry; please open the page anew and check before saving.",
)
POINTED_AT = Text(
    "{others}还在用“{name}”，请先修改它们，再停用这一条。",
    "{others} still use “{name}”: change them first, then take this one out of use.",
)
POINTS_NOWHERE = Text(
    "这一条用到的“{name}”已经停用，请先恢复它。",
    "“{name}”, which this uses, is not in use; restore it first.",
)
OTHER = Text("{table}“{name}”", "{table}: “{name}”")
SAME = Text("和现在的内容一样，没有要保存的。", "Nothing differs from what stands; there is nothing to save.")
NOT_SHIPPED = Text(
    "这一条是县里新增的，没有随系统的条目可以恢复。",
    "This was added by the county; nothing shipped stands behind it.",
)


def change_entry(place: Place, entry: Entry, *, seen: int, by: Reader) -> None:
    """Put a county's own entry on its shelf, new or in place of what stood there.

    ``seen`` is the change that spoke when the form was opened, 0 for none: whoever comes second is told of the first.
    """
    before = _open(place, seen=seen, by=by)
    if is_same(entry_in(before, place.table, place.code), entry):
        raise Refused(SAME)
    today = clock.today()
    for _field, fault in faults_in(place.table, entry, catalogue=before, today=today):
        raise Refused(fault)
    _write(place, as_json(entry), by=by)


def drop_entry(place: Place, *, seen: int, by: Reader) -> None:
    """Take an entry out of use in a county; one that others name stays."""
    before = _open(place, seen=seen, by=by)
    entry = entry_in(before, place.table, place.code)
    if entry is None:
        raise NotFound
    left = dangling(laid_over(before, [(place.table, place.code, None)])) - dangling(before)
    if left:
        raise Refused(POINTED_AT.filled(name=title_of(entry), others=_told(left, before)))
    _write(place, None, by=by)


def restore_entry(place: Place, *, seen: int, by: Reader) -> None:
    """Let the shipped entry hold again in a county, with whatever a later release makes of it."""
    before = _open(place, seen=seen, by=by)
    own = entry_in(shipped(), place.table, place.code)
    if own is None:
        raise Refused(NOT_SHIPPED)
    after = laid_over(before, [(place.table, place.code, as_json(own))])
    for one in sorted(dangling(after) - dangling(before)):
        raise Refused(POINTS_NOWHERE.filled(name=name_of(one.names, Shelf(shipped()))))
    _write(place, {}, by=by)


def _open(place: Place, *, seen: int, by: Reader) -> Catalogue:
    """Return the county's catalogue as it stands, held until the deed ends; refuse whoever may not, or comes second."""
    if not may_edit(by, place.county):
        raise Forbidden(WHO_EDITS)
    # Of two who change the catalogue of a county at once the second sees what the first wrote.
    db.session.execute(sa.select(Area.code).where(Area.code == place.county).with_for_update())
    newest = newest_change(*place)
    if newest is not None and newest.id != seen:
        raise Conflict(STALE.filled(name=newest.by_name))
    return shelf_for(place.county).catalogue


def _write(place: Place, stated: Mapping[str, Any] | None, *, by: Reader) -> None:
    row = CatalogueChange(area_code=place.county, table=place.table, code=place.code, changed_at=clock.now())
    row.entry = None if stated is None else dict(stated)
    row.by_id, row.by_name = by.id, by.name
    db.session.add(row)
    db.session.flush()


def _told(left: set[Reference], catalogue: Catalogue) -> Text:
    """Return who would point to nothing, the first few by name."""
    entries = [(one.table, entry_in(catalogue, one.table, one.code)) for one in sorted(left)]
    told = [OTHER.filled(table=TABLE_WORDS[table], name=title_of(entry)) for table, entry in entries if entry]
    return listed(list(dict.fromkeys(told))[:MOST_NAMED])
