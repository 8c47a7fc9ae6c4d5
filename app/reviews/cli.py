"""Samples at the prompt, for whoever audits them."""

from __future__ import annotations

import json
from datetime import datetime

import click
from flask.cli import AppGroup

from app.core.clock import local
from app.core.errors import Refused
from app.core.regions import full_code
from app.reviews.queries.auditing import DrawnLog, Sample, read_sample

cli = AppGroup("reviews", help="What is drawn to be reviewed, and whether the draw holds.")


@cli.command("sample")
@click.option("--area", "area_code", required=True, help="Division code of a township.")
@click.option(
    "--month", required=True, type=click.DateTime(["%Y-%m"]), help="The month the logs were filed in."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def sample(area_code: str, month: datetime, as_json: bool) -> None:
    """List the logs drawn in a township's month; of a month that is over, check them against the hash."""
    try:
        found = read_sample(full_code(area_code), month.date())
    except Refused as refused:
        raise click.ClickException(f"{refused.text.zh} ({refused.text.en})") from None
    if as_json:
        click.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=1))
    else:
        _tell(found)
    if found.holds is False:
        raise click.ClickException("抽查结果与事先公布的不符。 (The sample does not hold.)")


def _tell(found: Sample) -> None:
    click.echo(f"SHA-256 {found.commitment}", err=True)
    if found.seed is not None:
        click.echo(f"seed    {found.seed}", err=True)
    for log in found.logs:
        verdict = log.verdict.zh if log.verdict else "未审"
        why = "月末补抽" if log.added else "随机"
        click.echo(
            f"{log.visit_id}\t{local(log.filed_at):%Y-%m-%d %H:%M}\t{log.doctor_name}\t{why}\t{verdict}"
        )
    click.echo(f"{len(found.logs)} logs drawn", err=True)


def _as_json(found: Sample) -> dict[str, object]:
    return {
        "area": found.area_code,
        "month": f"{found.month:%Y-%m}",
        "sha256": found.commitment,
        "seed": found.seed,
        "closed": found.closed_at is not None,
        "holds": found.holds,
        "logs": [_log(log) for log in found.logs],
    }


def _log(log: DrawnLog) -> dict[str, object]:
    return {
        "visit": log.visit_id,
        "stands": log.stands_id,
        "doctor": log.doctor_name,
        "filed_at": local(log.filed_at).isoformat(),
        "added": log.added,
        "verdict": log.verdict.value if log.verdict else None,
    }
