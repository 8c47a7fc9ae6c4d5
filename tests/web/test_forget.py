"""The answer to a form has its posted fields forgotten by the browser; a page that was only asked for needs nothing."""

from __future__ import annotations

import gzip

import pytest

from tests import cast

SCRIPT = "/assets/forget."


@pytest.fixture
def doctor(app, sign_in, dr_li):
    """Dr Li, signed in."""
    return sign_in(app.test_client(), cast.DR_LI)


def test_a_form_sent_back_with_its_faults_forgets_what_was_posted(doctor, granny_chen):
    answer = doctor.post(f"/people/{granny_chen.id}/allergies", data={"substance": ""})

    assert answer.status_code != 303
    assert SCRIPT in answer.text


def test_a_page_that_was_asked_for_loads_nothing_more(doctor, granny_chen):
    assert SCRIPT not in doctor.get(f"/people/{granny_chen.id}/allergies").text


def test_a_page_that_takes_posts_only_is_left_as_it_is(doctor, granny_chen):
    answer = doctor.post(f"/people/{granny_chen.id}/reveal", data={})

    assert "<html" in answer.text
    assert SCRIPT not in answer.text


def test_no_page_of_the_pack_carries_it(doctor, granny_chen):
    answer = doctor.post(
        "/tablet/pack",
        json={"device": "", "villages": [cast.LIUTANG]},
        headers={"X-Xunhu-Tablet": "1", "Sec-Fetch-Site": "same-origin"},
    )

    assert answer.status_code == 200
    assert SCRIPT.encode() not in gzip.decompress(answer.data)
