"""The private calendar feed: its page, and what a calendar client reads."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.core import clock
from app.core.errors import NotFound
from app.core.transaction import transaction
from app.schedule.queries import find_feed, find_feed_owner, list_outings
from app.schedule.rules import write_feed
from app.schedule.service import renew_feed, revoke_feed
from app.schedule.views.door import bp
from app.web.session import needs, open_to_all, signed_in

TOKEN: Final = re.compile(r"[\w-]{43}", re.ASCII)
BEFORE, AFTER = timedelta(days=28), timedelta(days=56)
REVOKE = "revoke"


@bp.route("/plan/feed", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def feed() -> ResponseReturnValue:
    """Open, renew or revoke one's own feed. A new address is shown once, on the answer itself: only its hash is kept."""
    reader, address = signed_in(), ""
    if request.form.get("do") == REVOKE:
        with transaction("feed.revoke", by=reader):
            revoke_feed(reader.id)
        flash(_("已停用，原来的订阅地址打不开了。"), "success")
        return redirect(url_for("schedule.feed"))
    if request.method == "POST":
        with transaction("feed.renew", by=reader):
            token = renew_feed(reader.id)
        address = current_app.config["XUNHU_PUBLIC_URL"] + url_for("schedule.calendar_feed", token=token)
    return render_template("schedule/feed.html", opened=find_feed(reader.id), address=address)


@bp.get("/feed/<token>.ics", endpoint="calendar_feed")
@open_to_all
def read_feed(token: str) -> ResponseReturnValue:
    """Give a calendar client a doctor's days: places and counts, no names and no diseases."""
    owner = find_feed_owner(token) if TOKEN.fullmatch(token) else None
    if owner is None:
        raise NotFound
    today = clock.today()
    outings = list_outings(owner, first=today - BEFORE, last=today + AFTER)
    response = Response(write_feed(outings, language=owner.language), mimetype="text/calendar")
    # It may be kept by the client it is for, which asks each time whether it still holds.
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)
