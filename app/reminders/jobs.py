"""The letters of the morning: each doctor's every day, each supervisor's on Mondays."""

from __future__ import annotations

from datetime import date
from functools import partial

from flask import current_app

from app.core.claims import claim
from app.core.clock import monday_of
from app.core.transaction import SYSTEM, transaction
from app.outbox.rules import host_of
from app.reminders.queries import (
    DOCTORS,
    SUPERVISORS,
    DoctorDigests,
    list_recipients,
    supervisor_digest,
)
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


def _letterhead() -> Letterhead:
    settings = current_app.config
    return Letterhead(settings["XUNHU_PUBLIC_URL"], host_of(settings["XUNHU_MAIL_FROM"]))
