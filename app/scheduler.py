"""The timetable: every job the clock does, on one page. It runs in one process of its own, beside the web workers.

What is planned for an hour of a day is made good as long as that day (or week) lasts: a row says whether it was done.
"""

from __future__ import annotations

import json
import logging
import signal
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Event

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.audit.jobs import purge_reads
from app.backups.jobs import nightly_backup
from app.backups.rules.keeping import Plan
from app.core import clock
from app.core.claims import claim, is_claimed, last_claimed
from app.core.planned import Daily, EachMinute, Mondays, Monthly
from app.core.transaction import SYSTEM, transaction
from app.duties.jobs import follow_calendar
from app.indicators.jobs import count_indicators, monthly_analysis
from app.office.jobs import DAILY_HEAD, mail_head
from app.outbox.channels import channel_for
from app.outbox.post import post_letters
from app.reminders.jobs import MONDAY, MORNING, monday_digests, monthly_letters, morning_digests
from app.reviews.jobs import find_signals, seal_samples
from app.rosters.jobs import clear_old_drafts, read_waiting_drafts
from app.schedule.jobs import lay_holidays
from app.tablet.jobs import judge_inbox
from app.territory.jobs import settle

Counts = Mapping[str, int]
log = logging.getLogger(__name__)
stopping = Event()
timetable = AppGroup("timetable", help="What the clock does.")


@dataclass(frozen=True, slots=True)
class Job:
    """One job: its name, what it does for a day (``again`` when somebody asks for it by hand), and when."""

    name: str
    run: Callable[[date, bool], Counts]
    when: Daily | Mondays | Monthly | EachMinute


def _morning(day: date, again: bool) -> Counts:
    return asdict(morning_digests(day, again=again))


def _monday(day: date, again: bool) -> Counts:
    return asdict(monday_digests(day, again=again))


def _analyse(day: date, again: bool) -> Counts:
    """Make the sheets of the month before, then write of them; whose sheet failed is written to once it is made."""
    made = monthly_analysis(day, again=again)
    told = made["sheets"] or not made["left"]
    return made | (asdict(monthly_letters(day)) if told else {})


def _post(_day: date, _again: bool) -> Counts:
    settings = current_app.config
    channel = channel_for(settings["XUNHU_MAIL_URL"], instance=Path(current_app.instance_path))
    return asdict(post_letters(channel, sender=settings["XUNHU_MAIL_FROM"], stop=stopping.is_set))


def _follow(day: date, _again: bool) -> Counts:
    done = follow_calendar(day)
    return {"people": done.people, "opened": done.opened, "changed": done.changed, "closed": done.closed}


def _read_drafts(_day: date, _again: bool) -> Counts:
    return {"drafts": read_waiting_drafts(clock.now())}


def _judge_inbox(_day: date, _again: bool) -> Counts:
    return judge_inbox(stop=stopping.is_set)


def _clear_drafts(_day: date, _again: bool) -> Counts:
    return clear_old_drafts(clock.now())


def _settle_areas(_day: date, _again: bool) -> Counts:
    return {"rows": settle()}


def _purge(_day: date, _again: bool) -> Counts:
    return purge_reads(clock.now(), days=current_app.config["XUNHU_KEEP_READS_DAYS"])


def _head(day: date, again: bool) -> Counts:
    return mail_head(day, again=again)


def _back_up(_day: date, again: bool) -> Counts:
    settings = current_app.config
    folder = Path(current_app.instance_path) / settings["XUNHU_BACKUPS"]
    plan = Plan(settings["XUNHU_BACKUP_AT"], folder.resolve(), settings["XUNHU_BACKUP_KEEP"])
    return nightly_backup(plan, again=again)


def _count_indicators(day: date, _again: bool) -> Counts:
    return count_indicators(day)


TIMETABLE = (
    Job("settle-areas", _settle_areas, Daily(time(0, 5))),
    Job("follow-calendar", _follow, Daily(time(0, 10))),
    Job("lay-holidays", lay_holidays, Daily(time(0, 20))),
    Job("purge-trail", _purge, Daily(time(3))),
    Job(MORNING, _morning, Daily()),
    Job(MONDAY, _monday, Mondays()),
    Job("monthly-analysis", _analyse, Monthly(time(1))),
    Job(DAILY_HEAD, _head, Daily()),
    Job("post-letters", _post, EachMinute()),
    Job("nightly-backup", _back_up, EachMinute()),
    Job("read-drafts", _read_drafts, EachMinute()),
    Job("judge-inbox", _judge_inbox, EachMinute()),
    Job("find-signals", find_signals, EachMinute()),
    Job("count-indicators", _count_indicators, EachMinute()),
    Job("seal-samples", seal_samples, EachMinute()),
    Job("clear-drafts", _clear_drafts, Daily(time(3, 30))),
)


def make_good(job: Job) -> bool:
    """Do what is planned for now and was not done yet; return whether there was something to do."""
    slot = job.when.slot_at(clock.local(clock.now()), morning=current_app.config["XUNHU_DIGEST_AT"])
    if slot is None or (_is_planned(job) and is_claimed(job.name, slot=slot.isoformat())):
        return False
    _carry_out(job, slot, again=False)
    return True


def _carry_out(job: Job, slot: date, *, again: bool) -> Counts:
    """Do a job for its slot. The letters' jobs claim it together with the letters; another is marked when nothing is left."""
    counts = job.run(slot, again)
    if _is_planned(job) and not counts.get("left"):
        with transaction("timetable.mark", by=SYSTEM):
            claim(job.name, slot=slot.isoformat())
    return counts


def _is_planned(job: Job) -> bool:
    return not isinstance(job.when, EachMinute)


@timetable.command("run")
def run_timetable() -> None:
    """Do every job at its time until told to end; what was missed while nothing ran is made good first."""
    from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415 - of use in this process only

    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(
        signal.SIG_BLOCK, ends
    )  # the threads to come inherit it, so that none dies half-way
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(timezone=clock.CHINA)
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the threads need the application
    for place, job in enumerate(
        TIMETABLE
    ):  # the first turns follow one another: letters are written, then posted
        scheduler.add_job(
            _tick, "cron", second=0, args=(app, job), id=job.name, misfire_grace_time=None, coalesce=True,
            next_run_time=datetime.now(clock.CHINA) + timedelta(seconds=place),
        )  # fmt: skip
    scheduler.start()
    signal.sigwait(ends)
    stopping.set()
    scheduler.shutdown(wait=True)


def _tick(app: Flask, job: Job) -> None:
    """Look after one job in a context of its own. A fault ends this turn only; the next minute tries again."""
    with app.app_context():
        try:
            make_good(job)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the other jobs and the next minute go on
            # Only its kind is logged: the words of an error may hold what is in a record.
            log.error("%s: %s", job.name, type(error).__name__)  # noqa: TRY400 - see above: only its kind


@timetable.command("do")
@click.argument("name", type=click.Choice([job.name for job in TIMETABLE]))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day to do it for; today by default.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def do_job(name: str, as_of: datetime | None, as_json: bool) -> None:
    """Do one job now. Done again it doubles nothing: nobody gets a second letter of a kind and day."""
    job = next(job for job in TIMETABLE if job.name == name)
    day = as_of.date() if as_of else clock.today()
    slot = job.when.slot_at(datetime.combine(day, time.max), morning=time())  # the day's own, or its Monday's
    counts = _carry_out(job, slot or day, again=True)
    if as_json:
        click.echo(json.dumps({"job": name, "day": (slot or day).isoformat(), **counts}))
    else:
        click.echo(", ".join(f"{what} {count}" for what, count in counts.items()))
    if counts.get("faults"):
        raise click.ClickException("Some figures could not be worked out; the log names the accounts.")


@timetable.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_jobs(as_json: bool) -> None:
    """List the jobs, when each is due, and the day it was last done for."""
    done = last_claimed()
    morning = current_app.config["XUNHU_DIGEST_AT"]
    rows = [
        {"name": job.name, "when": job.when.told(morning), "last": done.get(job.name)} for job in TIMETABLE
    ]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        click.echo(f"{row['name']:<20}{row['when']:<20}{row['last'] or '-'}")
