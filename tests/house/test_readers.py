"""Every page as its reader meets it: no Chinese on an English page but what people wrote, no day as a machine writes it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
import sqlalchemy as sa

from app.audit.service import note_bulk
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from tests.house.routes import LEAVES, MEMBERS, SIGNED_IN, TABLE, path_of

CHINESE = re.compile(r"[\u3400-\u9fff]")
ISO_DAY = re.compile(r"\b(19|20)\d\d-[01]\d-[0-3]\d\b")
EXAMPLE = re.compile(r"例如|such as|e\.g\.|格式|YYYY")
# The other language's own name is written the same in both.
OWN_NAMES = ("中文",)
ASIDE = frozenset({"script", "style", "textarea", "template"})
VOID = frozenset({"input", "br", "hr", "img", "link", "meta", "wbr", "col"})
SPOKEN = ("aria-label", "title", "alt", "placeholder", "aria-description", "aria-valuetext")


@pytest.mark.parametrize("role", sorted(SIGNED_IN))
def test_an_english_page_shows_no_chinese_but_what_people_wrote(app, client, sign_in, records, role):
    write_everything_in_latin_letters()
    sign_in(client, MEMBERS[role])
    client.get("/")  # takes what is said at sign-in, in the language of that moment
    client.post("/comfort", data={"language": "en", "next": "/"})

    shown = {
        where: found for where, page in _said(app, client, role, records["own"]) if (found := page.chinese())
    }

    assert not shown


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", sorted(SIGNED_IN))
def test_a_day_is_never_shown_as_a_machine_writes_it(app, client, sign_in, records, role, language):
    sign_in(client, MEMBERS[role])
    client.post("/comfort", data={"language": language, "next": "/"})

    shown = {
        where: found for where, page in _said(app, client, role, records["own"]) if (found := page.days())
    }

    assert not shown


def write_everything_in_latin_letters() -> None:
    """Put whatever people wrote into the tables into other letters: what is Chinese on a page then is the house's own."""
    tables = [table for table in db.metadata.sorted_tables if not table.name.startswith("audit")]
    with transaction("test.rewrite", by=COMMAND_LINE):
        for table in tables:
            note_bulk(table.name, count=1)
            keys = list(table.primary_key.columns)
            texts = [column for column in table.columns if _holds_words(column) and column not in keys]
            for row in db.session.execute(sa.select(*keys, *texts)).all() if texts else ():
                values = {column.name: _in_latin(row[len(keys) + at]) for at, column in enumerate(texts)}
                chosen = [key == row[at] for at, key in enumerate(keys)]
                db.session.execute(table.update().where(*chosen).values(values))


def _holds_words(column: sa.Column) -> bool:
    return isinstance(column.type, sa.JSON) or (
        isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum)
    )


def _in_latin(value: object) -> object:
    if isinstance(value, str):
        return CHINESE.sub("q", value)
    return json.loads(CHINESE.sub("q", json.dumps(value, ensure_ascii=False)))


class Said(HTMLParser):
    """What a page says to a reader: its words, and the words of its attributes; not what stands in a field."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Keep the spoken attributes; what is marked as another language, or as no text, is left aside."""
        given = dict(attrs)
        aside = tag in ASIDE or (tag != "html" and "lang" in given)
        if not (aside or self._aside):
            self.words += [given[name] or "" for name in SPOKEN if name in given]
        if tag not in VOID:
            self._open.append((tag, aside))

    def handle_endtag(self, tag):
        """Close the tag and whatever was left open inside it."""
        while self._open and any(name == tag for name, _ in self._open):
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data):
        """Keep what is said."""
        if data.strip() and not self._aside:
            self.words.append(data.strip())

    @property
    def _aside(self) -> bool:
        return any(aside for _, aside in self._open)

    def chinese(self) -> list[str]:
        """Return what is said in Chinese."""
        return [words for words in self.words if words not in OWN_NAMES and CHINESE.search(words)]

    def days(self) -> list[str]:
        """Return where a day stands as 2026-05-20; an example of how to type one is no day that is told."""
        return [words for words in self.words if ISO_DAY.search(words) and not EXAMPLE.search(words)]


def _said(app, client, role, record):
    """Yield every page a role may open, and every form of it sent empty, with what it says."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        if role not in TABLE[rule.endpoint].who or rule.endpoint in (LEAVES, "language.comfort"):
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            response = client.open(
                path_of(app, rule.endpoint, record), method=method, data={} if method == "POST" else None
            )
            if response.mimetype == "text/html" and response.status_code not in (302, 303):
                yield f"{method} {rule.endpoint}", Said(response.text)
