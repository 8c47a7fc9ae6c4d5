"""Reviews, call-backs and signals; the counts of each month, sheets, warnings and plans; what was measured at each visit.

Revision: 5ad0c93b17e8, after 3f71d08a5c42
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5ad0c93b17e8"
down_revision = "3f71d08a5c42"
branch_labels = None
depends_on = None

MEASURED = ("systolic", "diastolic", "heart_rate", "weight", "fasting_glucose")
DAY = "visited_on"
READING = ("visit_id", "person_id", DAY, *MEASURED)
AT_ONCE = 2000


def upgrade() -> None:
    op.create_table(
        "indicator_warning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("target", sa.Numeric(precision=7, scale=2), nullable=True),
        sa.Column("missing", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=80), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_warning")),
        sa.UniqueConstraint(
            "area_code", "indicator", "month", name=op.f("uq_indicator_warning_area_code_indicator_month")
        ),
    )
    with op.batch_alter_table("indicator_warning", schema=None) as batch_op:
        batch_op.create_index("ix_indicator_warning_month", ["month", "area_code"], unique=False)

    op.create_table(
        "meeting_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_sheet")),
        sa.UniqueConstraint("area_code", "month", name=op.f("uq_meeting_sheet_area_code_month")),
    )
    op.create_table(
        "sample_seed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("seed_sealed", sa.String(length=160), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added", sa.JSON(), nullable=False),
        sa.Column("among", sa.JSON(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_seed")),
        sa.UniqueConstraint("area_code", "month", name=op.f("uq_sample_seed_area_code_month")),
    )
    op.create_table(
        "sheet_fault",
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("area_code", "month", name=op.f("pk_sheet_fault")),
    )
    op.create_table(
        "tally",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("closed_numerator", sa.Integer(), nullable=True),
        sa.Column("closed_denominator", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("month", "part", "area_code", "indicator", name=op.f("pk_tally")),
    )
    op.create_table(
        "tally_month",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("counted_to", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_tally_month")),
    )
    op.create_table(
        "action_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=400), nullable=False),
        sa.Column("owner_name", sa.String(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end", sa.String(length=40), nullable=True),
        sa.Column("ended_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_action_plan_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan")),
    )
    with op.batch_alter_table("action_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_plan_area_code"), ["area_code"], unique=False)

    op.create_table(
        "finding",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("doctor_id", sa.Integer(), nullable=False),
        sa.Column("signal", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("among", sa.Integer(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["doctor_id"], ["user.id"], name=op.f("fk_finding_doctor_id_user")),
        sa.PrimaryKeyConstraint("month", "doctor_id", "signal", name=op.f("pk_finding")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index("ix_finding_area", ["area_code", "month"], unique=False)

    op.create_table(
        "finding_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("doctor_id", sa.Integer(), nullable=False),
        sa.Column("signal", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("judgement", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_finding_note_by_id_user")),
        sa.ForeignKeyConstraint(["doctor_id"], ["user.id"], name=op.f("fk_finding_note_doctor_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_note")),
    )
    with op.batch_alter_table("finding_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_note_doctor_id"), ["doctor_id"], unique=False)

    op.create_table(
        "sample_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("doctor_id", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_sample_share_by_id_user")),
        sa.ForeignKeyConstraint(["doctor_id"], ["user.id"], name=op.f("fk_sample_share_doctor_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_share")),
    )
    with op.batch_alter_table("sample_share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sample_share_area_code"), ["area_code"], unique=False)

    op.create_table(
        "call_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("doctor_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("reached", sa.String(length=40), nullable=False),
        sa.Column("came", sa.String(length=40), nullable=True),
        sa.Column("on_that_day", sa.String(length=40), nullable=True),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_call_back_by_id_user")),
        sa.ForeignKeyConstraint(["doctor_id"], ["user.id"], name=op.f("fk_call_back_doctor_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_call_back_person_id_person")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_call_back_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_back")),
    )
    with op.batch_alter_table("call_back", schema=None) as batch_op:
        batch_op.create_index("ix_call_back_area", ["area_code", "called_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_back_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "finding_visit",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("signal", sa.String(length=40), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("doctor_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["doctor_id"], ["user.id"], name=op.f("fk_finding_visit_doctor_id_user")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_finding_visit_visit_id_visit")),
        sa.PrimaryKeyConstraint("visit_id", "signal", name=op.f("pk_finding_visit")),
    )
    with op.batch_alter_table("finding_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_visit_doctor_id"), ["doctor_id"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("doctor_id", sa.Integer(), nullable=True),
        sa.Column("lane", sa.String(length=40), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("comment", sa.String(length=400), nullable=False),
        sa.Column("in_bulk", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_review_by_id_user")),
        sa.ForeignKeyConstraint(["doctor_id"], ["user.id"], name=op.f("fk_review_doctor_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_person_id_person")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_review_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index("ix_review_area", ["area_code", "reviewed_at"], unique=False)
        batch_op.create_index("ix_review_doctor", ["doctor_id", "verdict"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "review_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_review_remark_by_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_remark_person_id_person")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_review_remark_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_remark")),
    )
    with op.batch_alter_table("review_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_remark_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "visit_reading",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("systolic", sa.Double(), nullable=True),
        sa.Column("diastolic", sa.Double(), nullable=True),
        sa.Column("heart_rate", sa.Double(), nullable=True),
        sa.Column("weight", sa.Double(), nullable=True),
        sa.Column("fasting_glucose", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_reading_person_id_person")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_reading_visit_id_visit")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_visit_reading")),
    )
    with op.batch_alter_table("visit_reading", schema=None) as batch_op:
        batch_op.create_index(
            "ix_visit_reading_person", ["person_id", "visited_on", "visit_id"], unique=False
        )

    with op.batch_alter_table("duty_line", schema=None) as batch_op:
        batch_op.create_index("ix_duty_line_due", ["area_code", "due_on"], unique=False)

    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index("ix_visit_filed", ["filed_at"], unique=False)
        batch_op.create_index(
            "ix_visit_voided",
            ["voided_at"],
            unique=False,
            sqlite_where=sa.text("voided_at IS NOT NULL"),
            postgresql_where=sa.text("voided_at IS NOT NULL"),
        )

    _take_readings(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_visit_voided",
            sqlite_where=sa.text("voided_at IS NOT NULL"),
            postgresql_where=sa.text("voided_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_visit_filed")

    with op.batch_alter_table("duty_line", schema=None) as batch_op:
        batch_op.drop_index("ix_duty_line_due")

    with op.batch_alter_table("visit_reading", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_reading_person")

    op.drop_table("visit_reading")
    with op.batch_alter_table("review_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_remark_visit_id"))

    op.drop_table("review_remark")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_visit_id"))
        batch_op.drop_index("ix_review_doctor")
        batch_op.drop_index("ix_review_area")

    op.drop_table("review")
    with op.batch_alter_table("finding_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_visit_doctor_id"))

    op.drop_table("finding_visit")
    with op.batch_alter_table("call_back", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_back_visit_id"))
        batch_op.drop_index("ix_call_back_area")

    op.drop_table("call_back")
    with op.batch_alter_table("sample_share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sample_share_area_code"))

    op.drop_table("sample_share")
    with op.batch_alter_table("finding_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_note_doctor_id"))

    op.drop_table("finding_note")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index("ix_finding_area")

    op.drop_table("finding")
    with op.batch_alter_table("action_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_plan_area_code"))

    op.drop_table("action_plan")
    op.drop_table("tally_month")
    op.drop_table("tally")
    op.drop_table("sheet_fault")
    op.drop_table("sample_seed")
    op.drop_table("meeting_sheet")
    with op.batch_alter_table("indicator_warning", schema=None) as batch_op:
        batch_op.drop_index("ix_indicator_warning_month")

    op.drop_table("indicator_warning")


def _take_readings(connection: sa.Connection) -> None:
    """Write down what every visit on record measured, in small parts; one that measured nothing has no row."""
    shared = tuple(sa.column(name) for name in ("id", "person_id"))
    visit = sa.table("visit", *shared, sa.column(DAY, sa.Date), sa.column("answers", sa.JSON))
    reading = sa.table(
        "visit_reading", *(sa.column(name, sa.Date if name == DAY else None) for name in READING)
    )
    rows = connection.execute(_next(visit, after=0)).all()
    while rows:
        told = [(*row[:3], *(_measured(row.answers or {}, name) for name in MEASURED)) for row in rows]
        found = [dict(zip(READING, one, strict=True)) for one in told if any(v is not None for v in one[3:])]
        if found:
            connection.execute(reading.insert(), found)
        rows = connection.execute(_next(visit, after=rows[-1].id)).all()


def _next(visit: sa.TableClause, *, after: int) -> sa.Select:
    wanted = sa.select(visit.c.id, visit.c.person_id, visit.c.visited_on, visit.c.answers)
    return wanted.where(visit.c.id > after).order_by(visit.c.id).limit(AT_ONCE)


def _measured(answers: dict, name: str) -> float | None:
    """Return what counts of a measure: of a pressure taken several times the mean of the last two."""
    values = [answers.get(f"{name}{ending}") for ending in ("", "_2", "_3")]
    figures = [float(v) for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    return sum(figures[-2:]) / len(figures[-2:]) if figures else None
