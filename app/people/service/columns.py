"""An entry as the columns of the table: sensitive fields sealed and indexed, names spelled for the search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.names import initials_of
from app.core.sealing import blind, indexer, seal, sealer
from app.people.rules import PersonEntry

TAIL = 4
PURPOSES = ("person.identity", "person.phone")
Sealing = Callable[[str, str], dict[str, str | None]]


def columns_of(entry: PersonEntry, *, sealed: Sealing | None = None) -> dict[str, Any]:
    """Return the columns an entry fills, its sensitive fields sealed and indexed; of many entries by `sealing_many`."""
    sealed = sealed or sealed_columns
    return {
        "name": entry.name,
        "name_reversed": entry.name[::-1],
        "initials": " ".join(initials_of(entry.name)),
        "sex": entry.sex,
        "born_on": entry.born_on,
        **sealed("identity", entry.identity or ""),
        **sealed("phone", entry.phone),
        "area_code": entry.area_code,
        "group_name": entry.group_name,
        "address": entry.address,
        "kinship": entry.kinship,
        "self_care": entry.self_care,
        "insurance": entry.insurance,
        "doctor_name": entry.doctor_name,
        "note": entry.note,
        "registered_place": entry.registered_place,
    }


def sealing_many() -> Sealing:
    """Return what keeps the sensitive fields of many entries as `sealed_columns` does, the keys made ready once."""
    ready = {purpose: (sealer(purpose), indexer(purpose), indexer(f"{purpose}.tail")) for purpose in PURPOSES}

    def sealed(field: str, plain: str) -> dict[str, str | None]:
        seals, indexes, indexes_tail = ready[f"person.{field}"]
        return {
            f"{field}_sealed": seals(plain) if plain else None,
            f"{field}_index": indexes(plain) if plain else None,
            f"{field}_tail_index": indexes_tail(plain[-TAIL:]) if plain else None,
        }

    return sealed


def sealed_columns(field: str, plain: str) -> dict[str, str | None]:
    """Return a sensitive field as it is kept: sealed, and indexed whole and by its last four."""
    purpose = f"person.{field}"
    return {
        f"{field}_sealed": seal(plain, context=purpose) if plain else None,
        f"{field}_index": blind(plain, purpose=purpose) if plain else None,
        f"{field}_tail_index": blind(plain[-TAIL:], purpose=f"{purpose}.tail") if plain else None,
    }


def readings_of(person_id: int, initials: str, area_code: str) -> list[dict[str, object]]:
    """Return a row for each reading of a name, as the search by initials walks along them."""
    return [{"person_id": person_id, "initials": one, "area_code": area_code} for one in initials.split()]
