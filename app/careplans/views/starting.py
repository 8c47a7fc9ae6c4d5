"""From where a new plan starts, as an address may carry it: sealed, since a disease beside a person's number is health data."""

from __future__ import annotations

from typing import Any

from flask import request

from app.careplans.rules.vocabulary import Disease
from app.careplans.views.door import bp
from app.core.sealing import Unsealable, seal, unseal

START = "careplan.start"


@bp.context_processor
def starts() -> dict[str, Any]:
    """Let every page of the room lead to a new plan."""
    return {"start_of": start_of}


def start_of(disease: Disease, template: str = "") -> str:
    """Return a disease, and the template to start from, as an address carries them."""
    return seal(f"{disease.value}/{template}", context=START)


def asked_start() -> tuple[Disease | None, str]:
    """Return the disease and the template the address asks for; a seal that does not open asks for nothing."""
    try:
        disease, _, template = unseal(request.args.get("start", ""), context=START).partition("/")
    except Unsealable:
        return None, ""
    return Disease(disease), template
