"""Indicators at the prompt."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

import click
from flask.cli import AppGroup

from app.core import clock
from app.core.errors import Refused
from app.core.regions import full_code
from app.indicators.queries.numbers import counted_at, read_numbers
from app.indicators.rules.definitions import INDICATORS, Indicator, target_of
from app.indicators.rules.months import first_of, last_of, months_before
from app.indicators.rules.numbers import Number
from app.policy import book

cli = AppGroup("indicators", help="The numbers of a month, as every page and sheet tells them.")


@cli.command("show")
@click.option("--area", "area_code", required=True, help="Division code, with or without its trailing zeros.")
@click.option("--month", type=click.DateTime(["%Y-%m"]), help="The month; the running one by default.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(area_code: str, month: datetime | None, as_json: bool) -> None:
    """Show every indicator of an area in a month: counts, share, target, what came in late, the month before."""
    try:
        area = full_code(area_code)
    except Refused as refused:
        raise click.ClickException(f"{refused.text.zh} ({refused.text.en})") from None
    first = first_of(month.date() if month else clock.today())
    numbers = read_numbers([area], month=first)
    before = read_numbers([area], month=months_before(first, 1))
    figures = book.current().figures
    told = [
        _told(each, numbers[each.id], before[each.id], target_of(each, last_of(first), figures))
        for each in INDICATORS
    ]
    kept = counted_at(first)
    if as_json:
        head = {
            "area": area,
            "month": f"{first:%Y-%m}",
            "counted_at": None if kept is None else clock.local(kept.counted_at).isoformat(),
            "closed": kept is not None and kept.closed_at is not None,
        }
        click.echo(json.dumps(head | {"indicators": told}, ensure_ascii=False, indent=1))
        return
    if kept is None:
        click.echo("This month was never counted.", err=True)
    for each in told:
        share = "-" if each["share"] is None else f"{each['share']}%"
        click.echo(f"{each['name']}\t{each['numerator']}/{each['denominator']}\t{share}")


def _told(each: Indicator, number: Number, before: Number, target: Decimal | None) -> dict[str, object]:
    return {
        "id": each.id,
        "name": each.name.zh,
        "numerator": number.numerator,
        "denominator": number.denominator,
        "share": _plain(number.share),
        "target": _plain(target),
        "late_numerator": number.late_numerator,
        "late_denominator": number.late_denominator,
        "previous": _plain(before.share),
    }


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
