"""The fixed cast of the tests: one township, its people of the house, and how further ones are made.

Dr Li looks after 柳塘村, Dr Wang after 石桥村 and must see nothing of hers; Dr Zhou signs for the town; Zhao supervises it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from app.core.clock import CHINA
from app.core.identity import check_character

if TYPE_CHECKING:
    from app.people.models import Person
    from app.people.rules import PersonEntry
    from app.visits.rules import VisitEntry

MORNING = datetime(2026, 5, 20, 9, 0, tzinfo=CHINA)
TODAY = MORNING.date()
PASSWORD = "liu-tang-2026-wen"

PROVINCE, CITY, COUNTY = "340000000000", "341500000000", "341502000000"
TOWN = "341502109000"
LIUTANG, SHIQIAO, GUIHUA = "341502109201", "341502109202", "341502109203"
OTHER_COUNTY, OTHER_TOWN, ELSEWHERE = "341503000000", "341503101000", "341503101201"
AREAS = (
    (PROVINCE, "安徽省"),
    (CITY, "六安市"),
    (COUNTY, "金安区"),
    (TOWN, "三十铺镇"),
    (LIUTANG, "柳塘村"),
    (SHIQIAO, "石桥村"),
    (GUIHUA, "桂花村"),
    (OTHER_COUNTY, "裕安区"),
    (OTHER_TOWN, "苏埠镇"),
    (ELSEWHERE, "南楼村"),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One account of the cast."""

    username: str
    full_name: str
    role: str
    areas: tuple[str, ...] = field(default=())


DR_LI = Member("dr_li", "李秀兰", "village-doctor", (LIUTANG,))
DR_WANG = Member("dr_wang", "王建国", "village-doctor", (SHIQIAO,))
DR_ZHOU = Member("dr_zhou", "周明", "family-doctor", (TOWN,))
ZHAO = Member("zhao", "赵敏", "supervisor", (TOWN,))
COUNTY_OFFICE = Member("county", "郑国强", "county", (COUNTY,))
INSURER = Member("insurer", "孙丽", "insurer", (COUNTY,))
ADMIN = Member("admin", "系统管理员", "admin")
EVERYBODY = (DR_LI, DR_WANG, DR_ZHOU, ZHAO, COUNTY_OFFICE, INSURER, ADMIN)

_serial = count(101)


def an_identity(born_on: date = date(1950, 1, 1), *, female: bool = True, serial: int | None = None) -> str:
    """Return a valid identity number of the county; without a serial, one that no other call gives."""
    number = next(_serial) if serial is None else serial
    order = (number * 2 + (0 if female else 1)) % 1000
    first17 = f"341502{born_on:%Y%m%d}{order:03d}"
    return first17 + check_character(first17)


def an_entry(**changes: Any) -> PersonEntry:
    """Return what a form or a roster row says about a new resident of 柳塘村; pass fields to change them."""
    from app.people.rules import read_entry

    born_on = changes.pop("born_on", date(1956, 3, 8))
    number = next(_serial)
    stated = {
        "identity": an_identity(born_on, serial=number),
        "name": f"张桂{'一二三四五六七八九'[number % 9]}",
        "phone": f"138{number:08d}",
        "area_code": LIUTANG,
        "born_on": born_on,
    } | changes
    return read_entry(**stated)


def a_person(
    *,
    conditions: tuple[str, ...] = (),
    categories: tuple[str, ...] = (),
    since: date = date(2026, 1, 1),
    **changes: Any,
) -> Person:
    """Register a resident with enrolments, in one deed of the command line, and reckon what is owed."""
    from app.core.transaction import COMMAND_LINE, transaction
    from app.duties.service import enrol
    from app.people.service import register
    from app.policy.terms import Category, Condition

    with transaction("person.register", by=COMMAND_LINE):
        person = register(an_entry(**changes))
        for condition in conditions:
            enrol(person, condition=Condition(condition), starts_on=since, basis="认定")
        for category in categories:
            enrol(person, category=Category(category), starts_on=since, basis="认定")
    return person


def a_visit(**changes: Any) -> VisitEntry:
    """Return a finished home visit of today with a controlled blood pressure; pass fields to change them."""
    from app.policy.terms import Kind, Mode, Result
    from app.visits.rules import VisitEntry

    stated = {
        "client_key": uuid4(),
        "visited_on": TODAY,
        "mode": Mode.HOME,
        "kinds": (Kind.HYPERTENSION,),
        "answers": {"systolic": 136, "diastolic": 84},
        "results": {Kind.HYPERTENSION: Result.CONTROLLED},
    } | changes
    return VisitEntry(**stated)
