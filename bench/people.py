"""The invented residents: villages of a thousand with a quarter more duties than people, the same ones every time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from app.core.identity import check_character
from app.people.rules import PersonEntry
from app.policy.terms import Category, Condition, Kind, Sex

TODAY = date(2026, 5, 20)
COUNTY = "341502000000"
TOWNS, VILLAGES_A_TOWN, A_VILLAGE = 50, 20, 1000
FIRST_TOWN, FIRST_VILLAGE = 101, 201
# Beside the counted villages: one whose people are all visited by the bench, one with a single resident, and one of two
# people who differ in how often they were seen.
VISITED, LONELY, SEEN = "341502901201", "341502901202", "341502901203"
TO_VISIT = 400
OFTEN, SELDOM = 200, 2
UNPEOPLED = 100
SINCE = date(2025, 3, 1)
MEETING = date(2026, 2, 10)
LONGEST_AGO, VISIT_AGO = 98, 95
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余"
GIVEN = "秀英桂兰玉珍凤霞淑华建国志强明德永福春梅丽芳国庆文军金花长海红卫东平小燕宝贵云龙树林"
LAST_BIRTHDAY = date(1990, 12, 31)
BIRTHDAYS = 20_000

C, L = Condition, Category


@dataclass(frozen=True, slots=True)
class Mould:
    """What residents of one kind hold, how many of a hundred are so, and the kinds their last visit did."""

    share: int
    conditions: tuple[Condition, ...] = ()
    categories: tuple[Category, ...] = ()
    benefit: bool = False
    kinds: tuple[Kind, ...] = ()


THREE = Mould(
    4, (C.HYPERTENSION, C.DIABETES, C.STROKE), kinds=(Kind.HYPERTENSION, Kind.DIABETES, Kind.STROKE)
)
# 125 duties for a hundred residents under the default packs.
MOULDS = (
    Mould(16),
    Mould(30, (C.HYPERTENSION,), kinds=(Kind.HYPERTENSION,)),
    Mould(12, (C.DIABETES,), kinds=(Kind.DIABETES,)),
    Mould(4, (C.COPD,), kinds=(Kind.COPD,)),
    Mould(5, (C.HYPERTENSION, C.DIABETES), kinds=(Kind.HYPERTENSION, Kind.DIABETES)),
    Mould(5, (C.HYPERTENSION,), benefit=True, kinds=(Kind.HYPERTENSION, Kind.GENERAL)),
    Mould(5, (C.DIABETES,), benefit=True, kinds=(Kind.DIABETES, Kind.GENERAL)),
    THREE,
    Mould(2, categories=(L.DESTITUTE_SCATTERED,), kinds=(Kind.WEEKLY_ROUND,)),
    Mould(2, (C.HYPERTENSION,), (L.DESTITUTE_SCATTERED,), kinds=(Kind.HYPERTENSION, Kind.GENERAL)),
    Mould(5, (C.HYPERTENSION,), (L.MINIMUM_LIVING,), kinds=(Kind.HYPERTENSION, Kind.GENERAL)),
    Mould(10, categories=(L.MINIMUM_LIVING,)),
)


@dataclass(frozen=True, slots=True)
class Resident:
    """One invented resident with the days on which they were seen."""

    number: int
    mould: Mould
    village: str
    seen: tuple[tuple[date, tuple[Kind, ...]], ...]

    @property
    def household(self) -> int:
        """Three residents that follow one another live together."""
        return self.number // 3 + 1

    @property
    def entry(self) -> PersonEntry:
        """What a roster would state of them."""
        number = self.number
        born_on = LAST_BIRTHDAY - timedelta(days=number * 7919 % BIRTHDAYS)
        serial = number // BIRTHDAYS * 2 + number % 2
        first17 = f"341502{born_on:%Y%m%d}{serial:03}"
        return PersonEntry(
            identity=first17 + check_character(first17),
            name=name_of(number),
            sex=Sex.MALE if serial % 2 else Sex.FEMALE,
            born_on=born_on,
            area_code=self.village,
            phone=f"139{number:08}",
            group_name=f"第{number // 50 % 20 + 1}组",
            kinship="户主" if number % 3 == 0 else "家属",
            insurance="已参保",
            doctor_name="李医生",
        )


def name_of(number: int) -> str:
    """Return one of 64,000 names."""
    first = SURNAMES[number * 7 % len(SURNAMES)]
    return first + GIVEN[number * 11 % len(GIVEN)] + GIVEN[number // 13 % len(GIVEN)]


def villages(size: int) -> list[str]:
    """Return the codes of the villages that hold so many residents; a hundred where nobody lives yet."""
    return [village_code(number) for number in range(size // A_VILLAGE or UNPEOPLED)]


def village_code(number: int) -> str:
    """Return the code of a village, counted from nothing, twenty to a town."""
    town, village = divmod(number, VILLAGES_A_TOWN)
    return f"341502{FIRST_TOWN + town:03}{FIRST_VILLAGE + village:03}"


def invent_village(code: str, *, first: int) -> Iterator[Resident]:
    """Return the thousand residents of one village, numbered from ``first``."""
    for place in range(A_VILLAGE):
        mould = _order()[place % 100]
        yield Resident(first + place, mould, code, tuple(_seen(mould, place)))


def invent_beside(*, first: int) -> Iterator[Resident]:
    """Return those beside: the people the bench visits, all a few days overdue; the one who lives alone; and the two."""
    ago = TODAY - timedelta(days=VISIT_AGO)
    for place in range(TO_VISIT):
        yield Resident(first + place, THREE, VISITED, ((ago, THREE.kinds),))
    yield Resident(first + TO_VISIT, MOULDS[1], LONELY, ((ago, MOULDS[1].kinds),))
    for place, times in enumerate((OFTEN, SELDOM), start=first + TO_VISIT + 1):
        days = (ago - timedelta(days=3 * time) for time in range(times))
        yield Resident(place, THREE, SEEN, tuple((day, THREE.kinds) for day in sorted(days)))


def _seen(mould: Mould, place: int) -> Iterator[tuple[date, tuple[Kind, ...]]]:
    """Everybody was seen within the last fourteen weeks, most came to the meeting, rounds were done last week."""
    if mould.categories and place % 20:
        yield MEETING, (Kind.MEETING,)
    if not mould.kinds:
        return
    weekly = mould.kinds == (Kind.WEEKLY_ROUND,)
    ago = 7 if weekly else place * 37 % LONGEST_AGO + 1
    yield TODAY - timedelta(days=ago), mould.kinds


@cache
def _order() -> tuple[Mould, ...]:
    """Return a hundred moulds, shuffled so that neighbours differ."""
    hundred = [mould for mould in MOULDS for _ in range(mould.share)]
    return tuple(hundred[place * 37 % 100] for place in range(100))
