"""Style and icons: hashed, compressed, kept for ever, and only what is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web import assets


def address_of(page: str, name: str) -> str:
    found = re.search(rf'"(/assets/{name}\.[0-9a-f]{{12}}\.\w+)', page)
    assert found
    return found[1]


def test_an_asset_is_kept_for_ever_and_comes_compressed(visitor: FlaskClient) -> None:
    page = visitor.get("/trial/form").text

    with visitor.get(address_of(page, "bootstrap"), headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "gzip"


def test_the_first_visit_is_light(hall: Flask, visitor: FlaskClient) -> None:
    page = visitor.get("/trial/form")
    names = hall.extensions["assets"].values()

    sizes = []
    for name in names:
        with visitor.get(f"/assets/{name}", headers={"Accept-Encoding": "gzip"}) as answer:
            sizes.append(len(answer.data))

    assert len(page.data) + sum(sizes) < 150_000


def test_the_library_stands_in_a_layer_below_the_house_style(hall: Flask) -> None:
    folder = Path(hall.instance_path) / "assets"

    style = (folder / hall.extensions["assets"]["bootstrap.css"]).read_text("utf-8")

    assert style.startswith("@layer bootstrap{")
    assert "sourceMappingURL" not in style


def test_only_the_icons_in_use_are_cut_out() -> None:
    sprite = '<svg><symbol id="house"><path/></symbol><symbol id="telephone"><path/></symbol></svg>'

    cut = assets.cut_icons(sprite, ["house"])

    assert 'id="house"' in cut
    assert "telephone" not in cut


def test_an_icon_that_does_not_exist_stops_the_start() -> None:
    with pytest.raises(LookupError, match="no such icon: hose"):
        assets.cut_icons("<svg></svg>", ["hose"])


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    first = assets.build(tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}

    second = assets.build(tmp_path)

    assert second == first
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_modules_find_their_neighbours_of_the_same_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tmp_path / "static"
    (sources / "tablet").mkdir(parents=True)
    (sources / "tablet" / "inner.js").write_text("export const answer = 41;\n")
    (sources / "tablet" / "outer.js").write_text('import { answer } from "./inner.js";\n')
    monkeypatch.setattr(assets, "STATIC", sources)

    first = assets.build(tmp_path / "made")
    (sources / "tablet" / "inner.js").write_text("export const answer = 42;\n\n\n")
    second = assets.build(tmp_path / "made")

    for names, answer in ((first, "41"), (second, "42")):
        assert re.fullmatch(r"tablet\.[0-9a-f]{12}/outer\.js", names["tablet/outer.js"])
        neighbour = (tmp_path / "made" / names["tablet/outer.js"]).with_name("inner.js")
        assert neighbour == tmp_path / "made" / names["tablet/inner.js"]
        assert answer in neighbour.read_text()
    assert first["tablet/outer.js"] != second["tablet/outer.js"]


def test_a_module_is_kept_for_ever_and_comes_compressed(hall: Flask, visitor: FlaskClient) -> None:
    address = f"/assets/{hall.extensions['assets']['tablet/store.js']}"

    with visitor.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Content-Type"].startswith("text/javascript")
