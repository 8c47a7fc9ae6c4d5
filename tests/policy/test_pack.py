"""Packs are read strictly: what does not fit stops the start, and says where."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from app.policy.pack import PackFault, read_pack
from app.policy.rule import After, Each, Interval, Once, Period
from app.policy.terms import Event, Result
from tests.policy.packs import SMALL

PACKS = Path(__file__).parents[2] / "app" / "policy" / "packs"
EACH = '[rule.each]\nperiod = "week"\n'
ONCE = '[rule.once]\nevent = "referral"\nafter = "14 days"\n'
AFTER = SMALL[SMALL.index("[rule.after]") : SMALL.index("[[figure]]")]
RULE = SMALL[SMALL.index("[[rule]]") : SMALL.index("[[figure]]")]
FIGURE = SMALL[SMALL.index("[[figure]]") :]
ARTICLE = SMALL[SMALL.index("[[article]]") : SMALL.index("[[rule]]")]

FAULTS = {
    "an unknown key in the document": (
        'status = "in-force"',
        'state = "in-force"',
        "document",
        "unknown field",
    ),
    "an unknown key in a rule": (
        'article = "1"\nowed_to',
        'artikel = "1"\nowed_to',
        "rule[0]",
        "unknown field",
    ),
    "an unknown table": ("[[figure]]", "[[figures]]", "(whole file)", "unknown field"),
    "a third language": (
        'en = "A bureau" }',
        'en = "A bureau", fr = "Un bureau" }',
        "document.issuer",
        "unknown",
    ),
    "a missing English name": ('zh = "小随访"\nen = "Small follow-up"', 'zh = "小随访"', "rule[0]", "`en`"),
    "an empty name": ('zh = "小随访"', 'zh = ""', "rule[0].zh", "length"),
    "an unknown condition": ('["hypertension"]', '["hypertention"]', "rule[0].owed_to.conditions[0]", "enum"),
    "an unknown mode": ('"clinic", "home"', '"clinic", "letter"', "rule[0].answered_by.modes[1]", "enum"),
    "no mode at all": ('["clinic", "home"]', "[]", "rule[0].answered_by.modes", "length"),
    "a status of no kind": ('"in-force"', '"probably"', "document.status", "enum"),
    "a day as text": ("date = 2026-01-01", 'date = "soon"', "document.date", "date"),
    "a figure as text": ("value = 140", 'value = "140"', "figure[0].value", "got `str`"),
    "a figure without end": ("value = 140", "value = inf", "figure[0].value", "<= 1000000000"),
    "a figure not said to be confirmed or not": ("confirmed = true\n", "", "figure[0]", "`confirmed`"),
    "an interval in words": ('"3 months"', '"three months"', "rule[0].after.controlled", "regex"),
    "an interval of nothing": ('"14 days"', '"0 days"', "rule[0].after.uncontrolled", "regex"),
    "a result left unanswered": ('complication = "14 days"\n', "", "rule[0].after", "`complication`"),
    "a result of no kind": ("complication =", "cured =", "rule[0].after", "cured"),
    "no timing": (AFTER, "", "rule.small-followup", "none of"),
    "two timings": (AFTER, AFTER + EACH, "rule.small-followup", "more than one"),
    "owed since an event and after another one": (
        'owed_to = { conditions = ["hypertension"] }\n'
        + RULE[RULE.index("answered_by") : RULE.index("[rule.after]")]
        + AFTER,
        'owed_to = { since = "on-medicine" }\nanswered_by = { kind = "refill", modes = ["clinic"] }\n' + ONCE,
        "rule.small-followup",
        "another one",
    ),
    "owed since an event and to holders of something": (
        'conditions = ["hypertension"]',
        'conditions = ["hypertension"], since = "on-medicine"',
        "rule.small-followup",
        "holders of something else",
    ),
    "a period and a window": (AFTER, EACH + 'window = ["01-01", "03-31"]\n', "rule.small-followup", "either"),
    "neither period nor window": (AFTER, "[rule.each]\n", "rule.small-followup", "either"),
    "a window that runs backwards": (
        AFTER,
        '[rule.each]\nwindow = ["03-31", "01-01"]\n',
        "rule.small-followup",
        "ends",
    ),
    "a window with no such day": (
        AFTER,
        '[rule.each]\nwindow = ["01-01", "02-30"]\n',
        "rule.small-followup",
        "day",
    ),
    "an unknown event": (AFTER, ONCE.replace("referral", "rain"), "rule[0].once.event", "enum"),
    "a rule owed to nobody": (
        'owed_to = { conditions = ["hypertension"] }\n',
        "",
        "rule.small-followup",
        "nobody",
    ),
    "a rule of an absent article": (
        'article = "1"\nowed_to',
        'article = "2"\nowed_to',
        "small-followup",
        "no article",
    ),
    "a figure of an absent article": (
        'article = "1"\nconfirmed',
        'article = "2"\nconfirmed',
        "small.limit",
        "no article",
    ),
    "a rule that stands twice": (RULE, RULE + RULE, "rule", "twice"),
    "a figure that stands twice": (FIGURE, FIGURE + FIGURE, "figure", "twice"),
    "an article that stands twice": (ARTICLE, ARTICLE + ARTICLE, "article", "twice"),
    "an unanswered article": (
        'carried_out_by = ["small-followup", "visits.new"]\n',
        "",
        "article.1",
        "neither",
    ),
    "an article of a document not there": (
        'zh = "定期随访。"',
        'document = "x"\nzh = "定期随访。"',
        "article.1",
        "layered",
    ),
    "a rule that holds from no day": (
        "effective_from = 2026-01-01\n",
        "",
        "rule.small-followup",
        "which day",
    ),
    "no TOML at all": ("[document]", "[document", "(whole file)", "line"),
}


def test_a_sound_pack_becomes_frozen_values():
    pack = read_pack(SMALL.encode(), file="small.toml")

    rule = pack.rules[0]
    assert (pack.id, rule.source, rule.article) == ("small", "small", "1")
    assert rule.effective_from == date(2026, 1, 1)
    assert isinstance(rule.when, After)
    assert rule.when.first == Interval(1, "month")
    assert rule.when.following(Result.COMPLICATION) == Interval(14, "day")
    with pytest.raises(AttributeError):
        pack.figures[0].value = 150  # type: ignore[misc]  # must be refused


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_file_key_and_reason(name):
    before, after, key, reason = FAULTS[name]
    assert before in SMALL

    with pytest.raises(PackFault) as told:
        read_pack(SMALL.replace(before, after, 1).encode(), file="small.toml")

    assert told.value.file == "small.toml"
    assert told.value.key == key
    assert reason in told.value.reason
    assert str(told.value) == f"small.toml: {key}: {told.value.reason}"


def test_bytes_that_are_no_text_are_a_fault_too():
    with pytest.raises(PackFault) as told:
        read_pack(SMALL.encode("gb18030"), file="small.toml")

    assert told.value.file == "small.toml"


def test_periods_windows_and_events_become_timings():
    week = read_pack(SMALL.replace(AFTER, EACH).encode(), file="small.toml").rules[0].when
    window = SMALL.replace(AFTER, '[rule.each]\nwindow = ["01-01", "03-31"]\n')
    quarter = read_pack(window.encode(), file="small.toml").rules[0].when
    once = read_pack(SMALL.replace(AFTER, ONCE).encode(), file="small.toml").rules[0].when

    assert week == Each(period=Period.WEEK)
    assert quarter == Each(window=((1, 1), (3, 31)))
    assert once == Once(Event.REFERRAL, Interval(14, "day"))


def test_a_rule_holds_from_its_own_day_or_that_of_the_document_its_article_stands_in():
    layer = SMALL[SMALL.index("[document]") : SMALL.index("[[article]]")]
    layer = layer.replace("[document]", "[[layer]]").replace('id = "small"', 'id = "later"')
    layered = SMALL.replace(
        "[[article]]", layer.replace("from = 2026-01-01", "from = 2026-03-01") + "[[article]]"
    )
    layered = layered.replace('number = "1"', 'number = "1"\ndocument = "later"')
    own = SMALL.replace('id = "small-followup"', 'id = "small-followup"\neffective_from = 2026-06-01')

    pack = read_pack(layered.encode(), file="small.toml")

    assert pack.rules[0].effective_from == date(2026, 3, 1)
    assert pack.document_of(pack.articles[0]).id == "later"
    assert read_pack(own.encode(), file="small.toml").rules[0].effective_from == date(2026, 6, 1)


def test_the_shipped_packs_stand_in_files_of_their_own_name():
    for file in PACKS.glob("*.toml"):
        assert read_pack(file.read_bytes(), file=file.name).id == file.stem


def test_every_figure_shipped_says_its_unit_in_both_languages():
    packs = [read_pack(file.read_bytes(), file=file.name) for file in PACKS.glob("*.toml")]

    units = {figure.counted_in for pack in packs for figure in pack.figures}

    assert {unit.zh for unit in units} >= {"mmHg", "岁", "次/年"}
    assert not [unit.en for unit in units if re.search(r"[\u3400-\u9fff]", unit.en)]
