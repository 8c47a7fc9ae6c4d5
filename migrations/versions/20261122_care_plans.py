"""Care plans and their versions, medicine given out, adherence, the county's catalogue, supplies of villages.

Revision: 8c2e41d9b760, after 5b1f0c7a92d4
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "8c2e41d9b760"
down_revision = "5b1f0c7a92d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("table", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("entry", sa.JSON(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_catalogue_change_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_change")),
    )
    with op.batch_alter_table("catalogue_change", schema=None) as batch_op:
        batch_op.create_index("ix_catalogue_change_area_code", ["area_code", "table", "code"], unique=False)

    op.create_table(
        "shortage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("strength", sa.String(length=40), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("answer_note", sa.String(length=400), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(length=80), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_as", sa.String(length=40), nullable=True),
        sa.Column("closed_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_shortage_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortage")),
        sa.UniqueConstraint("client_key", name=op.f("uq_shortage_client_key")),
    )
    with op.batch_alter_table("shortage", schema=None) as batch_op:
        batch_op.create_index("ix_shortage_area_code", ["area_code", "closed_on"], unique=False)

    op.create_table(
        "care_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("disease", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_force_id", sa.Integer(), nullable=True),
        sa.Column("waiting_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_care_plan_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_plan")),
    )
    with op.batch_alter_table("care_plan", schema=None) as batch_op:
        batch_op.create_index(
            "ix_care_plan_draft",
            ["draft_id"],
            unique=False,
            sqlite_where=sa.text("draft_id IS NOT NULL"),
            postgresql_where=sa.text("draft_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_care_plan_in_force_id"), ["in_force_id"], unique=False)
        batch_op.create_index("ix_care_plan_person_id", ["person_id", "disease"], unique=False)
        batch_op.create_index(
            "ix_care_plan_waiting",
            ["waiting_id"],
            unique=False,
            sqlite_where=sa.text("waiting_id IS NOT NULL"),
            postgresql_where=sa.text("waiting_id IS NOT NULL"),
        )

    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("shortage_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("strength", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("sent_by", sa.String(length=80), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delivery_person_id_person")),
        sa.ForeignKeyConstraint(
            ["shortage_id"], ["shortage.id"], name=op.f("fk_delivery_shortage_id_shortage")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("client_key", name=op.f("uq_delivery_client_key")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_area_code", ["area_code", "received_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_shortage_id"), ["shortage_id"], unique=False)

    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["plan_version.id"], name=op.f("fk_plan_version_based_on_id_plan_version")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_plan_version_by_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_version_person_id_person")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["care_plan.id"], name=op.f("fk_plan_version_plan_id_care_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("client_key", name=op.f("uq_plan_version_client_key")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_version_plan_id_number")),
    )
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_version_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_version_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "medicine_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("runs_out_on", sa.Date(), nullable=False),
        sa.Column("long_term", sa.JSON(), nullable=True),
        sa.Column("remote", sa.JSON(), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_medicine_issue_by_id_user")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_medicine_issue_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["care_plan.id"], name=op.f("fk_medicine_issue_plan_id_care_plan")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_medicine_issue_version_id_plan_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medicine_issue")),
        sa.UniqueConstraint("client_key", name=op.f("uq_medicine_issue_client_key")),
    )
    with op.batch_alter_table("medicine_issue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_medicine_issue_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_medicine_issue_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_medicine_issue_version_id"), ["version_id"], unique=False)

    op.create_table(
        "plan_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("treatment", sa.String(length=40), nullable=True),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("why_words", sa.String(length=200), nullable=False),
        sa.Column("effect", sa.String(length=40), nullable=True),
        sa.Column("reaction", sa.String(length=200), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_check_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["care_plan.id"], name=op.f("fk_plan_check_plan_id_care_plan")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_plan_check_version_id_plan_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_check")),
    )
    with op.batch_alter_table("plan_check", schema=None) as batch_op:
        batch_op.create_index("ix_plan_check_area_code", ["area_code", "checked_on"], unique=False)
        batch_op.create_index("ix_plan_check_person_id", ["person_id", "checked_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_check_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "plan_medicine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("strength", sa.String(length=40), nullable=False),
        sa.Column("dose", sa.Double(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("moments", sa.JSON(), nullable=False),
        sa.Column("meal", sa.String(length=40), nullable=False),
        sa.Column("route", sa.String(length=40), nullable=False),
        sa.Column("as_needed", sa.Boolean(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_plan_medicine_version_id_plan_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_medicine")),
    )
    with op.batch_alter_table("plan_medicine", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_medicine_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_medicine_version_id"), ["version_id"], unique=False)

    op.create_table(
        "plan_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_plan_step_by_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_step_person_id_person")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_plan_step_version_id_plan_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_step")),
    )
    with op.batch_alter_table("plan_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_step_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_step_version_id"), ["version_id"], unique=False)

    with op.batch_alter_table("duty_event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("issue_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_evidence_issue_id"), ["issue_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_issue_id"))
        batch_op.drop_column("issue_id")

    with op.batch_alter_table("duty_event", schema=None) as batch_op:
        batch_op.drop_column("ended_on")

    with op.batch_alter_table("plan_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_step_version_id"))
        batch_op.drop_index(batch_op.f("ix_plan_step_person_id"))

    op.drop_table("plan_step")
    with op.batch_alter_table("plan_medicine", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_medicine_version_id"))
        batch_op.drop_index(batch_op.f("ix_plan_medicine_code"))

    op.drop_table("plan_medicine")
    with op.batch_alter_table("plan_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_check_visit_id"))
        batch_op.drop_index("ix_plan_check_person_id")
        batch_op.drop_index("ix_plan_check_area_code")

    op.drop_table("plan_check")
    with op.batch_alter_table("medicine_issue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_medicine_issue_version_id"))
        batch_op.drop_index(batch_op.f("ix_medicine_issue_plan_id"))
        batch_op.drop_index(batch_op.f("ix_medicine_issue_person_id"))

    op.drop_table("medicine_issue")
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_version_plan_id"))
        batch_op.drop_index(batch_op.f("ix_plan_version_person_id"))

    op.drop_table("plan_version")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_shortage_id"))
        batch_op.drop_index(batch_op.f("ix_delivery_person_id"))
        batch_op.drop_index("ix_delivery_area_code")

    op.drop_table("delivery")
    with op.batch_alter_table("care_plan", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_care_plan_waiting",
            sqlite_where=sa.text("waiting_id IS NOT NULL"),
            postgresql_where=sa.text("waiting_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_care_plan_person_id")
        batch_op.drop_index(batch_op.f("ix_care_plan_in_force_id"))
        batch_op.drop_index(
            "ix_care_plan_draft",
            sqlite_where=sa.text("draft_id IS NOT NULL"),
            postgresql_where=sa.text("draft_id IS NOT NULL"),
        )

    op.drop_table("care_plan")
    with op.batch_alter_table("shortage", schema=None) as batch_op:
        batch_op.drop_index("ix_shortage_area_code")

    op.drop_table("shortage")
    with op.batch_alter_table("catalogue_change", schema=None) as batch_op:
        batch_op.drop_index("ix_catalogue_change_area_code")

    op.drop_table("catalogue_change")
