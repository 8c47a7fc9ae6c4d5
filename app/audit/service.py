"""Notes for the trail that no change of a record would leave by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.audit.trail import READS, Note, append, noted_bulk, pending, write_beside
from app.core.db import db
from app.core.transaction import Actor, Deed, current_deed


def note(subject: str, subject_id: int | None, *, details: Mapping[str, Any] | None = None) -> None:
    """Write into the trail that the open deed concerned somebody, such as a reveal or an export."""
    _add(_deed(), subject, subject_id, details or {})


def note_bulk(subject: str, *, count: int, details: Mapping[str, Any] | None = None) -> None:
    """Write one entry for a bulk statement, which opens the table ``subject`` to it for the rest of the deed."""
    deed = _deed()
    noted_bulk(deed).add(subject)
    _add(deed, subject, None, {"count": count, **(details or {})})


def note_read(subject: str, subject_id: int, *, by: Actor) -> None:
    """Write that somebody's record was read: once a request for each reader and subject, durable before the page.

    Within a deed it stands and falls with the deed; what is shown after a deed that failed is noted anew.
    """
    seen: set[tuple[int | None, str, int]] = db.session.info.setdefault(READS, set())
    if (key := (by.id, subject, subject_id)) in seen:
        return
    read = Note(f"{subject}.read", by.id, by.name, subject, subject_id, {})
    if (deed := current_deed()) is not None:
        if read not in pending(deed):
            pending(deed).append(read)
        return
    with write_beside() as connection:
        append(connection, [read])
    seen.add(key)


def _deed() -> Deed:
    if (deed := current_deed()) is None:
        raise RuntimeError("Name the deed first: note inside `with transaction(...)`.")
    return deed


def _add(deed: Deed, subject: str, subject_id: int | None, details: Mapping[str, Any]) -> None:
    pending(deed).append(
        Note(deed.action, deed.actor_id, deed.actor_name, subject, subject_id, dict(details))
    )
