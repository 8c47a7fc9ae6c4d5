"""备份: how old the newest one is, and where each lies."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right
from app.backups.queries import find_failed_attempt, is_missing, list_backups
from app.backups.rules.keeping import age_text, is_stale
from app.core import clock
from app.office.views.door import bp
from app.web.session import needs


@bp.get("/backups")
@needs(Right.SEE_BACKUPS)
def backups() -> ResponseReturnValue:
    """Show the age of the newest backup, in red when it is too old, and every one there is."""
    made, now = list_backups(), clock.now()
    newest = made[0].made_at if made else None
    return render_template(
        "office/backups.html",
        backups=made,
        age=newest and age_text(newest, now),
        stale=is_stale(newest, now),
        failed_at=find_failed_attempt(),
        missing={backup.id for backup in made if is_missing(backup)},
    )
