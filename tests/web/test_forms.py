"""Forms: messages in the reader's language, faults tied to their fields, nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

RIGHT = {"name": "陈桂英", "systolic": "136", "mode": "home", "sex": "2"}


def send(visitor: FlaskClient, **fields: str) -> tuple[int, str]:
    page = visitor.get("/trial/form").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    answer = visitor.post("/trial/form", data={"csrf_token": token[1], **fields})
    return answer.status_code, answer.text


def test_a_right_form_is_accepted_with_terms_as_terms(visitor: FlaskClient) -> None:
    status, answer = send(visitor, **RIGHT)

    assert status == 200
    assert "Mode.HOME" in answer
    assert "Sex.FEMALE" in answer


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (RIGHT | {"name": ""}, "请填写这一项。"),
        (RIGHT | {"name": "名字长过四个字"}, "太长了，最多 4 个字。"),
        (RIGHT | {"systolic": "三位"}, "请填写整数，例如 136。"),
        (RIGHT | {"systolic": "20"}, "请填写 60 至 260 之间的数字。"),
        (RIGHT | {"mode": "fax"}, "请从所列的项目中选一个。"),
        (RIGHT | {"mode": "video"}, "请从所列的项目中选一个。"),
    ],
)
def test_a_fault_is_named_in_chinese_and_nothing_typed_is_lost(
    visitor: FlaskClient, fields: dict[str, str], said: str
) -> None:
    status, page = send(visitor, **fields)

    assert status == 422
    assert said in page
    assert fields["name"] in page


def test_a_fault_is_tied_to_its_field_and_named_at_the_top(visitor: FlaskClient) -> None:
    _, page = send(visitor, **RIGHT | {"systolic": "20"})

    field = re.search(r'<input[^>]*id="systolic"[^>]*>', page)
    assert field
    assert 'aria-describedby="systolic-fault"' in field[0]
    assert 'aria-invalid="true"' in field[0]
    assert 'id="systolic-fault"' in page
    assert '<a href="#systolic">' in page


def test_a_hint_is_tied_to_its_field(visitor: FlaskClient) -> None:
    page = visitor.get("/trial/form").text

    assert 'aria-describedby="name-hint"' in page
    assert 'id="name-hint">写全名' in page


def test_terms_are_labelled_in_the_language_of_the_reader(visitor: FlaskClient) -> None:
    chinese = visitor.get("/trial/form").text
    visitor.set_cookie("xunhu_language", "en")
    english = visitor.get("/trial/form").text

    assert "<span>家庭</span>" in chinese
    assert "<span>Home visit</span>" in english


def test_what_a_service_refuses_is_said_on_the_form_with_what_was_typed(visitor: FlaskClient) -> None:
    status, page = send(visitor, **RIGHT | {"name": "拒绝"})

    assert status == 422
    assert "这个名字不行。" in page
    assert 'value="拒绝"' in page


def test_a_conflict_keeps_its_own_status(visitor: FlaskClient) -> None:
    status, page = send(visitor, **RIGHT | {"name": "冲突"})

    assert status == 409
    assert "别人刚改过。" in page
