"""A small pack to spoil in tests, and the rulebook the application ships with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from app.policy.book import Rulebook, load_book

DEFAULT = ("national", "luan-2024-24", "jinan-district-2023-19")

SMALL = """
[document]
id = "small"
title = { zh = "小文件", en = "A small document" }
short = { zh = "小〔2026〕1号", en = "Small [2026] No. 1" }
number = "小〔2026〕1号"
issuer = { zh = "某局", en = "A bureau" }
date = 2026-01-01
status = "in-force"
effective_from = 2026-01-01

[[article]]
number = "1"
title = { zh = "第1条", en = "article 1" }
zh = "定期随访。"
en = "Follow-up."
carried_out_by = ["small-followup", "visits.new"]

[[rule]]
id = "small-followup"
zh = "小随访"
en = "Small follow-up"
article = "1"
owed_to = { conditions = ["hypertension"] }
answered_by = { kind = "hypertension", modes = ["clinic", "home"] }

[rule.after]
first = "1 month"
controlled = "3 months"
uncontrolled = "14 days"
adverse_reaction = "14 days"
complication = "14 days"

[[figure]]
id = "small.limit"
zh = "小限值"
en = "Small limit"
value = 140
unit = "mmHg"
article = "1"
confirmed = true
"""


@cache
def shipped() -> Rulebook:
    """Return the rulebook of the packs a deployment works by unless it says otherwise."""
    return load_book(DEFAULT)


def load_written(folder: Path, *, overlay: str | None = None, **texts: str) -> Rulebook:
    """Write packs into a folder and load them in order, with a deployment's own file over them."""
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    own = folder / "own"
    if overlay is not None:
        own.mkdir()
        (own / "county.toml").write_text(overlay, encoding="utf-8")
    return load_book(tuple(texts), own, folder=folder)
