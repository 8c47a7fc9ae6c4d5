"""What somebody typed into a search box: posted, and carried on in addresses only sealed, so that no log learns a name."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.sealing import Unsealable, seal, unseal

TYPED = "search.typed"
LONGEST = 80


def sealed(text: str) -> str | None:
    """Return the text as an address may carry it (`find=`), None where nothing was typed."""
    return seal(text.strip()[:LONGEST], context=TYPED) if text.strip() else None


def sought(asked: Mapping[str, str]) -> str:
    """Return the text an address or a form asks for; a seal that does not open asks for nothing."""
    if "find" not in asked:
        return asked.get("q", "").strip()[:LONGEST]
    try:
        return unseal(asked["find"], context=TYPED)
    except Unsealable:
        return ""
