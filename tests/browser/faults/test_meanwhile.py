"""What was true when the tablet left is no longer: the session, the account, the person, the record, the clock."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.transaction import COMMAND_LINE
from app.duties.service import record_death
from app.people.models import Person
from app.people.rules import NumberReason
from app.people.service import withdraw_people
from app.record.rules import MergeChoice
from app.record.service import merge
from app.tablet.models import InboxItem
from app.visits.models import VisitCapture
from tests import cast
from tests.browser import faulty
from tests.browser.faults.dice import each_throw
from tests.browser.filled import a_visit, an_attempt, an_edit, anything
from tests.browser.outpost import DOCTOR, Outpost

PEOPLE = 66
FILED, TO_MEND = "filed", "to-mend"


def told(clinic: Outpost, number: str) -> str:
    """Return the sentences an item is to be mended by."""
    with clinic.stage.app.app_context():
        item = db.session.scalars(sa.select(InboxItem).filter_by(uuid=UUID(number))).one()
        return " ".join(item.told)


@each_throw
def test_a_session_that_is_over_asks_for_the_password_and_goes_on(tablet, clinic, ledger, dice):
    ledger.keep(tablet, *(anything(clinic, dice) for _ in range(2)))
    clinic.command("accounts", "end-sessions", DOCTOR.username)

    assert tablet.sync() == "signed-out"
    assert len(tablet.waiting()) == 2
    assert "请登录后上传" in tablet.state_line()

    tablet.sign_in_by_hand(DOCTOR)
    tablet.open()
    assert tablet.sync() == "done"
    assert ledger.settled(tablet) == [FILED] * 2
    assert ledger.faults(tablet) == []


@each_throw
def test_a_server_whose_form_tokens_are_all_void_takes_everything(tablet, clinic, ledger, dice):
    ledger.keep(tablet, *(anything(clinic, dice) for _ in range(2)))
    clinic.server.town.environment["XUNHU_SECRET_KEY"] = str(uuid4())
    clinic.restart()

    assert tablet.sync() == "done"
    assert ledger.settled(tablet) == [FILED] * 2
    assert ledger.faults(tablet) == []


@each_throw
def test_a_closed_account_sends_nothing_and_loses_nothing(tablet, clinic, ledger, dice):
    ledger.keep(tablet, *(anything(clinic, dice) for _ in range(2)))
    clinic.command("accounts", "close", DOCTOR.username)
    try:
        assert tablet.sync() == "signed-out"
        assert len(tablet.waiting()) == 2
        assert ledger.states() == [""] * 2
    finally:
        clinic.command("accounts", "open", DOCTOR.username)

    tablet.sign_in()
    assert tablet.sync() == "done"
    assert ledger.settled(tablet) == [FILED] * 2
    assert ledger.faults(tablet) == []


@each_throw
def test_somebody_else_on_the_same_tablet_neither_sees_nor_sends_it(tablet, clinic, ledger, dice):
    form = a_visit(clinic.somebody("visit"), note=f"笔记{dice.randrange(10**9)}")
    ledger.keep(tablet, form)
    tablet.sign_in(cast.DR_LI)

    assert tablet.sync() == "other-user"
    assert tablet.waiting() == [form.key]
    assert ledger.states() == [""]
    page = tablet.open()
    page.goto("/")
    assert form.values["note"] not in page.content()

    tablet.sign_in()
    tablet.open()
    assert tablet.sync() == "done"
    assert ledger.settled(tablet) == [FILED]
    assert ledger.faults(tablet) == []


@each_throw
def test_signing_out_with_a_full_queue_deletes_nothing(tablet, clinic, ledger, dice):
    ledger.keep(tablet, *(anything(clinic, dice) for _ in range(3)))
    clinic.line.fail(dice.choice(faulty.NO_ANSWERS), "/sync")
    page = tablet.page
    page.goto("/me")
    page.locator("form[action='/sign-out'] button").tap()
    page.wait_for_url("**/sign-in*")

    tablet.open()
    assert len(tablet.waiting()) == 3
    assert ledger.faults(tablet) == []

    clinic.line.heal()
    assert tablet.sync() == "signed-out"
    tablet.sign_in()
    assert tablet.sync() == "done"
    assert ledger.settled(tablet) == [FILED] * 3
    assert ledger.faults(tablet) == []


@each_throw
def test_what_the_page_refuses_comes_back_with_everything_typed(tablet, clinic, ledger, dice):
    wrong = a_visit(
        clinic.somebody("visit"), note=f"笔记{dice.randrange(10**9)}", systolic=dice.randint(700, 990)
    )
    right = anything(clinic, dice)
    ledger.keep(tablet, wrong, right)

    assert tablet.sync() == "done"
    assert ledger.settled(tablet) == [TO_MEND, FILED]
    assert told(clinic, wrong.key)
    assert ledger.faults(tablet) == []
    assert "需要处理" in tablet.state_line()


@each_throw
@pytest.mark.parametrize("fate", ["moved", "merged", "died", "withdrawn"])
def test_somebody_who_is_gone_meanwhile_waits_for_the_doctor(tablet, clinic, ledger, dice, fate):
    person, other = clinic.somebody_else(), clinic.somebody_else()
    forms = [a_visit(person, note=f"笔记{dice.randrange(10**9)}"), anything(clinic, dice)]
    ledger.keep(tablet, *forms)
    with clinic.meanwhile("person.revise"):
        one = db.session.get_one(Person, person)
        if fate == "moved":
            one.area_code = cast.ELSEWHERE
        elif fate == "died":
            record_death(one, on=date(2026, 5, 1))
        elif fate == "withdrawn":
            withdraw_people([person])
        else:
            kept = db.session.get_one(Person, other)
            choice = MergeChoice(reason=NumberReason.MISTYPED, versions=(kept.version, one.version))
            merge(kept, one, choice, by=COMMAND_LINE)

    assert tablet.sync() == "done"
    assert tablet.waiting() == []
    assert ledger.settled(tablet) == [TO_MEND, FILED]
    assert told(clinic, forms[0].key)
    assert ledger.faults(tablet) == []


@each_throw
def test_two_tablets_that_change_the_same_field_keep_the_first_and_ask_about_the_second(
    hand_out, prepared, clinic, ledger, dice
):
    one, two = hand_out(prepared), hand_out(prepared)
    person = clinic.somebody_else()
    stated = one.fields_of(f"/people/{person}/edit")
    first = an_edit(person, stated, note=f"甲{dice.randrange(10**6)}")
    second = an_edit(person, stated, note=f"乙{dice.randrange(10**6)}")
    (early,) = ledger.keep(one, first)
    (late,) = two.put(second)

    assert one.sync() == "done"
    assert two.sync() == "done"
    assert ledger.settled(one) == [FILED]
    assert "有人改过这份档案" in told(clinic, late)
    assert ledger.faults(one) == []
    assert early != late


@each_throw
def test_two_tablets_that_visit_the_same_person_file_one_and_ask_about_the_other(
    hand_out, prepared, clinic, ledger, dice
):
    one, two = hand_out(prepared), hand_out(prepared)
    person = clinic.somebody("visit")
    first = a_visit(person, note=f"甲{dice.randrange(10**6)}", systolic=121)
    second = a_visit(person, note=f"乙{dice.randrange(10**6)}", systolic=122)
    ledger.keep(one, first)
    ledger.keep(two, second)
    order = [one, two] if dice.random() < 0.5 else [two, one]

    assert [tablet.sync() for tablet in order] == ["done"] * 2
    states = ledger.settled(one)
    assert sorted(states) == [FILED, TO_MEND]
    assert states[0 if order[0] is one else 1] == FILED
    assert ledger.faults(one, two) == []


@each_throw
@pytest.mark.parametrize("days", [400, -400])
def test_a_clock_that_is_a_year_off_is_flagged_and_stops_nothing(tablet, clinic, ledger, dice, days):
    tablet.switch_off()
    tablet.astray = timedelta(days=days, minutes=dice.randrange(1_000))
    tablet.wake(unlocked=False)
    form = a_visit(clinic.somebody("visit"), note=f"笔记{dice.randrange(10**9)}")
    attempt = an_attempt(clinic.somebody("attempt"), note=f"笔记{dice.randrange(10**9)}")
    ledger.keep(tablet, form, attempt)

    assert tablet.sync() == "done"
    assert ledger.settled(tablet) == [FILED] * 2
    assert ledger.faults(tablet) == []
    with clinic.stage.app.app_context():
        item = db.session.scalars(sa.select(InboxItem).filter_by(uuid=UUID(form.key))).one()
        assert abs(item.clock_ahead - tablet.astray.total_seconds()) < 3_600
        assert abs((item.captured_at - item.received_at).days - days) <= 2
        assert db.session.scalars(sa.select(VisitCapture)).all()


STRANGE = {
    "rare": "𠮷𡈽𪚥𬎆𫠜，㐂㑇䶮，龘靐齉",
    "emoji": "👩‍⚕️🏠🩺👨‍👩‍👧‍👦🇨🇳",
    "written backwards": "עברית \u202eabc\u202c",
    "markup": "<script>alert(1)</script> &amp; \" ' {{ 7*7 }} ${1}",
}
UNKEEPABLE = {"nought": "血压\0正常", "half a sign": "半个字\ud800在这里", "ten thousand": "长" * 10_000}


@each_throw
def test_rare_signs_are_kept_as_they_were_typed(tablet, clinic, ledger, dice):
    forms = [a_visit(clinic.somebody("visit"), note=note) for note in STRANGE.values()]
    forms += [an_attempt(clinic.somebody("attempt"), note=note) for note in STRANGE.values()]
    ledger.keep(tablet, *dice.sample(forms, len(forms)))

    assert tablet.sync() == "done"
    assert ledger.settled(tablet) == [FILED] * len(forms)
    assert ledger.faults(tablet) == []


@each_throw
@pytest.mark.parametrize("what", UNKEEPABLE)
def test_what_no_database_keeps_stops_nobody_and_is_shown_to_the_doctor(tablet, clinic, ledger, dice, what):
    strange = a_visit(clinic.somebody("visit"), note=UNKEEPABLE[what])
    ledger.keep(tablet, strange, anything(clinic, dice))

    assert tablet.sync() == "done"
    assert tablet.waiting() == []
    assert ledger.settled(tablet) == [TO_MEND, FILED]
    assert ledger.faults(tablet) == []
