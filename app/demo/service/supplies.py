"""What is short in the invented villages, what was answered and sent; and what the county changed in its catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import UUID

from msgspec.structs import replace

from app.careplans.queries.catalogue import shelf_for
from app.careplans.rules.shelving import Place
from app.careplans.rules.vocabulary import DoseUnit
from app.careplans.service.catalogue import change_entry, drop_entry
from app.core import clock
from app.demo.rules import VILLAGES
from app.demo.rules.villagers import COUNTY
from app.demo.service.residents import Township
from app.supplies.models import Shortage
from app.supplies.rules.entries import AnswerEntry, DeliveryEntry, MedicineName, ShortageEntry
from app.supplies.rules.vocabulary import Answered, CloseWay
from app.supplies.service import answer_shortage, close_shortage, receive, report_shortage, send

A_DAY = timedelta(days=1)
CHANGED, MOST, DROPPED = "metformin", 2000, "bufei-huoxue"
LIST_OF = "演示县慢性病用药目录（虚构）"
PHARMACY, HOSPITAL = "云溪镇卫生院药房（演示）", "演示市人民医院药房（虚构）"
METFORMIN = MedicineName("二甲双胍", "500mg", "metformin")
AMLODIPINE = MedicineName("氨氯地平", "5mg", "amlodipine")
TIOTROPIUM = MedicineName("噻托溴铵", "18μg", "tiotropium")
VALSARTAN = MedicineName("缬沙坦", "80mg", "valsartan")
ASPIRIN = MedicineName("阿司匹林", "100mg", "aspirin")
# No medicine of the catalogue: sent to one person alone.
RARE = MedicineName("青霉胺片", "0.125g")
# To whom of a village it goes, so that it is nobody of whom much else is told.
THEIR_PLACE = 6


@dataclass(frozen=True, slots=True)
class Village:
    """One village as supply sees it: its code, who reports there, and the keys of what is reported and sent."""

    code: str
    town: Township
    dice: Random

    def key(self) -> UUID:
        """Return the key of the next form."""
        return UUID(int=self.dice.getrandbits(128), version=4)

    def report(self, medicine: MedicineName, *, ago: int, note: str) -> Shortage:
        """Report a medicine out of stock, so many days ago."""
        with clock.standing_at(self.town.today - ago * A_DAY):
            entry = ShortageEntry(self.key(), self.code, medicine, note)
            return report_shortage(entry, by=self.town.doctors[self.code])

    def sent(self, medicine: MedicineName, *, ago: int, quantity: float) -> DeliveryEntry:
        """Return a delivery of so many days ago, expected three days after."""
        on = self.town.today - ago * A_DAY
        return DeliveryEntry(
            self.key(),
            self.code,
            medicine,
            quantity,
            DoseUnit.TABLET,
            sent_on=on,
            expected_on=on + 3 * A_DAY,
            sent_by=PHARMACY,
            note="随村医领药车（演示）",
        )


def change_catalogue(town: Township) -> None:
    """Let the county have lowered what one medicine may come to in a day, and taken another out of use."""
    drug = shelf_for(COUNTY).drug(CHANGED)
    assert drug is not None
    on = town.today - 40 * A_DAY
    with clock.standing_at(on):
        lower = replace(drug, daily_most=MOST, source=LIST_OF, dated_on=on, confirmed=False)
        change_entry(Place(COUNTY, "drug", CHANGED), lower, seen=0, by=town.county)
        drop_entry(Place(COUNTY, "drug", DROPPED), seen=0, by=town.county)


def supply(town: Township) -> None:
    """Let medicine be short in several villages: just reported, under way, answered, delivered, reported by mistake."""
    one, two, three, four, five, six = (Village(code, town, Random(f"{code} supply")) for code, _ in VILLAGES)
    one.report(METFORMIN, ago=1, note="柜子里只剩两盒（虚构）")
    _under_way(two)
    _answered(three)
    _delivered(four)
    _to_one_person(five)
    mistaken = six.report(ASPIRIN, ago=6, note="没找到，先报上（虚构）")
    with clock.standing_at(town.today - 5 * A_DAY):
        close_shortage(mistaken, CloseWay.MISTAKE, by=town.doctors[six.code])


def _under_way(village: Village) -> None:
    shortage = village.report(AMLODIPINE, ago=4, note="下周就不够发了（虚构）")
    with clock.standing_at(village.town.today - A_DAY):
        sent = village.sent(AMLODIPINE, ago=1, quantity=560)
        send(sent, by=village.town.family_doctor, shortage=shortage)


def _answered(village: Village) -> None:
    shortage = village.report(TIOTROPIUM, ago=9, note="")
    with clock.standing_at(village.town.today - 7 * A_DAY):
        expected = village.town.today + 5 * A_DAY
        answer = AnswerEntry(Answered.HOSPITAL, expected, "市医院药房统一配送（虚构）")
        answer_shortage(shortage, answer, by=village.town.supervisor)


def _delivered(village: Village) -> None:
    shortage = village.report(VALSARTAN, ago=15, note="")
    with clock.standing_at(village.town.today - 12 * A_DAY):
        sent = village.sent(VALSARTAN, ago=12, quantity=280)
        delivery = send(sent, by=village.town.supervisor, shortage=shortage)
    with clock.standing_at(village.town.today - 10 * A_DAY):
        receive(delivery, on=clock.today(), by=village.town.doctors[village.code])


def _to_one_person(village: Village) -> None:
    """Send what a rare disease asks for, from the hospital in the city to one resident."""
    here = list(village.town.in_village(village.code))
    if not here:
        return
    on = village.town.today - 2 * A_DAY
    entry = DeliveryEntry(
        village.key(),
        village.code,
        RARE,
        180,
        DoseUnit.TABLET,
        sent_on=on,
        expected_on=on + 4 * A_DAY,
        sent_by=HOSPITAL,
        note="罕见病用药，专人送到村卫生室，本人来取（虚构）",
        person_id=here[min(THEIR_PLACE, len(here) - 1)],
    )
    with clock.standing_at(on):
        send(entry, by=village.town.supervisor)
