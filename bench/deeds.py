"""The long deeds, each in a process of its own: `python -m bench.deeds NAME JSON` does one and prints what it cost.

Beside each deed of the application stands the bare work it is held against.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app
from psycopg.types.json import Json
from python_calamine import CalamineWorkbook

from app import create_app
from app.accounts.models import Area
from app.core import clock
from app.core.db import WRITES, db
from app.core.regions import Level
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.models import table_of
from app.indicators.models import Tally, TallyMonth
from app.indicators.queries.counting import work_out
from app.indicators.rules.definitions import BY_ID
from app.indicators.rules.months import months_before
from app.indicators.service.closing import close_month
from app.indicators.service.counting import keep
from app.outbox.envelope import sealed_envelope
from app.outbox.models import Letter
from app.reminders.jobs import morning_digests
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.order import ImportOrder
from app.rosters.service import apply_roster, preview_roster, read_roster
from app.sheets.reading import read_sheets
from bench import people
from bench.watch import Watch

# What a roster comes to, without the trail and without the room's own books.
BROUGHT = (
    *("household", "person", "person_initial", "person_category", "person_condition"),
    *("duty", "duty_line"),
)
A_FETCH = 10_000
# The parts a village's sums are told by: its doctor, a few categories and the usual diseases.
PARTS = (
    *("doctor:4", "category:destitute-scattered", "category:minimum-living"),
    *(f"condition:{name}" for name in ("hypertension", "diabetes", "copd", "coronary", "stroke")),
)
SENDER = "巡护 <xunhu@example.org>"
Said = dict[str, Any]
Kept = list[tuple[str, list[str], list[Sequence[Any]]]]


def bring_roster(watch: Watch, *, file: str, preview: bool = True) -> Said:
    """A6: read a file, say what it would change, apply it."""
    today = clock.today()
    order = ImportOrder(ListKind.CHRONIC, people.COUNTY, today, today, file_name=Path(file).name)
    with watch.stage("read"):
        sheets = read_sheets(Path(file))
    if preview:
        with watch.stage("preview"):
            preview_roster(read_roster(sheets, order=order))
            db.session.rollback()
    with watch.stage("apply"), transaction("roster.import", by=COMMAND_LINE):
        report = apply_roster(read_roster(sheets, order=order), by=COMMAND_LINE)
    return {"counts": dict(report.counts), "rows": _rows_of(BROUGHT)}


def read_bare(watch: Watch, *, file: str) -> Said:
    """A6: every cell of a file, and nothing else."""
    with watch.stage("read"):
        book = CalamineWorkbook.from_path(file)
        rows = sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
    return {"rows": rows}


def keep_rows(_watch: Watch, *, into: str) -> Said:
    """Keep the rows a roster came to, as the driver gives them."""
    kept: Kept = []
    with closing(db.engine.raw_connection()) as raw, closing(raw.cursor()) as cursor:
        for name in BROUGHT:
            cursor.execute(f'SELECT * FROM "{name}" ORDER BY 1')
            kept.append((name, [column[0] for column in cursor.description], cursor.fetchall()))
    Path(into).write_bytes(pickle.dumps(kept))
    return {name: len(rows) for name, _columns, rows in kept}


def insert_bare(watch: Watch, *, kept: str) -> Said:
    """A6: the same rows into the same tables by executemany, in one durable transaction."""
    tables = [(name, columns, list(map(_fit, rows))) for name, columns, rows in _unpacked(kept)]
    mark = "?" if db.engine.dialect.name == "sqlite" else "%s"
    with closing(db.engine.raw_connection()) as raw, closing(raw.cursor()) as cursor, watch.stage("insert"):
        if mark == "?":
            cursor.execute("BEGIN IMMEDIATE")
        for name, columns, rows in tables:
            listed = ", ".join(f'"{column}"' for column in columns)
            marks = ", ".join([mark] * len(columns))
            cursor.executemany(f'INSERT INTO "{name}" ({listed}) VALUES ({marks})', rows)
        _commit(raw, cursor)
    return {}


def reckon(watch: Watch) -> Said:
    """A7: work everything out anew, as the command does."""
    with watch.stage("reckon"):
        done = current_app.test_cli_runner().invoke(args=["duties", "reckon", "--json"])
    if done.exit_code != 0:
        raise RuntimeError(f"duties reckon: {done.output}") from done.exception
    said: Said = json.loads(done.stdout.splitlines()[-1])
    return said


def update_bare(watch: Watch, *, rules: Sequence[str]) -> Said:
    """A7: one statement that moves the due date of every duty under some rules."""
    day = "date({}, '+1 day')" if db.engine.dialect.name == "sqlite" else "{} + 1"
    moved = ", ".join(f"{name} = {day.format(name)}" for name in ("opens_on", "due_on"))
    statement = sa.text(f"UPDATE duty SET {moved} WHERE rule_id IN :rules")
    statement = statement.bindparams(sa.bindparam("rules", expanding=True))
    with db.engine.connect().execution_options(**{WRITES: True}) as connection, watch.stage("update"):
        changed = connection.execute(statement, {"rules": list(rules)}).rowcount
        connection.commit()
    return {"changed": changed}


def scan_bare(watch: Watch) -> Said:
    """A7: every open duty, read once."""
    wanted = "SELECT id, person_id, rule_id, opens_on, due_on, owed_from, last_on, last_result FROM duty"
    seen = 0
    with closing(db.engine.raw_connection()) as raw, closing(raw.cursor()) as cursor, watch.stage("scan"):
        cursor.execute(wanted)
        while rows := cursor.fetchmany(A_FETCH):
            seen += len(rows)
    return {"duties": seen}


def write_digests(watch: Watch) -> Said:
    """A8: the letters of a morning, and building the messages of them."""
    with watch.stage("digests"):
        told = morning_digests(clock.today())
    letters = db.session.scalars(sa.select(Letter)).all()
    with watch.stage("messages"):
        size = sum(len(sealed_envelope(letter, sender=SENDER).data) for letter in letters)
    return {"written": told.written, "faults": told.faults, "bytes": size}


def keep_sums(_watch: Watch) -> Said:
    """E1: sums of a year for every village, and those by part for the last two months, as counting leaves them."""
    months = [months_before(clock.today(), back) for back in range(13)]
    at = {"counted_at": clock.now(), "counted_on": clock.today(), "counted_to": 0}
    kept = [(month, "") for month in months] + [(month, part) for month in months[:2] for part in PARTS]
    villages = db.session.scalars(sa.select(Area.code).where(Area.level == Level.VILLAGE)).all()
    rows = [
        {"month": month, "part": part, "area_code": village, "indicator": name, "denominator": 40 + place % 7,
         "numerator": (place * 13 + number * 7) % 40}
        for month, part in kept
        for place, village in enumerate(villages)
        for number, name in enumerate(BY_ID)
    ]  # fmt: skip
    with transaction("bench.make", by=COMMAND_LINE):
        db.session.execute(sa.insert(table_of(TallyMonth)), [{"month": month, **at} for month in months])
        for start in range(0, len(rows), A_FETCH):
            db.session.execute(sa.insert(table_of(Tally)), rows[start : start + A_FETCH])
    return {"villages": len(villages), "rows": len(rows)}


def close_last_month(watch: Watch) -> Said:
    """E2: the month before is counted for the first time, counted anew on the first of the next, and closed."""
    first = clock.today().replace(day=1)
    month = months_before(first, 1)
    sums = 0
    for stage in ("count", "count again"):
        with watch.stage(stage):
            counted = work_out(month, areas=None, today=first)
            sums = max(sums, len(counted.rows))
            with transaction("indicators.count", by=COMMAND_LINE):
                keep(counted)
    with watch.stage("close"), transaction("indicators.close", by=COMMAND_LINE):
        close_month(month, today=first)
    return {"sums": sums}


def scan_visits(watch: Watch) -> Said:
    """E2: every visit of the month before, read once."""
    first = clock.today().replace(day=1)
    span = {"since": months_before(first, 1).isoformat(), "until": first.isoformat()}
    wanted = "SELECT * FROM visit WHERE visited_on >= :since AND visited_on < :until"
    seen = 0
    with watch.stage("scan"):
        for some in db.session.execute(sa.text(wanted), span).partitions(A_FETCH):
            seen += len(some)
    return {"visits": seen}


DEEDS: dict[str, Callable[..., Said]] = {
    deed.__name__: deed
    for deed in (
        *(bring_roster, read_bare, keep_rows, insert_bare),
        *(reckon, update_bare, scan_bare, write_digests),
        *(keep_sums, close_last_month, scan_visits),
    )
}


def main(name: str, values: str) -> None:
    """Do one deed and print what it cost and what it said."""
    app, watch = create_app(), Watch()
    with app.app_context():
        if os.environ.get("BENCH_COUNT_DATABASE"):
            watch.follow()
        said = partial(DEEDS[name], watch)(**json.loads(values))
    print(json.dumps({"spent": watch.spent, "said": said}))


def _unpacked(kept: str) -> Kept:
    rows: Kept = pickle.loads(Path(kept).read_bytes())
    return rows


def _rows_of(tables: Sequence[str]) -> dict[str, int]:
    counted = {name: db.session.scalar(sa.text(f'SELECT count(*) FROM "{name}"')) for name in tables}
    return {name: count or 0 for name, count in counted.items()}


def _fit(row: Sequence[Any]) -> list[Any]:
    return [Json(value) if isinstance(value, dict | list) else value for value in row]


def _commit(raw: Any, cursor: Any) -> None:
    if db.engine.dialect.name == "sqlite":
        cursor.execute("COMMIT")
    else:
        raw.commit()


if __name__ == "__main__":
    main(*sys.argv[1:])
