"""Backups at the prompt. Messages go to standard error; only data is printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.engine import Connection, make_url

import config
from app.backups.jobs import take_backup
from app.backups.queries import list_backups
from app.backups.rules.manifest import Manifest
from app.backups.service import check_backup, restore_backup
from app.backups.service.faults import NEWER, refuse
from app.backups.service.restoring import Terms
from app.core import clock
from app.core.errors import Refused
from app.core.transaction import COMMAND_LINE
from app.core.words import Text

if TYPE_CHECKING:
    from alembic.config import Config

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MADE = Text(
    "已备份 {rows} 行到 {file}（{mb} MB）。密钥不在备份里：请把 instance/data_keys 另外保存，没有它备份打不开。",
    "{rows} rows are in {file} ({mb} MB). The keys are not in it: keep instance/data_keys apart, without it no backup opens.",
)
CHECKED = Text(
    "{file} 完好：{rows} 行，做于 {at}，操作日志止于第 {head_id} 条。",
    "{file} is sound: {rows} rows, made {at}, the trail ends with entry {head_id}.",
)
ALL_GOES = Text(
    "目标数据库里现有的一切都将被这份备份替换。继续吗？",
    "Everything in the database will be replaced by this backup. Go on?",
)
RESTORED = Text(
    "已恢复 {rows} 行。{sessions} 个登录已结束；{letters} 封在途的信改为存疑。请重新启动服务。",
    "{rows} rows are back. {sessions} sessions were ended; {letters} letters under way are doubtful now. Restart the servers.",
)

backup = AppGroup("backup", help="The whole database in one sealed file: make, check, restore.")
_as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@backup.command("make")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@_as_json
def make(folder: Path, as_json: bool) -> None:
    """Write a backup into FOLDER while people work."""
    with _refusals_told():
        made = take_backup(folder.resolve(), by=COMMAND_LINE)
    if as_json:
        _print(
            {"file": made.file, "bytes": made.bytes, "rows": made.rows, **_head(made.head_id, made.head_hash)}
        )
    _tell(MADE.filled(rows=made.rows, file=made.file, mb=_megabytes(made.bytes)))


@backup.command("check")
@click.argument("file", type=FILE)
@click.option(
    "--quick", is_flag=True, help="Open every seal and count every row, but make no database of it."
)
@_as_json
def check(file: Path, quick: bool, as_json: bool) -> None:
    """Check a backup: each seal, each row, and a restore into a database that is thrown away."""
    with _refusals_told():
        found = check_backup(file, beside=Path(current_app.instance_path), migrate=None if quick else migrate)
    manifest, at = found.manifest, clock.local(found.made_at).isoformat(timespec="minutes")
    if as_json:
        damage = [refused.text.zh for refused in found.damage]
        _print({"file": str(file), "made_at": at, "damage": damage, **_told(manifest)})
    for refused in found.damage:
        _tell(refused.text)
    if found.damage:
        raise click.exceptions.Exit(1)
    _tell(CHECKED.filled(file=file.name, rows=manifest.rows, at=at, head_id=manifest.head_id))


@backup.command("restore")
@click.argument("file", type=FILE)
@click.option(
    "--into", metavar="URL", help="Another database, empty or not; by default the one of the settings."
)
@click.option("--replace", is_flag=True, help="Replace a database that holds accounts or people.")
@click.option(
    "--accept-damage", is_flag=True, help="Restore although the trail or sealed values were damaged before."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@_as_json
def restore(
    file: Path, *, into: str | None, replace: bool, accept_damage: bool, yes: bool, as_json: bool
) -> None:
    """Put a backup back, whichever database it was made from: all of it or nothing. Stop the servers first."""
    if replace and not yes:
        click.confirm(_both(ALL_GOES), abort=True, err=True)
    instance = Path(current_app.instance_path)
    address = (
        config.database_url(into, instance=instance)
        if into
        else current_app.config["SQLALCHEMY_DATABASE_URI"]
    )
    terms = Terms(replace, accept_damage)
    with _refusals_told():
        done = restore_backup(file, into=make_url(address), migrate=migrate, terms=terms)
    settled = {"sessions": done.settled.sessions, "letters": done.settled.letters}
    if as_json:
        _print({"file": str(file), "epoch": done.epoch, **settled, **_told(done.manifest)})
    _tell(RESTORED.filled(rows=done.manifest.rows, **settled))


@backup.command("list")
@_as_json
def list_made(as_json: bool) -> None:
    """List the backups of the register, the newest first."""
    rows = [
        {
            "file": one.file,
            "host": one.host,
            "made_at": clock.local(one.made_at).isoformat(timespec="seconds"),
        }
        | {"bytes": one.bytes, "rows": one.rows, **_head(one.head_id, one.head_hash)}
        for one in list_backups()
    ]
    if as_json:
        _print(rows)
        return
    for row in rows:
        click.echo(f"{row['made_at']}  {row['rows']:>9}  {row['bytes']:>12}  {row['host']}  {row['file']}")


def migrate(connection: Connection, revision: str) -> None:
    """Bring the tables of a database to a revision by the migrations of this program."""
    from alembic import command  # noqa: PLC0415 - see `app._prepare_migrations`: of use at the prompt only

    settings = _migrations()
    if revision not in _revisions():
        raise refuse(NEWER, revision=revision)
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)


def _migrations() -> Config:
    from alembic.config import Config  # noqa: PLC0415 - as above

    settings = Config()
    settings.set_main_option("script_location", str(config.ROOT / "migrations").replace("%", "%%"))
    return settings


@cache
def _revisions() -> frozenset[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    scripts = ScriptDirectory.from_config(_migrations()).walk_revisions()
    return frozenset({"head", *(script.revision for script in scripts)})


def _told(manifest: Manifest) -> dict[str, object]:
    tables = {name: counted.rows for name, counted in manifest.tables.items()}
    return {"rows": manifest.rows, "tables": tables, **_head(manifest.head_id, manifest.head_hash)}


def _head(head_id: int, head_hash: str) -> dict[str, object]:
    return {"head": f"{head_id}:{head_hash}"}


def _megabytes(size: int) -> str:
    return f"{size / config.MEGABYTE:.1f}"


def _print(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False))


def _tell(text: Text) -> None:
    click.echo(_both(text), err=True)


def _both(text: Text) -> str:
    return f"{text.zh} ({text.en})"


@contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise click.ClickException(_both(refused.text)) from None
