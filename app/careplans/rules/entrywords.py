"""An entry of the catalogue in words: what each of its fields is called, and what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.careplans.rules.catalogue import Bound, Drug, HealthItem, TemplateMedicine, TemplateMonitoring
from app.careplans.rules.cautions import measured_in
from app.careplans.rules.entries import differing
from app.careplans.rules.shelf import Entry, Shelf, medicine_of
from app.careplans.rules.wording import filled_in, how_taken, plain
from app.core.labels import Labelled
from app.core.words import Text, day_text, listed

TABLE_WORDS: Mapping[str, Text] = {
    "drug": Text("药品", "Medicines"),
    "caution": Text("慎用提醒", "Cautions"),
    "pair": Text("相互作用", "Interactions"),
    "item": Text("健康处方", "Health prescriptions"),
    "template": Text("方案模板", "Templates"),
    "class": Text("药品类别", "Classes"),
}
FIELD_WORDS: Mapping[str, Text] = {
    "zh": Text("中文", "In Chinese"),
    "en": Text("英文", "In English"),
    "classes": Text("类别", "Classes"),
    "diseases": Text("用于病种", "For"),
    "form": Text("剂型", "Dosage form"),
    "strengths": Text("规格", "Strengths"),
    "unit": Text("用量单位", "Dose counted in"),
    "measured_in": Text("每日范围的单位", "Range counted in"),
    "daily_least": Text("每日最少", "Least in a day"),
    "daily_most": Text("每日最多", "Most in a day"),
    "usual_dose": Text("平常每次用量", "Usual dose"),
    "usual_times": Text("平常每天几次", "Usual times a day"),
    "usual_moments": Text("平常什么时候用", "Usual times of day"),
    "meal": Text("与进餐", "Meals"),
    "route": Text("怎么用", "Route"),
    "as_needed": Text("需要时才用", "Only as needed"),
    "aliases": Text("别名、商品名", "Other names"),
    "allergens": Text("对什么过敏的人不能用", "Not with an allergy to"),
    "barred": Text("不得长期处方", "Barred from long-term prescriptions"),
    "caution": Text("给病人的注意事项", "What the patient minds"),
    "caution_en": Text("注意事项（英文）", "What the patient minds, in English"),
    "of": Text("哪些药或哪类药", "Of which medicines or classes"),
    "conditions": Text("有这些病的人", "With these diseases"),
    "circumstances": Text("有这些情况的人", "In these circumstances"),
    "age_from": Text("从多少岁起", "From what age"),
    "one": Text("一方：药或类别", "One: medicines or classes"),
    "other": Text("另一方：药或类别", "The other: medicines or classes"),
    "kind": Text("种类", "Kind"),
    "topic": Text("管的是什么（同一项只留一条）", "What it limits (of one topic one is kept)"),
    "figures": Text("数字", "Figures"),
    "rank": Text("谨慎程度（0 至 9，大的优先）", "How careful it is (0 to 9, the higher goes first)"),
    "against": Text("与哪些内容矛盾", "What it contradicts"),
    "unless_conditions": Text("有这些病的人不用", "Not with these diseases"),
    "unless_circumstances": Text("有这些情况的人不用", "Not in these circumstances"),
    "disease": Text("病种", "Disease"),
    "stage": Text("阶段", "Stage"),
    "stage_en": Text("阶段（英文）", "Stage, in English"),
    "goal": Text("目标", "Goal"),
    "goal_en": Text("目标（英文）", "Goal, in English"),
    "medicines": Text("药", "Medicines"),
    "advice": Text("健康处方", "Health prescriptions"),
    "monitoring": Text("监测", "Monitoring"),
    "source": Text("来源", "Source"),
    "dated_on": Text("来源日期", "Day of the source"),
    "confirmed": Text("已与原文核对", "Checked against the source"),
}
# What the page says elsewhere: in the title, beside the source, with the figure it counts; or what is only for inside.
UNSAID = frozenset({"code", "topic", "zh", "en", "source", "dated_on", "confirmed", "unit", "measured_in"})
RANGE = ("daily_least", "daily_most")
# What is told line by line.
MANY = frozenset({"medicines", "advice", "monitoring"})
# Names as they stand on the box, the same in both languages.
AS_WRITTEN = frozenset({"strengths", "aliases", "allergens", "against"})
CHINESE = re.compile(r"[\u3400-\u9fff]")
ALLOWED = Text("没有限制，可以长期处方", "Not barred")
COUNTED = Text("{amount} {unit}", "{amount} {unit}")
YES = Text("是", "yes")
FIGURE = Text("{name}：{value} {unit}", "{name}: {value} {unit}")
LINE = Text("{name}（{days} 天）", "{name} ({days} days)")
TAKEN = Text("{name} {strength}，{taken}，{days} 天", "{name} {strength}, {taken}, {days} days")
MEASURED = Text("{what} {often}", "{what}, {often}")


def told_fields(entry: Entry, shelf: Shelf, *, beside: str) -> Iterator[tuple[Text, list[Text]]]:
    """Yield what stands in an entry beside its title: what a field is called, and its lines; nothing for what is empty.

    ``beside`` is the language of the title, so that the entry's name in the other one is told first.
    """
    other = "zh" if beside == "en" else "en"
    named = title_of(entry).said_in(other)
    yield FIELD_WORDS[other], [Text(named, named)]
    for name in entry.__struct_fields__:
        value = getattr(entry, name)
        if name == "barred" and value is None:
            yield FIELD_WORDS[name], [ALLOWED]
        elif name not in UNSAID and not _is_empty(value):
            yield FIELD_WORDS[name], _lines(entry, name, value, shelf)


def changes_in(before: Entry, after: Entry, shelf: Shelf) -> list[tuple[Text, Text, Text]]:
    """Return what changed between two entries: the field, what stood there and what stands there now."""
    return [
        (
            FIELD_WORDS[name],
            in_words(name, getattr(before, name), shelf),
            in_words(name, getattr(after, name), shelf),
        )
        for name in differing(before, after)
        if name in FIELD_WORDS
    ]


def in_words(name: str, value: Any, shelf: Shelf) -> Text:
    """Return the value of a field as a reader says it."""
    if _is_empty(value):
        return Text("—", "—")
    if isinstance(value, Mapping):
        return listed([_figure(each, bound) for each, bound in value.items()])
    if isinstance(value, frozenset):
        return listed(sorted((one.text for one in value), key=str))
    if isinstance(value, tuple) and name in AS_WRITTEN:
        return Text("、".join(value), ", ".join(value))
    if isinstance(value, tuple):
        return listed([_one(name, each, shelf) for each in value])
    return _one(name, value, shelf)


def name_of(code: str, shelf: Shelf) -> Text:
    """Return the name of a medicine, a class or a health prescription by its code."""
    if (item := shelf.item(code)) is not None:
        return filled_in(item, {})
    entry = shelf.drug(code) or shelf.klass(code)
    return entry.text if entry else Text(code, code)


def title_of(entry: Entry) -> Text:
    """Return what an entry is called: its name, or its sentence with the usual figures."""
    return filled_in(entry, {}) if isinstance(entry, HealthItem) else entry.text


def is_chinese(words: object) -> bool:
    """Return whether words hold Chinese, so that a page in another language marks them as such."""
    return CHINESE.search(str(words)) is not None


def _lines(entry: Entry, name: str, value: Any, shelf: Shelf) -> list[Text]:
    """Return a field in lines; a figure of a medicine with what it counts."""
    if name in MANY:
        return [_one(name, each, shelf) for each in value]
    if isinstance(entry, Drug) and name in (*RANGE, "usual_dose"):
        unit = measured_in(entry) if name in RANGE else entry.unit.counting(value)
        return [COUNTED.filled(amount=plain(value), unit=unit)]
    return [in_words(name, value, shelf)]


def _one(name: str, value: Any, shelf: Shelf) -> Text:
    if isinstance(value, TemplateMedicine):
        return _medicine(value, shelf)
    if isinstance(value, TemplateMonitoring):
        return MEASURED.filled(what=value.measured, often=value.per.often(value.times))
    if isinstance(value, bool):
        return YES
    if isinstance(value, date):
        return day_text(value)
    return _plainly(name, value, shelf)


def _plainly(name: str, value: Any, shelf: Shelf) -> Text:
    if isinstance(value, Labelled):
        return value.text
    if isinstance(value, int | float):
        return Text(plain(value), plain(value))
    if name in ("classes", "of", "one", "other", "advice"):
        return name_of(value, shelf)
    return Text(str(value), str(value))


def _figure(name: str, bound: Bound) -> Text:
    unit = Text(bound.unit, bound.unit_en or bound.unit)
    return FIGURE.filled(name=name, value=plain(bound.value), unit=unit)


def _medicine(line: TemplateMedicine, shelf: Shelf) -> Text:
    drug = shelf.drug(line.drug)
    if drug is None:
        return LINE.filled(name=line.drug, days=line.days)
    medicine = medicine_of(drug, line)
    told = {"strength": medicine.strength, "taken": how_taken(medicine), "days": medicine.days}
    return TAKEN.filled(name=drug.text, **told)


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", (), {}, frozenset())
