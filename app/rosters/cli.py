"""Rosters at the prompt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.accounts.queries import find_area
from app.core import clock
from app.core.errors import Refused
from app.core.regions import full_code
from app.core.transaction import COMMAND_LINE, transaction
from app.core.words import Text
from app.rosters.models import RosterImport
from app.rosters.queries import get_import, list_imports
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.order import ImportOrder
from app.rosters.rules.report import Item, Report
from app.rosters.service import Losses, Roster, apply_roster, losses_of, read_roster, undo_roster
from app.sheets.reading import read_sheets

SHOWN = 30
_LISTS = (("new", "新增"), ("changed", "变更"), ("left", "退出"), ("doubtful", "存疑"), ("refused", "拒绝"))

_LOST = (
    ("people", "撤回新建档案", "records withdrawn"),
    ("revised", "恢复档案", "records set back"),
    ("enrolments", "撤回登记", "enrolments withdrawn"),
    ("reopened", "恢复登记", "enrolments set back"),
    ("contracts", "撤回签约", "contracts withdrawn"),
    ("visits", "作废随访", "visits voided"),
    ("members", "恢复名单成员", "members set back"),
)

cli = AppGroup("rosters", help="Lists of other offices: low-income, chronic, contracts, visits.")


class _Rehearsed(Exception):
    """Ends a rehearsal, so that the deed is rolled back like one that failed."""


@cli.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--list", "kind", required=True, type=click.Choice([kind.value for kind in ListKind]), help="Which list."
)
@click.option("--area", required=True, help="Division code it is for, with or without its trailing zeros.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the list stands for; today by default."
)
@click.option("--dry-run", is_flag=True, help="Show what would happen; write nothing.")
@click.option("--accept-doubtful", is_flag=True, help="Apply doubtful rows too, after checking them.")
@click.option("--accept-older", is_flag=True, help="Apply a list older than the last one all the same.")
@click.option("--confirm-left", is_flag=True, help="Accept that more than 10 percent have left the list.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_file(
    file: Path,
    *,
    kind: str,
    area: str,
    as_of: datetime | None,
    dry_run: bool,
    accept_doubtful: bool,
    accept_older: bool,
    confirm_left: bool,
    as_json: bool,
) -> None:
    """Compare a file with what is on record and apply it: good rows all together, bad rows named."""
    day = as_of.date() if as_of else clock.today()
    with _said():
        order = ImportOrder(
            ListKind(kind),
            _area(area),
            day,
            max(day, clock.today()),
            file_name=file.name,
            accept_doubtful=accept_doubtful,
            accept_older=accept_older,
            # A rehearsal shows who would leave, however many.
            confirm_left=confirm_left or dry_run,
        )
        report = _apply(read_roster(read_sheets(file), order=order), rehearse=dry_run)
    _print(report, as_json=as_json, rehearsed=dry_run)


@cli.command("history")
@click.option("--area", help="Division code, with or without its trailing zeros; everything by default.")
@click.option("--json", "as_json", is_flag=True, help="Print the imports as JSON.")
def history(*, area: str | None, as_json: bool) -> None:
    """List what was imported, the newest first."""
    with _said():
        records = list_imports([_area(area)] if area else None, limit=None)
    rows = [_told(record) for record in records]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        undone = f"\t已撤销 {row['undone_at']}" if row["undone_at"] else ""
        click.echo("\t".join(str(row[name]) for name in ("id", "list", "area", "as_of", "file")) + undone)


@cli.command("undo")
@click.argument("import_id", type=int)
@click.option("--yes", is_flag=True, help="Do not ask; what is lost was read before.")
@click.option("--json", "as_json", is_flag=True, help="Print what was taken back as JSON.")
def undo(import_id: int, *, yes: bool, as_json: bool) -> None:
    """Take the last import of a list back, after saying what that loses."""
    with _said():
        losses = losses_of(get_import(import_id))
        if not yes and not losses.obstacles:
            click.echo(_lost(losses), err=True)
            click.confirm("撤销这次导入？ (Take this import back?)", abort=True, err=True)
        with transaction("roster.undo", by=COMMAND_LINE):
            losses = undo_roster(get_import(import_id), by=COMMAND_LINE)
    if as_json:
        click.echo(json.dumps({name: getattr(losses, name) for name, *_ in _LOST}, indent=1))
    else:
        click.echo(_lost(losses))


@contextmanager
def _said() -> Iterator[None]:
    """Say a refusal at the prompt, in both languages."""
    try:
        yield
    except Refused as refused:
        raise click.ClickException(f"{refused.text.zh} ({refused.text.en})") from None


def _told(record: RosterImport) -> dict[str, Any]:
    return {
        "id": record.id,
        "list": record.list_kind.value,
        "area": record.area_code,
        "as_of": str(record.as_of),
        "file": record.file_name,
        "sender": record.sender,
        "supplements": record.supplements_id,
        "counts": record.counts,
        "imported_at": record.imported_at.isoformat(),
        "undone_at": record.undone_at.isoformat() if record.undone_at else None,
    }


def _lost(losses: Losses) -> str:
    counts = ((getattr(losses, name), zh, en) for name, zh, en in _LOST)
    return (
        "，".join(f"{zh} {n} ({en})" for n, zh, en in counts if n)
        or "没有要撤回的内容 (nothing to take back)"
    )


def _area(code: str) -> str:
    area = full_code(code)
    if find_area(area) is None:
        raise Refused(
            Text(
                "没有区划 {code}。请核对 --area，或先用 areas import 导入区划。",
                "There is no area {code}. Check --area, or import the areas first.",
            ).filled(code=area)
        )
    return area


def _apply(roster: Roster, *, rehearse: bool) -> Report:
    report = Report()
    with suppress(_Rehearsed), transaction("roster.import", by=COMMAND_LINE):
        report = apply_roster(roster, by=COMMAND_LINE)
        if rehearse:
            raise _Rehearsed
    return report


def _print(report: Report, *, as_json: bool, rehearsed: bool) -> None:
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        return
    if rehearsed:
        click.echo("预演，未写入 (rehearsal, nothing written)")
    counts = report.counts
    click.echo(
        f"共 {counts['rows']} 行，未变 {counts['unchanged']}"
        + "".join(f"，{zh} {counts[n]}" for n, zh in _LISTS)
    )
    for name, zh in _LISTS:
        _print_items(getattr(report, name), zh)
    for warning in report.warnings:
        click.echo(f"提示：{warning}", err=True)


def _print_items(items: list[Item], label: str) -> None:
    for item in items[:SHOWN]:
        place = f"“{item.sheet}”第 {item.row} 行" if item.row is not None else ""
        click.echo(f"{label}\t{item.village}\t{item.name}\t{place}\t{item.reason}")
    if len(items) > SHOWN:
        click.echo(f"{label}\t… 另有 {len(items) - SHOWN} 条，加 --json 看全部")
