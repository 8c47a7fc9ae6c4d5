"""村名: the villages under an area, found by the names that lists give them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from app.core.regions import lies_within, parent_of

_SUFFIX = re.compile(r"(村民委员会|居民委员会|村委会|居委会|村委|居委|社区居委会|社区|行政村|村)$")
_TOWN_SUFFIX = re.compile(r"(街道办事处|街道|镇人民政府|镇|乡)$")


@dataclass(frozen=True, slots=True)
class Place:
    """One area of the tree: a full code and a name."""

    code: str
    name: str


@dataclass(slots=True)
class Gazetteer:
    """The villages under one area by every form of their names, and the names of those outside it."""

    area: str
    names: dict[str, str]
    exact: dict[str, list[str]] = field(default_factory=dict)
    short: dict[str, list[str]] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)
    joined: frozenset[tuple[str, str]] = frozenset()
    _whole: set[str] = field(default_factory=set)
    _partly: set[str] = field(default_factory=set)
    _found: dict[tuple[str, str], str | None] = field(default_factory=dict)

    @classmethod
    def of(
        cls, *, area: str, villages: Iterable[Place], others: Iterable[Place], joined: Iterable[Place] = ()
    ) -> Gazetteer:
        """Build it from all villages of the tree and the areas above them; ``joined`` are names of villages merged into one."""
        known = list(villages)
        made = cls(area, {place.code: place.name for place in [*known, *others]})
        made.joined = frozenset((place.code, shorten(place.name)) for place in joined)
        for village in known:
            if lies_within(village.code, area):
                made.exact.setdefault(village.name, []).append(village.code)
                made.short.setdefault(shorten(village.name), []).append(village.code)
            else:
                made.outside.update((village.name, shorten(village.name)))
        return made

    def find(self, text: str, *, town: str = "") -> str | None:
        """Return the code of the one village a text names, None where none or several fit."""
        key = (text, town)
        if key not in self._found:
            self._found[key] = self._find(_plain(text), _plain(town)) if text else None
        return self._found[key]

    def find_within(self, text: str) -> str | None:
        """Return the code of the one village whose whole name stands somewhere in a text, such as a title."""
        plain = _plain(text)
        codes = {codes[0] for name, codes in self.exact.items() if name in plain and len(codes) == 1}
        longest = [c for c in codes if not any(c != o and self.names[c] in self.names[o] for o in codes)]
        if len(longest) != 1:
            return None
        for name in (name for name, found in self.exact.items() if name in plain and found == longest):
            self._note(longest[0], name)
        return longest[0]

    def is_outside(self, text: str) -> bool:
        """Return whether a text names a village outside the area."""
        return _plain(text) in self.outside or shorten(_plain(text)) in self.outside

    @property
    def partly_told(self) -> frozenset[str]:
        """The villages that were asked for only by the name of one merged into them: a list of part of their people."""
        return frozenset(self._partly - self._whole)

    @property
    def fingerprint(self) -> str:
        """The villages in one word: where two are the same, every name is read alike."""
        told = (self.area, *(sorted(one.items()) for one in (self.names, self.exact, self.short)))
        return blake2b(repr((*told, sorted(self.outside))).encode(), digest_size=8).hexdigest()

    def name_of(self, code: str | None) -> str:
        """Return a village's name, the code itself where the tree does not know it."""
        return self.names.get(code, code) if code else ""

    def _find(self, text: str, town: str) -> str | None:
        if text.isdigit() and len(text) == 12 and text in self.names:
            self._whole.add(text)
            return text if lies_within(text, self.area) else None
        for form in dict.fromkeys((text, self._without_places_above(text))):
            for codes in (self.exact.get(form), self.short.get(shorten(form))):
                fitting = [code for code in codes or () if not town or self._lies_in_town(code, town)]
                if len(fitting) == 1:
                    self._note(fitting[0], form)
                    return fitting[0]
        return None

    def _note(self, code: str, name: str) -> None:
        (self._partly if (code, shorten(name)) in self.joined else self._whole).add(code)

    def _lies_in_town(self, code: str, town: str) -> bool:
        above = parent_of(code)
        name = self.names.get(above or "", "")
        return not name or _TOWN_SUFFIX.sub("", name) in town

    def _without_places_above(self, text: str) -> str:
        """Return 柳塘村 for 金安区三十铺镇柳塘村."""
        for code, name in self.names.items():
            if not code.endswith("000") or name == text:
                continue
            if name in text and not text.endswith(name):
                text = text.split(name, 1)[1]
        return text


def shorten(name: str) -> str:
    """Return a village's name without what kind of village it is: 柳塘 for 柳塘村 and 柳塘村民委员会."""
    return _SUFFIX.sub("", name) or name


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
