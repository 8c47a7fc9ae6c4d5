"""Invented people: none of their identity numbers can belong to anybody, for no county has their code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from app.core.identity import check_character
from app.demo.rules.cast import Part, parts_of
from app.policy.terms import Category, Condition, SelfCare, Sex

T = TypeVar("T")

NOWHERE = "349901"
COUNTY = "349901000000"
TOWN = "349901100000"
AREAS = (
    ("340000000000", "安徽省"),
    ("349900000000", "演示市（虚构）"),
    (COUNTY, "演示县（虚构）"),
    (TOWN, "云溪镇（演示）"),
)
VILLAGES = (
    ("349901100201", "柳塘村"),
    ("349901100202", "石桥村"),
    ("349901100203", "桂花村"),
    ("349901100204", "杨湾村"),
    ("349901100205", "大塘村"),
    ("349901100206", "白鹭村"),
)
GROUPS = ("新庄组", "上湾组", "南岗组", "西塘组", "老圩组")
SURNAMES = "陈王李张刘杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许单仇解曾翟覃"
WOMEN = (
    "桂英",
    "秀兰",
    "玉珍",
    "凤英",
    "秀云",
    "淑芬",
    "月娥",
    "翠莲",
    "素珍",
    "金花",
    "兰香",
    "春梅",
    "玉兰",
    "爱华",
)
MEN = (
    "国福",
    "明山",
    "志强",
    "大发",
    "永贵",
    "家旺",
    "长根",
    "正平",
    "德军",
    "成林",
    "世友",
    "宝山",
    "光明",
    "文才",
)
LOW_INCOME = (
    (Category.DESTITUTE_SCATTERED, 20),
    (Category.MINIMUM_LIVING, 30),
    (Category.MONITORED_UNSTABLE, 10),
    (Category.MONITORED_MARGINAL, 10),
    (Category.MONITORED_SUDDEN, 8),
    (Category.LOW_MARGIN, 14),
    (Category.RIGID_EXPENDITURE, 5),
    (Category.DESTITUTE_CENTRALISED, 3),
)
DISEASES = (
    (Condition.HYPERTENSION, 46),
    (Condition.DIABETES, 20),
    (Condition.COPD, 9),
    (Condition.CORONARY, 7),
    (Condition.STROKE, 6),
    (Condition.HYPERTENSION_COMPLICATED, 5),
    (Condition.DIABETES_INSULIN, 4),
    (Condition.HEART_FAILURE, 3),
)


@dataclass(frozen=True, slots=True)
class Villager:
    """One invented resident with what entitles them to care, and how often a raised pressure was measured so far."""

    number: str
    name: str
    sex: Sex
    born_on: date
    phone: str
    village: str
    group: str
    head: str
    kinship: str
    self_care: SelfCare | None
    category: Category | None
    conditions: tuple[Condition, ...]
    since: date
    raised: int = 0

    def age_on(self, day: date) -> int:
        """Return how old they are on a day."""
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))


def invent_village(dice: Random, village: str, *, people: int, today: date) -> list[Villager]:
    """Return the invented residents of one village: one for every page first, then household by household."""
    residents = [
        _player(dice, village, part, serial=serial, today=today)
        for serial, part in enumerate(parts_of(int(village[-1])))
    ]
    while len(residents) < people:
        residents += _household(dice, village, first=len(residents), today=today)
    return residents[:people]


def _household(dice: Random, village: str, *, first: int, today: date) -> Iterator[Villager]:
    surname, group = dice.choice(SURNAMES), dice.choice(GROUPS)
    category = _drawn(dice, LOW_INCOME) if dice.random() < 0.62 else None
    alone = category is Category.DESTITUTE_SCATTERED or dice.random() < 0.45
    head = ""
    for place in range(1 if alone else 2):
        sex = Sex.FEMALE if (dice.random() < 0.5) ^ bool(place) else Sex.MALE
        given = dice.choice(WOMEN if sex is Sex.FEMALE else MEN)
        name = (surname if place == 0 else dice.choice(SURNAMES)) + given
        head = head or name
        born_on = date(today.year - dice.randint(52, 88), dice.randint(1, 12), dice.randint(1, 28))
        yield Villager(
            number=_number(born_on, sex, f"{int(village[-1]):01}{first + place:02}"),
            name=name,
            sex=sex,
            born_on=born_on,
            phone=_phone(dice),
            village=village,
            group=group,
            head=head,
            kinship="户主" if place == 0 else "配偶",
            self_care=dice.choice(list(SelfCare)) if category is Category.DESTITUTE_SCATTERED else None,
            category=category,
            conditions=_diseases(dice, needed=category is None),
            since=today - timedelta(days=dice.randint(30, 1500)),
        )


def _player(dice: Random, village: str, part: Part, *, serial: int, today: date) -> Villager:
    """Return somebody who lives alone with what a part of the cast says of them."""
    sex = dice.choice((Sex.FEMALE, Sex.MALE))
    name = dice.choice(SURNAMES) + dice.choice(WOMEN if sex is Sex.FEMALE else MEN)
    born_on = date(today.year - part.age - 1, dice.randint(1, 12), dice.randint(1, 28))
    return Villager(
        number=_number(born_on, sex, f"{int(village[-1]):01}{serial:02}"),
        name=name,
        sex=sex,
        born_on=born_on,
        phone=_phone(dice),
        village=village,
        group=dice.choice(GROUPS),
        head=name,
        kinship="户主",
        self_care=part.self_care,
        category=part.category,
        conditions=part.conditions,
        since=today - timedelta(days=part.since_days),
        raised=part.raised,
    )


def _phone(dice: Random) -> str:
    return f"1990000{dice.randint(0, 9999):04}"


def _number(born_on: date, sex: Sex, serial: str) -> str:
    """Return a number that passes every check and that no office ever gave out."""
    digits = int(serial) % 1000
    digits += (digits % 2 == 0) == (sex is Sex.MALE)
    first17 = f"{NOWHERE}{born_on:%Y%m%d}{digits % 1000:03}"
    return first17 + check_character(first17)


def _diseases(dice: Random, *, needed: bool) -> tuple[Condition, ...]:
    if not needed and dice.random() < 0.35:
        return ()
    count = dice.choices((1, 2, 3), (70, 24, 6))[0]
    drawn = dict.fromkeys(_drawn(dice, DISEASES) for _ in range(count))
    if Condition.HYPERTENSION in drawn and Condition.HYPERTENSION_COMPLICATED in drawn:
        drawn.pop(Condition.HYPERTENSION)
    if Condition.DIABETES in drawn and Condition.DIABETES_INSULIN in drawn:
        drawn.pop(Condition.DIABETES)
    return tuple(drawn)


def _drawn(dice: Random, weighted: tuple[tuple[T, int], ...]) -> T:
    return dice.choices([what for what, _ in weighted], [weight for _, weight in weighted])[0]
