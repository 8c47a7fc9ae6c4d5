"""What was typed on a tablet, in words: every field of the form it was typed into, and nothing left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.core.identity import mask_identity
from app.core.labels import Labelled
from app.core.words import Text, day_text, listed
from app.people.rules import mask_phone
from app.policy.terms import Mode, SelfCare, Sex
from app.rounds.rules.parts import EVERY_PART
from app.tablet.rules.vocabulary import ItemKind
from app.visits.rules import ContactOutcome, ContactWay
from app.visits.rules.drugs import ROWS, ask_change
from app.visits.rules.questions import Question, one_of
from app.visits.rules.shared import REFERRAL, RESULT_REASON
from app.visits.rules.typed import said_as_typed
from app.visits.rules.vocabulary import EmergencyAction
from app.visits.sections import sections_named
from app.visits.sections.weekly_round.rules import RoundPart

Said = tuple[Text, Text]
Typed = Mapping[str, Sequence[str]]
DAY = Text("日期", "Day")
YES = Text("是", "yes")
ALL_PARTS = Text("四项都做了", "all four")
PICTURE = Text("有，随记录一起封存", "kept, sealed with the record")
OTHER = Text("其他（{name}）", "Other ({name})")
# What a form sends besides what somebody typed.
ABOUT_THE_FORM: Final = frozenset(
    {"csrf_token", "client_key", "opened_at", "taken_over", "sections", "version", "same", "add", "day", "of"}
)
KEY_OF_A_ROW: Final = re.compile("k[0-9]+")
PICTURES: Final = frozenset({"photo_1", "photo_2", "signature"})


@dataclass(frozen=True, slots=True)
class Names:
    """What codes and numbers are called: villages by code, contacts by number; ``whole`` shows sealed numbers whole."""

    villages: Mapping[str, str] = field(default_factory=dict)
    contacts: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False


def said_of(kind: ItemKind, fields: Iterable[tuple[str, str]], *, names: Names) -> tuple[Said, ...]:
    """Return each field that was filled in with its label and what was typed; one nobody knows stands by its name."""
    sent = tuple(fields)
    typed: dict[str, list[str]] = {}
    for name, value in sent:
        if value.strip() and name not in ABOUT_THE_FORM and not KEY_OF_A_ROW.fullmatch(name):
            typed.setdefault(name, []).append(value)
    if kind is ItemKind.VISIT:
        known = _visit(typed, sections=[value for name, value in sent if name == "sections"])
    elif kind is ItemKind.ROUND:
        known = _round(typed)
    else:
        labels = _ATTEMPT if kind is ItemKind.ATTEMPT else _EDIT
        known = _labelled(typed, labels, names)
    return (*known.values(), *_others(typed, known))


def _visit(typed: Typed, *, sections: Sequence[str]) -> dict[str, Said]:
    """Return the answers of a visit, its own fields before those of its sections."""
    known = _labelled(typed, _VISIT, Names())
    asked = sections_named(sections)
    for name, answers in typed.items():
        if name not in known and (said := said_as_typed(asked, {name: answers})):
            known[name] = said[0]
    for question in _BESIDE:
        if question.name in typed:
            known.setdefault(question.name, (question.label, question.spoken(list(typed[question.name]))))
    return known


def _round(typed: Typed) -> dict[str, Said]:
    """Return what was ticked for the one person of a round; the letter before the number says what it is."""
    known: dict[str, Said] = {}
    for name, values in typed.items():
        if name == "visited_on":
            known[name] = (Text("巡查日期", "Day of the round"), _day(values[0], Names()))
        elif name[0] in _ROUND and name[1:].isdecimal():
            label, say = _ROUND[name[0]]
            known[name] = (label, say(values))
    return known


def _labelled(typed: Typed, labels: Mapping[str, Label], names: Names) -> dict[str, Said]:
    """Return the fields that have a label, in the order of the labels."""
    return {
        name: (label, say(typed[name][0], names)) for name, (label, say) in labels.items() if name in typed
    }


def _others(typed: Typed, known: Mapping[str, Said]) -> Iterator[Said]:
    for name, values in typed.items():
        if name not in known:
            words = PICTURE if name in PICTURES else _plain("、".join(values), Names())
            yield OTHER.filled(name=name), words


def _plain(value: str, _names: Names) -> Text:
    return Text(value, value)


def _day(value: str, names: Names) -> Text:
    try:
        return day_text(date.fromisoformat(value))
    except ValueError:
        return _plain(value, names)


def _yes(_value: str, _names: Names) -> Text:
    return YES


def _term(vocabulary: type[Labelled]) -> Callable[[str, Names], Text]:
    """Return how a term of a vocabulary is said; what is none of its terms stands as it was typed."""
    terms = {term.value: term.text for term in vocabulary}
    return lambda value, names: terms.get(value) or _plain(value, names)


def _village(value: str, names: Names) -> Text:
    return _plain(names.villages.get(value, value), names)


def _contact(value: str, names: Names) -> Text:
    return _plain(names.contacts.get(value, value), names)


def _identity(value: str, names: Names) -> Text:
    return _plain(value if names.whole else mask_identity(value) or "", names)


def _phone(value: str, names: Names) -> Text:
    return _plain(value if names.whole else mask_phone(value) or "", names)


def _parts(values: Sequence[str]) -> Text:
    if EVERY_PART in values:
        return ALL_PARTS
    return listed([_term(RoundPart)(value, Names()) for value in values])


Label = tuple[Text, Callable[[str, Names], Text]]
_SURE = Text("已确认", "Confirmed")
_VISIT: Final[Mapping[str, Label]] = {
    "visited_on": (Text("随访日期", "Day of the visit"), _day),
    "mode": (Text("随访方式", "Mode"), _term(Mode)),
    "note": (Text("备注", "Note"), _plain),
    "sure_visited_on": (Text("确实是这一天", "It was indeed that day"), _yes),
    "sure_weight": (Text("体重确实是这样", "The weight is right"), _yes),
    "sure_again": (Text("确实又随访了一次", "It was indeed another visit"), _yes),
    "photo_1": (Text("照片 1", "Photo 1"), lambda _value, _names: PICTURE),
    "photo_2": (Text("照片 2", "Photo 2"), lambda _value, _names: PICTURE),
    "signature": (Text("签名", "Signature"), lambda _value, _names: PICTURE),
    "place": (Text("地点", "Place"), _plain),
}
_BESIDE: Final[tuple[Question, ...]] = (
    one_of("emergency_action", Text("危急处理", "What was done"), EmergencyAction),
    RESULT_REASON,
    *REFERRAL,
    *map(ask_change, ROWS),
)
_ROUND: Final[Mapping[str, tuple[Text, Callable[[Sequence[str]], Text]]]] = {
    "p": (Text("做了", "Done"), _parts),
    "w": (Text("发现异常", "Something is wrong"), lambda _values: YES),
    "n": (Text("异常情况", "What is wrong"), lambda values: Text(values[0], values[0])),
    "g": (Text("再记一次", "File another"), lambda _values: YES),
}
_ATTEMPT: Final[Mapping[str, Label]] = {
    "outcome": (Text("结果", "Outcome"), _term(ContactOutcome)),
    "way": (Text("怎么联系的", "How they were tried"), _term(ContactWay)),
    "contact": (Text("联系到谁", "Through whom"), _contact),
    "tried_on": (Text("哪天联系的", "Day of the contact"), _day),
    "return_on": (Text("预计哪天回来或再联系", "Expected back, or to be tried again"), _day),
    "gone_on": (Text("去世或迁出的日期", "Day of death or of moving"), _day),
    "note": (Text("说明", "Note"), _plain),
}
_EDIT: Final[Mapping[str, Label]] = {
    "identity": (Text("身份证号", "Identity number"), _identity),
    "name": (Text("姓名", "Name"), _plain),
    "sex": (Text("性别", "Sex"), _term(Sex)),
    "born_on": (Text("出生日期", "Born on"), _day),
    "phone": (Text("电话", "Telephone"), _phone),
    "drop_phone": (Text("删除电话", "Remove the telephone"), _yes),
    "area_code": (Text("村（社区）", "Village"), _village),
    "group_name": (Text("村民组", "Group"), _plain),
    "address": (Text("住址", "Address"), _plain),
    "registered_place": (Text("户籍地", "Registered place"), _plain),
    "head_name": (Text("户主姓名", "Head of household"), _plain),
    "kinship": (Text("与户主关系", "Kinship"), _plain),
    "self_care": (Text("自理能力", "Self-care"), _term(SelfCare)),
    "insurance": (Text("参保状态", "Insurance"), _plain),
    "doctor_name": (Text("包保责任医生", "Responsible doctor"), _plain),
    "note": (Text("备注", "Note"), _plain),
}
