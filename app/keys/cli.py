"""The data keys at the prompt. Progress and messages go to standard error; only data is printed."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from app.core.errors import Refused
from app.core.sealing import keys as held_keys
from app.core.transaction import COMMAND_LINE, transaction
from app.core.words import Text
from app.keys.queries import SealedColumn, count_sealed, list_sealed_columns
from app.keys.service import add_key, drop_key, reseal_some

keys = AppGroup("keys", help="The keys that identity numbers, phones and uploaded lists are sealed under.")
PASSES = 3
# Between two portions others get their turn to write.
PAUSE = 0.01


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_keys(as_json: bool) -> None:
    """List the keys, the newest first, and how many values each still seals in every column."""
    counts = count_sealed()
    names = [*held_keys().current().sealing, *(["?"] if any(found["?"] for found in counts.values()) else [])]
    rows = [
        {"key": name, "newest": place == 0, "sealed": {at: n[name] for at, n in counts.items() if n[name]}}
        for place, name in enumerate(names)
    ]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        told = ", ".join(f"{at} {n}" for at, n in dict(row["sealed"]).items())  # type: ignore[call-overload]  # a dict as built above
        click.echo(f"{row['key']}{' *' if row['newest'] else ''}  {told or '-'}")


@keys.command("new")
@click.option("--print", "prints", is_flag=True, help="Print the value for XUNHU_DATA_KEYS; change nothing.")
def new_key(prints: bool) -> None:
    """Add a key that seals from now on; running servers take it up at once."""
    if prints:
        click.echo(held_keys().current().with_new().written())
        return
    with _refusals_told(), transaction("keys.new", by=COMMAND_LINE):
        added = add_key()
    _tell(
        Text(
            "已启用新密钥 {key}。请另外保管好 data_keys 文件的新副本，再运行 `flask keys rotate`。",
            "Key {key} seals from now on. Keep a fresh copy of data_keys apart, then run `flask keys rotate`.",
        ).filled(key=added)
    )


@keys.command("rotate")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def rotate(as_json: bool) -> None:
    """Reseal everything under the newest key, in small portions while people work; may be run again at any time."""
    done: Counter[str] = Counter()
    for _ in range(PASSES):
        for place in list_sealed_columns():
            done[place.title] += _reseal(place)
        if not (old := _old()):
            break
    newest = held_keys().current().newest
    if as_json:
        click.echo(json.dumps({"key": newest, "resealed": dict(done), "left": old}))
    if old:
        left = Text("还有 {n} 个值没有换到 {key}：{told}。", "{n} values are not under {key} yet: {told}.")
        _tell(left.filled(n=sum(old.values()), key=newest, told=json.dumps(old)))
        raise click.exceptions.Exit(1)
    told = Text("已全部换到密钥 {key}，共 {n} 行。", "Everything is under key {key}: {n} rows resealed.")
    _tell(told.filled(key=newest, n=done.total()))


@keys.command("drop")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--at-once", is_flag=True, help="Do not wait an hour after a change: every server is stopped.")
def drop(ids: tuple[str, ...], at_once: bool) -> None:
    """Take the keys ID out for good, once nothing in the database needs them."""
    for place, key_id in enumerate(ids):
        with _refusals_told(), transaction("keys.drop", by=COMMAND_LINE):
            # Dropping the first one makes the file young again: the wait was for all of them.
            drop_key(key_id, at_once=at_once or place > 0)
    _tell(
        Text(
            "已删除密钥 {keys}。用它们加密的旧备份从此打不开：除非另外留有 data_keys 的旧副本。",
            "Dropped {keys}. Backups sealed under them open no more, unless an older copy of data_keys is kept apart.",
        ).filled(keys=", ".join(ids))
    )


def _reseal(place: SealedColumn) -> int:
    done = shut = 0
    after = None
    while True:
        with transaction("keys.rotate", by=COMMAND_LINE):
            portion = reseal_some(place, after=after)
        done, shut, after = done + portion.done, shut + portion.shut, portion.last
        if not portion.seen:
            break
        click.echo(f"{place.title}: {done}", err=True)
        time.sleep(PAUSE)
    if shut:
        told = Text(
            "{where}：{n} 行打不开，原样保留。", "{where}: {n} rows do not open and are left as they are."
        )
        _tell(told.filled(where=place.title, n=shut))
    return done


def _old() -> dict[str, int]:
    """Return how many values of each column are not under the newest key."""
    newest = held_keys().current().newest
    left = {title: found.total() - found[newest] for title, found in count_sealed().items()}
    return {title: n for title, n in left.items() if n}


@contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        _tell(refused.text)
        raise click.exceptions.Exit(1) from None


def _tell(text: Text) -> None:
    click.echo(text.said_in("zh" if os.environ.get("LANG", "").startswith("zh") else "en"), err=True)
