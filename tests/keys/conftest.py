"""The keys in a file of their own, as a deployment has them, and the command that looks after them."""

from __future__ import annotations

import os
import time

import pytest

from app.core.db import db
from app.core.keyring import Keyring, Keys
from tests.stage import KEYS

TWO_HOURS = 7200


@pytest.fixture
def keys_file(app, tmp_path):
    """The application's keys in a file that may be changed; afterwards as they were."""
    before, file = app.extensions["keyring"], tmp_path / "data_keys"
    file.write_text(KEYS + "\n", "utf-8")
    app.extensions["keyring"] = Keys(Keyring.read(KEYS), file)
    yield file
    app.extensions["keyring"] = before


@pytest.fixture
def run(app, monkeypatch):
    """A command at the prompt."""
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    runner = app.test_cli_runner()

    def _run(*args):
        db.session.rollback()
        result = runner.invoke(args=["keys", *args])
        db.session.rollback()
        return result

    return _run


@pytest.fixture
def an_hour_passes(keys_file):
    """Let the file stand as if it had been written long ago."""

    def _pass():
        long_ago = time.time() - TWO_HOURS
        os.utime(keys_file, (long_ago, long_ago))

    return _pass
