"""Who may what: every route by every role, on people of the own area and on strangers.

The table stands in `routes.py`. A new route without a row fails here.
"""

from __future__ import annotations

import pytest

from tests import cast
from tests.house.routes import EVERYWHERE, LEAVES, MEMBERS, SIGNED_IN, TABLE, path_of


def test_every_route_has_a_row_and_every_row_a_route(app):
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert routes == set(TABLE)


def test_every_view_says_whom_it_is_for(app):
    unmarked = [
        name
        for name, view in app.view_functions.items()
        if not hasattr(view, "__needs__") and not hasattr(view, "__open_to_all__")
    ]

    assert not unmarked


@pytest.mark.parametrize("role", sorted(SIGNED_IN))
def test_a_role_reaches_what_the_table_says_and_nothing_else(app, client, sign_in, records, role):
    sign_in(client, MEMBERS[role])

    seen = {question: _status(client, *question, records) for question in _questions(app)}

    wrong = {q: status for q, status in seen.items() if not _fits(status, role, *q)}
    assert not wrong


def test_a_stranger_is_led_to_the_sign_in_page(app, client, records):
    for question in _questions(app):
        endpoint, method, whose = question
        response = _ask(client, endpoint, method, whose, records)
        if "anonymous" in TABLE[endpoint].who:
            assert response.status_code not in (401, 403), question
        else:
            assert response.status_code in (302, 303), question
            assert "/sign-in" in response.location, question


def test_another_villages_doctor_finds_nothing_of_granny_chen(app, client, sign_in, records):
    sign_in(client, cast.DR_WANG)

    seen = {
        question: _status(client, *question, records)
        for question in _questions(app)
        if TABLE[question[0]].of and "village" in TABLE[question[0]].who
    }

    assert set(seen.values()) == {404}


def test_what_is_foreign_looks_like_what_is_absent(app, client, sign_in, records):
    sign_in(client, cast.DR_WANG)

    foreign = client.get(f"/people/{records['own']['person']}")
    absent = client.get("/people/999999")

    assert (foreign.status_code, foreign.text) == (absent.status_code, absent.text)


def _questions(app):
    """Yield endpoint, method and whose record, the one that signs out last."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint == LEAVES, rule.endpoint)):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule.endpoint, method, "own"
            if TABLE[rule.endpoint].of:
                yield rule.endpoint, method, "foreign"


def _fits(status, role, endpoint, _method, whose):
    if role not in TABLE[endpoint].who:
        return status == 403
    if whose == "foreign" and (role, TABLE[endpoint].of) not in EVERYWHERE:
        return status == 404
    return status < 500 and status not in (401, 403, 404, 405)


def _status(client, endpoint, method, whose, records):
    return _ask(client, endpoint, method, whose, records).status_code


def _ask(client, endpoint, method, whose, records):
    path = path_of(client.application, endpoint, records[whose])
    return client.open(path, method=method, data={} if method == "POST" else None)
