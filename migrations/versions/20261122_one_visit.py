"""One visit for everything: sooner visits, corrections, contacts, the plan, teams, and marks of what was entered elsewhere.

Revision: 5b1f0c7a92d4, after c8d5047fba3d
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5b1f0c7a92d4"
down_revision = "c8d5047fba3d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
    )
    with op.batch_alter_table("calendar_day", schema=None) as batch_op:
        batch_op.create_index("ix_calendar_day_on", ["on_day", "area_code"], unique=False)

    op.create_table(
        "market",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("calendar", sa.String(length=40), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market")),
    )
    with op.batch_alter_table("market", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_market_area_code"), ["area_code"], unique=False)

    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("leader_name", sa.String(length=80), nullable=False),
        sa.Column("members", sa.String(length=400), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_area_code"), ["area_code"], unique=False)

    op.create_table(
        "caseload_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("from_name", sa.String(length=80), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("to_name", sa.String(length=80), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("group_name", sa.String(length=40), nullable=True),
        sa.Column("returns_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_caseload_handover_by_id_user")),
        sa.ForeignKeyConstraint(["from_id"], ["user.id"], name=op.f("fk_caseload_handover_from_id_user")),
        sa.ForeignKeyConstraint(
            ["returns_id"],
            ["caseload_handover.id"],
            name=op.f("fk_caseload_handover_returns_id_caseload_handover"),
        ),
        sa.ForeignKeyConstraint(["to_id"], ["user.id"], name=op.f("fk_caseload_handover_to_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caseload_handover")),
    )
    with op.batch_alter_table("caseload_handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_caseload_handover_area_code"), ["area_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_caseload_handover_returns_id"), ["returns_id"], unique=False)

    op.create_table(
        "feed_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_feed_token_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_token_token_hash")),
    )
    with op.batch_alter_table("feed_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_token_user_id"), ["user_id"], unique=False)

    op.create_table(
        "work_pattern",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_work_pattern_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_work_pattern")),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("doctor_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["doctor_id"], ["user.id"], name=op.f("fk_appointment_doctor_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index("ix_appointment_day", ["doctor_id", "on_day"], unique=False)
        batch_op.create_index("ix_appointment_person", ["person_id", "on_day"], unique=False)

    op.create_table(
        "caseload_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handover_id"],
            ["caseload_handover.id"],
            name=op.f("fk_caseload_member_handover_id_caseload_handover"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_caseload_member_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caseload_member")),
    )
    with op.batch_alter_table("caseload_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_caseload_member_handover_id"), ["handover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_caseload_member_person_id"), ["person_id"], unique=False)

    op.create_table(
        "contact_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("tried_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("return_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("doctor_id", sa.Integer(), nullable=True),
        sa.Column("doctor_name", sa.String(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["person_contact.id"], name=op.f("fk_contact_attempt_contact_id_person_contact")
        ),
        sa.ForeignKeyConstraint(["doctor_id"], ["user.id"], name=op.f("fk_contact_attempt_doctor_id_user")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contact_attempt_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_attempt")),
        sa.UniqueConstraint("client_key", name=op.f("uq_contact_attempt_client_key")),
    )
    with op.batch_alter_table("contact_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_attempt_doctor_id"), ["doctor_id"], unique=False)
        batch_op.create_index("ix_contact_attempt_person", ["person_id", "tried_on"], unique=False)

    op.create_table(
        "entered_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_entered_mark_by_id_user")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_entered_mark_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entered_mark")),
        sa.UniqueConstraint("visit_id", "kind", name=op.f("uq_entered_mark_visit_id_kind")),
    )
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.add_column(sa.Column("close_code", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("team_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("packages", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("by_name", sa.String(length=80), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_contract_team_id"), ["team_id"], unique=False)

    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.add_column(sa.Column("again_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("sooner", sa.String(length=40), nullable=True))

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("again_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("sooner", sa.String(length=40), nullable=True))

    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("corrects_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("first_filed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_visit_month", ["area_code", "visited_on"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_visit_corrects_id"), ["corrects_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_visit_corrects_id_visit"), "visit", ["corrects_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_visit_corrects_id_visit"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_visit_corrects_id"), type_="unique")
        batch_op.drop_index("ix_visit_month")
        batch_op.drop_column("first_filed_at")
        batch_op.drop_column("corrects_id")

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_column("sooner")
        batch_op.drop_column("again_by")

    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.drop_column("sooner")
        batch_op.drop_column("again_by")

    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contract_team_id"))
        batch_op.drop_column("by_name")
        batch_op.drop_column("packages")
        batch_op.drop_column("team_id")
        batch_op.drop_column("close_code")

    op.drop_table("entered_mark")
    with op.batch_alter_table("contact_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_attempt_person")
        batch_op.drop_index(batch_op.f("ix_contact_attempt_doctor_id"))

    op.drop_table("contact_attempt")
    with op.batch_alter_table("caseload_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_caseload_member_person_id"))
        batch_op.drop_index(batch_op.f("ix_caseload_member_handover_id"))

    op.drop_table("caseload_member")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index("ix_appointment_person")
        batch_op.drop_index("ix_appointment_day")

    op.drop_table("appointment")
    op.drop_table("work_pattern")
    with op.batch_alter_table("feed_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_token_user_id"))

    op.drop_table("feed_token")
    with op.batch_alter_table("caseload_handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_caseload_handover_returns_id"))
        batch_op.drop_index(batch_op.f("ix_caseload_handover_area_code"))

    op.drop_table("caseload_handover")
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_area_code"))

    op.drop_table("team")
    with op.batch_alter_table("market", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_market_area_code"))

    op.drop_table("market")
    with op.batch_alter_table("calendar_day", schema=None) as batch_op:
        batch_op.drop_index("ix_calendar_day_on")

    op.drop_table("calendar_day")
