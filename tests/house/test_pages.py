"""Every page of every role renders, in both languages, with the same virtues."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from app.core.db import db
from app.people.models import Person
from tests import cast
from tests.house.routes import MEMBERS, SIGNED_IN, TABLE, path_of

CHINESE = re.compile(r"[\u3400-\u9fff]")
ENGLISH_AGENT = {"Accept-Language": "en"}
JSON_ROUTES = {
    "health.alive",
    "health.ready",
    "careplans.take_adherence",
    "careplans.take_catalogue",
    "careplans.take_keepers",
    "contracts.people_sheet",
    "contracts.take_coverage",
    "contracts.take_teams",
    "record.take_list",
    "reviews.take_call_backs",
    "reviews.take_done",
    "reviews.take_finding",
    "reviews.take_integrity",
    "reviews.take_queue",
    "reviews.take_returned",
    "reviews.take_seeds",
    "rosters.progress",
    "rounds.table",
    "rounds.campaign_table",
    "schedule.take_day",
    "schedule.take_week",
    "screening.take_list",
    "indicators.take_meeting",
    "indicators.take_numbers",
    "indicators.take_people",
    "indicators.take_plans",
    "indicators.take_warnings",
    "supplies.take_deliveries",
    "supplies.take_need",
    "supplies.take_shortages",
    "today.take_duties",
    "schedule.calendar_feed",
    "visits.attachment",
    "visits.form_sheet",
    "visits.take_work",
    "tablet.me",  # answers a tablet alone
    "tablet.worker",
    "tablet.manifest",
}


class Page(HTMLParser):
    """What the virtues are read off: tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Keep every opening tag."""
        self.tags.append((tag, dict(attrs)))

    def all(self, *names: str):
        """Return the attributes of every tag of these names."""
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.mark.parametrize("role", sorted(SIGNED_IN))
def test_every_page_of_a_role_renders_with_the_virtues_of_the_house(app, client, sign_in, records, role):
    sign_in(client, MEMBERS[role])

    faults = {}
    for endpoint, response in _pages(app, client, role, records["own"]):
        if found := [virtue.__name__ for virtue in VIRTUES if not virtue(response, Page(response.text))]:
            faults[endpoint] = found

    assert not faults


@pytest.mark.parametrize("role", sorted(SIGNED_IN))
def test_every_page_renders_in_english(app, client, sign_in, records, role):
    sign_in(client, MEMBERS[role])
    client.post("/comfort", data={"language": "en", "next": "/"})

    languages = {
        e: Page(r.text).all("html")[0].get("lang") for e, r in _pages(app, client, role, records["own"])
    }

    assert set(languages.values()) <= {"en"}


def test_no_page_and_no_address_shows_a_whole_identity_number_or_phone(app, client, sign_in, records):
    sign_in(client, cast.DR_LI)
    number = cast.an_identity(serial=1)
    assert db.session.get(Person, records["own"]["person"])

    for endpoint, response in _pages(app, client, "village", records["own"]):
        if endpoint != "record.edit":
            assert number not in response.text, endpoint


def _pages(app, client, role, record):
    """Yield every page a role may open, by endpoint."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        if (
            "GET" in (rule.methods or ())
            and role in TABLE[rule.endpoint].who
            and rule.endpoint not in JSON_ROUTES
        ):
            response = client.get(path_of(app, rule.endpoint, record))
            if response.status_code in (302, 303):
                continue
            assert response.status_code == 200, (rule.endpoint, response.status_code)
            yield rule.endpoint, response


def says_its_language(_response, page):
    return page.all("html")[0].get("lang") in ("zh-CN", "en")


def has_one_heading(_response, page):
    return len(page.all("h1")) == 1


def has_nothing_inline(response, page):
    scripts = [
        script
        for script in page.all("script")
        if "src" not in script and script.get("type") != "application/json"
    ]
    handlers = [
        name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "style"
    ]
    return not scripts and not handlers and not page.all("style")


def asks_nobody_else(_response, page):
    addresses = [
        tag.get("src") or tag.get("href") or "" for tag in page.all("script", "link", "img", "use", "iframe")
    ]
    return not [address for address in addresses if address.startswith(("http:", "https:", "//"))]


def is_kept_by_nobody(response, _page):
    return "no-store" in response.headers["Cache-Control"]


def has_the_strict_policy(response, _page):
    policy = response.headers["Content-Security-Policy"]
    return "default-src 'self'" in policy and "unsafe" not in policy


def sends_a_token_with_every_form(_response, page):
    forms = [form for form in page.all("form") if (form.get("method") or "get").lower() == "post"]
    tokens = [field for field in page.all("input") if field.get("name") == "csrf_token"]
    return len(tokens) >= len(forms)


def names_nobody_in_its_title(response, _page):
    """A browser keeps titles in its history."""
    title = response.text.partition("<title>")[2].partition("</title>")[0]
    return not [
        name for name in (*(member.full_name for member in MEMBERS.values()), "陈桂英") if name in title
    ]


def leaves_nothing_typed_to_the_browser(_response, page):
    """What is typed would stand in its files of open pages, and be offered to whoever types next."""
    return not [
        form
        for form in page.all("form")
        if form.get("method") == "post" and form.get("autocomplete") != "off"
    ]


def names_every_field_once(_response, page):
    names = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
    return len(names) == len(set(names))


def is_light(response, _page):
    return len(response.data) < 120_000


VIRTUES = (
    says_its_language,
    has_one_heading,
    has_nothing_inline,
    asks_nobody_else,
    is_kept_by_nobody,
    has_the_strict_policy,
    sends_a_token_with_every_form,
    names_nobody_in_its_title,
    leaves_nothing_typed_to_the_browser,
    names_every_field_once,
    is_light,
)
