"""Who lives in the invented township, what happened to them, and who works there. Pure; the same seed, the same town."""

from app.demo.rules.chart import Seen
from app.demo.rules.details import Details, invent_details
from app.demo.rules.histories import invent_history
from app.demo.rules.signed import SignedContract
from app.demo.rules.staff import PASSWORD, STAFF, Colleague
from app.demo.rules.villagers import AREAS, TOWN, VILLAGES, Villager, invent_village

__all__ = [
    "AREAS",
    "PASSWORD",
    "STAFF",
    "TOWN",
    "VILLAGES",
    "Colleague",
    "Details",
    "Seen",
    "SignedContract",
    "Villager",
    "invent_details",
    "invent_history",
    "invent_village",
]
