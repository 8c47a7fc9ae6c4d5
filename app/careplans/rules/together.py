"""合用: two medicines that should not meet, and the same medicine or class twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.careplans.rules.catalogue import Pair
from app.careplans.rules.held import Held, couples
from app.careplans.rules.reasons import Safety, SafetyWarning
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.vocabulary import Disease
from app.core.words import Text

TOGETHER = Text("{one}与{other}合用：{told}", "{one} with {other}: {told}")
TWICE = Text(
    "{one}与{other}是同一种药，会吃成双份。",
    "{one} and {other} are the same medicine: it would be taken twice.",
)
BOTH_IN = Text(
    "{one}与{other}同属{klass}，请核对是不是重复用药。",
    "{one} and {other} both belong to {klass}: check whether one is too many.",
)
# Two names alone say it where the catalogue knows neither; then this asks.
REPEATED = "处方管理办法（2007）第三十五条：审核是否有重复给药"


def together_warnings(
    mine: Sequence[Held], others: Sequence[Held], *, home: Disease | None, shelf: Shelf
) -> Iterator[SafetyWarning]:
    """Yield what two medicines ask about that meet; ``home`` is the plan whose medicines need no address."""
    for one, other in couples(mine, others):
        yield from _pairs(one, other, home, shelf)
        if one.is_same_as(other):
            if not one.is_given_apart_from(other):
                yield _same(one, other, home)
        else:
            yield from _of_one_class(one, other, home, shelf)


def _pairs(one: Held, other: Held, home: Disease | None, shelf: Shelf) -> Iterator[SafetyWarning]:
    for pair in shelf.pairs:
        if _meets(pair, one.codes, other.codes):
            text = TOGETHER.filled(one=one.placed(home), other=other.placed(home), told=pair.text)
            yield SafetyWarning(Safety.PAIR, pair.code, _about(one, other), text, pair.source, pair.dated_on)


def _meets(pair: Pair, one: frozenset[str], other: frozenset[str]) -> bool:
    first, second = set(pair.one), set(pair.other)
    return bool((one & first and other & second) or (one & second and other & first))


def _same(one: Held, other: Held, home: Disease | None) -> SafetyWarning:
    text = TWICE.filled(one=one.placed(home), other=other.placed(home))
    drug = one.drug or other.drug
    if drug is None:
        return SafetyWarning(Safety.SAME_DRUG, "", _about(one, other), text, REPEATED)
    return SafetyWarning(Safety.SAME_DRUG, drug.code, _about(one, other), text, drug.source, drug.dated_on)


def _of_one_class(one: Held, other: Held, home: Disease | None, shelf: Shelf) -> Iterator[SafetyWarning]:
    theirs = other.drug.classes if other.drug else ()
    for code in one.drug.classes if one.drug else ():
        klass = shelf.klass(code)
        if klass is not None and code in theirs:
            text = BOTH_IN.filled(one=one.placed(home), other=other.placed(home), klass=klass.text)
            yield SafetyWarning(
                Safety.SAME_CLASS, code, _about(one, other), text, klass.source, klass.dated_on
            )


def _about(one: Held, other: Held) -> str:
    return f"{one.name}、{other.name}"
