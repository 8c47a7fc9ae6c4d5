"""No log quotes a number of somebody."""

from __future__ import annotations

import logging

import pytest

from app.core.logs import masked
from tests import cast

NUMBER, PHONE = cast.an_identity(serial=31), "13955550031"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"cannot read “{NUMBER}”", "cannot read “***”"),
        (f"{PHONE},{NUMBER[:15]}", "***,***"),
        ("341502109201 at 1747702800123 took 15 ms", "341502109201 at 1747702800123 took 15 ms"),
    ],
)
def test_numbers_of_people_are_masked_and_others_stay(said, kept):
    assert masked(said) == kept


def test_a_message_and_a_fault_that_quote_a_number_are_logged_without_it(app, caplog):
    log = logging.getLogger("app.trial")

    try:
        raise ValueError(f"invalid literal: {NUMBER}")
    except ValueError:
        log.exception("fault for %s", PHONE)

    assert "fault for ***" in caplog.text and "invalid literal: ***" in caplog.text
    assert NUMBER not in caplog.text and PHONE not in caplog.text


def test_an_access_line_names_no_key_of_a_calendar_feed(app, caplog):
    log, key = logging.getLogger("gunicorn.access"), "k" * 43

    with caplog.at_level(logging.INFO):
        log.info('"%(r)s" %(s)s', {"r": f"GET /feed/{key}.ics HTTP/1.1", "s": "200"})

    assert "GET /feed/***.ics" in caplog.text
    assert key not in caplog.text
