"""The contracts of the invented township: running, running out, run out, renewed and dissolved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.contracts.rules import Closing, last_day_of, proposed_packages
from app.demo.rules.villagers import Villager
from app.people.rules import CloseReason, Package

# What becomes of a contract signed so many days ago, and how often.
RUNNING, RUNNING_OUT, RUN_OUT, DISSOLVED = (5, 300), (337, 362), (367, 420), (90, 330)
SHARES = ((RUNNING, 55), (RUNNING_OUT, 16), (RUN_OUT, 17), (DISSOLVED, 12))
REASONS = (CloseReason.OWN_WISH, CloseReason.NOT_REACHED, CloseReason.REFUSED, CloseReason.OTHER)
RENEWED = 0.25


@dataclass(frozen=True, slots=True)
class SignedContract:
    """The contract an invented resident signed, and what became of it."""

    starts_on: date
    ends_on: date
    packages: tuple[Package, ...]
    closing: Closing | None = None
    renewed: bool = False


def invent_contract(dice: Random, villager: Villager, *, today: date) -> SignedContract:
    """Return a contract of a year for the packages somebody's age and diseases propose."""
    days = dice.choices([share for share, _ in SHARES], [weight for _, weight in SHARES])[0]
    starts_on = today - timedelta(days=dice.randint(*days))
    closing = None
    if days is DISSOLVED:
        closing = Closing(starts_on + timedelta(days=dice.randint(30, 80)), dice.choice(REASONS), "演示")
    return SignedContract(
        starts_on,
        last_day_of(starts_on, 1),
        proposed_packages(villager.age_on(today), villager.conditions),
        closing,
        days is RUNNING_OUT and dice.random() < RENEWED,
    )
