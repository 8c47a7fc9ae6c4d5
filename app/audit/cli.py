"""The trail at the prompt."""

from __future__ import annotations

import json

import click
from flask import current_app
from flask.cli import AppGroup

from app.audit.chain import HASH, START, Link
from app.audit.jobs import purge_reads
from app.audit.queries import find_head, verify
from app.audit.retention import SHORTEST_DAYS
from app.core import clock
from app.core.transaction import COMMAND_LINE

cli = AppGroup("audit", help="The trail of who saw and who changed what.")


class HeadParam(click.ParamType[Link]):
    """A head as the daily letter tells it: number, colon, hash."""

    name = "ID:HASH"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Link:
        """Return the head."""
        number, _, told = str(value).strip().partition(":")
        if not number.isdecimal() or not HASH.fullmatch(told.lower()):
            self.fail(
                "write it as in the letter: the number, a colon, the 64 letters of the hash", param, ctx
            )
        return Link(int(number), told.lower())


HEAD = HeadParam()


@cli.command("verify")
@click.option(
    "--head", type=HEAD, help="A head kept outside, as the daily letter tells it: the trail must hold it."
)
@click.option("--since", type=HEAD, help="Walk only what came after this head.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def verify_trail(head: Link | None, since: Link | None, as_json: bool) -> None:
    """Walk the trail; exit with 1 where an entry was changed, deleted or swapped, or a head kept outside is not in it."""
    last_id, last_hash = find_head()
    faults = verify(since=since or START, head=head)
    if as_json:
        found = [{"entry": fault.entry_id, "damage": fault.damage.value} for fault in faults]
        click.echo(json.dumps({"entries": last_id, "head": last_hash, "faults": found}, ensure_ascii=False))
    for fault in faults:
        click.echo(f"{fault.text.zh} ({fault.text.en})", err=True)
    click.echo(f"{last_id} entries, head {last_id}:{last_hash}, {len(faults)} faults", err=True)
    if faults:
        raise click.exceptions.Exit(1)


@cli.command("purge")
@click.option("--days", type=click.IntRange(SHORTEST_DAYS), help="How long entries of reads are kept.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def purge(days: int | None, as_json: bool) -> None:
    """Take out entries of reads that were kept long enough; entries of changes stay for good."""
    kept = days or int(current_app.config["XUNHU_KEEP_READS_DAYS"])
    counts = purge_reads(clock.now(), days=kept, by=COMMAND_LINE)
    if as_json:
        click.echo(json.dumps({"days": kept, **counts}))
    else:
        click.echo(f"{counts['entries']} entries of reads older than {kept} days taken out", err=True)
