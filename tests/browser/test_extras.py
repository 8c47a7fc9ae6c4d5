"""Photos, a signature and the place on the visit form, by touch: small, without traces, kept, and never in the way."""

from __future__ import annotations

import random
import zlib

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hand import FILED, Hand
from tests.browser.villager import add_villager
from tests.visits.pictures import a_chunk, a_jpeg, a_segment

WELL = {"latitude": 31.73521, "longitude": 116.52012, "accuracy": 18}
SIZES = "() => [...document.querySelectorAll('.hanging img')].map(image => [image.naturalWidth, image.naturalHeight])"


@pytest.fixture
def person(house, request):
    """A villager with hypertension, one for each test."""
    return add_villager(house, f"汪照{len(request.node.name)}", conditions=("hypertension",))


@pytest.fixture
def form(visit, person) -> Page:
    """The villager's visit form on Dr Li's tablet, the pressure filled in."""
    page = visit("li")
    _open(page, person)
    return page


def test_photos_signature_and_place_are_filed_with_the_visit(form):
    form.context.grant_permissions(["geolocation"])
    form.context.set_geolocation(WELL)
    hand = Hand(form)
    expect(form.locator("[data-photos]")).to_be_hidden()

    hand.tap(_fold(form))
    _photograph(form, _a_camera_picture(), "image/png")
    _photograph(form, a_jpeg(a_segment(0xE1, b"Exif\0\0HUAWEI 31.73521")), "image/jpeg")
    expect(form.locator("[data-part=photos] [data-said]")).to_have_text("已有两张照片。要换，先删掉一张。")
    expect(form.locator(".taking")).to_be_hidden()
    _sign(form)
    hand.tap(form.locator("[data-locate]"))
    expect(form.locator("[data-part=place] [data-said]")).to_have_text("已记下地点，误差约 18 米。")
    photos = [_value(form, name) for name in ("photo_1", "photo_2")]
    assert all(
        photo.startswith("data:image/jpeg;base64,") and len(photo) * 0.75 < 200_000 for photo in photos
    )
    assert len(_value(form, "signature")) * 0.75 < 30_000
    hand.tap(form.locator("[data-save]"))
    hand.wait_for(FILED)

    assert form.evaluate(SIZES) == [[1280, 960], [8, 8], [600, 200]]
    expect(form.locator("dl.facts").first).to_contain_text("北纬 31.73521，东经 116.52012，误差约 18 米")
    assert form.complaints == []


def test_a_photo_is_removed_the_signature_cleared_and_the_place_left_out(form):
    form.context.grant_permissions(["geolocation"])
    form.context.set_geolocation(WELL)
    hand = Hand(form)
    hand.tap(_fold(form))
    for width in (8, 16):
        _photograph(form, a_jpeg(width=width), "image/jpeg")
    second = _value(form, "photo_2")
    _sign(form)
    hand.tap(form.locator("[data-locate]"))
    expect(form.locator("[data-unplace]")).to_be_visible()

    hand.tap(form.get_by_role("button", name="删掉照片 1"))
    hand.tap(form.get_by_role("button", name="擦掉重签"))
    hand.tap(form.locator("[data-unplace]"))

    assert [_value(form, name) for name in ("photo_1", "photo_2")] == [second, ""]
    assert [_value(form, name) for name in ("signature", "place")] == ["", ""]
    expect(form.locator(".taking")).to_be_visible()
    assert form.complaints == []


def test_a_form_that_comes_back_shows_what_it_holds_and_a_correction_too(form):
    hand = Hand(form)
    hand.tap(_fold(form))
    _photograph(form, a_jpeg(), "image/jpeg")
    _sign(form)
    form.locator("[name=diastolic]").fill("160")
    hand.tap(form.locator("[data-save]"))

    expect(form.locator(".faults")).to_be_visible()
    expect(form.locator("[data-photos] img")).to_have_count(1)
    expect(form.locator("[data-part=signature] [data-said]")).to_have_text("已签名。")
    assert _drawn(form) > 100
    form.locator("[name=diastolic]").fill("80")
    form.locator("[data-save]").tap()
    hand.wait_for(FILED)
    form.goto(f"{form.url.split('?')[0]}/correct")
    expect(form.locator("[data-photos] img")).to_have_count(1)
    form.wait_for_function("document.querySelector('[data-photos] img').naturalWidth === 8")
    expect(form.locator("[data-part=signature] [data-said]")).to_have_text("已签名。")


def test_what_is_no_picture_and_a_place_that_is_not_given_are_said_and_nothing_is_lost(form):
    hand = Hand(form)
    hand.tap(_fold(form))

    _choose(form, b"not a picture", "image/jpeg")
    expect(form.locator("[data-part=photos] [data-said]")).to_have_text("这张照片打不开，请重新拍。")
    hand.tap(form.locator("[data-locate]"))
    expect(form.locator("[data-part=place] [data-said]")).to_contain_text("不允许本网站使用位置信息")
    expect(form.locator("[data-save]")).to_be_enabled()
    hand.tap(form.locator("[data-save]"))
    hand.wait_for(FILED)

    expect(form.locator(".hanging img")).to_have_count(0)


def test_what_the_form_holds_is_told_to_whoever_keeps_drafts(form):
    form.evaluate(
        "() => { window.told = []; document.getElementById('visit-form')"
        ".addEventListener('input', event => window.told.push(event.target.name)); }"
    )
    Hand(form).tap(_fold(form))

    _photograph(form, _a_camera_picture(640, 480, grain=1), "image/png")
    _sign(form)

    assert len(_value(form, "photo_1")) * 0.75 < 200_000
    assert {"photo_1", "signature"} <= set(form.evaluate("window.told"))


def test_without_scripts_the_fold_says_so_and_the_form_files(visit, house, chromium, person):
    context = chromium.new_context(
        base_url=house.address, java_script_enabled=False, storage_state=visit("li").context.storage_state()
    )
    page = context.new_page()
    page.goto(f"/people/{person}/visits/new?kind=hypertension")
    _fold(page).click()
    expect(page.locator("[data-extras] noscript p")).to_be_visible()
    expect(page.locator("[data-part=photos]")).to_be_hidden()

    page.fill("[name=systolic]", "132")
    page.fill("[name=diastolic]", "78")
    page.locator("label.chip:has([name=symptoms][value=none])").click()
    page.locator("[data-save]").click()

    page.wait_for_url(FILED)
    context.close()


def _open(page: Page, person: int) -> None:
    page.goto(f"/people/{person}/visits/new?kind=hypertension")
    hand = Hand(page)
    hand.figure("systolic", 132)
    hand.figure("diastolic", 78)
    hand.choose("symptoms", "none")


def _fold(page: Page):
    return page.locator("[data-extras] > summary")


def _value(page: Page, name: str) -> str:
    return page.locator(f"input[type=hidden][name={name}]").input_value()


def _choose(page: Page, content: bytes, media_type: str) -> None:
    picture = {"name": "IMG_0001", "mimeType": media_type, "buffer": content}
    page.locator("[data-camera]").set_input_files(picture)


def _photograph(page: Page, content: bytes, media_type: str) -> None:
    before = page.locator("[data-photos] img").count()
    _choose(page, content, media_type)
    expect(page.locator("[data-photos] img")).to_have_count(before + 1)


def _sign(page: Page) -> None:
    canvas = page.locator("[data-part=signature] canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 20):
        page.mouse.move(box["x"] + 40 + step * 12, box["y"] + 40 + (step * 37) % 60)
    page.mouse.up()
    expect(page.locator("[data-part=signature] [data-said]")).to_have_text("已签名。")


def _drawn(page: Page) -> int:
    """Return how many points of the signature's canvas are inked."""
    counted = """() => document.querySelector('canvas').getContext('2d').getImageData(0, 0, 600, 200)
        .data.filter((value, at) => at % 4 === 3 && value > 0).length"""
    page.wait_for_function(f"({counted})() > 0")
    return int(page.evaluate(counted))


def _a_camera_picture(width: int = 2400, height: int = 1800, grain: int = 24) -> bytes:
    """Return a restless picture, in squares of so many points."""
    chance = random.Random(7)
    across = range(0, width, grain)
    rows = b"".join(
        (b"\0" + b"".join(chance.randbytes(3) * grain for _ in across)[: width * 3]) * grain
        for _ in range(0, height, grain)
    )
    header = a_chunk(b"IHDR", width.to_bytes(4) + height.to_bytes(4) + bytes((8, 2, 0, 0, 0)))
    start = b"\x89PNG\r\n\x1a\n"
    return start + header + a_chunk(b"IDAT", zlib.compress(rows, 1)) + a_chunk(b"IEND", b"")
