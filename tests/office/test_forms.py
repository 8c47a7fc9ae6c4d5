from __future__ import annotations

import pytest

from app.office.forms import LanguageForm, SignInForm


@pytest.mark.parametrize(
    ("data", "accepted"),
    [
        ({"username": "dr_li", "password": "x"}, True),
        ({"username": "dr_li"}, False),
        ({"password": "x"}, False),
        ({"username": "x" * 81, "password": "x"}, False),
        ({"username": "dr_li", "password": "x" * 257}, False),
    ],
)
def test_signing_in_takes_a_name_and_a_password(app, data, accepted):
    with app.test_request_context("/sign-in", method="POST", data=data):
        assert SignInForm().submitted() is accepted


def test_blanks_of_a_password_are_kept(app):
    with app.test_request_context("/sign-in", method="POST", data={"username": "dr_li", "password": " a b "}):
        assert SignInForm().entry() == ("dr_li", " a b ")


@pytest.mark.parametrize(("language", "accepted"), [("zh", True), ("en", True), ("fr", False), ("", False)])
def test_a_language_is_one_of_those_spoken(app, language, accepted):
    with app.test_request_context("/me", method="POST", data={"language": language}):
        assert LanguageForm().submitted() is accepted
