"""Pictures are read alone, and what is none of them is not kept."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.words import Text
from app.visits.rules.captured import clock_doubt, zone_doubt
from app.visits.rules.extras import Extras, Place, as_typed, read_extras, read_picture, read_place
from app.visits.rules.pictures import jpeg_alone, png_alone
from app.visits.rules.vocabulary import AttachmentKind
from tests.visits.pictures import a_chunk, a_jpeg, a_png, a_segment, sent, some_extras, typed_extras

EXIF = a_segment(0xE1, b"Exif\0\0 31.73521 116.52012 HUAWEI")
COMMENT = a_segment(0xFE, "陈桂英家门口".encode())


def test_what_a_page_sends_comes_back_as_it_was_sent():
    typed = typed_extras(photo_2=sent(a_jpeg(width=9)))

    extras = read_extras(typed)

    assert [(one.what.value, one.number) for one in extras.pictures] == [
        ("photo", 1),
        ("photo", 2),
        ("signature", 1),
    ]
    assert as_typed(extras) == typed
    assert read_extras(as_typed(some_extras())) == some_extras()


def test_nothing_at_all_is_nothing():
    assert read_extras({}) == Extras()
    assert as_typed(Extras()) == {}


def test_a_photo_keeps_nothing_of_where_and_with_what_it_was_taken():
    kept = jpeg_alone(a_jpeg(EXIF, COMMENT, a_segment(0xE0, b"JFIF\0"), tail=b"PK\x03\x04 a zip behind it"))

    assert kept == a_jpeg()


def test_a_signature_keeps_nothing_but_the_line():
    words = a_chunk(b"tEXt", b"Author\0Chen")

    assert png_alone(a_png(words, a_chunk(b"eXIf", b"II"), tail=b"<script>")) == a_png()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        b"<svg onload='alert(1)'>",
        a_jpeg()[:-2],
        a_jpeg()[:30],
        a_jpeg()[2:],
        a_jpeg(width=0),
        a_jpeg(width=20_000),
        a_jpeg() .replace(b"\xff\xda", b"\xff\xfe"),
        a_jpeg(a_segment(0xC2, b"\x08\x00\x08\x00\x08\x01\x01\x11\x00")),
        a_png(),
    ],
)  # fmt: skip
def test_what_is_no_whole_jpeg_is_none(content):
    assert jpeg_alone(content) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        a_png()[:-12],
        a_png()[:-1],
        a_png().replace(b"IHDR", b"IHDX"),
        a_png(width=0),
        a_png(height=3000),
        a_png()[:8] + a_chunk(b"IDAT", b"x") + a_png()[8:],
        a_png(a_chunk(b"IHDR", bytes(13))),
        a_jpeg(),
    ],
)
def test_what_is_no_whole_png_is_none(content):
    assert png_alone(content) is None


@given(st.binary(max_size=200), st.integers(0, 120))
def test_no_bytes_whatever_upset_the_reading(noise, at):
    for alone, picture in ((jpeg_alone, a_jpeg()), (png_alone, a_png())):
        kept = alone(picture[:at] + noise + picture[at:])

        assert kept is None or alone(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "data:image/jpeg;base64,",
        "data:image/jpeg,abc",
        "data:image/svg+xml;base64," + base64.b64encode(b"<svg/>").decode(),
        sent(a_jpeg(), "image/png"),
        sent(a_png()),
        sent(a_jpeg()) + "€",
        sent(a_jpeg()) + "!",
        sent(a_jpeg(fill=210_000)),
        "x" * 2_000_000,
        "\0",
    ],
)
def test_a_photo_that_is_none_or_too_large_is_not_read(typed):
    assert read_picture(typed, AttachmentKind.PHOTO) is None


def test_a_photo_of_the_largest_size_is_read_and_a_signature_of_that_size_is_not():
    assert read_picture(sent(a_jpeg(fill=200_000)), AttachmentKind.PHOTO)
    large = a_png(a_chunk(b"tEXt", bytes(31_000)))
    assert read_picture(sent(large, "image/png"), AttachmentKind.SIGNATURE) is None


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("31.735210,116.520120,20", Place(31.73521, 116.52012, 20)),
        ("-31.7,-116.5,999999", Place(-31.7, -116.5, 999999)),
        ("90,180,0", Place(90, 180, 0)),
        ("90.1,116,20", None),
        ("31,180.5,20", None),
        ("31,116", None),
        ("31,116,-5", None),
        ("nan,116,20", None),
        ("３１,116,20", None),
        ("31,116,20\n", None),
        ("", None),
    ],
)
def test_a_place_is_read_where_it_lies_on_earth(typed, place):
    assert read_place(typed) == place


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, None),
        (0, None),
        (600, None),
        (-600, None),
        (660, "平板时钟相差：快 11 分钟"),
        (-3600, "平板时钟相差：慢 60 分钟"),
        (8 * 3600, "平板时钟相差：快 8 小时"),
        (-400 * 86400, "平板时钟相差：慢 400 天"),
    ],
)
def test_a_clock_is_said_to_be_wrong_only_beyond_the_figure(seconds, said):
    doubt = clock_doubt(seconds, minutes=10)

    assert (doubt.zh if doubt else None) == said


def test_a_tablet_set_to_another_zone_is_said_to_be():
    assert zone_doubt(480) is None and zone_doubt(None) is None
    assert zone_doubt(540) == Text("平板的时区不是北京时间", "The tablet was not set to Beijing time")
