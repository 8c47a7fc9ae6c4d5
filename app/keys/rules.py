"""Which key a sealed value names, and sealed values inside journals. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

HOUR = 3600
# A deed that began before the newest key was made may still bring values sealed under the one before.
SETTLED_AFTER = HOUR
Reseal = Callable[[str, str], str]


def key_named(sealed: str | bytes) -> str:
    """Return the id of the key a value was sealed under."""
    if isinstance(sealed, bytes):
        return sealed.partition(b".")[0].decode("ascii", "replace")
    return sealed.partition(".")[0]


def sealed_in(kept: Any, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the name and the value of everything sealed that a journal keeps, at any depth."""
    if isinstance(kept, dict):
        for name, value in kept.items():
            if name in names and isinstance(value, str) and value:
                yield name, value
            else:
                yield from sealed_in(value, names)
    elif isinstance(kept, list):
        for value in kept:
            yield from sealed_in(value, names)


def resealed_in(kept: Any, names: Mapping[str, str], reseal: Reseal) -> Any:
    """Return a journal with everything sealed in it handed to ``reseal`` with its context."""
    if isinstance(kept, list):
        return [resealed_in(value, names, reseal) for value in kept]
    if not isinstance(kept, dict):
        return kept
    return {
        name: reseal(value, names[name])
        if name in names and isinstance(value, str) and value
        else resealed_in(value, names, reseal)
        for name, value in kept.items()
    }
