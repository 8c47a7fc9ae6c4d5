"""The lists that come in, and what each cannot do without."""

from __future__ import annotations

from app.core.labels import Labelled
from app.rosters.rules.fields import Field


class ListKind(Labelled):
    """名单: which list a file holds."""

    LOW_INCOME = "low-income", "低收入人口花名册", "Low-income roster"
    CHRONIC = "chronic", "慢特病人员名单", "Chronic-disease roster"
    CONTRACTS = "contracts", "签约名单", "Contract list"
    VISITS = "visits", "随访记录", "Visit log"
    SETTLEMENTS = "settlements", "结算记录", "Settlement records"

    @property
    def is_snapshot(self) -> bool:
        """Whether the list names everyone there is, so that whoever is missing has left."""
        return self in (ListKind.LOW_INCOME, ListKind.CHRONIC, ListKind.CONTRACTS)


class Agreement(Labelled):
    """协议: what a contract list says somebody holds."""

    FAMILY_DOCTOR = "family-doctor", "家庭医生签约", "Family-doctor contract"


# Each inner tuple is one need; any of its fields meets it.
NEEDS: dict[ListKind, tuple[tuple[Field, ...], ...]] = {
    ListKind.LOW_INCOME: (
        (Field.NAME,),
        (Field.IDENTITY,),
        (
            Field.CATEGORY,
            Field.CATEGORY_DETAIL,
            Field.IS_MINIMUM_LIVING,
            Field.IS_DESTITUTE,
            Field.IS_MONITORED,
        ),
    ),
    ListKind.CHRONIC: ((Field.NAME,), (Field.IDENTITY,), (Field.CONDITION,)),
    ListKind.VISITS: ((Field.IDENTITY,), (Field.VISITED_ON,), (Field.VISIT_KIND,), (Field.MODE,)),
    ListKind.CONTRACTS: (
        (Field.NAME,),
        (Field.IDENTITY,),
        (
            Field.SIGNED_ON,
            Field.CONTRACT_FROM,
            Field.CONTRACT_UNTIL,
            Field.CONTRACT_TEAM,
            Field.CONTRACT_DOCTOR,
            Field.PACKAGE,
        ),
    ),
}
# Headings that only a visit log has: with them a file is no list of people, whatever else it holds.
LOG_ONLY = frozenset({Field.VISITED_ON, Field.MODE, Field.RESULT})

_OF_A_PERSON = frozenset(
    {
        Field.TOWN, Field.VILLAGE, Field.GROUP, Field.HEAD, Field.KINSHIP, Field.NAME, Field.SEX, Field.BORN_ON,
        Field.IDENTITY, Field.PHONE, Field.ADDRESS, Field.STARTED_ON, Field.ENDED_ON, Field.INSURANCE, Field.SELF_CARE,
        Field.DOCTOR, Field.NOTE,
    }
)  # fmt: skip
# What each list reads; every other column is named in a warning.
USED: dict[ListKind, frozenset[Field]] = {
    ListKind.LOW_INCOME: _OF_A_PERSON | set(NEEDS[ListKind.LOW_INCOME][2]),
    ListKind.CHRONIC: _OF_A_PERSON | {Field.CONDITION, Field.TWO_DISEASES},
    ListKind.CONTRACTS: _OF_A_PERSON | set(NEEDS[ListKind.CONTRACTS][2]),
    ListKind.VISITS: frozenset(
        {
            Field.NAME, Field.IDENTITY, Field.VISITED_ON, Field.MODE, Field.VISIT_KIND, Field.PRESSURE, Field.SYSTOLIC,
            Field.DIASTOLIC, Field.GLUCOSE, Field.ADHERENCE, Field.ADVERSE, Field.RESULT, Field.DOCTOR, Field.NOTE,
            Field.SEX, Field.BORN_ON,
        }
    ),
}  # fmt: skip
# What a contract list says of the contract; in any other list these columns are named and left aside.
OF_A_CONTRACT = frozenset(
    {Field.SIGNED_ON, Field.CONTRACT_FROM, Field.CONTRACT_UNTIL, Field.CONTRACT_TEAM, Field.PACKAGE}
)
