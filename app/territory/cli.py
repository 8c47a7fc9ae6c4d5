"""Villages at the prompt: the same changes as on the pages, added to the commands over areas."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from app.accounts.cli import areas
from app.accounts.models import Area
from app.accounts.queries import get_user
from app.core.errors import Refused
from app.core.regions import full_code
from app.core.transaction import COMMAND_LINE, transaction
from app.people.queries.places import Move, list_residents
from app.territory.queries import Outlook, get_village, outlook_of, read_new_name, read_new_village
from app.territory.rules import Decisions, Succession
from app.territory.service import merge_village, rename_village, settle_areas, split_village

__all__ = ["areas"]

_basis = click.option("--basis", default="", help="The document it rests on.")
_yes = click.option("--yes", is_flag=True, help="Do not ask again.")
_follow = click.option(
    "--follow", multiple=True, metavar="NAME", help="An account that gets the new village."
)
_leave = click.option("--leave", multiple=True, metavar="NAME", help="An account that does not get it.")


@areas.command("merge")
@click.argument("code")
@click.argument("into")
@_follow
@_leave
@_basis
@_yes
def merge(
    code: str, into: str, *, follow: tuple[str, ...], leave: tuple[str, ...], basis: str, yes: bool
) -> None:
    """Let the village CODE go on in the village INTO, with its people and all that is on record of them."""
    with _refusals_told():
        village, other = _village(code), _village(into)
        decided = _decided(follow, leave, basis)
        outlook = outlook_of(Move(other.code, village.code), village=village.code, into=other.code)
        _ask(f"{village.name} → {other.name}", outlook, yes=yes)
        with transaction("area.merge", by=COMMAND_LINE):
            merge_village(village, into=other, decided=decided, by=COMMAND_LINE)


@areas.command("rename")
@click.argument("code")
@click.argument("name")
@_basis
@_yes
def rename(code: str, name: str, *, basis: str, yes: bool) -> None:
    """Give the village CODE the name NAME."""
    with _refusals_told():
        village = _village(code)
        name = read_new_name(name, of=village)
        _ask(
            f"{village.name} → {name}",
            outlook_of(Move(village.code, village.code), village=village.code),
            yes=yes,
        )
        with transaction("area.rename", by=COMMAND_LINE):
            rename_village(village, name=name, basis=basis, by=COMMAND_LINE)


@areas.command("split")
@click.argument("code")
@click.argument("new_code")
@click.argument("name")
@click.option("--group", "groups", multiple=True, required=True, help="A village group that goes as a whole.")
@_follow
@_leave
@_basis
@_yes
def split(
    code: str,
    new_code: str,
    name: str,
    *,
    groups: tuple[str, ...],
    follow: tuple[str, ...],
    leave: tuple[str, ...],
    basis: str,
    yes: bool,
) -> None:
    """Open the village NEW_CODE called NAME with some groups of the village CODE."""
    with _refusals_told():
        village, decided = _village(code), _decided(follow, leave, basis)
        new = read_new_village(new_code, name, beside=village)
        people = list_residents(village.code, groups=groups, people=())
        _ask(
            f"{village.name} → {new[1]}",
            outlook_of(Move(new[0], village.code, people), village=village.code),
            yes=yes,
        )
        with transaction("area.split", by=COMMAND_LINE):
            split_village(village, new=new, people=people, decided=decided, by=COMMAND_LINE)


@areas.command("settle")
def settle() -> None:
    """Let whatever still carries a merged village's code follow it; there is nothing to do on a usual day."""
    with _refusals_told(), transaction("area.settle", by=COMMAND_LINE):
        settled = settle_areas()
    click.echo(f"{settled} rows", err=True)


def _village(code: str) -> Area:
    code = full_code(code)
    return get_village(code, areas=[code])


def _decided(follow: tuple[str, ...], leave: tuple[str, ...], basis: str) -> Decisions:
    said = {get_user(name).id: Succession.LEAVES for name in leave}
    said |= {get_user(name).id: Succession.FOLLOWS for name in follow}
    return Decisions(said, basis)


def _ask(what: str, outlook: Outlook, *, yes: bool) -> None:
    """Say what goes along and who holds the village, and ask."""
    click.echo(what, err=True)
    for name, count in outlook.toll.counts().items():
        click.echo(f"  {name}: {count}", err=True)
    for holder in (*outlook.holders, *outlook.joined):
        click.echo(f"  {holder.username} ({holder.full_name}): {holder.code}", err=True)
    if not yes:
        click.confirm("确认？(Go on?)", abort=True, err=True)


@contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise click.ClickException(f"{refused.text.zh} ({refused.text.en})") from None
