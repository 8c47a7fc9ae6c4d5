"""Letters and the channels they go by."""

from __future__ import annotations

import pytest

from app.core.transaction import SYSTEM, transaction
from app.outbox.envelope import Envelope
from app.outbox.service import NewLetter, put
from tests import cast
from tests.outbox.mail_server import open_office


@pytest.fixture
def office():
    """A mail server that takes every letter unless told otherwise."""
    with open_office() as office:
        yield office


@pytest.fixture
def lay_in(app):
    """Lay a letter into the outbox in a deed of its own; pass fields to change them."""

    def _lay_in(number=1, **changes):
        with transaction("letter.write", by=SYSTEM):
            return put(a_letter(number, **changes))

    return _lay_in


def a_letter(number=1, **changes) -> NewLetter:
    """Return a letter to be laid into the outbox."""
    stated = {
        "recipient_id": number,
        "recipient_name": "李秀兰",
        "address": f"doctor{number}@xunhu.example",
        "kind": "doctor-digest",
        "day": cast.TODAY,
        "language": "zh",
        "subject": "巡护提醒 5 月 20 日：逾期 3 项",
        "text": "逾期 3 项\n.一行以点开头\n",
        "html": "<!DOCTYPE html><p>逾期 3 项</p>",
        "host": "xunhu.example",
    } | changes
    return NewLetter(**stated)


@pytest.fixture
def envelope():
    """A letter ready for the post."""
    data = b"From: a@xunhu.example\r\nMessage-ID: <1@xunhu.example>\r\n\r\n.a dot first\r\n..two\r\n"
    return Envelope("xunhu@xunhu.example", "doctor@xunhu.example", "<1@xunhu.example>", data)
