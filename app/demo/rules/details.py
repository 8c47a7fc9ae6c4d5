"""What is known around an invented resident: whom to call, what is not borne, what is taken, which contract was signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.careplans.rules.vocabulary import disease_of
from app.demo.rules.signed import SignedContract, invent_contract
from app.demo.rules.treatment import NOT_BORNE, is_treated
from app.demo.rules.villagers import Villager
from app.people.rules import AllergyEntry, ContactEntry, ContactKind, DrugEntry, Severity
from app.policy.terms import Condition

MEDICINES = {
    Condition.HYPERTENSION: ("氨氯地平", "5 mg", "每日 1 次"),
    Condition.HYPERTENSION_COMPLICATED: ("缬沙坦", "80 mg", "每日 1 次"),
    Condition.DIABETES: ("二甲双胍", "0.5 g", "每日 2 次"),
    Condition.DIABETES_INSULIN: ("甘精胰岛素", "12 单位", "每晚 1 次"),
    Condition.COPD: ("噻托溴铵", "1 吸", "每日 1 次"),
    Condition.CORONARY: ("阿司匹林", "100 mg", "每日 1 次"),
    Condition.STROKE: ("阿托伐他汀", "20 mg", "每晚 1 次"),
    Condition.HEART_FAILURE: ("螺内酯", "20 mg", "每日 1 次"),
    Condition.MENTAL_DISORDER: ("利培酮", "1 mg", "每日 2 次"),
    Condition.TUBERCULOSIS: ("异福酰胺复合片", "4 片", "每日 1 次"),
}
ALLERGENS = (
    ("青霉素", "皮疹", Severity.MILD),
    ("头孢类", "呼吸困难", Severity.SEVERE),
    ("磺胺类", "皮疹、发热", Severity.UNKNOWN),
    ("海鲜", "荨麻疹", Severity.MILD),
)
ALLERGIC = 0.12
RELATIVES = (
    (ContactKind.GUARDIAN, "监护人，住镇上"),
    (ContactKind.FAMILY, "女儿，在外地"),
    (ContactKind.NEIGHBOUR, "隔壁"),
    (ContactKind.CADRE, "村民组长"),
)


@dataclass(frozen=True, slots=True)
class Details:
    """Everything known around one invented resident; most have little."""

    contact: ContactEntry | None
    allergy: AllergyEntry | None
    drugs: tuple[DrugEntry, ...]
    contract: SignedContract | None


def invent_details(dice: Random, villager: Villager, *, today: date) -> Details:
    """Return what is known around one resident: those who live alone have somebody to call, the ill take something."""
    lives_alone = villager.kinship == "户主" and villager.self_care is not None
    return Details(
        contact=_contact(dice) if lives_alone or dice.random() < 0.2 else None,
        allergy=_allergy(dice, villager, today),
        drugs=tuple(_drugs(villager, today)) if dice.random() < 0.6 else (),
        contract=invent_contract(dice, villager, today=today) if dice.random() < 0.7 else None,
    )


def _contact(dice: Random) -> ContactEntry:
    kind, note = dice.choice(RELATIVES)
    name = dice.choice("陈王李张刘杨") + dice.choice(("建华", "小燕", "国庆", "红梅"))
    return ContactEntry(kind, name, f"1990001{dice.randint(0, 9999):04}", note)


def _allergy(dice: Random, villager: Villager, today: date) -> AllergyEntry | None:
    """Return what somebody does not bear: for two of the cast something their plans have to mind."""
    if (substance := NOT_BORNE.get(villager.conditions)) is not None:
        return AllergyEntry(substance, today - timedelta(days=700), "皮疹", Severity.MILD)
    if dice.random() >= ALLERGIC:
        return None
    substance, reaction, severity = dice.choice(ALLERGENS)
    return AllergyEntry(substance, today - timedelta(days=dice.randint(100, 900)), reaction, severity)


def _drugs(villager: Villager, today: date) -> list[DrugEntry]:
    """Return what is taken for each disease; what a care plan gives is not noted twice."""
    treated = is_treated(villager)
    since = max(villager.since, today - timedelta(days=700))
    return [
        DrugEntry(name, since, dose, frequency)
        for name, dose, frequency in (
            MEDICINES[condition]
            for condition in villager.conditions
            if condition in MEDICINES and not (treated and disease_of(condition))
        )
    ]
