"""Shapes that were drawn once are kept for the next process, and drawn anew whenever what is kept cannot be read."""

from __future__ import annotations

import pytest

from app.tablet.service.shapes import Shapes

PAGES = {"one": "<p>\n 甲 \n\n</p>", "other": "<p>\n乙\n</p>"}


def not_again(name):
    """Draw nothing: whoever asks did not find what was kept."""
    raise AssertionError(f"{name} was drawn again")


def test_what_one_process_drew_the_next_one_reads(tmp_path):
    file = tmp_path / "shapes" / "a.json.gz"
    drawn = Shapes(file).of(PAGES, draw=PAGES.__getitem__)

    read = Shapes(file).of(PAGES, draw=not_again)

    assert read == drawn == {"one": ["<p>", "甲", "</p>"], "other": ["<p>", "乙", "</p>"]}


def test_two_processes_keep_what_each_of_them_drew(tmp_path):
    file = tmp_path / "shapes" / "a.json.gz"
    first, second = Shapes(file), Shapes(file)

    first.of(["one"], draw=PAGES.__getitem__)
    second.of(["other"], draw=PAGES.__getitem__)

    assert set(Shapes(file).of(PAGES, draw=not_again)) == set(PAGES)


@pytest.mark.parametrize(
    "torn", [b"", b"\x1f\x8b torn", b"{}", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03torn"]
)
def test_a_file_that_cannot_be_read_is_written_anew(tmp_path, torn):
    file = tmp_path / "a.json.gz"
    file.write_bytes(torn)

    drawn = Shapes(file).of(PAGES, draw=PAGES.__getitem__)

    assert Shapes(file).of(PAGES, draw=not_again) == drawn


def test_where_nothing_can_be_written_everything_is_drawn_all_the_same(tmp_path):
    (tmp_path / "shapes").write_text("no folder")

    drawn = Shapes(tmp_path / "shapes" / "a.json.gz").of(PAGES, draw=PAGES.__getitem__)

    assert drawn["other"] == ["<p>", "乙", "</p>"]


def test_what_another_release_kept_is_dropped(tmp_path):
    old = tmp_path / "of-another-release.json.gz"
    old.write_bytes(b"")

    Shapes(tmp_path / "a.json.gz").of(PAGES, draw=PAGES.__getitem__)

    assert not old.exists()
