"""A7 and A8: every duty worked out anew after a changed rule, and the letters of a morning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bench.report import Row
from bench.stock import Stock
from bench.watch import do

ONE = ("hypertension-followup",)
EVERY = (*ONE, "diabetes-followup", "copd-followup", "stroke-followup", "chronic-home-visit",
         "low-income-home-visit")  # fmt: skip
TIMING = """
[[rule]]
id = "{rule}"
[rule.after]
first = "1 month"
controlled = "2 months"
uncontrolled = "14 days"
adverse_reaction = "14 days"
complication = "14 days"
"""


def reckoning(stock: Stock) -> Iterator[Row]:
    """A7: nothing changed; the commonest rule changed; every rule of an interval changed."""
    size = f"{stock.size:,}"
    stock.renew()
    same = do(stock, "reckon")
    if same.said["changed"] or same.said["opened"] or same.said["closed"]:
        raise RuntimeError(f"nothing should have changed: {same.said}; mend bench/rows.py")
    scan = do(stock, "scan_bare")
    yield Row(
        "A7",
        f"reckon {scan.said['duties']:,} duties, none changed, by a bare scan",
        size,
        same.all,
        2,
        scan.all,
    )
    for rules, named in ((ONE, "one rule changed"), (EVERY, "rules changed")):
        with changed(stock, rules):
            stock.renew()
            ours = do(stock, "reckon")
        stock.renew()
        bare = do(stock, "update_bare", rules=rules)
        metric = f"reckon all, {named} ({ours.said['changed']:,} duties), by one UPDATE of {bare.said['changed']:,}"
        yield Row("A7", metric, size, ours.all, 4, bare.all)
        yield Row("A7", f"memory of it, {named}", size, ours.peak, 400, unit="MB")


def digests(stock: Stock) -> Iterator[Row]:
    """A8: the letters of a morning with their messages built, against building the messages alone."""
    stock.renew()
    done = do(stock, "write_digests")
    if done.said["faults"] or not done.said["written"]:
        raise RuntimeError(f"the morning came to {done.said}")
    metric = f"digests of {done.said['written']:,} doctors with their messages, by building the messages"
    yield Row("A8", metric, f"{stock.size:,}", done.all, 1.4, done.spent["messages"])


@contextmanager
def changed(stock: Stock, rules: Sequence[str]) -> Iterator[None]:
    """Lay another timing of some rules over the packs until the block ends."""
    overlay = stock.folder / "policy" / "bench.toml"
    overlay.parent.mkdir(exist_ok=True)
    overlay.write_text("".join(TIMING.format(rule=rule) for rule in rules), "utf-8")
    try:
        yield
    finally:
        overlay.unlink()
