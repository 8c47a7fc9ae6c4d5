"""Every answer says what a browser may do with it."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("address", ["/trial/form", "/trial/absent", "/healthz", "/sign-in"])
def test_every_page_forbids_framing_foreign_hosts_and_keeping(visitor: FlaskClient, address: str) -> None:
    headers = visitor.get(address).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_has_nothing_inline_and_nothing_foreign(visitor: FlaskClient) -> None:
    page = visitor.get("/trial/form").text

    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_behind_https_the_browser_is_told_to_stay_there(visitor: FlaskClient) -> None:
    over_https = visitor.get("/healthz", base_url="https://localhost")

    assert "max-age" in over_https.headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in visitor.get("/healthz").headers
