"""The house examines itself: these tests hold what no single room can."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"


def sources() -> list[Path]:
    """Return every module of the application."""
    return sorted(APP.rglob("*.py"))


def templates() -> list[Path]:
    """Return every template of the application: pages, and letters in plain text."""
    return sorted([*APP.rglob("*.html"), *APP.glob("*/templates/**/*.txt")])


def named(path: Path) -> str:
    """Return a file's name as a report shows it."""
    return path.relative_to(ROOT).as_posix()
