"""Every setting the application reads, in one place; `docs/settings.md` is the same list for people."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from tempfile import NamedTemporaryFile

ROOT = Path(__file__).resolve().parent
DEFAULT_PACKS = "national,luan-2024-24,jinan-district-2023-19"
MEGABYTE = 1024 * 1024
SHORTEST_READS_DAYS = 190
PASSWORD_RULES = ("standard", "level-protection")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
DATABASE_NAME = "xunhu.sqlite3"
POSTGRES_DRIVER = "postgresql+psycopg://"

# name -> (default, what it is for, in a line); the sentence appears in `docs/settings.md`.
SETTINGS: dict[str, tuple[str, str]] = {
    "XUNHU_INSTANCE": ("instance", "Folder for the database, the keys, the assets and local policy files."),
    "XUNHU_DATABASE_URL": (
        "sqlite in the instance folder",
        "`sqlite:///PATH` or `postgresql://user:password@host/name`.",
    ),
    "XUNHU_SECRET_KEY": ("instance/secret_key", "Signs form tokens. Made at the first start when absent."),
    "XUNHU_DATA_KEYS": (
        "instance/data_keys",
        "Seals identity numbers and phones: `id:key,id:key;index:key`, newest first.",
    ),
    "XUNHU_PACKS": (DEFAULT_PACKS, "Policy packs in order; a later one lies over an earlier one."),
    "XUNHU_OWED_FROM": (
        "",
        "Day (2026-01-01) from which this deployment owes. Empty: 1 January of the first roster's year.",
    ),
    "XUNHU_PUBLIC_URL": (
        "http://127.0.0.1:8000",
        "Address people use; with `https://` cookies are marked secure.",
    ),
    "XUNHU_PROXIES": ("0", "How many proxies in front are trusted to name the visitor's address."),
    "XUNHU_MAIL_URL": ("", "`smtp://host:port`, `smtps://user:password@host:port` or `maildir:PATH`."),
    "XUNHU_MAIL_FROM": (
        "",
        "Address letters come from. Empty: the mail account, else xunhu@ the public host.",
    ),
    "XUNHU_DIGEST_AT": ("07:00", "Hour at which the morning's letters are written."),
    "XUNHU_PASSWORD_RULES": (
        "standard",
        "`standard`, or `level-protection`: three kinds of characters, changed regularly.",
    ),
    "XUNHU_PASSWORD_DAYS": ("90", "Days a password lasts under the level-protection rules."),
    "XUNHU_SECOND_FACTOR_DAYS": (
        "7",
        "Days after which county managers and administrators must sign in with a code too; `never` asks nobody.",
    ),
    "XUNHU_KEEP_READS_DAYS": ("400", "How many days the trail keeps who read a record; 190 at least."),
    "XUNHU_BACKUP_AT": ("02:00", "Hour of the night's backup, or `off`."),
    "XUNHU_BACKUPS": (
        "backups",
        "Folder for the night's backups; a relative one lies in the instance folder.",
    ),
    "XUNHU_BACKUP_KEEP": ("14", "How many of the newest backups stay, besides one a month for a year."),
    "XUNHU_LARGEST_FILE_MB": ("20", "Largest file or form accepted, in megabytes."),
    "XUNHU_CLOCK": ("", "A day or an instant at which the clock stands, for rehearsals only."),
    "XUNHU_LOG_LEVEL": ("INFO", "DEBUG, INFO, WARNING or ERROR."),
}


class BadSetting(ValueError):
    """A setting cannot be used; the message names it and the mend."""


def load(environ: Mapping[str, str]) -> dict[str, object]:
    """Return the configuration of one process from its environment, with Flask's own keys filled in."""
    unknown = sorted(name for name in environ if name.startswith("XUNHU_") and not _known(name))
    if unknown:
        raise BadSetting(f"{', '.join(unknown)}: no such setting. See docs/settings.md.")
    values = {name: environ.get(name, default).strip() for name, (default, _) in SETTINGS.items()}
    instance = (ROOT / values["XUNHU_INSTANCE"]).resolve()
    public_url = values["XUNHU_PUBLIC_URL"].rstrip("/")
    return values | {
        "XUNHU_INSTANCE": str(instance),
        "XUNHU_PUBLIC_URL": public_url,
        "XUNHU_PACKS": tuple(name.strip() for name in values["XUNHU_PACKS"].split(",") if name.strip()),
        "XUNHU_OWED_FROM": _day("XUNHU_OWED_FROM", values["XUNHU_OWED_FROM"]),
        "XUNHU_CLOCK": _instant("XUNHU_CLOCK", values["XUNHU_CLOCK"]),
        "XUNHU_LOG_LEVEL": _level(values["XUNHU_LOG_LEVEL"]),
        **_mail(values),
        "XUNHU_DIGEST_AT": _hour("XUNHU_DIGEST_AT", values["XUNHU_DIGEST_AT"]),
        "XUNHU_KEEP_READS_DAYS": _kept_days("XUNHU_KEEP_READS_DAYS", values["XUNHU_KEEP_READS_DAYS"]),
        "XUNHU_BACKUP_AT": None
        if (at := values["XUNHU_BACKUP_AT"]) == "off"
        else _hour("XUNHU_BACKUP_AT", at),
        "XUNHU_BACKUP_KEEP": _whole("XUNHU_BACKUP_KEEP", values["XUNHU_BACKUP_KEEP"]),
        "XUNHU_PROXIES": _whole("XUNHU_PROXIES", values["XUNHU_PROXIES"]),
        "XUNHU_PASSWORD_RULES": _one_of(
            "XUNHU_PASSWORD_RULES", values["XUNHU_PASSWORD_RULES"], PASSWORD_RULES
        ),
        "XUNHU_PASSWORD_DAYS": _whole("XUNHU_PASSWORD_DAYS", values["XUNHU_PASSWORD_DAYS"]),
        "XUNHU_SECOND_FACTOR_DAYS": _days_or_never(
            "XUNHU_SECOND_FACTOR_DAYS", values["XUNHU_SECOND_FACTOR_DAYS"]
        ),
        "XUNHU_DATA_KEYS": environ.get("XUNHU_DATA_KEYS") or _kept(instance / "data_keys", "keys"),
        "SECRET_KEY": environ.get("XUNHU_SECRET_KEY") or _kept(instance / "secret_key", "secret"),
        "SQLALCHEMY_DATABASE_URI": database_url(environ.get("XUNHU_DATABASE_URL", ""), instance=instance),
        "MAX_CONTENT_LENGTH": _whole("XUNHU_LARGEST_FILE_MB", values["XUNHU_LARGEST_FILE_MB"]) * MEGABYTE,
        "SESSION_COOKIE_SECURE": public_url.startswith("https://"),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "zh",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
    }


def database_url(setting: str, *, instance: Path) -> str:
    """Return the database address as SQLAlchemy wants it."""
    if not setting:
        return f"sqlite:///{instance / DATABASE_NAME}"
    for prefix in ("postgresql://", "postgres://"):
        if setting.startswith(prefix):
            return POSTGRES_DRIVER + setting.removeprefix(prefix)
    if not setting.startswith(("sqlite:///", POSTGRES_DRIVER)):
        raise BadSetting("XUNHU_DATABASE_URL: write sqlite:///PATH or postgresql://user:password@host/name.")
    return setting


def _known(name: str) -> bool:
    return name in SETTINGS or name.startswith("XUNHU_TEST_")


def _day(name: str, value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise BadSetting(f"{name}: “{value}” is no day; write it as 2026-01-01.") from None


def _instant(name: str, value: str) -> datetime | date | None:
    """A day alone stays a day: the clock then stands at nine in the morning of it."""
    try:
        if not value:
            return None
        return date.fromisoformat(value) if len(value) == len("2026-01-01") else datetime.fromisoformat(value)
    except ValueError:
        raise BadSetting(
            f"{name}: “{value}” is neither a day nor an instant, as 2026-05-20T09:00+08:00."
        ) from None


def _hour(name: str, value: str) -> time:
    try:
        return datetime.strptime(value, "%H:%M").time()  # noqa: DTZ007 - an hour of the wall clock in China
    except ValueError:
        raise BadSetting(f"{name}: “{value}” is no hour; write it as 07:00.") from None


def _mail(values: Mapping[str, str]) -> dict[str, object]:
    """Return where letters go and whom they come from."""
    from app.outbox.rules import read_mail_url, read_sender  # noqa: PLC0415 - the room knows how they are written

    name = "XUNHU_MAIL_URL"
    try:
        mail = read_mail_url(values[name])
        name = "XUNHU_MAIL_FROM"
        sender = read_sender(values[name], mail=mail, public_url=values["XUNHU_PUBLIC_URL"])
    except ValueError as fault:
        raise BadSetting(f"{name}: {fault}.") from None
    return {"XUNHU_MAIL_URL": mail, "XUNHU_MAIL_FROM": sender}


def _level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise BadSetting(f"XUNHU_LOG_LEVEL: “{value}” is none of {', '.join(LOG_LEVELS)}.")
    return value.upper()


def _one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise BadSetting(f"{name}: “{value}” is none of {', '.join(allowed)}.")
    return value


def _days_or_never(name: str, value: str) -> int | None:
    if value != "never" and not value.isdecimal():
        raise BadSetting(f"{name}: “{value}” is neither a whole number of days nor `never`.")
    return None if value == "never" else int(value)


def _whole(name: str, value: str) -> int:
    if not value.isdecimal():
        raise BadSetting(f"{name}: “{value}” is no whole number.")
    return int(value)


def _kept_days(name: str, value: str) -> int:
    if (days := _whole(name, value)) < SHORTEST_READS_DAYS:
        raise BadSetting(f"{name}: “{value}” is too short; {SHORTEST_READS_DAYS} days are the least.")
    return days


def _kept(path: Path, what: str) -> str:
    """Return a secret kept beside the data, made on the first start and readable by its owner alone."""
    if not path.exists():
        if what == "keys" and (path.parent / DATABASE_NAME).exists():
            raise BadSetting(
                f"{path} is missing but the database is there: put the keys back, or set XUNHU_DATA_KEYS."
            )
        _write_once(path, _fresh(what))
    return path.read_text("utf-8").strip()


def _fresh(what: str) -> str:
    from app.core.keyring import fresh_keys  # noqa: PLC0415 - only the very first start needs it

    return fresh_keys() if what == "keys" else os.urandom(32).hex()


def _write_once(path: Path, secret: str) -> None:
    """Write a secret under its final name in one step; whoever comes second keeps the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, prefix=".", encoding="utf-8") as draft:
        draft.write(secret + "\n")
        draft.flush()
        os.fsync(draft.fileno())
        try:
            os.link(draft.name, path)
        except FileExistsError:
            return
