"""地点离村很远: home visits put down far from where the village's own visits are made."""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt
from statistics import median
from typing import Final, NamedTuple

from app.policy.terms import Mode
from app.reviews.rules.facts import Found, Limits, Log, found_in, reaches
from app.reviews.rules.vocabulary import Signal

EARTH_METRES: Final = 6_371_000


class Place(NamedTuple):
    """A place in degrees of WGS 84."""

    latitude: float
    longitude: float


def middle_of(places: Sequence[Place], *, least: int) -> Place | None:
    """Return the middle of some places, each degree by itself, so that a few far ones do not move it; None of too few."""
    if len(places) < max(least, 1):
        return None
    return Place(median(place.latitude for place in places), median(place.longitude for place in places))


def metres_between(one: Place, other: Place) -> float:
    """Return how far two places lie apart on the ground."""
    (lat, lon), (lat2, lon2) = ((radians(p.latitude), radians(p.longitude)) for p in (one, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_METRES * asin(min(1.0, sqrt(half)))


def find_far_away(logs: Sequence[Log], limits: Limits) -> Found | None:
    """Return the home visits far from the village, where they are more than the odd one to a relative's house."""
    placed = [(log, log.metres) for log in logs if log.metres is not None and log.mode is Mode.HOME]
    far = [(log, metres) for log, metres in placed if metres > limits["far-away.metres"]]
    if len(far) < limits["far-away.times"]:
        return None
    if not reaches(len(far), len(placed), percent=limits["far-away.percent"]):
        return None
    told = {"metres": limits["far-away.metres"], "most": round(max(metres for _, metres in far))}
    return found_in(Signal.FAR_AWAY, [log for log, _ in far], among=len(placed), told=told)
