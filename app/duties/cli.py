"""Duties at the prompt."""

from __future__ import annotations

import json
from datetime import date, datetime

import click
from flask.cli import AppGroup

from app.core import clock
from app.core.errors import Refused
from app.core.regions import full_code
from app.core.transaction import COMMAND_LINE
from app.duties.jobs import reckon_everything
from app.duties.queries import Listed, list_all

TOLD = 20
cli = AppGroup("duties", help="What is owed, to whom, since when.")


@cli.command("list")
@click.option(
    "--area", "area_code", help="Division code, with or without its trailing zeros; by default everywhere."
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day to compare with; nothing is replayed.")
@click.option("--overdue", "which", flag_value="overdue", help="Only what is overdue.")
@click.option(
    "--open", "which", flag_value="open", default=True, help="Whatever may be done by now (the default)."
)
@click.option("--all", "which", flag_value="all", help="Also what opens later.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_duties(area_code: str | None, as_of: datetime | None, which: str, as_json: bool) -> None:
    """List what is owed in an area, with the reason and the source of each duty."""
    day = as_of.date() if as_of else clock.today()
    try:
        area = full_code(area_code) if area_code else None
    except Refused as refused:
        raise click.ClickException(f"{refused.text.zh} ({refused.text.en})") from None
    listed = list_all(area, as_of=day, which=which)
    if as_json:
        click.echo(json.dumps([_as_json(each, day) for each in listed], ensure_ascii=False, indent=1))
        return
    for each in listed:
        days = each.duty.days_overdue(day)
        state = f"逾期 {days} 天" if days else each.duty.state_on(day).zh
        click.echo(f"{each.village}\t{each.person}\t{each.duty.due_on}\t{state}\t{each.duty.why_on(day).zh}")
    click.echo(f"{len(listed)} duties as of {day}", err=True)


@cli.command("reckon")
@click.option(
    "--from-facts", is_flag=True, help="Everybody from what is known of them, whatever changed or not."
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def reckon_duties(from_facts: bool, as_json: bool) -> None:
    """Work out anew whatever a changed rule concerns; write only what differs."""
    done = reckon_everything("duties.reckon", by=COMMAND_LINE, from_facts=from_facts, tell=_tell)
    counts = {"people": done.people, "opened": done.opened, "changed": done.changed, "closed": done.closed}
    if as_json:
        click.echo(json.dumps(counts))
        return
    click.echo(", ".join(f"{name} {count}" for name, count in counts.items()))


def _tell(part: int, parts: int) -> None:
    """Say how far it is, at most twenty times."""
    if part * TOLD // parts != (part - 1) * TOLD // parts:
        click.echo(f"part {part} of {parts}", err=True)


def _as_json(each: Listed, day: date) -> dict[str, object]:
    duty = each.duty
    return {
        "person": each.person,
        "village": each.village,
        "rule": duty.rule_id,
        "opens_on": duty.opens_on.isoformat(),
        "due_on": duty.due_on.isoformat(),
        "days_overdue": duty.days_overdue(day),
        "why": duty.why_on(day).zh,
        "source": duty.source.zh,
    }
