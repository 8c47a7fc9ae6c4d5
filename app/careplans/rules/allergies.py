"""过敏: whether what somebody does not bear is in a medicine, by name, by class, or by a substance near it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from app.careplans.rules.held import Held
from app.careplans.rules.names import plain_key
from app.careplans.rules.reasons import Safety, SafetyWarning
from app.careplans.rules.shelf import Shelf
from app.core.words import Text

SAME = Text("本人对“{note}”过敏，{name}就是这种药。", "Allergic to “{note}”: {name} is that medicine.")
IN_CLASS = Text("本人对“{note}”过敏，{name}属于{klass}。", "Allergic to “{note}”: {name} belongs to {klass}.")
PART = Text(
    "本人对“{note}”过敏，{name}的名称里就有它。", "Allergic to “{note}”, which is in the name of {name}."
)
NEAR = Text(
    "本人对“{note}”过敏，{name}与“{substance}”有关，可能交叉过敏，开药前问清当时的反应。",
    "Allergic to “{note}”: {name} is related to {substance} and may cross-react; ask what happened then.",
)
ON_RECORD = "居民档案中的过敏史"

_BETWEEN = re.compile(r"[、，,;；/／\n]+")
_ENDINGS = re.compile("(?:药物|类|药|过敏|史|制剂|反应)+$")
# A single character, or three letters, stands in too many names.
LEAST, LEAST_LETTERS = 2, 4


def allergy_warnings(
    mine: Sequence[Held], allergies: Sequence[str], *, shelf: Shelf
) -> Iterator[SafetyWarning]:
    """Yield one warning for each medicine and each allergy that meet."""
    for held in mine:
        for note in _notes(allergies):
            if (found := _met(held, note, shelf)) is not None:
                yield found


def _met(held: Held, note: str, shelf: Shelf) -> SafetyWarning | None:
    """Return the plainest of the ways in which a note meets a medicine."""
    names = [plain_key(name) for name in _called(held)]
    mark = plain_key(_ENDINGS.sub("", note))
    if any(_tells(name) and name in mark for name in names):
        return _by_name(held, SAME.filled(note=note, name=held.text))
    if (found := _by_class(held, note, shelf) or _by_substance(held, note)) is not None:
        return found
    if any(_tells(mark) and mark in name for name in names):
        return _by_name(held, PART.filled(note=note, name=held.text))
    return None


def _called(held: Held) -> list[str]:
    drug = held.drug
    return [held.name, *((drug.zh, drug.en, *drug.aliases) if drug else ())]


def _by_name(held: Held, text: Text) -> SafetyWarning:
    drug = held.drug
    if drug is None:
        return SafetyWarning(Safety.ALLERGY, "", held.name, text, ON_RECORD)
    return SafetyWarning(Safety.ALLERGY, drug.code, held.name, text, drug.source, drug.dated_on)


def _by_class(held: Held, note: str, shelf: Shelf) -> SafetyWarning | None:
    for code in held.drug.classes if held.drug else ():
        klass = shelf.klass(code)
        if klass and any(_names(_plain(name), _plain(note)) for name in (klass.zh, klass.en)):
            text = IN_CLASS.filled(note=note, name=held.text, klass=klass.text)
            return SafetyWarning(Safety.ALLERGY, code, held.name, text, klass.source, klass.dated_on)
    return None


def _by_substance(held: Held, note: str) -> SafetyWarning | None:
    drug = held.drug
    for substance in drug.allergens if drug else ():
        if drug and _names(_plain(substance), _plain(note)):
            text = NEAR.filled(note=note, name=held.text, substance=substance)
            return SafetyWarning(Safety.ALLERGY, drug.code, held.name, text, drug.source, drug.dated_on)
    return None


def _names(term: str, note: str) -> bool:
    """Return whether a note names a term, the whole of it or a telling part."""
    return (_tells(term) and term in note) or (_tells(note) and note in term)


def _tells(words: str) -> bool:
    return len(words) >= (LEAST_LETTERS if words.isascii() else LEAST)


def _notes(allergies: Sequence[str]) -> list[str]:
    pieces = (piece.strip() for note in allergies for piece in _BETWEEN.split(note))
    return list(dict.fromkeys(piece for piece in pieces if piece))


def _plain(words: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", words).casefold().split())
    return _ENDINGS.sub("", plain)
