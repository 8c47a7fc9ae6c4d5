"""The daily head of the trail: mailed to those who answer for it, so that a copy stands outside of the database."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import date

from flask import current_app

from app.accounts.reader import Role
from app.audit.chain import START, Link
from app.audit.queries import TRAIL, count_purged, find_head, last_said, verify
from app.audit.service import note
from app.core.claims import claim, is_claimed
from app.core.transaction import SYSTEM, transaction
from app.office.rules import HeadReport
from app.outbox.rules import host_of
from app.outbox.service import put
from app.reminders.queries import list_recipients
from app.reminders.rules import DigestKind
from app.reminders.service import Letterhead, letter_to

DAILY_HEAD = "daily-head"
HEAD = "audit.head"
ANSWERABLE = (Role.COUNTY, Role.ADMIN)
log = logging.getLogger(__name__)


def mail_head(day: date, *, again: bool = False) -> dict[str, int]:
    """Write the head of the trail to every county manager and administrator, once a day.

    The walk goes from the head of the last letter on, before any deed is open: it costs what is new and holds up nobody.
    The head that was mailed stands in the trail itself, where the next morning finds it.
    """
    if is_claimed(DAILY_HEAD, slot=day.isoformat()) and not again:
        return {}
    report = _report(day)
    if report.faults:
        log.error("the trail is damaged: %s faults; see `audit verify`", report.faults)
    with transaction(HEAD, by=SYSTEM):
        is_first = claim(DAILY_HEAD, slot=day.isoformat())
        if not is_first and not again:
            return {}
        counts = _write(report)
        if is_first or counts["written"]:
            note(TRAIL, None, details={"head": report.number, "hash": report.hash, "damages": report.faults})
    return {"written": 0, "already": 0, "without_address": 0, **counts, "damages": report.faults}


def _report(day: date) -> HeadReport:
    said = last_said(HEAD)
    since = Link(said["head"], said["hash"]) if said else START
    head, faults = find_head(), verify(since=since)
    return HeadReport(day, *head, head.id - since.id, len(faults), count_purged(since.id))


def _write(report: HeadReport) -> Counter[str]:
    settings = current_app.config
    letterhead = Letterhead(settings["XUNHU_PUBLIC_URL"], host_of(settings["XUNHU_MAIL_FROM"]))
    counts: Counter[str] = Counter()
    for recipient in list_recipients(ANSWERABLE, day=report.day):
        if recipient.address is None:
            counts["without_address"] += 1
            continue
        words = report.words(recipient.reader.role)
        letter = letter_to(recipient, words, kind=DigestKind.HEAD, day=report.day, head=letterhead)
        counts["written" if put(letter) else "already"] += 1
    return counts
