"""Processes that write the morning's letters and post them, and die on the way: `python -m tests.outbox.crashing`.

It reads one order as JSON and runs every process as a child of its own. A real death, by `os._exit` at a named point:
no handler runs, no transaction is rolled back by the application, no connection is closed politely.
"""

from __future__ import annotations

import gc
import json
import os
import smtplib
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from app import create_app
from app.core import clock
from app.core.db import db
from app.outbox.post import post_letters
from app.outbox.rules import MailServer
from app.outbox.smtp import Smtp
from app.reminders import jobs

DIED, FAILED = 66, 70
SENDER = "xunhu@xunhu.example"
SEVEN = time(7, 0)


def die(*_args: Any, **_kwargs: Any) -> Any:
    """End this process now."""
    os._exit(DIED)


def after(act: Callable[..., Any]) -> Callable[..., Any]:
    """Return the act, after which the process ends."""

    def fatal(*args: Any, **kwargs: Any) -> Any:
        act(*args, **kwargs)
        die()

    return fatal


class FatalChannel:
    """A channel at which the process dies before it delivers, or after."""

    def __init__(self, channel: Smtp, *, delivers: bool) -> None:
        self.channel, self.delivers = channel, delivers

    def deliver(self, envelope: Any) -> Any:
        """Deliver or not, and die."""
        if self.delivers:
            self.channel.deliver(envelope)
        return die()


def prepare(point: str, channel: Smtp) -> Any:
    """Lay the trap of a named point and return the channel to post by."""
    send = smtplib.SMTP.send
    traps: dict[str, tuple[Any, str, Any]] = {
        "claimed": (jobs, "claim", after(jobs.claim)),
        "letters-written": (jobs, "remind", after(jobs.remind)),
        "committed-before-post": (sys.modules[__name__], "post_letters", die),
        "after-DATA": (
            smtplib.SMTP,
            "send",
            lambda self, what: (after(send) if _is_content(what) else send)(self, what),
        ),
    }
    if point in traps:
        setattr(*traps[point])
    if point in ("handing-over", "before-recording"):
        return FatalChannel(channel, delivers=point == "before-recording")
    return channel


def _is_content(what: str | bytes) -> bool:
    return isinstance(what, bytes) and what.endswith(b"\r\n.\r\n")


def child(act: Callable[[], None]) -> int:
    """Run a piece of work in a process of its own and return its number."""
    number = os.fork()
    if number:
        return number
    try:
        act()
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.stderr.flush()
        os._exit(FAILED)
    os._exit(0)


def ended(number: int) -> int:
    """Wait for a process and return how it ended."""
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def work(app: Any, port: int, day: date, minutes: int, point: str = "") -> Callable[[], None]:
    """Return one worker's morning: the letters of a day, then a round of the post."""

    def morning() -> None:
        clock.set_to(datetime.combine(day, SEVEN, clock.CHINA) + timedelta(minutes=minutes))
        with app.app_context():
            channel = prepare(point, Smtp(MailServer("127.0.0.1", port)))
            jobs.morning_digests(day)
            db.session.rollback()
            post_letters(channel, sender=SENDER)

    return morning


def crash_and_recover(app: Any, order: dict[str, Any]) -> dict[str, int]:
    """Let a worker die at each point on days of its own; then let two more come, five and fifteen minutes later."""
    day, died = date.fromisoformat(order["first_day"]), {}
    for point in order["points"]:
        # Only where a letter was in the dead worker's hands is there anything to see before ten minutes are over.
        later = (5, 15) if point in ("handing-over", "after-DATA", "before-recording") else (15,)
        for _ in range(order["runs"]):
            ways = [ended(child(work(app, order["port"], day, 0, point)))]
            ways += [ended(child(work(app, order["port"], day, minutes))) for minutes in later]
            if ways != [DIED] + [0] * len(later):
                raise SystemExit(f"{point} on {day}: the processes ended with {ways}")
            died[point] = died.get(point, 0) + 1
            day += timedelta(days=1)
    return died


def race(app: Any, order: dict[str, Any]) -> dict[str, int]:
    """Let several workers do the same morning at the same moment, day by day."""
    day = date.fromisoformat(order["first_day"])
    for _ in range(order["runs"]):
        hear, say = os.pipe()
        morning = work(app, order["port"], day, 0)

        def together(morning: Callable[[], None] = morning, hear: int = hear, say: int = say) -> None:
            os.close(say)
            os.read(hear, 1)  # returns for all of them at once, when the last writer is gone
            morning()

        children = [child(together) for _ in range(order["workers"])]
        os.close(say)
        ways = [ended(number) for number in children]
        os.close(hear)
        if any(ways):
            raise SystemExit(f"{day}: the workers ended with {ways}")
        day += timedelta(days=1)
    return {"days": order["runs"]}


def warm_up(app: Any, order: dict[str, Any]) -> None:
    """Do the morning of the day before in this process, so that no child has to learn the statements anew."""
    work(app, order["port"], date.fromisoformat(order["first_day"]) - timedelta(days=1), 0)()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    gc.freeze()


def main() -> None:
    """Carry out the order."""
    order = json.load(sys.stdin)
    app = create_app(order["settings"])
    act = {"crash": crash_and_recover, "race": race}[order["act"]]
    warm_up(app, order)
    sys.stdout.write(json.dumps(act(app, order)))


if __name__ == "__main__":
    main()
