"""The letters: each doctor's every morning, each supervisor's on Mondays, the month's on its first day."""

from __future__ import annotations

from datetime import date
from functools import partial

from flask import current_app

from app.core.claims import claim
from app.core.clock import monday_of
from app.core.transaction import SYSTEM, transaction
from app.indicators.rules.months import months_before
from app.outbox.rules import host_of
from app.reminders.queries import (
    DOCTORS,
    SUPERVISORS,
    DoctorDigests,
    list_recipients,
    supervisor_digest,
)
from app.reminders.queries.monthly import MANAGERS, monthly_digest
from app.reminders.rules import DigestKind
from app.reminders.service import Letterhead, Reminded, remind

MORNING, MONDAY = "morning-digests", "monday-digests"


def morning_digests(day: date, *, again: bool = False) -> Reminded:
    """Write to every doctor with something due. The claim and the letters commit together or not at all.

    Done twice it writes nothing more; ``again`` looks a second time, for whoever had nothing due or no address before.
    """
    with transaction("reminders.morning", by=SYSTEM):
        if not claim(MORNING, slot=day.isoformat()) and not again:
            return Reminded()
        recipients = list_recipients(DOCTORS, day=day)
        digest = DoctorDigests([one.reader for one in recipients if one.address is not None], day=day)
        return remind(DigestKind.DOCTOR, recipients, digest, day=day, head=_letterhead())


def monday_digests(day: date, *, again: bool = False) -> Reminded:
    """Write to every supervisor how the area stands in the week of a day, once a week."""
    monday = monday_of(day)
    with transaction("reminders.monday", by=SYSTEM):
        if not claim(MONDAY, slot=monday.isoformat()) and not again:
            return Reminded()
        recipients = list_recipients(SUPERVISORS, day=monday)
        digest = partial(supervisor_digest, day=monday)
        return remind(DigestKind.SUPERVISOR, recipients, digest, day=monday, head=_letterhead())


def monthly_letters(day: date) -> Reminded:
    """Write to supervisors and county managers what the sheets of the month before a day say.

    Each gets one letter a month; whoever's sheet is not made yet gets it once it is.
    """
    first = months_before(day, 0)
    with transaction("reminders.monthly", by=SYSTEM):
        recipients = list_recipients(MANAGERS, day=day)
        digest = partial(monthly_digest, month=months_before(first, 1))
        return remind(DigestKind.MONTHLY, recipients, digest, day=first, head=_letterhead())


def _letterhead() -> Letterhead:
    settings = current_app.config
    return Letterhead(settings["XUNHU_PUBLIC_URL"], host_of(settings["XUNHU_MAIL_FROM"]))
