from __future__ import annotations

import pytest

from app.accounts.reader import Role
from app.accounts.rights import Right, may, rights_of

TABLE = {
    Right.READ_CARE: {Role.VILLAGE_DOCTOR, Role.FAMILY_DOCTOR, Role.SUPERVISOR, Role.COUNTY},
    Right.WRITE_CARE: {Role.VILLAGE_DOCTOR, Role.FAMILY_DOCTOR},
    Right.IMPORT_ROSTERS: {Role.SUPERVISOR},
    Right.REVIEW: {Role.SUPERVISOR},
    Right.SEE_REVIEWS: {Role.SUPERVISOR, Role.COUNTY},
    Right.ANSWER_WARNINGS: {Role.SUPERVISOR, Role.COUNTY},
    Right.READ_COUNTS: set(Role) - {Role.ADMIN},
    Right.READ_POLICY: set(Role),
    Right.MANAGE_ACCOUNTS: {Role.COUNTY, Role.ADMIN},
    Right.TAKE_OVER: {Role.FAMILY_DOCTOR, Role.SUPERVISOR},
    Right.ARRANGE_COVER: {Role.SUPERVISOR, Role.COUNTY},
    Right.MANAGE_CONTRACTS: {Role.FAMILY_DOCTOR, Role.SUPERVISOR},
    Right.SIGN_PLANS: {Role.FAMILY_DOCTOR},
    Right.EDIT_CATALOGUE: {Role.COUNTY},
    Right.MANAGE_SUPPLIES: {Role.FAMILY_DOCTOR, Role.SUPERVISOR},
    Right.MANAGE_DEVICES: {Role.SUPERVISOR, Role.COUNTY},
    Right.CHANGE_AREAS: {Role.COUNTY},
    Right.MANAGE_OUTBOX: {Role.ADMIN},
    Right.READ_AUDIT: {Role.COUNTY},
    Right.SEE_BACKUPS: {Role.COUNTY, Role.ADMIN},
    Right.OWN_ACCOUNT: set(Role),
}


@pytest.mark.parametrize("right", Right)
def test_each_right_belongs_to_the_roles_of_the_plan(right):
    assert {role for role in Role if may(role, right)} == TABLE[right]


def test_neither_insurer_nor_administrator_reads_care():
    assert not {Right.READ_CARE, Right.WRITE_CARE} & (rights_of(Role.INSURER) | rights_of(Role.ADMIN))
