"""Addresses of pages, built once for each kind of link: a list of thirty people asks for the same few with other numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from flask import Flask, has_request_context, request

MOST: Final = 4096
# Stands where the number of a link will be filled in.
STAND_IN: Final = 7_182_818_284_590
ANCHOR: Final = "_anchor"


class Pattern(NamedTuple):
    """An address around its number; where it has none, the whole of it comes before."""

    before: str
    after: str


Patterns = dict[tuple[object, ...], Pattern]


def init(app: Flask) -> None:
    """Let pages build their links by known patterns."""
    app.jinja_env.globals["url_for"] = remembering(app.url_for)


def remembering(build: Callable[..., str]) -> Callable[..., str]:
    """Return a builder of addresses that asks the slow one once for each endpoint, mount point and kind of values."""
    known: Patterns = {}

    def address(endpoint: str, **values: Any) -> str:
        if len(values) == 1 and (quickly := _by_number(known, endpoint, values)) is not None:
            return quickly
        numbers = [(name, value) for name, value in values.items() if type(value) is int and value >= 0]
        if len(numbers) > 1 or not _is_plain(endpoint, values):
            return build(endpoint, **values)
        name, number = numbers[0] if numbers else ("", 0)
        others = tuple((key, value) for key, value in values.items() if key != name)
        key = (request.root_path, endpoint, name, others)
        pattern = known.get(key)
        if pattern is None:
            if len(known) >= MOST:
                known.clear()
            stand_in = {name: STAND_IN} if numbers else {}
            before, _, after = build(endpoint, **{**values, **stand_in}).partition(str(STAND_IN))
            pattern = known[key] = Pattern(before, after)
        return f"{pattern.before}{number}{pattern.after}" if numbers else pattern.before

    return address


def _by_number(known: Patterns, endpoint: str, values: dict[str, Any]) -> str | None:
    """Return the address of a page and a number, as nearly every link of a list is; None where it is not known yet."""
    ((name, number),) = values.items()
    if type(number) is not int or number < 0 or not has_request_context():
        return None
    pattern = known.get((request.root_path, endpoint, name, ()))
    return None if pattern is None else f"{pattern.before}{number}{pattern.after}"


def _is_plain(endpoint: str, values: dict[str, Any]) -> bool:
    """Whether an address depends on nothing but what is given: no relative endpoint, no foreign host, no lists."""
    return (
        has_request_context()
        and not endpoint.startswith(".")
        and all(name == ANCHOR or not name.startswith("_") for name in values)
        and all(value is None or isinstance(value, str) or type(value) is int for value in values.values())
    )
