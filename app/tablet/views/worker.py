"""The service worker: what a browser keeps of this release, told file by file with the fingerprint each must have."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Response, current_app, make_response, url_for
from flask.typing import ResponseReturnValue

from app.tablet.views.door import bp
from app.tablet.views.shell import address_of, said_in
from app.web.assets import PREFIX, STATIC
from app.web.language import LANGUAGES
from app.web.session import open_to_all

OWN_NAME: Final = "tablet/worker.js"
SOURCE: Final = STATIC / OWN_NAME


@bp.get("/sw.js")
@open_to_all
def worker() -> ResponseReturnValue:
    """Hand out the service worker with the list of this release; every other file makes another worker."""
    release = release_of_today()
    script = f"self.release = {json.dumps(release, sort_keys=True)};\n{SOURCE.read_text('utf-8')}"
    answer: Response = make_response(script)
    answer.mimetype = "text/javascript"
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = url_for("today.index")
    return answer


def release_of_today() -> dict[str, object]:
    """Return what belongs to this release: the frame in each language, every asset, and what each must be byte by byte.

    A portal's page in the place of a file does not have the fingerprint, so that a browser never keeps it.
    """
    frames = {language: url_for("tablet.shell", language=language) for language in LANGUAGES}
    files = {address: _fingerprint(said_in(language).encode()) for language, address in frames.items()}
    names: dict[str, str] = current_app.extensions["assets"]
    kept = {name: hashed for name, hashed in names.items() if name != OWN_NAME}
    files |= {address_of(name): _fingerprint_of(_folder() / hashed) for name, hashed in kept.items()}
    version = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16]
    root = url_for("today.index").removesuffix("/")
    return {
        "version": version,
        "tablet": url_for("tablet.shell"),
        "assets": root + PREFIX,
        "frames": frames,
        "files": files,
    }


def _folder() -> Path:
    return Path(current_app.config.get("XUNHU_ASSETS") or Path(current_app.instance_path) / "assets")


@lru_cache(maxsize=1024)
def _fingerprint_of(asset: Path) -> str:
    """A file under its hashed name never changes."""
    return _fingerprint(asset.read_bytes())


def _fingerprint(content: bytes) -> str:
    return "sha256-" + b64encode(hashlib.sha256(content).digest()).decode()
