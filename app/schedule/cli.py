"""The calendar at the prompt."""

from __future__ import annotations

import json

import click
from flask.cli import AppGroup

from app.core import clock
from app.core.transaction import COMMAND_LINE
from app.schedule.jobs import lay_year

schedule = AppGroup("schedule", help="The calendar of the plan.")


@schedule.command("holidays")
@click.option("--year", type=click.IntRange(2000, 2100), help="Which year; this one by default.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def holidays(year: int | None, as_json: bool) -> None:
    """Set down a year's public holidays and working days in lieu. Done again it only adds what was announced since."""
    year = year or clock.today().year
    done = lay_year(year, by=COMMAND_LINE)
    if as_json:
        click.echo(json.dumps({"year": year, "new": done.new, "withdrawn": done.withdrawn}))
    else:
        click.echo(f"{year}: new {done.new}, withdrawn {done.withdrawn}")
