"""What the form's script is told of the catalogue, so that naming a medicine fills in how it is usually taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.careplans.forms.about import About
from app.careplans.rules.catalogue import Drug


def script_data(about: About) -> Mapping[str, Any]:
    """Return every medicine of the catalogue, and over how many days a prescription is a long one.

    The page offers those of the disease; one for another disease may be written too, and is known when it is named.
    """
    drugs = [_told(drug) for drug in about.shelf.drugs]
    return {"usual_days": about.usual_days, "drugs": drugs}


def _told(drug: Drug) -> Mapping[str, Any]:
    return {
        "names": [drug.zh, drug.en, *drug.aliases],
        "strengths": list(drug.strengths),
        "dose": drug.usual_dose,
        "unit": drug.unit.value,
        "times": drug.usual_times,
        "moments": [moment.value for moment in drug.usual_moments],
        "meal": drug.meal.value,
        "route": drug.route.value,
        "needed": drug.as_needed,
    }
