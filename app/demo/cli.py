"""`demo load` and `demo banner`: one invented township, so that a newcomer sees every list alive."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.core.errors import Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.demo.jobs import supervise
from app.demo.queries import is_demo, is_empty
from app.demo.rules import PASSWORD, STAFF
from app.demo.service import load_township
from app.tablet.jobs import judge_inbox

cli = AppGroup("demo", help="An invented township for demonstration.")


@cli.command("load")
@click.option(
    "--people", default=240, show_default=True, type=click.IntRange(6, 100_000), help="How many residents."
)
@click.option(
    "--if-empty", is_flag=True, help="Do nothing, without complaint, where there is anything already."
)
def load(people: int, if_empty: bool) -> None:
    """Fill an empty database with an invented township and a year of history."""
    if if_empty and not is_empty():
        return
    try:
        with transaction("demo.load", by=COMMAND_LINE):
            made = load_township(people=people)
    except Refused as refused:
        raise click.ClickException(refused.text.zh) from refused
    judge_inbox()  # what a tablet brought goes through its page, each item as a deed of its own
    supervise()
    click.echo(
        f"演示乡镇已装好（全部虚构）：{made['residents']} 位居民，{made['visits']} 次随访，{made['excused']} 人暂缓。"
    )


@cli.command("banner")
@click.option("--address", required=True, help="Where the application answers.")
def banner(address: str) -> None:
    """Say where the application answers, and who may sign in where the township is the invented one."""
    lines = ["", f"  巡护·家庭医生随访  Xunhu    {address}", ""]
    if is_demo():
        lines += [f"  {one.username:<10}{one.role.zh}  {one.full_name}" for one in STAFF]
        lines += [
            "",
            f"  演示账户密码 / password of the demo accounts: {PASSWORD}",
            "  人物和数据全部虚构 / all people are invented",
        ]
    lines += ["", "  Ctrl-C 结束 / ends it", ""]
    click.echo("\n".join(lines))
