"""A stolen tablet tells nothing: after a working day no file of the browser holds a name, a number or a figure of anybody."""

from __future__ import annotations

import base64
import gzip
import json
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import touch
from tests.browser.canaries import (
    TYPED,
    TYPED_ONLINE,
    WORDS,
    canaries,
    save_visit,
    sought,
    take_off_the_seal,
    type_visit,
)
from tests.browser.outpost import DOCTOR, Outpost, outpost
from tests.browser.tablets import Tablet


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Outpost]:
    """A clinic of its own."""
    (tmp_path / "clinic").mkdir()
    with outpost(tmp_path / "clinic", people=1) as running:
        yield running


@pytest.fixture
def people(clinic: Outpost) -> list[int]:
    """The twenty canaries."""
    return canaries(clinic)


@pytest.fixture
def tablet(clinic: Outpost, chromium: Browser, tmp_path: Path) -> Iterator[Tablet]:
    """A tablet out of the box, switched on."""
    tablet = Tablet(chromium.browser_type, clinic, tmp_path / "profile")
    tablet.switch_on()
    yield tablet
    tablet.switch_off()


def look_around_online(page: Page, people: list[int]) -> None:
    """Look at pages about people with a network, find somebody by name and by number, save a visit and leave one half filled."""
    for place in ("", "/history", "/contacts", "/allergies", "/plans", "/edit", "/attempts/new"):
        page.goto(f"/people/{people[0]}{place}")
    for word in (WORDS["name"], WORDS["phone"] + "0"):
        page.goto("/people")
        page.locator("main [name=q]").fill(word)
        page.locator("main form.find button").first.tap()
        expect(page.locator("main ul.lines li").first).to_be_visible()
    page.goto(f"/people/{people[1]}/visits/new")
    type_visit(page, TYPED_ONLINE)
    page.locator("[name=systolic]").fill("999")
    touch.save(page)
    expect(page.locator(".faults")).to_be_visible()
    page.goto(f"/people/{people[2]}/visits/new")
    type_visit(page, TYPED_ONLINE)
    touch.save(page)
    page.wait_for_url("**/visits/*filed=1*")
    page.goto(f"/people/{people[3]}/visits/new")
    type_visit(page, TYPED_ONLINE)


def work_from_the_pack(tablet: Tablet, people: list[int]) -> None:
    """Take the pack, look at people without a network, record visits, and leave a form half filled."""
    tablet.set_up()
    tablet.take_pack()
    tablet.unplug()
    page = tablet.page
    page.locator("[data-go='/']").tap()
    for person in people[4:7]:
        open_card(page, person)
        type_visit(page, TYPED)
        save_visit(page)
    page.locator("nav a[href='/people']").tap()
    expect(page.locator("h1")).to_have_text("居民")
    page.locator("main [name=q]").fill(WORDS["name"])
    page.locator(f"main a[href='/people/{people[7]}']").first.tap()
    expect(page.locator("main")).to_contain_text(WORDS["address"])
    page.go_back()
    page.go_back()
    open_card(page, people[8])
    type_visit(page, TYPED)
    page.wait_for_timeout(1_500)


def open_card(page: Page, person: int) -> None:
    """Open the visit form of somebody from the work list that stands there."""
    page.locator(f"article.person a[href^='/people/{person}/visits/new']").first.tap()
    expect(page.locator("#visit-form")).to_be_visible(timeout=touch.PATIENCE)


def go_home(tablet: Tablet) -> None:
    """Lock the tablet, sign out, and close the browser."""
    tablet.plug_in()
    tablet.unlock()
    tablet.page.locator("[data-lock]").tap()
    tablet.page.goto("/me")
    # Whether a killed browser still knows its session hangs on when it last wrote its cookies.
    if "/sign-in" in tablet.page.url:
        tablet.sign_in_by_hand(DOCTOR)
        tablet.page.goto("/me")
    tablet.page.locator("form[action$='/sign-out'] button").tap()
    tablet.page.wait_for_url("**/sign-in*")
    tablet.switch_off()


@pytest.mark.timeout(600)
def test_no_file_of_the_browser_tells_of_anybody_when_it_is_killed_and_when_it_is_closed(tablet, people):
    tablet.sign_in_by_hand(DOCTOR)
    look_around_online(tablet.page, people)
    work_from_the_pack(tablet, people)
    tablet.kill()
    killed = sought().within(tablet.profile)

    tablet.switch_on()
    tablet.open()
    go_home(tablet)

    assert killed == {}
    assert sought().within(tablet.profile) == {}


@pytest.mark.timeout(600)
def test_the_same_day_without_the_seal_is_found_out(clinic, tablet, people):
    take_off_the_seal(clinic)
    tablet.sign_in_by_hand(DOCTOR)

    work_from_the_pack(tablet, people)
    tablet.kill()

    told = set().union(*sought().within(tablet.profile).values())
    assert {"name", "address", "whom to call", "allergy", "note", f"figure {TYPED['weight']}"} <= told


# Each way a browser packs what it writes, and how many words lie in it.
PACKED = {
    "as it is": lambda word: word.encode(),
    "in wide letters": lambda word: word.encode("utf-16-le"),
    "in an address": lambda word: quote(word).encode(),
    "escaped": lambda word: json.dumps(word).encode(),
    "in base64": lambda word: base64.b64encode(b"." + word.encode() + b"."),
    "in base64 of wide letters": lambda word: base64.b64encode(b".." + word.encode("utf-16-le")),
    "zipped": lambda word: b"head" + gzip.compress(word.encode() * 3) + b"tail",
    "zipped, cut short": lambda word: gzip.compress(word.encode() * 3)[:-9],
    "deflated, in base64": lambda word: zlib.compress(base64.b64encode(word.encode())),
    "squeezed": lambda word: (
        b"\xff\x11\x02" + bytes([len(word.encode()), len(word.encode()) - 1 << 2]) + word.encode()
    ),
}


@pytest.mark.parametrize("way", PACKED)
def test_a_word_is_found_however_it_is_packed(tmp_path, way):
    word = WORDS["name"] + "鹮"
    (tmp_path / "file").write_bytes(b"before" + PACKED[way](word) + b"after")

    assert sought().within(tmp_path) == {"file": {"name"}}


def test_a_record_cut_by_the_page_of_a_log_is_put_together(tmp_path):
    word = WORDS["name"].encode()
    heads = [struct.pack("<IHB", 0, size, kind) for size, kind in ((32_761, 2), (len(word), 4))]
    page = heads[0] + b"." * (32_761 - 4) + word[:4] + heads[1] + word[4:] + b"."
    (tmp_path / "000003.log").write_bytes(page)

    assert sought().within(tmp_path) == {"000003.log": {"name"}}


def test_a_word_in_a_row_too_long_for_its_page_is_found(tmp_path):
    word = WORDS["address"]
    with closing(sqlite3.connect(tmp_path / "History")) as database:
        database.execute("CREATE TABLE urls (title TEXT)")
        database.execute("INSERT INTO urls VALUES (?)", ("." * 4_055 + word * 2,))
        database.commit()

    assert sought().within(tmp_path) == {"History": {"address"}}


def test_a_figure_is_found_by_itself_and_not_inside_a_longer_one(tmp_path):
    figure = TYPED["weight"]
    (tmp_path / "stamp").write_text(f"1{figure} {figure}1 {figure}.2", "ascii")
    (tmp_path / "text").write_text(f'"{figure}"', "ascii")
    (tmp_path / "wide").write_bytes(f"={figure}&".encode("utf-16-le"))
    (tmp_path / "double").write_bytes(b"N" + struct.pack("<d", float(figure)))

    assert set(sought().within(tmp_path)) == {"text", "wide", "double"}
