"""What a section shows, worked out once for everybody of whom it hangs on the same: age, day, figures, what it recalls."""

from __future__ import annotations

from collections.abc import Hashable

from app.visits.rules.section import Circumstances, Section, Signal

KEPT = 4096
_shown: dict[Hashable, tuple[Signal, ...]] = {}
_alike: dict[tuple[Signal, ...], tuple[Signal, ...]] = {}


def shown_by(section: Section, circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return the signals of a section; those that are equal are one object, so that who tells them on tells them once."""
    of_whom = circumstances.age, circumstances.on, circumstances.figures, section.recalls(circumstances)
    found = _shown.get((section, *of_whom))
    if found is None:
        found = _kept((section, *of_whom), section.signals(circumstances))
    return found


def _kept(key: Hashable, signals: tuple[Signal, ...]) -> tuple[Signal, ...]:
    if len(_shown) >= KEPT:
        _shown.clear()
        _alike.clear()
    return _shown.setdefault(key, _alike.setdefault(signals, signals))
