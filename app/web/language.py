"""语言与字号: which language and how large a letter each reader gets, and the page that changes both."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Blueprint, Flask, has_request_context, redirect, request, session
from flask.globals import _cv_app
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale, get_translations
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.web.session import open_to_all, safe_next

LANGUAGES: Final = {"zh": "中文", "en": "English"}
SIZES: Final = (18, 20, 22, 24, 27, 30)
USUAL_SIZE: Final = 20
LANGUAGE_COOKIE: Final = "xunhu_language"
SIZE_COOKIE: Final = "xunhu_size"
A_YEAR: Final = 365 * 24 * 3600
TRANSLATIONS: Final = Path(__file__).parent / "translations"

bp = Blueprint("language", __name__)


def init(app: Flask) -> None:
    """Speak Chinese by default and every reader's own language where there is one."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(TRANSLATIONS))
    Babel(app, default_locale="zh", default_timezone="Asia/Shanghai", locale_selector=select_language)
    app.register_blueprint(bp)
    say = _pages_say()
    app.jinja_env.globals.update({"_": say, "gettext": say})
    app.jinja_env.globals.update(
        spoken=spoken, text_size=text_size, LANGUAGES=LANGUAGES, TEXT_SIZES=SIZES, here=here
    )


def select_language() -> str:
    """Return what was chosen in this session, else the account's language, else this device's, else Chinese."""
    if not has_request_context():
        return "zh"
    asked = (
        session.get("language"),
        getattr(current_user, "language", None),
        request.cookies.get(LANGUAGE_COOKIE),
    )
    return next((language for language in asked if language in LANGUAGES), "zh")


def spoken() -> str:
    """Return the language of the page being made, ``"zh"`` or ``"en"``."""
    context = _cv_app.get(None)  # asked hundreds of times a page, so that even the way over a proxy is felt
    held = context.g.get("_flask_babel") if context is not None else None
    locale = getattr(held, "babel_locale", None) or get_locale()
    return str(locale.language) if locale is not None else "zh"


def _pages_say() -> Callable[..., Markup]:
    """Return what pages say their words with: each looked up once for each language, its places filled and escaped."""
    known: dict[tuple[str, str], Markup] = {}

    def say(message: str, /, **values: object) -> Markup:
        key = (spoken(), message)
        said = known.get(key)
        if said is None:
            said = known[key] = Markup(get_translations().gettext(message))  # noqa: S704 - our own catalogue
        return said % values if values or "%" in said else said

    return say


def text_size() -> int:
    """Return the letter size of this device in pixels, one of those the style sheet knows."""
    asked = request.cookies.get(SIZE_COOKIE, "") if has_request_context() else ""
    return _size(asked) or USUAL_SIZE


def here() -> str:
    """Return the address of the page being read, to come back to it."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


@bp.post("/comfort")
@open_to_all
def comfort() -> ResponseReturnValue:
    """Change the language or the letter size on this device and go back to the page."""
    response = redirect(safe_next(request.form.get("next")))
    language, size = request.form.get("language", ""), request.form.get("size", "")
    if language in LANGUAGES:
        session["language"] = language
        _remember(response, LANGUAGE_COOKIE, language)
    if _size(size) is not None:
        _remember(response, SIZE_COOKIE, size)
    return response


def _size(asked: str) -> int | None:
    return next((size for size in SIZES if str(size) == asked), None)


def _remember(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=A_YEAR, secure=request.is_secure, httponly=True, samesite="Lax")


def compile_catalogues(folder: Path = TRANSLATIONS) -> list[Path]:
    """Compile every catalogue that is newer than its compiled file; return what was written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        packed = BytesIO()
        with source.open("rb") as lines:
            write_mo(packed, read_po(lines))
        target.write_bytes(packed.getvalue())
        written.append(target)
    return written
