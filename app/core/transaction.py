"""The one door for writes: a named deed by a named doer, committed once or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.core.db import WRITES, db


class Actor(Protocol):
    """Whoever does a deed: a signed-in person, the timetable, a command."""

    @property
    def id(self) -> int | None:
        """The account, None for the system itself."""

    @property
    def name(self) -> str:
        """The name the trail shows."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A doer without an account."""

    name: str
    id: None = None


SYSTEM = Machine("system")
COMMAND_LINE = Machine("command line")


@dataclass(slots=True)
class Deed:
    """What is being done, by whom; ``notes`` belongs to the audit trail."""

    action: str
    actor_id: int | None
    actor_name: str
    notes: dict[str, Any] = field(default_factory=dict)


def current_deed() -> Deed | None:
    """Return the deed that is open, if one is."""
    deed: Deed | None = db.session.info.get("deed")
    return deed


@contextmanager
def transaction(action: str, *, by: Actor) -> Iterator[Deed]:
    """Name the deed and the doer, commit once at the end, roll back on any error.

    The read transaction before it is ended first, so what was loaded earlier is read anew inside.
    """
    if "deed" in db.session.info:
        raise RuntimeError("One deed at a time: call services inside, not views or jobs.")
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("Records were changed before the deed was named.")
    db.session.commit()
    deed = Deed(action, by.id, by.name)
    db.session.info["deed"] = deed
    try:
        db.session.connection(execution_options={WRITES: True})
        yield deed
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session.info.pop("deed", None)
