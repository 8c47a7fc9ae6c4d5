"""Sending what was typed on a tablet to the very page it was filled in on, in its author's name, and reading the answer.

The page is asked as a browser would ask it: its view, its form, its service. Only the session is made here: it is
nobody's row, carries nothing over and ends with the answer.
"""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request, url_for
from flask.ctx import RequestContext
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder

from app.accounts.queries import Credentials, OpenSession
from app.accounts.reader import Reader
from app.core import clock
from app.core.words import Text
from app.people.rules import PersonEntry
from app.record.forms import PersonForm
from app.rounds.forms import BoardForm
from app.tablet.rules.content import Content
from app.web.forms import Form
from app.web.language import spoken
from app.web.session import ServerSession

FAULT: Final = Text("{label}：{told}", "{label}: {told}")
GONE: Final = Text(
    "这位居民的档案已不在您的管理范围内（可能已迁出、合并、移交或撤销），没有保存。",
    "The record of this resident is no longer in your area (moved, merged, handed over or withdrawn); nothing was saved.",
)
NOT_SAVED: Final = Text(
    "没有保存，请打开核对后再保存一次。", "It was not saved: open it, check it and save it again."
)
NOT_FOUND, CONFLICT, NO_SERVICE = 404, 409, 503
LARGEST: Final = 16_000_000
LONGEST: Final = 400
MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Posted:
    """What a page answered: filed, or the sentences that say why not; of a clash the record as it was typed."""

    filed: bool
    busy: bool = False
    told: tuple[str, ...] = ()
    clashing: PersonEntry | None = None


def post(content: Content, *, reader: Reader) -> Posted:
    """Send a form to its page. It runs apart: nothing of the request that brought it is seen there, or left behind."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the page needs the application
    return contextvars.Context().run(_post, app, content, reader)


def is_posted() -> bool:
    """Return whether the request at hand is one that was made here."""
    return bool(g.get("is_posted"))


def _post(app: Flask, content: Content, reader: Reader) -> Posted:
    sent = EnvironBuilder(content.path, method="POST", data=MultiDict(content.fields))
    with RequestContext(app, sent.get_environ(), session=_session_of(reader)):
        g.is_posted = True
        request.environ["HTTP_X_CSRFTOKEN"] = generate_csrf()
        request.max_form_memory_size = (
            LARGEST  # photos come along as fields; its size was bounded when it came
        )
        return _read(app.full_dispatch_request())


def _session_of(reader: Reader) -> ServerSession:
    now = clock.now()
    opened = ServerSession()
    opened.held = OpenSession("", reader, {}, now, Credentials(now, False, now, now, True))
    opened.is_over = True  # whatever the page leaves in it goes nowhere
    return opened


def _read(answer: Response) -> Posted:
    if 300 <= answer.status_code < 400 and urlsplit(answer.location or "").path != url_for("office.sign_in"):
        return Posted(filed=True)
    told = tuple(dict.fromkeys(one[:LONGEST] for one in _sentences(answer.status_code)))[:MOST]
    busy = answer.status_code == NO_SERVICE
    return Posted(False, busy, told or (NOT_SAVED.said_in(spoken()),), _clashing(answer.status_code))


def _sentences(status: int) -> Iterator[str]:
    """Return what the page says is wrong: its form's faults, each with its field, else why it was not shown at all."""
    form: Form | None = g.get("sent_form")
    if status == NOT_FOUND:
        yield GONE.said_in(spoken())
    elif form is not None:
        for field, fault in form.faults():
            label = "" if field is None else str(field.label.text)
            yield FAULT.filled(label=label, told=fault).said_in(spoken()) if label else fault
        if isinstance(form, BoardForm):
            yield from form.told.values()
    elif (refused := g.get("refused_with")) is not None:
        yield refused.said_in(spoken())


def _clashing(status: int) -> PersonEntry | None:
    """Return the record as it was typed, where somebody changed it meanwhile and all else about it is right."""
    form = g.get("sent_form")
    is_clash = status == CONFLICT and isinstance(form, PersonForm)
    return form.entry() if is_clash and form.validate() else None
