"""Every room has the modules the plan gives it and no others: there is no drawer to throw things into."""

from __future__ import annotations

import importlib
from pathlib import Path

from tests.house import APP, ROOT, named, sources

GROUND = {"core", "policy", "audit", "accounts", "web", "sheets", "outbox"}
FEATURES = {
    "people",
    "duties",
    "visits",
    "rosters",
    "record",
    "today",
    "office",
    "demo",
    "territory",
    "reminders",
    "keys",
    "backups",
    "schedule",
    "rounds",
    "contracts",
    "screening",
    "careplans",
    "supplies",
    "tablet",
    "reviews",
    "indicators",
}
MODULES = {"__init__", "rules", "models", "queries", "service", "forms", "views", "jobs", "cli"}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "manager"}
# A module that outgrew the wall may be a folder of modules named by nouns of the field.
FOLDERS = {"rules", "queries", "service", "forms", "views"}
SECTION = {"__init__", "rules", "vocabulary", "questions", "paper", "path", "scale"}


def test_the_rooms_are_those_of_the_plan():
    rooms = {path.parent.name for path in APP.glob("*/__init__.py")}

    assert rooms <= GROUND | FEATURES
    assert {path.stem for path in APP.glob("*.py")} <= {"__init__", "scheduler"}


def test_every_feature_has_the_modules_of_the_plan_and_no_others():
    stray = [named(path) for path in sources() if _room(path) in FEATURES and not _allowed(path)]

    assert not stray


def test_no_module_is_a_drawer():
    assert not [named(path) for path in sources() if path.stem in DRAWERS]


def test_every_template_lies_in_its_rooms_folder_under_a_views_name():
    stray = []
    for path in sorted(APP.glob("*/templates/**/*.html")):
        room = _room(path)
        inside = path.relative_to(APP / room / "templates").parts
        if room != "web" and inside[0] != room:
            stray.append(named(path))

    assert not stray


def test_every_room_with_code_has_tests():
    rooms = {_room(path) for path in sources() if _room(path)}
    tested = {path.parent.relative_to(ROOT / "tests").parts[0] for path in ROOT.glob("tests/*/**/test_*.py")}
    tested |= {path.parent.name for path in ROOT.glob("tests/*/test_*.py")}

    assert rooms <= tested


def test_every_module_can_be_imported():
    for path in sources():
        importlib.import_module(
            ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        )


def _room(path: Path) -> str:
    parts = path.relative_to(APP).parts
    return parts[0] if len(parts) > 1 else ""


def _allowed(path: Path) -> bool:
    room, *inside = path.relative_to(APP).with_suffix("").parts
    if len(inside) == 1:
        return inside[0] in MODULES
    if inside[0] == "sections":
        return room == "visits" and (inside == ["sections", "__init__"] or inside[-1] in SECTION)
    return inside[0] in FOLDERS and len(inside) == 2
