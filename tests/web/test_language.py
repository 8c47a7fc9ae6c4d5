"""Chinese first, English at a switch, letters as large as the reader wants."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web.language import compile_catalogues


def choose(visitor: FlaskClient, **fields: str) -> str:
    page = visitor.get("/trial/form").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    answer = visitor.post("/comfort", data={"csrf_token": token[1], **fields})
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_a_page_is_chinese_unless_asked_otherwise(visitor: FlaskClient) -> None:
    page = visitor.get("/trial/form", headers={"Accept-Language": "en"}).text

    assert '<html lang="zh-CN" class="size-20">' in page


def test_the_language_chosen_before_sign_in_holds(visitor: FlaskClient) -> None:
    choose(visitor, language="en")

    assert '<html lang="en"' in visitor.get("/trial/form").text


def test_the_letter_size_is_remembered_on_the_device(visitor: FlaskClient) -> None:
    choose(visitor, size="30")

    assert 'class="size-30"' in visitor.get("/trial/form").text


@pytest.mark.parametrize("fields", [{"size": "31"}, {"size": "big"}, {"language": "fr"}, {}])
def test_what_is_not_offered_changes_nothing(visitor: FlaskClient, fields: dict[str, str]) -> None:
    choose(visitor, **fields)

    assert '<html lang="zh-CN" class="size-20">' in visitor.get("/trial/form").text


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_the_way_back_never_leaves_the_site(visitor: FlaskClient, target: str) -> None:
    assert choose(visitor, next=target) == "/"


def test_the_way_back_is_the_page_one_came_from(visitor: FlaskClient) -> None:
    assert choose(visitor, next="/sign-in?next=/duties") == "/sign-in?next=/duties"


def test_a_catalogue_is_compiled_once(tmp_path: Path, hall: Flask) -> None:
    source = tmp_path / "en" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid "今日"\nmsgstr "Today"\n', "utf-8")

    assert [path.name for path in compile_catalogues(tmp_path)] == ["messages.mo"]
    assert compile_catalogues(tmp_path) == []
