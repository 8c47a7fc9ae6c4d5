"""Areas and accounts at the prompt. Messages go to standard error; only data is printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from app.accounts.areas import AreasRefused, read_areas
from app.accounts.holdings import drop_area, hold_area
from app.accounts.queries import get_user, list_holdings, list_users
from app.accounts.reader import Role
from app.accounts.service import (
    NewAccount,
    add_user,
    choose_address,
    close_account,
    end_sessions_of,
    import_areas,
    open_account,
    set_password,
    unlock_account,
)
from app.core.errors import Refused
from app.core.regions import full_code
from app.core.transaction import COMMAND_LINE, transaction
from app.core.words import Text

areas = AppGroup("areas", help="The tree of areas.")
accounts = AppGroup("accounts", help="Accounts: who may sign in, as what, and where.")
_ROLES = {role.value: role for role in Role}
_password = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")


@areas.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def import_file(file: Path, as_json: bool) -> None:
    """Take in a CSV file of areas: code,name. Codes have 12 digits; trailing zeros may be left out."""
    with _refusals_told(), transaction("areas.import", by=COMMAND_LINE):
        taken = import_areas(read_areas(file.read_bytes()))
    counts = {"new": len(taken.new), "changed": len(taken.changed), "unchanged": taken.unchanged}
    if as_json:
        click.echo(json.dumps(counts))
    told = Text(
        "新增 {new}，改名 {changed}，未变 {unchanged}。",
        "{new} new, {changed} renamed, {unchanged} unchanged.",
    )
    _tell(told.filled(**counts))
    for kept in taken.kept:
        older = Text(
            "第 {row} 行“{name}”（{code}）比区划调整旧，没有照改。",
            "Row {row} “{name}” ({code}) is older than a change of the villages; left as it is.",
        )
        _tell(older.filled(row=kept.row, name=kept.name, code=kept.code))


@accounts.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(list(_ROLES)), required=True)
@click.option("--area", "codes", multiple=True, help="A division code; may be given several times.")
@click.option("--email")
@click.option("--full-name", default="")
@click.option("--must-change", is_flag=True, help="Ask for another password at the first sign-in.")
@_password
def add(  # noqa: PLR0917 - click passes by name
    name: str,
    role: str,
    codes: tuple[str, ...],
    email: str | None,
    full_name: str,
    must_change: bool,
    password_stdin: bool,
) -> None:
    """Open the account NAME."""
    password = _read_password(password_stdin)
    with _refusals_told(), transaction("account.add", by=COMMAND_LINE):
        user = add_user(NewAccount(name, _ROLES[role], codes, password, full_name, email, must_change))
        told = Text("已开通账户“{name}”（{role}）。", "Account “{name}” ({role}) is open.")
        _tell(told.filled(name=user.username, role=user.role))


@accounts.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_accounts(as_json: bool) -> None:
    """List every account with its role and areas."""
    rows = [
        {
            "name": user.username,
            "full_name": user.full_name,
            "role": str(user.role),
            "areas": codes,
            "state": "open" if user.active else "closed",
        }
        for user, codes in list_users()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo("  ".join(_cell(value) for value in row.values()))


@accounts.command("password")
@click.argument("name")
@_password
def change_password(name: str, password_stdin: bool) -> None:
    """Give the account NAME another password; its sessions end and a lock is lifted."""
    password = _read_password(password_stdin)
    with _refusals_told(), transaction("account.password", by=COMMAND_LINE):
        set_password(get_user(name), password=password)


@accounts.command("email")
@click.argument("name")
@click.argument("address")
def change_address(name: str, address: str) -> None:
    """Let the letters of the account NAME go to ADDRESS; "" ends them."""
    with _refusals_told(), transaction("account.address", by=COMMAND_LINE):
        choose_address(get_user(name).id, address=address)


@accounts.command("areas")
@click.argument("name")
@click.option("--add", "added", metavar="CODE", help="Give the account one more area.")
@click.option("--remove", "removed", metavar="CODE", help="End an area of the account at once.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day of the area that is added.")
def change_areas(name: str, added: str | None, removed: str | None, until: datetime | None) -> None:
    """Show the areas of the account NAME, after adding or removing one; that counts from its next page."""
    if until is not None and added is None:
        raise click.UsageError("--until goes with --add.")
    with _refusals_told(), transaction("account.areas", by=COMMAND_LINE):
        user = get_user(name)
        if added is not None:
            hold_area(user, full_code(added), until=until.date() if until else None)
        if removed is not None:
            drop_area(user, full_code(removed))
        for holding in list_holdings(user.id):
            click.echo(
                "  ".join(str(part) for part in (holding.code, holding.until, holding.covers_for) if part)
            )


@accounts.command("close")
@click.argument("name")
def close(name: str) -> None:
    """Close the account NAME; its sessions end at once."""
    with _refusals_told(), transaction("account.close", by=COMMAND_LINE):
        close_account(get_user(name))


@accounts.command("open")
@click.argument("name")
def open_again(name: str) -> None:
    """Open the account NAME again after it was closed, with the password and areas it had."""
    with _refusals_told(), transaction("account.open", by=COMMAND_LINE):
        open_account(get_user(name))


@accounts.command("unlock")
@click.argument("name")
def unlock(name: str) -> None:
    """End the wait of the account NAME after wrong passwords."""
    with _refusals_told(), transaction("account.unlock", by=COMMAND_LINE):
        unlock_account(get_user(name))


@accounts.command("end-sessions")
@click.argument("name")
def end_sessions(name: str) -> None:
    """Sign the account NAME out everywhere, at once."""
    with _refusals_told(), transaction("account.end-sessions", by=COMMAND_LINE):
        ended = end_sessions_of(get_user(name).id)
    _tell(Text("已结束 {n} 个登录。", "{n} sessions ended.").filled(n=ended))


@contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        for fault in refused.faults if isinstance(refused, AreasRefused) else ():
            _tell(Text("第 {row} 行：{text}", "Row {row}: {text}").filled(row=fault.row, text=fault.text))
        raise click.ClickException(_said(refused.text)) from None


def _read_password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise click.UsageError("Give the password on standard input with --password-stdin.")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def _cell(value: object) -> str:
    return " ".join(value) or "-" if isinstance(value, tuple) else str(value)


def _tell(text: Text) -> None:
    click.echo(_said(text), err=True)


def _said(text: Text) -> str:
    return text.said_in("zh" if os.environ.get("LANG", "").startswith("zh") else "en")
