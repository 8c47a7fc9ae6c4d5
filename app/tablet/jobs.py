"""Judging what tablets brought: each item goes through its own page, and none stands in another's way.

It is begun by the request that brings the items, as long as that may take and nobody else is at it, and finished by
the clock: where many tablets come home at once, all of them are answered first.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Final

from sqlalchemy.exc import OperationalError

from app.accounts.queries import find_reader, find_username
from app.accounts.reader import Reader
from app.core import clock
from app.core.db import db
from app.core.transaction import SYSTEM, transaction
from app.core.words import Text
from app.tablet.forms.posting import Posted, post
from app.tablet.models import InboxItem
from app.tablet.queries.items import has_twin, list_to_judge
from app.tablet.rules import formats
from app.tablet.rules.content import Content
from app.tablet.rules.vocabulary import ItemState
from app.tablet.service.judging import Verdict, claim, release, settle, stands
from app.tablet.service.keys import find_public_key, make_key
from app.tablet.service.opening import Unopened, open_item

MOST_TRIES: Final = 3
SECONDS: Final = 0.3
# So long one turn of the clock goes on: the next is planned for the next minute.
TURN_SECONDS: Final = 45.0

CLOSED_ACCOUNT: Final = Text(
    "录入人的账户已停用，没有保存。", "The account of its author is closed; nothing was saved."
)
OLD_FORMAT: Final = Text(
    "这一项是用太旧或太新的平板程序录的，系统不能自动入档，请您核对后保存。",
    "This item was recorded with a program of the tablet that is too old or too new: check it and save it yourself.",
)
CLEANED: Final = Text(
    "内容里有不能保存的符号，已去掉，请您核对后保存。",
    "It held signs that cannot be kept. They were taken out: check it and save it.",
)
TWIN: Final = Text(
    "同一张表已收到过一次，这一份的内容不一样，请您核对。",
    "The same form came before with something else in it: please compare.",
)
BROKEN: Final = Text(
    "系统核对这一项时出了错，没有保存。内容还在，请打开再保存一次。",
    "Something went wrong while this item was checked; nothing was saved. It is kept: open it and save it again.",
)

log = logging.getLogger(__name__)


class Callers:
    """How many requests of tablets this process is answering at the moment."""

    def __init__(self) -> None:
        self._count = 0
        self._lock = Lock()

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Count a request as long as it is being answered."""
        self._add(1)
        try:
            yield
        finally:
            self._add(-1)

    def is_alone(self) -> bool:
        """Return whether there is only one of them."""
        return self._count == 1

    def _add(self, number: int) -> None:
        with self._lock:
            self._count += number


callers: Final = Callers()


def judge_inbox(*, stop: Callable[[], bool] = lambda: False) -> Mapping[str, int]:
    """Judge whatever waits, and see to it that there is a key to seal to before the first tablet asks for one.

    What comes meanwhile is judged too, as long as a turn may last; what has to wait has no second try in the same turn.
    """
    if find_public_key() is None:
        with transaction("sync.key", by=SYSTEM):
            make_key()
    until = time.monotonic() + TURN_SECONDS
    met: set[int] = set()
    while ids := [item_id for item_id in list_to_judge(clock.now()) if item_id not in met]:
        for item_id in ids:
            met.add(item_id)
            judge(item_id)
            if stop() or time.monotonic() > until:
                return {"items": len(met)}
    return {"items": len(met)}


def judge_of(author_id: int, *, seconds: float = SECONDS, alone: Callable[[], bool] = lambda: True) -> None:
    """Judge what an author's tablet has just brought, as long as a request may take and holds nobody else up.

    The rest is the clock's.
    """
    if not alone():
        return
    until = time.monotonic() + seconds
    for item_id in list_to_judge(clock.now(), author_id=author_id):
        judge(item_id)
        if time.monotonic() > until or not alone():
            return


def judge(item_id: int) -> None:
    """Judge one item, unless somebody else does. Whatever goes wrong, the item is kept and the others go on."""
    try:
        _judge(item_id)
    except Exception as error:  # noqa: BLE001 - see above: it is claimed, and has its turn again once the claim is over
        db.session.rollback()
        _log(item_id, error)


def _judge(item_id: int) -> None:
    """Judge one item; it is marked as begun first, so that one which kills its process is not met for ever."""
    with transaction("inbox.claim", by=SYSTEM):
        tries = claim(item_id)
    if tries is None:
        return
    verdict = _tried(item_id) if tries <= MOST_TRIES else Verdict(ItemState.TO_MEND, _said(item_id, BROKEN))
    with transaction("inbox.settle", by=SYSTEM):
        if verdict is None:
            release(item_id)
        else:
            settle(item_id, verdict)


def _tried(item_id: int) -> Verdict | None:
    """Return how an item ends; None where the database was busy, and its turn comes again."""
    try:
        return _verdict(item_id)
    except OperationalError as error:
        db.session.rollback()
        _log(item_id, error)
        return None
    except Exception as error:  # noqa: BLE001 - a fault of the page must not lose or hold up what somebody typed
        db.session.rollback()
        _log(item_id, error)
        return Verdict(ItemState.TO_MEND, _said(item_id, BROKEN))


def _verdict(item_id: int) -> Verdict | None:
    item = db.session.get_one(InboxItem, item_id)
    reader = _author_of(item)
    try:
        content = open_item(item)
    except Unopened as closed:
        return Verdict(ItemState.TO_MEND, _said(item_id, closed.text))
    unfit = _unfit(item, content)
    if reader is None or unfit is not None:
        return Verdict(ItemState.TO_MEND, _said(item_id, unfit or CLOSED_ACCOUNT), content.person_id)
    db.session.rollback()  # the page asks for itself; nothing is held open meanwhile
    return _answered(post(content, reader=reader), content)


def _unfit(item: InboxItem, content: Content) -> Text | None:
    """Return why an item must not go to its page before its author has looked at it, None where it may."""
    if not formats.is_read(item.format, today=clock.today()):
        return OLD_FORMAT
    if content.cleaned:
        return CLEANED
    return TWIN if has_twin(item) else None


def _answered(posted: Posted, content: Content) -> Verdict | None:
    if posted.busy:
        return None
    if posted.clashing is not None and stands(content.person_id, posted.clashing):
        return Verdict(ItemState.FILED, (), content.person_id)  # begun before and cut off after it was filed
    state = ItemState.FILED if posted.filed else ItemState.TO_MEND
    return Verdict(state, posted.told, content.person_id)


def _author_of(item: InboxItem) -> Reader | None:
    username = find_username(item.author_id)
    return find_reader(username) if username is not None else None


def _said(item_id: int, text: Text) -> tuple[str, ...]:
    """Return a sentence in the language of an item's author."""
    author = _author_of(db.session.get_one(InboxItem, item_id))
    return (text.said_in(author.language if author is not None else "zh"),)


def _log(item_id: int, error: Exception) -> None:
    """Log the kind of an error alone: its words may hold what is in a record."""
    log.error("item %s: %s", item_id, type(error).__name__)
