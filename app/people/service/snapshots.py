"""Columns as a journal keeps them, and back: plain values, sealed fields still sealed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns as values that JSON can hold."""
    return {name: _plain(value) for name, value in values.items()}


def plain_of(record: object, names: Iterable[str]) -> dict[str, Any]:
    """Return some columns of a record as values that JSON can hold."""
    return plain({name: getattr(record, name) for name in names})


def typed(table: sa.Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `plain` kept of a table's columns as the values they were."""
    return {name: _typed(table.c[name].type, value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _typed(kind: sa.types.TypeEngine[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, sa.Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    is_instant = isinstance(kind, (sa.DateTime, sa.types.TypeDecorator)) and isinstance(value, str)
    return datetime.fromisoformat(value) if is_instant else value
