"""The trail at the prompt."""

from __future__ import annotations

import json

import click
from flask.cli import AppGroup

from app.audit.queries import find_head, verify

cli = AppGroup("audit", help="The trail of who saw and who changed what.")


@cli.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def verify_trail(as_json: bool) -> None:
    """Walk the whole trail; exit with 1 where an entry was changed, deleted or swapped."""
    last_id, last_hash = find_head()
    faults = verify()
    if as_json:
        found = [{"entry": fault.entry_id, "damage": fault.damage.value} for fault in faults]
        click.echo(json.dumps({"entries": last_id, "head": last_hash, "faults": found}, ensure_ascii=False))
    for fault in faults:
        click.echo(f"{fault.text.zh} ({fault.text.en})", err=True)
    click.echo(f"{last_id} entries, head {last_hash}, {len(faults)} faults", err=True)
    if faults:
        raise click.exceptions.Exit(1)
