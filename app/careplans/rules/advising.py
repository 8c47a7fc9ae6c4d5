"""健康处方合并: one advice for each topic, the stricter or more careful one; what gave way is named with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.careplans.rules.catalogue import Bound, HealthItem
from app.careplans.rules.combined import CombinedAdvice, Yielded
from app.careplans.rules.patient import Patient
from app.careplans.rules.plan import Advice, Plan
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.vocabulary import Disease, HealthKind
from app.careplans.rules.wording import advised, filled_in, plain
from app.core.words import Text, listed

STRICTER = Text("取更严的一条：{figure}", "the stricter one is kept: {figure}")
CAREFUL = Text("取更稳妥的一条（{disease}）", "the more careful one is kept ({disease})")
ONCE = Text("同一件事只说一条（{disease}）", "one thing is said once ({disease})")
AGAINST = Text(
    "与{disease}的要求相反，按更稳妥的做", "it goes against {disease}; the more careful one is kept"
)
UNFIT = Text("本人有{what}，不适合这一条", "not given with {what}")
KINDS = {kind: place for place, kind in enumerate(HealthKind)}


@dataclass(frozen=True, slots=True)
class Asked:
    """One advice of one plan, with the entry of the catalogue it comes from and its sentence."""

    disease: Disease
    place: int
    advice: Advice
    item: HealthItem | None
    text: Text

    @property
    def topic(self) -> str:
        """What it limits; own words stand for themselves."""
        return self.item.topic if self.item else f"{self.advice.kind.value}：{self.text.zh}"

    @property
    def rank(self) -> int:
        """How careful it is."""
        return self.item.rank if self.item else 0

    def gives_way(self, why: Text) -> Yielded:
        """Return it as it is named beside the one that is kept."""
        return Yielded(self.disease, self.place, self.advice, advised(self.advice, self.item), why)


def combine_advice(
    plans: Mapping[Disease, Plan], *, shelf: Shelf, patient: Patient
) -> tuple[tuple[CombinedAdvice, ...], tuple[Yielded, ...]]:
    """Return one advice for each topic in the order of the kinds, and what is not given to this person at all."""
    topics: dict[str, list[Asked]] = {}
    left_out = []
    for asked in _all_asked(plans, shelf):
        if unfit := _unfit(asked.item, patient):
            left_out.append(asked.gives_way(UNFIT.filled(what=listed(unfit))))
        else:
            topics.setdefault(asked.topic, []).append(asked)
    kept = _without_contradictions([_settled(asked) for asked in topics.values()])
    return tuple(sorted(kept, key=lambda one: KINDS[one.kind])), tuple(left_out)


def _all_asked(plans: Mapping[Disease, Plan], shelf: Shelf) -> list[Asked]:
    return [
        Asked(disease, place, advice, item := shelf.item(advice.code), _sentence(advice, item))
        for disease, plan in plans.items()
        for place, advice in enumerate(plan.advice)
    ]


def _sentence(advice: Advice, item: HealthItem | None) -> Text:
    """Return what the catalogue says with the figures agreed, own words aside; own words where they stand alone."""
    return filled_in(item, advice.figures) if item else advised(advice, None)


def _unfit(item: HealthItem | None, patient: Patient) -> list[Text]:
    """Return what of the person an advice is not given with."""
    if item is None:
        return []
    named = [one.text for one in item.unless_conditions & patient.conditions]
    named += [one.text for one in item.unless_circumstances & patient.circumstances]
    return sorted(named, key=str)


def _settled(asked: Sequence[Asked]) -> CombinedAdvice:
    """Return the advice of one topic that is kept, with those that gave way."""
    kept = asked[0]
    for other in asked[1:]:
        if (_goes_before(other, kept)) is not None:
            kept = other
    agreed = [kept, *(one for one in asked if one.text == kept.text)]
    yielded = [one.gives_way(_why(kept, one)) for one in asked if one.text != kept.text]
    return CombinedAdvice(
        kind=kept.advice.kind,
        topic=kept.topic,
        advice=kept.advice,
        item=kept.item,
        text=_with_own_words(kept, agreed),
        diseases=tuple(dict.fromkeys(one.disease for one in agreed)),
        place=kept.place,
        yielded=tuple(yielded),
    )


def _with_own_words(kept: Asked, agreed: Sequence[Asked]) -> Text:
    """Return the sentence with what each doctor who asks for it wrote behind it."""
    own = dict.fromkeys(one.advice.words for one in agreed if one.item and one.advice.words)
    text = kept.text
    for words in own:
        text = text.joined(Text(words, words))
    return text


def _why(kept: Asked, other: Asked) -> Text:
    return _goes_before(kept, other) or ONCE.filled(disease=kept.disease)


def _goes_before(one: Asked, other: Asked) -> Text | None:
    """Return why one advice is kept before another of its topic: the stricter first figure, else the higher rank."""
    mine, theirs = _first_figure(one), _first_figure(other)
    if mine and theirs and mine[0] != theirs[0] and _same_measure(mine[1], theirs[1]):
        lower = mine[0] < theirs[0]
        return _stricter(mine) if lower is (mine[1].stricter == "lower") else None
    return CAREFUL.filled(disease=one.disease) if one.rank > other.rank else None


def _stricter(figure: tuple[float, Bound]) -> Text:
    value, bound = figure
    unit = Text(bound.unit, bound.unit_en or bound.unit)
    return STRICTER.filled(figure=Text(f"{plain(value)} {unit.zh}", f"{plain(value)} {unit.en}"))


def _first_figure(asked: Asked) -> tuple[float, Bound] | None:
    for name, bound in asked.item.figures.items() if asked.item else ():
        return asked.advice.figures.get(name, bound.value), bound
    return None


def _same_measure(one: Bound, other: Bound) -> bool:
    return (one.unit, one.stricter) == (other.unit, other.stricter)


def _without_contradictions(settled: Sequence[CombinedAdvice]) -> list[CombinedAdvice]:
    """Return the advice without those another topic contradicts: the higher rank stays, else the one that was named."""
    kept = {one.topic: one for one in settled}
    for one in settled:
        for topic in one.item.against if one.item else ():
            if one.topic in kept and topic in kept and topic != one.topic:
                stays, goes = _by_rank(kept[one.topic], kept[topic])
                del kept[goes.topic]
                kept[stays.topic] = _taking_in(stays, goes)
    return list(kept.values())


def _by_rank(declaring: CombinedAdvice, named: CombinedAdvice) -> tuple[CombinedAdvice, CombinedAdvice]:
    ranks = [one.item.rank if one.item else 0 for one in (declaring, named)]
    return (declaring, named) if ranks[0] > ranks[1] else (named, declaring)


def _taking_in(stays: CombinedAdvice, goes: CombinedAdvice) -> CombinedAdvice:
    why = AGAINST.filled(disease=stays.diseases[0])
    gone = Yielded(goes.diseases[0], goes.place, goes.advice, goes.text, why)
    return replace(stays, yielded=(*stays.yielded, gone, *goes.yielded))
