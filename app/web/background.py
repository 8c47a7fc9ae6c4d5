"""旁边的活: long work that goes on beside the page that asked for it, so that a closed page loses nothing.

Nothing is promised of such a thread: the work keeps its state in the database, and whoever looks next takes up what stands
still. The thread only spares people the wait.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any, Final

from flask import Flask, current_app

PATIENCE_SECONDS: Final = 120.0

log = logging.getLogger(__name__)
_going_on: set[threading.Thread] = set()


def start(work: Callable[..., None], *given: Any) -> None:
    """Do a piece of work in a thread of its own, under an application context of its own."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the way Flask names
    thread = threading.Thread(target=_do, args=(app, work, given), name=work.__name__, daemon=True)
    _going_on.add(thread)
    thread.start()


def wait() -> None:
    """Wait until everything that was started has come to its end."""
    for thread in list(_going_on):
        thread.join(PATIENCE_SECONDS)


def _do(app: Flask, work: Callable[..., None], given: tuple[Any, ...]) -> None:
    try:
        with app.app_context():
            work(*given)
    except Exception:
        # The work has said what it could on its own record; what remains is for the log.
        log.exception("%s failed", work.__name__)
    finally:
        _going_on.discard(threading.current_thread())
