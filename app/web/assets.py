"""Style, scripts and icons: copied from the installed packages and this room, under names that carry their content.

The component library comes first in a cascade layer of its own, so that the house's style sheet always wins. Of the
1.1 MB sprite of icons only those that a page uses are cut out. Modules that import one another stand in a folder, and the
folder as a whole carries the content: whoever holds one of them gets its neighbours of the very same release.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from flask import Flask
from whitenoise import WhiteNoise  # type: ignore[import-untyped]  # it ships no types

from app.web.lean import lean

APP: Final = Path(__file__).parent.parent
STATIC: Final = Path(__file__).parent / "static"
MANIFEST: Final = "manifest.json"
PREFIX: Final = "/assets/"
HASH_LENGTH: Final = 12
ICON_CALL: Final = re.compile(r"""icon(?:_name)?(?:\(|=)\s*["']([a-z0-9-]+)["']""")
SYMBOL: Final = re.compile(r'<symbol\b[^>]*\bid="([^"]+)".*?</symbol>', re.DOTALL)


def init(app: Flask) -> None:
    """Make the assets when their sources changed, serve them for ever, and tell the pages their names."""
    folder = Path(app.config.get("XUNHU_ASSETS") or Path(app.instance_path) / "assets")
    names = build(folder)
    app.extensions["assets"] = names
    root = str(app.config.get("APPLICATION_ROOT") or "/").rstrip("/")
    addresses = {name: f"{root}{PREFIX}{hashed}" for name, hashed in names.items()}
    app.jinja_env.globals["asset"] = addresses.__getitem__
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # Flask's own way to wrap it
        app.wsgi_app,
        root=str(folder),
        prefix=PREFIX,
        immutable_file_test=lambda _path, url: url.removeprefix(PREFIX) in set(names.values()),
        allow_all_origins=False,
        add_headers_function=_dress,
    )


def build(folder: Path) -> dict[str, str]:
    """Write every asset under its hashed name, with a gzipped twin, and return plain name → hashed name.

    Nothing is written where the sources are as they were.
    """
    stamp = _stamp()
    manifest = folder / MANIFEST
    if manifest.exists():
        known = json.loads(manifest.read_text("utf-8"))
        if known["stamp"] == stamp:
            return dict(known["names"])
    folder.mkdir(parents=True, exist_ok=True)
    names = {name: _write(folder, _hashed(name, content), content) for name, content in _contents()}
    for modules in sorted(path for path in STATIC.iterdir() if path.is_dir()):
        names |= _write_modules(folder, modules)
    _replace(manifest, json.dumps({"stamp": stamp, "names": names}, indent=1).encode())
    return names


def icons_in_use() -> list[str]:
    """Return the names of the icons that the pages of any room call for."""
    pages = [page.read_text("utf-8") for page in APP.rglob("templates/**/*.html")]
    pages += [page.read_text("utf-8") for page in APP.glob("*/sections/**/*.html")]
    return sorted({name for page in pages for name in ICON_CALL.findall(page)})


def cut_icons(sprite: str, names: list[str]) -> str:
    """Return a sprite that holds the named icons only; a name the sprite lacks stops the start."""
    symbols = {found.group(1): found.group(0) for found in SYMBOL.finditer(sprite)}
    if missing := [name for name in names if name not in symbols]:
        raise LookupError(f"no such icon: {', '.join(missing)}")
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols[name] for name in names) + "</svg>"


@cache
def _library() -> Path:
    spec = find_spec("flask_bootstrap")
    if spec is None or spec.origin is None:
        raise LookupError("Bootstrap-Flask is not installed")
    return Path(spec.origin).parent / "static" / "bootstrap5"


def _stamp() -> str:
    """Return a fingerprint of the sources: names, sizes and times, and which icons are in use."""
    digest = hashlib.sha256(",".join(icons_in_use()).encode())
    for path in (
        *(Path(__file__).with_name(name) for name in ("assets.py", "lean.py")),
        *_sources(),
        _library() / "css" / "bootstrap.min.css",
    ):
        state = path.stat()
        digest.update(f"{path}:{state.st_size}:{state.st_mtime_ns};".encode())
    return digest.hexdigest()


def _contents() -> Iterator[tuple[str, bytes]]:
    style = (_library() / "css" / "bootstrap.min.css").read_text("utf-8")
    style = re.sub(r'@charset "[^"]*";|/\*# sourceMappingURL=[^*]*\*/', "", style)
    yield "bootstrap.css", f"@layer bootstrap{{{style}}}".encode()
    sprite = (_library() / "icons" / "bootstrap-icons.svg").read_text("utf-8")
    yield "icons.svg", cut_icons(sprite, icons_in_use()).encode()
    for path in sorted(STATIC.iterdir()):
        if path.is_file():
            yield path.name, _read(path)


def _read(path: Path) -> bytes:
    return lean(path.read_text("utf-8")).encode() if path.suffix == ".js" else path.read_bytes()


def _sources() -> list[Path]:
    return sorted(path for path in STATIC.rglob("*") if path.is_file())


def _write_modules(folder: Path, modules: Path) -> dict[str, str]:
    """Write a folder of modules under one name for all, so that what they import of one another stands as it is."""
    contents = {path.name: _read(path) for path in sorted(modules.iterdir()) if path.is_file()}
    whole = hashlib.sha256()
    for name, content in contents.items():
        whole.update(f"{name}:{len(content)};".encode() + content)
    home = f"{modules.name}.{whole.hexdigest()[:HASH_LENGTH]}"
    return {f"{modules.name}/{name}": _write(folder, f"{home}/{name}", contents[name]) for name in contents}


def _hashed(name: str, content: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:HASH_LENGTH]}.{ending}"


def _write(folder: Path, hashed: str, content: bytes) -> str:
    (folder / hashed).parent.mkdir(exist_ok=True)
    _replace(folder / hashed, content)
    _replace(folder / f"{hashed}.gz", gzip.compress(content, 9, mtime=0))
    return hashed


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: two workers may start at once."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def _dress(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
