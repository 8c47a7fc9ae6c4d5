"""Two people with a visit each: one of the cast's own village, one of another county."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from app.accounts.queries import find_reader
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.web import background
from tests import cast
from tests.house.routes import FEED


@pytest.fixture
def records(granny_chen):
    """Granny Chen of 柳塘村 and a stranger of another county, each with a visit."""
    stranger = cast.a_person(name="吴远", area_code=cast.ELSEWHERE, conditions=("hypertension",))
    _with_finding(granny_chen.area_code)
    yield {"own": _with_visit(granny_chen), "foreign": _with_visit(stranger)}
    background.wait()


def _with_visit(person):
    from app.visits.queries.extras import list_attached
    from app.visits.service import file_visit
    from tests.visits.pictures import some_extras

    doctor = find_reader(cast.DR_LI.username)
    with transaction("visit.file", by=doctor):
        visit = file_visit(cast.a_visit(extras=some_extras()), person=person, doctor=doctor)
    lists = _with_list(person.area_code) | _with_transfer(person)
    known = _with_details(person) | _with_letter(person.id) | _with_contract(person) | _with_supplies(person)
    account = {"account": _with_colleague(person.area_code)} | _with_plan(person, doctor)
    account |= _with_careplan(person) | _with_tablet(person, account["account"])
    account |= {"attachment": list_attached(visit.id)[0].id} | _with_sheet(person.area_code)
    return _with_another(person) | lists | known | account | {"person": person.id, "visit": visit.id}


def _with_tablet(person, colleague_id):
    """A tablet of the person's doctor, and an item from it that could not be filed and that nobody can open."""
    from app.tablet.models import Device, InboxItem
    from app.tablet.rules.vocabulary import ItemKind, ItemState

    doctor = find_reader(cast.DR_LI.username)
    owner = (doctor.id, doctor.name) if person.area_code in doctor.areas else (colleague_id, "何医生")
    device = Device(
        id=uuid4(), label="诊室平板", user_id=owner[0], user_name=owner[1], set_up_at=cast.MORNING
    )
    item = InboxItem(
        uuid=uuid4(),
        hash="0" * 64,
        author_id=owner[0],
        author_name=owner[1],
        device_id=device.id,
        kind=ItemKind.VISIT,
        format=1,
        key_id="none",
        sealed=b"sealed",
        captured_at=cast.MORNING,
        offset_minutes=480,
        received_at=cast.MORNING,
        state=ItemState.TO_MEND,
        person_id=person.id,
        told=["请填写这一项。"],
    )
    with transaction("device.set-up", by=COMMAND_LINE):
        db.session.add_all([device, item])
        db.session.flush()
    return {"device": device.id, "task": item.id}


def _with_sheet(area_code):
    """A month's sheet, a warning and a measure of the person's village."""
    from app.indicators.models import ActionPlan, IndicatorWarning, MeetingSheet
    from app.indicators.rules.vocabulary import WarningReason

    about = {"area_code": area_code}
    worst = {"code": area_code, "name": "桂花村", "number": [3, 10]}
    row = {"id": "on-time", "number": [3, 10], "previous": [4, 10], "target": "90", "worst": [worst]}
    plan = {
        "indicator": "on-time", "place": "桂花村", "measure": "补访", "owner": "李秀兰", "due_on": "2026-05-20",
    }  # fmt: skip
    sheet = MeetingSheet(
        month=date(2026, 4, 1), made_at=cast.MORNING, told={"rows": [row], "plans": [plan]}, **about
    )
    warning = IndicatorWarning(
        indicator="on-time", month=date(2026, 3, 1), reason=WarningReason.BELOW_TARGET, numerator=3,
        denominator=10, target=90, missing=6, issued_at=cast.MORNING, **about,
    )  # fmt: skip
    measure = ActionPlan(
        indicator="on-time", measure="每周三补访", owner_name="李秀兰", due_on=cast.TODAY,
        created_at=cast.MORNING, **about,
    )  # fmt: skip
    with transaction("meeting.prepare", by=COMMAND_LINE):
        db.session.add_all([sheet, warning, measure])
        db.session.flush()
    return {"meeting": sheet.id, "warning": warning.id, "measure": measure.id}


def _with_finding(area_code):
    """What a signal found in the logs of a doctor of a village's township."""
    from app.core.regions import parent_of
    from app.reviews.models import Finding
    from app.reviews.rules.vocabulary import Signal

    with transaction("finding.note", by=COMMAND_LINE):
        db.session.add(
            Finding(
                month=date(2026, 5, 1), doctor_id=1, signal=Signal.HEAPED, found=41, among=62, told={"digit": 0},
                area_code=parent_of(area_code),
            )
        )  # fmt: skip


def _with_plan(person, doctor):
    """A day and a market on the calendar of the person's village; the doctor's appointment with them, and her feed."""
    from app.schedule.models import Appointment, CalendarDay, FeedToken, Market
    from app.schedule.queries import hash_of
    from app.schedule.rules import DayKind, MarketCalendar

    facts = {"area_code": person.area_code, "created_at": cast.MORNING}
    with transaction("plan.appoint", by=COMMAND_LINE):
        special = CalendarDay(on_day=cast.TODAY, kind=DayKind.CLOSED, name="修路", **facts)
        market = Market(calendar=MarketCalendar.SOLAR, days=[3, 6, 9], **facts)
        seen = Appointment(person_id=person.id, doctor_id=doctor.id, on_day=cast.TODAY, note="带药", **facts)
        rows = [special, market, seen]
        if person.area_code in doctor.areas:
            key = {"token_hash": hash_of(FEED), "created_at": cast.MORNING}
            rows.append(FeedToken(user_id=doctor.id, **key))
        db.session.add_all(rows)
        db.session.flush()
    return {"special": special.id, "market": market.id}


def _with_colleague(area_code):
    """An account of a village doctor nobody of the cast is."""
    from app.accounts.reader import Role
    from app.accounts.service import NewAccount, add_user

    new = NewAccount(f"dr_{area_code[-4:]}", Role.VILLAGE_DOCTOR, (area_code,), cast.PASSWORD, "何医生")
    with transaction("account.add", by=COMMAND_LINE):
        return add_user(new).id


def _with_details(person):
    """A contact, an allergy and a medicine, which have the same number each."""
    from app.people.rules import AllergyEntry, ContactEntry, ContactKind, DrugEntry
    from app.people.service import add_allergy, add_contact, add_drug

    with transaction("person.details", by=COMMAND_LINE):
        contact = add_contact(person, ContactEntry(ContactKind.GUARDIAN, "陈大", "13955550012"))
        allergy = add_allergy(person, AllergyEntry("青霉素", cast.TODAY))
        drug = add_drug(person, DrugEntry("氨氯地平", cast.TODAY))
    assert contact.id == allergy.id == drug.id
    return {"item": contact.id}


def _with_contract(person):
    """A contract with a team of the person's town, and that the person was handed over to a doctor known by name."""
    from app.contracts.models import CaseloadHandover, CaseloadMember, Team
    from app.people.models import Contract

    town = f"{person.area_code[:9]}000"
    contract = Contract(person_id=person.id, starts_on=cast.TODAY, created_at=cast.MORNING)
    team = Team(area_code=town, name="第一团队", created_at=cast.MORNING)
    given = CaseloadHandover(area_code=town, to_name="何医生", people=1, handed_at=cast.MORNING)
    with transaction("contract.sign", by=COMMAND_LINE):
        db.session.add_all([contract, team, given])
        db.session.flush()
        person.doctor_name = given.to_name
        db.session.add(CaseloadMember(handover_id=given.id, person_id=person.id))
    return {"contract": contract.id, "team": team.id, "handover": given.id}


def _with_careplan(person):
    """A plan in force whose medicine was given out, and its next version, which waits for a signature."""
    from app.careplans.models import MedicineIssue
    from app.careplans.rules.draft import Draft
    from app.careplans.rules.plan import Medicine, Plan
    from app.careplans.rules.vocabulary import Disease, DoseUnit, Step
    from app.careplans.service.writing import write_version

    signer = find_reader(cast.DR_ZHOU.username)
    plan = Plan(medicines=(Medicine("氨氯地平", "5mg", 1, DoseUnit.TABLET, times=1, days=28, quantity=28),))
    first = Draft(uuid4(), Disease.HYPERTENSION, plan, cast.TODAY, step=Step.SIGNED, issues=True)
    with transaction("careplan.sign", by=signer):
        standing = write_version(person, first, by=signer).id
    with transaction("careplan.propose", by=signer):
        next_one = Draft(uuid4(), Disease.HYPERTENSION, plan, cast.TODAY, standing, Step.PROPOSED)
        waiting = write_version(person, next_one, by=signer)
    issue = db.session.query(MedicineIssue).filter_by(person_id=person.id).one()
    return {"careplan": waiting.plan_id, "version": waiting.id, "issue": issue.id}


def _with_supplies(person):
    """A medicine out of stock in the person's village, and a delivery on its way to the person."""
    from app.careplans.rules.vocabulary import DoseUnit
    from app.supplies.models import Delivery, Shortage

    named = {"area_code": person.area_code, "name": "氨氯地平", "strength": "5mg"}
    with transaction("supply.report", by=COMMAND_LINE):
        shortage = Shortage(
            client_key=uuid4(),
            reported_on=cast.TODAY,
            reported_at=cast.MORNING,
            by_name="李秀兰",
            **named,
        )
        sent = Delivery(
            client_key=uuid4(),
            person_id=person.id,
            quantity=28,
            unit=DoseUnit.TABLET,
            sent_on=cast.TODAY,
            created_at=cast.MORNING,
            **named,
        )
        db.session.add_all([shortage, sent])
        db.session.flush()
    return {"shortage": shortage.id, "delivery": sent.id}


def _with_letter(number):
    """A letter that may have arrived: only the administrator sees it, whoever it is for."""
    from app.outbox.models import Letter
    from app.outbox.rules import LetterState

    letter = Letter(
        recipient_id=number,
        recipient_name="李秀兰",
        address="li@xunhu.example",
        kind="doctor-digest",
        day=cast.TODAY,
        language="zh",
        subject="巡护提醒 5 月 20 日：逾期 3 项",
        text="",
        html="",
        message_id=f"<{number}@xunhu.example>",
        state=LetterState.DOUBTFUL,
        not_before=cast.MORNING,
        handed_at=cast.MORNING,
        created_at=cast.MORNING,
    )
    with transaction("letter.write", by=COMMAND_LINE):
        db.session.add(letter)
        db.session.flush()
    return {"letter": letter.id}


def _with_another(person):
    """A neighbour whose record might be merged, and one whose record was."""
    from app.people.rules import NumberReason
    from app.record.rules import MergeChoice
    from app.record.service import merge

    neighbour, doubled = (cast.a_person(area_code=person.area_code) for _ in range(2))
    choice = MergeChoice(reason=NumberReason.MISTYPED, versions=(person.version, doubled.version))
    with transaction("person.merge", by=COMMAND_LINE):
        done = merge(person, doubled, choice, by=COMMAND_LINE)
    return {"other": neighbour.id, "merge": done.id}


def _with_transfer(person):
    """A request, waiting, that the person's own township looks after them: it stands on either side at once."""
    from app.territory.models import Transfer
    from app.territory.rules import TransferState

    asked = {"from_code": person.area_code, "to_code": f"{person.area_code[:9]}000", "reason": "随子女居住"}
    with transaction("transfer.ask", by=COMMAND_LINE):
        transfer = Transfer(
            person_id=person.id,
            state=TransferState.ASKED,
            asked_by_name="李秀兰",
            asked_at=cast.MORNING,
            **asked,
        )
        db.session.add(transfer)
        db.session.flush()
    return {"transfer": transfer.id}


def _with_list(area_code):
    """A list that was applied, and one under review whose file is gone: pressing every button on it writes nothing."""
    from app.rosters.models import RosterDraft, RosterImport, RosterLine
    from app.rosters.rules.draft import DraftState, LineTab
    from app.rosters.rules.kinds import ListKind

    told = {"zh": "新建档案。", "en": "New record."}
    counts = dict.fromkeys(("rows", "unchanged", "new", "changed", "left", "doubtful", "refused"), 1)
    listed = {
        "list_kind": ListKind.CHRONIC,
        "area_code": area_code,
        "as_of": cast.TODAY,
        "file_name": "l.xlsx",
    }
    with transaction("roster.import", by=COMMAND_LINE):
        done = RosterImport(**listed, counts=counts, imported_at=cast.MORNING)
        draft = RosterDraft(
            **listed,
            file_hash="0" * 64,
            state=DraftState.READY,
            stage={"name": "keeping"},
            fault={},
            headings={},
            counts=counts,
            warnings=[told],
            created_at=cast.MORNING,
            updated_at=cast.MORNING,
        )
        db.session.add_all([done, draft])
        db.session.flush()
        for tab in LineTab:
            db.session.add(
                RosterLine(
                    draft_id=draft.id,
                    tab=tab,
                    ordinal=0,
                    name="陈桂英",
                    village="柳塘村",
                    sheet="名单",
                    row=2,
                    reason=told,
                    sides=[{"label": told, "old": told, "new": told}],
                    decidable=tab is LineTab.DOUBTFUL,
                    lacks_doctor=tab is LineTab.NEW,
                )
            )
    return {"draft": draft.id, "import": done.id}
