"""One box that finds residents: every way a word can be meant is one index range that stops early.

Nobody reads past the first hundred of a common surname, so no way gathers more than ``MOST_FOUND`` people: a search in a
county of a million costs what it lists. Statements are built once for each reader's areas and asked with the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import within
from app.core.db import db
from app.core.identity import tidy_number
from app.core.names import clean_name
from app.core.regions import Level, level_of
from app.core.sealing import blind
from app.people.models import Person, PersonInitial
from app.people.queries.residents import GONE, PersonRow, is_on_record

MOST_FOUND: Final = 120
MOST_WORDS = 4
TAIL = 4
KEPT = 512
LAST = "\U0010ffff"
person, initial, area = Person.__table__, PersonInitial.__table__, Area.__table__
COLUMNS = (
    person.c.id,
    person.c.name,
    person.c.sex,
    person.c.born_on,
    area.c.name,
    person.c.group_name,
    *GONE,
)
LIMIT, AFTER = (sa.bindparam(bound, type_=sa.Integer) for bound in ("limit", "after"))


class Meaning(Enum):
    """What a word of a search can be."""

    NUMBER = "number"
    TAIL = "tail"
    LETTERS = "letters"
    NAME = "name"


class Asked(NamedTuple):
    """The shape of a word in a statement: what it can be, and whether a reader's areas narrow a search more than it does."""

    meaning: Meaning
    by_area: bool


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a search."""

    text: str

    @property
    def meaning(self) -> Meaning:
        """What the word can be."""
        number = tidy_number(self.text)
        if number.isascii() and number[:-1].isdigit():
            return Meaning.TAIL if len(number) == TAIL else Meaning.NUMBER
        return Meaning.LETTERS if self.text.isascii() and self.text.isalpha() else Meaning.NAME

    @property
    def narrows(self) -> tuple[bool, int]:
        """How far the word narrows a search: a number most, then the longest."""
        return self.meaning in (Meaning.NUMBER, Meaning.TAIL), len(self.text)

    def values(self, at: int) -> dict[str, str]:
        """What a statement is asked with that has the word at a place."""
        meaning = self.meaning
        if meaning in (Meaning.NUMBER, Meaning.TAIL):
            number, part = tidy_number(self.text), _part(meaning, ".")
            return {
                f"{field}_{at}": blind(number, purpose=f"person.{field}{part}")
                for field in ("identity", "phone")
            }
        low, literal = self.text.lower(), _literal(self.text)
        starts = {"name": self.text, "reversed": self.text[::-1], "initials": low}
        ranges = {f"{name}_from_{at}": start for name, start in starts.items()}
        ranges |= {f"{name}_to_{at}": start + LAST for name, start in starts.items()}
        patterns = {"begins": f"{literal}%", "ends": f"%{literal}", "reading": f"% {_literal(low)}%"}
        return ranges | {f"{name}_{at}": pattern for name, pattern in patterns.items()}


def search_people(text: str, *, reader: Reader, limit: int = 30, after: int = 0) -> list[PersonRow]:
    """Return the residents one box finds, by village and name; an empty text lists everybody of the area.

    Name from either end, pinyin initials, the whole or the last four of identity number and phone, the village;
    of several words each narrows the list, as in ``柳塘 陈``. The way to more than ``MOST_FOUND`` is another word.
    """
    words = sorted(_words(text), key=lambda word: word.narrows, reverse=True)
    areas = reader.areas if may(reader.role, Right.READ_CARE) else ()
    shape = tuple(Asked(word.meaning, _are_few(areas, word)) for word in words)
    values: dict[str, object] = {"limit": limit, "after": after}
    for at, word in enumerate(words):
        values |= word.values(at)
    rows = db.session.connection().execute(_statement(areas, shape), values)
    return [PersonRow._make(row) for row in rows]


def _words(text: str) -> list[Word]:
    """Return the words of a search; a number written with blanks is one word."""
    number = tidy_number(text)
    if number[:-1].isdigit():
        return [Word(number)]
    return [Word(word) for word in map(clean_name, text.split()) if word][:MOST_WORDS]


def _are_few(areas: tuple[str, ...], word: Word) -> bool:
    """Return whether the areas narrow a search more than the word does: villages do, a town a single character."""
    level = Level.VILLAGE if len(word.text) > 1 else Level.TOWN
    return all(level_of(code).digits >= level.digits for code in areas)


@lru_cache(maxsize=KEPT)
def _statement(areas: tuple[str, ...], shape: tuple[Asked, ...]) -> sa.Select[Any]:
    query = sa.select(*COLUMNS).where(within(person.c.area_code, areas), is_on_record())
    source: sa.FromClause = person
    if shape:
        found = _found(areas, shape)
        query = sa.select(*COLUMNS).where(within(_unindexed(person.c.area_code), areas))
        source = found.join(person, person.c.id == found.c.id)
    query = query.select_from(source.join(area, area.c.code == person.c.area_code))
    return query.order_by(person.c.area_code, person.c.name, person.c.id).limit(LIMIT).offset(AFTER)


def _found(areas: tuple[str, ...], shape: tuple[Asked, ...]) -> sa.CTE:
    """Return who is found by the first word, each way no further than needed, and means all the others too."""
    others = [_means(asked.meaning, at) for at, asked in enumerate(shape) if at > 0]
    ways = [way.limit(MOST_FOUND + 1).subquery() for way in _ways(areas, shape[0], others)]
    return sa.union(*(sa.select(way.c.id) for way in ways)).cte("found")


def _ways(
    areas: tuple[str, ...], asked: Asked, others: list[sa.ColumnElement[bool]]
) -> Iterator[sa.Select[Any]]:
    """Return one look-up for each way in which the first word can be meant, in the order of its index."""
    found = sa.select(person.c.id).where(is_on_record(), *others)
    anywhere = found.where(within(_unindexed(person.c.area_code), areas))
    if asked.meaning in (Meaning.NUMBER, Meaning.TAIL):
        for same in _numbers(asked.meaning, 0):
            yield anywhere.where(same).order_by(person.c.id)
        return
    here = found.where(within(person.c.area_code, areas))
    by_area = (person.c.area_code, person.c.name, person.c.id)
    if asked.by_area:
        means = [_between(person.c.name, "name", 0), person.c.name.like(_asked("ends", 0), escape="/")]
        means += [_read_as(0)] if asked.meaning is Meaning.LETTERS else []
        yield from (here.where(one).order_by(*by_area) for one in means)
    else:
        for column, name in ((person.c.name, "name"), (person.c.name_reversed, "reversed")):
            yield anywhere.where(_between(column, name, 0)).order_by(column, person.c.id)
        if asked.meaning is Meaning.LETTERS:
            yield _by_initials(areas, others)
    # From a village to its people, and from no other end: one side of the equation can be looked up by nobody.
    villages = area.c.name.like(_asked("begins", 0), escape="/"), within(area.c.code, areas)
    named = found.join_from(person, area, person.c.area_code == _unindexed(area.c.code)).where(*villages)
    yield named.order_by(area.c.code, person.c.name, person.c.id)


def _by_initials(areas: tuple[str, ...], others: list[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    """Return the way along the readings; each person is looked at only to see whether the rest holds."""
    stands = sa.exists().where(person.c.id == initial.c.person_id, is_on_record(), *others)
    read = _between(initial.c.initials, "initials", 0), within(initial.c.area_code, areas)
    ordered = (initial.c.initials, initial.c.area_code, initial.c.person_id)
    return sa.select(initial.c.person_id.label("id")).where(*read, stands).order_by(*ordered)


def _means(meaning: Meaning, at: int) -> sa.ColumnElement[bool]:
    """Return the condition that a word after the first is meant of a resident in one way or another."""
    if meaning in (Meaning.NUMBER, Meaning.TAIL):
        return sa.or_(*_numbers(meaning, at))
    named = sa.select(area.c.code).where(area.c.name.like(_asked("begins", at), escape="/"))
    ways = [
        _between(person.c.name, "name", at),
        _between(person.c.name_reversed, "reversed", at),
        person.c.area_code.in_(named),
    ]
    return sa.or_(*ways, _read_as(at)) if meaning is Meaning.LETTERS else sa.or_(*ways)


def _numbers(meaning: Meaning, at: int) -> list[sa.ColumnElement[bool]]:
    columns = {field: person.c[f"{field}{_part(meaning, '_')}_index"] for field in ("identity", "phone")}
    return [column == _asked(field, at) for field, column in columns.items()]


def _between(column: Any, name: str, at: int) -> sa.ColumnElement[bool]:
    return sa.and_(column >= _asked(f"{name}_from", at), column < _asked(f"{name}_to", at))


def _read_as(at: int) -> sa.ColumnElement[bool]:
    """Return the condition that one of the readings of a name begins so."""
    readings = sa.literal_column("' '", sa.String) + person.c.initials
    return readings.like(_asked("reading", at), escape="/")


def _asked(name: str, at: int) -> sa.BindParameter[str]:
    return sa.bindparam(f"{name}_{at}", type_=sa.String)


def _unindexed(column: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """Return a column for a check of each row found: a planner without statistics would walk a county by its area index."""
    return column.concat(sa.literal_column("''", sa.String))


def _part(meaning: Meaning, joint: str) -> str:
    return f"{joint}tail" if meaning is Meaning.TAIL else ""


def _literal(text: str) -> str:
    """Return a text as a pattern takes it literally."""
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")
