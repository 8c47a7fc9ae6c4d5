"""Links are built once for each kind, and are the same as those the framework builds."""

from __future__ import annotations

import pytest

from app.web.addresses import remembering

LINKS = [
    ("record.show", {"person_id": 5}),
    ("record.show", {"person_id": 6}),
    ("record.show", {"person_id": 6, "_anchor": "phone"}),
    ("record.excuse", {"person_id": 7}),
    ("visits.new", {"person_id": 0}),
    ("visits.show", {"visit_id": 3, "filed": 1}),
    ("today.duties", {"state": "overdue"}),
    ("today.duties", {"state": "a&b 中", "page": 2}),
    ("today.duties", {"state": None}),
    ("office.policy_pack", {"pack": "national", "_anchor": "article-1-2"}),
    ("today.index", {"_external": True}),
    ("today.index", {}),
]


def test_every_link_is_the_one_the_framework_builds(app):
    with app.test_request_context("/"):
        address = remembering(app.url_for)

        for endpoint, values in LINKS * 2:
            assert address(endpoint, **values) == app.url_for(endpoint, **values)


def test_the_slow_builder_is_asked_once_for_each_kind_of_link(app):
    asked = []

    def build(endpoint, **values):
        asked.append(endpoint)
        return app.url_for(endpoint, **values)

    with app.test_request_context("/"):
        address = remembering(build)
        for number in range(30):
            address("record.show", person_id=number)

    assert asked == ["record.show"]


def test_an_application_mounted_elsewhere_has_links_of_its_own(app):
    address = remembering(app.url_for)
    with app.test_request_context("/"):
        here = address("record.show", person_id=5)

    with app.test_request_context("/", base_url="http://localhost/county"):
        assert address("record.show", person_id=5) == f"/county{here}"


def test_a_link_to_nowhere_is_still_refused(app):
    with app.test_request_context("/"), pytest.raises(LookupError):
        remembering(app.url_for)("no.such.page", person_id=1)
