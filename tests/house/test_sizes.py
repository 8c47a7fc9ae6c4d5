"""The measure of the house: a module one can read in a sitting, a template one can see at a glance."""

from __future__ import annotations

import ast

from tests.house import ROOT, named, sources, templates

MODULE_WALL = 250
TEMPLATE_WALL = 150


def test_every_module_stays_inside_the_wall():
    modules = [*sources(), ROOT / "config.py", ROOT / "wsgi.py"]

    too_long = {named(path): lines for path in modules if (lines := _lines(path)) > MODULE_WALL}

    assert not too_long


def test_every_template_stays_inside_the_wall():
    assert not {named(path): lines for path in templates() if (lines := _lines(path)) > TEMPLATE_WALL}


def test_every_module_says_what_it_is_for():
    assert not [
        named(path) for path in sources() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]


def test_a_rooms_charter_is_short():
    charters = [path for path in sources() if path.name == "__init__.py" and path.parent.parent.name == "app"]

    long = [named(path) for path in charters if len((ast.get_docstring(_tree(path)) or "").splitlines()) > 3]

    assert not long


def test_nothing_is_committed_or_deleted_past_the_one_door():
    past = [
        named(path)
        for path in sources()
        if path.name != "transaction.py" and _calls(path) & {"session.commit", "session.delete"}
    ]

    assert not past


def _calls(path) -> set[str]:
    calls = (node.func for node in ast.walk(_tree(path)) if isinstance(node, ast.Call))
    dotted = [
        func for func in calls if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Attribute)
    ]
    return {f"{func.value.attr}.{func.attr}" for func in dotted}


def _tree(path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _lines(path) -> int:
    return len(path.read_text("utf-8").splitlines())
