"""The measure of the scripts: together light enough for a slow line, each with one job that its first line says."""

from __future__ import annotations

import gzip
import re

import pytest

from app.web.assets import STATIC
from app.web.lean import lean
from tests.house import ROOT

SCRIPTS = sorted(STATIC.rglob("*.js"))
MODULES = sorted((STATIC / "tablet").glob("*.js"))
OVER_THE_WIRE = 60_000
MODULE_WALL = 150
IMPORT = re.compile(r'(?:from|import\(|import) "(?P<name>[^"]+)"')


def test_all_scripts_together_weigh_at_most_sixty_kilobytes_over_the_wire():
    weights = {path.name: len(gzip.compress(lean(path.read_text("utf-8")).encode(), 9)) for path in SCRIPTS}

    assert sum(weights.values()) <= OVER_THE_WIRE, weights


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_the_first_line_of_a_script_says_its_job(path):
    first = path.read_text("utf-8").splitlines()[0]

    assert re.match(r"// [A-Z].{20,}", first)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_of_the_tablet_stays_inside_the_wall(path):
    assert len(path.read_text("utf-8").splitlines()) <= MODULE_WALL


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_of_the_tablet_imports_its_neighbours_and_nothing_else(path):
    imported = {found["name"] for found in IMPORT.finditer(lean(path.read_text("utf-8")))}

    assert imported <= {f"./{module.name}" for module in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_of_the_tablet_says_no_word_of_the_interface(path):
    """They come from the page, where they are translated."""
    assert not re.findall(r"[\u4e00-\u9fff]", lean(path.read_text("utf-8")))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_takes_itself_out_of_the_reading_of_types(path):
    assert "@ts-nocheck" not in path.read_text("utf-8")


def test_the_compiler_of_types_is_pinned_by_its_content():
    lock = (ROOT / ".ci" / "types" / "package-lock.json").read_text("utf-8")

    assert lock.count('"version"') == lock.count('"integrity": "sha512-') > 0
