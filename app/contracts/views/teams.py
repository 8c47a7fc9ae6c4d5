"""家庭医生团队: shown, opened, changed, ended."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import area_names
from app.accounts.rights import Right, may
from app.contracts.forms import NewTeamForm, TeamForm
from app.contracts.queries import get_team, list_teams
from app.contracts.queries.teams import towns_of
from app.contracts.service import add_team, revise_team
from app.contracts.service import end_team as end
from app.contracts.views.door import bp
from app.core import clock
from app.core.transaction import transaction
from app.core.words import Text
from app.web.download import give_list
from app.web.session import needs, signed_in

LIST = Text("家庭医生团队", "Family-doctor teams")
LIST_HEADINGS = (
    Text("乡镇", "Town"), Text("团队", "Team"), Text("团队长", "Leader"), Text("电话", "Telephone"),
    Text("成员", "Members"), Text("有效签约", "Running contracts"), Text("停用日期", "Ended on"),
)  # fmt: skip


@bp.get("/contracts/teams")
@needs(Right.READ_CARE)
def teams() -> ResponseReturnValue:
    """Show the teams people of the reader's areas can sign with, and how many did."""
    reader = signed_in()
    found = list_teams(reader, day=clock.today())
    return render_template(
        "contracts/teams.html",
        found=found,
        towns=area_names([line.team.area_code for line in found]),
        manages=may(reader.role, Right.MANAGE_CONTRACTS),
    )


@bp.get("/contracts/teams/list.xlsx")
@needs(Right.READ_CARE)
def take_teams() -> ResponseReturnValue:
    """Give the teams away as a table."""
    found = list_teams(signed_in(), day=clock.today())
    towns = area_names([line.team.area_code for line in found])
    rows = (
        [
            towns.get(team.area_code, team.area_code), team.name, team.leader_name, team.phone, team.members,
            people, team.ended_on,
        ]
        for team, people in found
    )  # fmt: skip
    return give_list(LIST, LIST_HEADINGS, rows, deed="team.take-away")


@bp.route("/contracts/teams/new", methods=["GET", "POST"])
@needs(Right.MANAGE_CONTRACTS)
def new_team() -> ResponseReturnValue:
    """Open a team of a town."""
    towns = towns_of(signed_in())
    form = NewTeamForm(towns=towns, data={"town": next(iter(towns)) if len(towns) == 1 else ""})
    if form.submitted():
        with transaction("team.add", by=signed_in()):
            team = add_team(form.entry(), area_code=form.town.data)
        flash(_("已建立团队“%(name)s”。", name=team.name), "success")
        return redirect(url_for("contracts.teams"))
    return render_template("contracts/team.html", form=form, team=None)


@bp.route("/contracts/teams/<int:team_id>", methods=["GET", "POST"])
@needs(Right.MANAGE_CONTRACTS)
def team(team_id: int) -> ResponseReturnValue:
    """Change what is on record of a team."""
    found = get_team(team_id, areas=signed_in().areas)
    names = ("name", "leader_name", "members", "phone")
    form = TeamForm(data={name: getattr(found, name) for name in names})
    if form.submitted():
        with transaction("team.revise", by=signed_in()):
            revise_team(found, form.entry())
        flash(_("已修改。"), "success")
        return redirect(url_for("contracts.teams"))
    return render_template("contracts/team.html", form=form, team=found)


@bp.post("/contracts/teams/<int:team_id>/end")
@needs(Right.MANAGE_CONTRACTS)
def end_team(team_id: int) -> ResponseReturnValue:
    """Let nobody sign with a team any more."""
    found = get_team(team_id, areas=signed_in().areas)
    with transaction("team.end", by=signed_in()):
        end(found)
    flash(_("“%(name)s”已停用；已签的协议照常有效。", name=found.name), "success")
    return redirect(url_for("contracts.teams"))
