"""Many rows at once say in the database what one by one would have said."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.audit.trail import Untraced
from app.core.bulk import insert_rows
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.models import Duty, DutyLine, table_of
from app.policy.terms import Kind, Mode, Outcome, Result
from app.rosters.models import RosterJournal
from tests import cast

duty, line, journal = table_of(Duty), table_of(DutyLine), table_of(RosterJournal)
NAMES = (
    *("person_id", "rule_id", "area_code", "kind", "opens_on", "due_on", "owed_from"),
    *("last_on", "last_mode", "last_result", "excused_until"),
)
DAY = date(2026, 5, 20)


def test_rows_given_in_any_order_of_columns_stand_as_the_library_would_have_put_them(app):
    person = cast.a_person()
    backwards = tuple(reversed(NAMES))
    rows = [
        (
            person.id,
            f"rule-{number}",
            cast.LIUTANG,
            Kind.HYPERTENSION,
            DAY,
            DAY,
            DAY,
            seen,
            mode,
            result,
            None,
        )
        for number, (seen, mode, result) in enumerate(
            [(None, None, None), (DAY, Mode.HOME, Result.CONTROLLED)]
        )
    ]

    insert_rows(duty, backwards, [tuple(reversed(row)) for row in rows])

    stored = db.session.execute(sa.select(*(duty.c[name] for name in NAMES)).order_by(duty.c.rule_id)).all()
    assert [tuple(row) for row in stored] == rows
    assert db.session.scalars(sa.select(duty.c.last_text)).all() == ["", ""]


def test_no_rows_send_nothing(app):
    insert_rows(duty, NAMES, [])

    assert db.session.scalar(sa.select(sa.func.count()).select_from(duty)) == 0


def test_rows_of_an_audited_table_are_refused_outside_their_deed_as_any_bulk_statement_is(app):
    person = cast.a_person()
    names = ("person_id", "rule_id", "area_code", "opens_on", "due_on", "outcome")
    row = (person.id, "rule", cast.LIUTANG, DAY, DAY, Outcome.MISSED)

    with pytest.raises(Untraced), transaction("duties.reckon", by=COMMAND_LINE):
        insert_rows(line, names, [row])
