"""What is known around the residents: whom to call, what is taken, which contract was signed, and who answers for them."""

from __future__ import annotations

from random import Random

from app.contracts.models import Team
from app.contracts.rules import Answering, HandedOver, Signing, TeamEntry, renewal_of
from app.contracts.service import add_team, dissolve, end_team, hand_back, hand_over, renew, sign
from app.core.db import db
from app.demo.rules import TOWN, VILLAGES, SignedContract, Villager, invent_details
from app.demo.service.residents import Township
from app.people.models import Person
from app.people.service import add_allergy, add_contact, add_drug

# Enough to meet on every list; a township made large to try its weight needs no more of them.
MOST_WITH_DETAILS = 600
TEAM = TeamEntry(
    "云溪家庭医生团队（演示）", "周敏", "李秀芬、王建国、孙丽、钱卫东、吴大勇、郑小梅", "19900009999"
)
ENDED_TEAM = TeamEntry("云溪中心村团队（演示，已停用）", "周敏", "李秀芬")
BY_ACCOUNT = "开通账户，按名单接管包保（演示）"
ON_LEAVE = "休假期间代管（演示）"


def add_papers(dice: Random, town: Township) -> None:
    """Note whom to call about the residents, what they do not bear, what they take and what they signed."""
    team = add_team(TEAM, area_code=TOWN)
    end_team(add_team(ENDED_TEAM, area_code=TOWN))
    for key in list(town.residents)[:MOST_WITH_DETAILS]:
        resident, person = town.residents[key], db.session.get_one(Person, key)
        details = invent_details(dice, resident, today=town.today)
        if details.contact is not None:
            add_contact(person, details.contact)
        if details.allergy is not None:
            add_allergy(person, details.allergy)
        for drug in details.drugs:
            add_drug(person, drug)
        if details.contract is not None:
            _sign(person, resident, details.contract, team=team, town=town)


def share_out(town: Township) -> None:
    """Let every doctor's account answer for the residents a list named; two groups were lent out, one is back."""
    for village, doctor in town.doctors.items():
        _hand(town, Answering(doctor.name), Answering(doctor.name, doctor.id), village, reason=BY_ACCOUNT)
    other = Answering(town.family_doctor.name, town.family_doctor.id)
    for turn, (village, _) in enumerate(VILLAGES[:2]):
        doctor, people = town.doctors[village], town.in_village(village)
        group = next(iter(people.values())).group
        what = HandedOver(Answering(doctor.name, doctor.id), other, village, group, ON_LEAVE)
        lent = hand_over(what, by=town.family_doctor)
        if turn == 0:
            hand_back(lent, by=town.family_doctor)


def _sign(person: Person, resident: Villager, signed: SignedContract, *, team: Team, town: Township) -> None:
    doctor = town.doctors[resident.village]
    signing = Signing(
        starts_on=signed.starts_on,
        ends_on=signed.ends_on,
        signed_on=signed.starts_on,
        packages=signed.packages,
        team_id=team.id,
        team=team.name,
        doctor_name=doctor.name,
    )
    contract = sign(person, signing, by=doctor)
    if signed.closing is not None:
        dissolve(contract, signed.closing)
    elif signed.renewed:
        renew(contract, renewal_of(contract.ends_on, today=town.today), by=doctor)


def _hand(town: Township, who: Answering, to: Answering, village: str, *, reason: str) -> None:
    hand_over(HandedOver(who, to, village, None, reason), by=town.family_doctor)
