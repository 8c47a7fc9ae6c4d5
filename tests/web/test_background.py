"""Work that goes on beside the page that asked for it."""

from __future__ import annotations

import threading

from flask import current_app

from app.web import background


def test_work_goes_on_in_a_thread_and_a_context_of_its_own(app):
    seen = []

    background.start(lambda word: seen.append((word, current_app.name, threading.current_thread())), "list")
    background.wait()

    word, name, thread = seen[0]
    assert (word, name) == ("list", app.name)
    assert thread is not threading.main_thread()


def test_work_that_fails_is_logged_and_disturbs_nobody(app, caplog):
    def fails():
        raise ValueError("no such row")

    background.start(fails)
    background.wait()

    assert "fails failed" in caplog.text
