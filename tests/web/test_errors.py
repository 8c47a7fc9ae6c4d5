"""What cannot be done is said calmly, and never says more than it should."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

OWN = {"Sec-Fetch-Site": "same-origin"}


def test_foreign_and_absent_are_the_same_page(visitor: FlaskClient) -> None:
    foreign = visitor.get("/trial/absent")
    absent = visitor.get("/trial/no-such-address")

    assert foreign.status_code == absent.status_code == 404
    assert foreign.text == absent.text
    assert "没有找到" in foreign.text


def test_a_wrong_method_is_explained(visitor: FlaskClient) -> None:
    answer = visitor.get("/comfort")

    assert answer.status_code == 405
    assert "请从页面上的按钮进入。" in answer.text


def test_an_unforeseen_fault_shows_a_number_and_nothing_else(
    visitor: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = visitor.get("/trial/broken")

    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    number = caplog.records[-1].args[0]  # type: ignore[index]  # a log record's own arguments
    assert str(number) in answer.text


def test_a_deed_without_a_page_of_its_own_is_refused_on_a_plain_page(visitor: FlaskClient) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/trial/form").text)
    assert token is not None
    filled = {"csrf_token": token[1], "name": "陈", "systolic": "120", "mode": "home"}

    answer = visitor.post("/trial/deed", data=filled, headers=OWN)

    assert answer.status_code == 409
    assert "别人刚改过。" in answer.text


def test_a_stale_form_of_this_site_can_be_sent_again(visitor: FlaskClient) -> None:
    answer = visitor.post("/trial/form", data={"name": "陈桂英", "csrf_token": "old"}, headers=OWN)

    assert answer.status_code == 400
    assert "这一页放得太久，没有保存" in answer.text
    assert '<input type="hidden" name="name" value="陈桂英">' in answer.text
    assert 'value="old"' not in answer.text


def test_a_form_of_another_site_is_not_offered_again(visitor: FlaskClient) -> None:
    answer = visitor.post("/trial/form", data={"name": "陈桂英"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 400
    assert "陈桂英" not in answer.text


def test_a_password_is_never_written_back_into_a_page(visitor: FlaskClient) -> None:
    answer = visitor.post("/trial/form", data={"username": "li", "password": "liu-tang"}, headers=OWN)

    assert answer.status_code == 400
    assert "liu-tang" not in answer.text


def test_too_large_a_request_is_refused_calmly(
    hall: Flask, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(hall.config, "MAX_CONTENT_LENGTH", 10)

    answer = visitor.post("/trial/form", data={"name": "名" * 100})

    assert answer.status_code == 413
    assert "发送的内容太大" in answer.text
