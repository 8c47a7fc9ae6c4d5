"""Who hears of what on which morning, from real duties to letters in the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import User, UserArea
from app.accounts.reader import Role
from app.core import clock
from app.core.claims import is_claimed
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.queries import count_work
from app.outbox.models import Letter
from app.people.models import Person
from app.policy.terms import ExcuseReason, Kind
from app.reminders import service
from app.reminders.jobs import MONDAY, MORNING, monday_digests, morning_digests
from app.reminders.queries import (
    DOCTORS,
    DoctorDigests,
    doctor_digest,
    list_recipients,
    list_without_address,
    supervisor_digest,
)
from app.reminders.rules import DigestKind
from app.reminders.service import Reminded
from tests import cast

EVERYBODY = tuple(member.username for member in (cast.DR_LI, cast.DR_WANG, cast.DR_ZHOU, cast.ZHAO))
NEXT_MONDAY = date(2026, 5, 25)


@pytest.fixture(autouse=True)
def _addresses(app):
    give_addresses(*EVERYBODY)


def give_addresses(*usernames, address="{}@xunhu.example"):
    with transaction("account.address", by=COMMAND_LINE):
        for user in db.session.scalars(sa.select(User).where(User.username.in_(usernames))):
            user.email = address.format(user.username)


def letters(kind=DigestKind.DOCTOR):
    wanted = sa.select(Letter).where(Letter.kind == str(kind)).order_by(Letter.address)
    return db.session.scalars(wanted).all()


def file(person, reader, **changes):
    from app.visits.service import file_visit

    with transaction("visit.file", by=reader):
        return file_visit(cast.a_visit(**changes), person=person, doctor=reader)


def test_doctors_with_something_due_are_written_to_and_nobody_else(granny_chen):
    done = morning_digests(cast.TODAY)

    assert [letter.address for letter in letters()] == ["dr_li@xunhu.example", "dr_zhou@xunhu.example"]
    assert done == Reminded(written=2, nothing_due=1)


def test_a_second_run_writes_nothing_more(granny_chen):
    morning_digests(cast.TODAY)

    assert morning_digests(cast.TODAY) == Reminded()
    assert morning_digests(cast.TODAY, again=True) == Reminded(already=2, nothing_due=1)
    assert len(letters()) == 2


def test_asked_for_again_it_reaches_whoever_had_no_address_before(granny_chen):
    give_addresses("dr_li", address="")
    first = morning_digests(cast.TODAY)

    give_addresses("dr_li")
    again = morning_digests(cast.TODAY, again=True)

    assert (first.without_address, again.written, again.already) == (1, 1, 1)


def test_the_digest_tells_the_figures_of_the_pages(granny_chen, dr_li):
    digest, counts = doctor_digest(dr_li, day=cast.TODAY), count_work(dr_li, day=cast.TODAY)

    assert (digest.overdue, digest.overdue_people) == (counts.overdue, counts.overdue_people) != (0, 0)
    assert (digest.due, digest.rounds_done, digest.rounds_all) == (
        counts.due,
        counts.rounds_done,
        counts.rounds_all,
    )
    assert digest.oldest_days == 136  # the first round was due on Sunday, 4 January
    assert digest.rounds_left == 1


def test_however_areas_overlap_a_village_is_counted_once(granny_chen, dr_li, dr_zhou):
    asked = (dr_li, dr_zhou, replace(dr_zhou, areas=(*dr_li.areas, *dr_zhou.areas)))
    together = DoctorDigests(asked, day=cast.TODAY)

    in_one, town, both = (together(reader) for reader in asked)

    assert in_one == town == both == doctor_digest(dr_li, day=cast.TODAY)
    assert in_one.overdue > 0


def test_all_doctors_are_counted_in_two_statements(granny_chen, dr_li, dr_wang, dr_zhou):
    sent: list[str] = []

    def keep(connection, cursor, statement, *rest):
        sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", keep)
    digests = DoctorDigests((dr_li, dr_wang), day=cast.TODAY)
    for reader in (dr_li, dr_wang, dr_li):
        digests(reader)
    sa.event.remove(db.engine, "before_cursor_execute", keep)

    assert len([statement for statement in sent if statement.startswith("SELECT")]) == 2


def test_what_is_due_on_the_day_itself_is_told_apart(app, dr_li):
    cast.a_person(conditions=("hypertension",), since=date(2026, 4, 20), born_on=date(1980, 1, 1))

    digests = [doctor_digest(dr_li, day=date(2026, 5, day)) for day in (18, 20, 21)]

    assert [(one.due, one.due_today, one.oldest_days) for one in digests] == [(1, 0, 0), (1, 1, 0), (0, 0, 1)]


def test_an_excuse_that_ends_this_week_is_told(granny_chen, dr_li):
    from app.duties.service import excuse

    with transaction("duties.excuse", by=dr_li):
        excuse(granny_chen, reason=ExcuseReason.IN_HOSPITAL, from_on=cast.TODAY, return_on=date(2026, 5, 24))

    digest = doctor_digest(dr_li, day=cast.TODAY)

    assert digest.excuses_ending > 0 and digest.overdue == 0 and digest.oldest_days == 0
    assert doctor_digest(dr_li, day=cast.TODAY - timedelta(days=7)).excuses_ending == 0


def test_a_doctor_hears_nothing_of_another_village(granny_chen, dr_wang):
    assert not doctor_digest(dr_wang, day=cast.TODAY).is_worth_sending


def test_a_letter_holds_no_name_and_no_number_of_a_resident(granny_chen):
    for name in ("陈小宝", "王建国二"):
        cast.a_person(name=name, conditions=("diabetes",))
    morning_digests(cast.TODAY)
    monday_digests(cast.TODAY)

    told = "".join(
        part
        for letter in (*letters(), *letters(DigestKind.SUPERVISOR))
        for part in (letter.subject, letter.text, letter.html, letter.message_id, letter.address)
    )
    people = db.session.scalars(sa.select(Person)).all()
    assert len(people) == 3 and len(letters(DigestKind.SUPERVISOR)) == 1
    for person in people:
        assert person.name not in told and person.initials not in told.split()
    assert cast.an_identity(serial=1) not in told and "138" not in told.replace(cast.LIUTANG, "")


def test_each_letter_is_in_its_readers_language(granny_chen):
    with transaction("account.language", by=COMMAND_LINE):
        db.session.scalars(sa.select(User).where(User.username == "dr_zhou")).one().language = "en"

    morning_digests(cast.TODAY)

    chinese, english = letters()
    assert chinese.subject.startswith("巡护提醒 5 月 20 日") and 'lang="zh-CN"' in chinese.html
    assert english.subject.startswith("Xunhu, 20 May:") and 'lang="en"' in english.html


def test_the_links_lead_to_the_public_address_and_open(app, client, sign_in, granny_chen):
    app.config["XUNHU_PUBLIC_URL"] = "https://xunhu.example"
    morning_digests(cast.TODAY)
    monday_digests(cast.TODAY)

    for member, letter in ((cast.DR_LI, letters()[0]), (cast.ZHAO, letters(DigestKind.SUPERVISOR)[0])):
        reader = sign_in(app.test_client(), member)
        links = [line.strip() for line in letter.text.splitlines() if "://" in line]
        assert len(links) >= 3
        for link in links:
            assert link.startswith("https://xunhu.example/")
            assert reader.get(link.removeprefix("https://xunhu.example")).status_code == 200, link


def test_the_claim_and_the_letters_commit_together_or_not_at_all(granny_chen, monkeypatch):
    def break_off(_letters):
        raise KeyboardInterrupt

    monkeypatch.setattr(service, "put_many", break_off)
    with pytest.raises(KeyboardInterrupt):
        morning_digests(cast.TODAY)

    assert not letters() and not is_claimed(MORNING, slot="2026-05-20")
    monkeypatch.undo()
    assert morning_digests(cast.TODAY).written == 2


def test_where_one_doctors_figures_fail_the_others_get_theirs_and_the_log_keeps_quiet(
    granny_chen, monkeypatch, caplog
):
    from app.reminders import jobs

    class FailsForLi(DoctorDigests):
        def __call__(self, reader):
            if reader.username == "dr_li":
                with db.session.begin_nested():
                    db.session.execute(sa.text("SELECT 陈桂英 FROM nowhere"))
            return super().__call__(reader)

    monkeypatch.setattr(jobs, "DoctorDigests", FailsForLi)
    done = morning_digests(cast.TODAY)

    assert (done.written, done.faults) == (2, 1)
    short, whole = letters()
    assert "未能算出" in short.subject and "/duties" in short.text and "逾期" in whole.subject
    assert "OperationalError" in caplog.text or "ProgrammingError" in caplog.text
    assert "陈桂英" not in caplog.text


def test_the_supervisor_hears_on_mondays_how_the_villages_stand(granny_chen, dr_li, zhao):
    """Granny Chen's round of the week of 18 May was made, her neighbour's was not."""
    cast.a_person(
        name="周老", categories=("destitute-scattered",), area_code=cast.SHIQIAO, born_on=date(1980, 1, 1)
    )
    file(granny_chen, dr_li, kinds=(Kind.WEEKLY_ROUND,), results={}, answers={})

    digest = supervisor_digest(zhao, day=NEXT_MONDAY)

    standing = {village.name: village for village in digest.villages}
    assert standing["柳塘村"].overdue and standing["柳塘村"].oldest_days == 113
    assert (digest.rounds_done, digest.rounds_all, digest.visits_filed) == (1, 2, 1)
    assert digest.oldest_days == max(village.oldest_days for village in digest.villages)


def test_the_weekly_letter_is_one_a_week_whichever_day_it_is_made_good(granny_chen):
    assert monday_digests(date(2026, 5, 18)).written == 1
    assert monday_digests(cast.TODAY) == Reminded()
    assert monday_digests(cast.TODAY, again=True) == Reminded(already=1)

    (letter,) = letters(DigestKind.SUPERVISOR)
    assert (letter.day, letter.address) == (date(2026, 5, 18), "zhao@xunhu.example")
    assert is_claimed(MONDAY, slot="2026-05-18")


def test_a_cover_that_has_ended_is_no_longer_told_of(granny_chen, dr_wang):
    with transaction("account.cover", by=COMMAND_LINE):
        db.session.add(UserArea(user_id=dr_wang.id, area_code=cast.LIUTANG, until=cast.TODAY))

    areas = [
        next(one.reader.areas for one in list_recipients(DOCTORS, day=day) if one.reader.id == dr_wang.id)
        for day in (cast.TODAY, cast.TODAY + timedelta(days=1))
    ]

    assert areas == [(cast.LIUTANG, cast.SHIQIAO), (cast.SHIQIAO,)]


def test_whoever_has_no_usable_address_is_listed(granny_chen):
    give_addresses("dr_li", address="li at xunhu")  # as an old account may hold it
    give_addresses("zhao", address="")
    with transaction("account.close", by=COMMAND_LINE):
        closed = db.session.scalars(sa.select(User).where(User.username == "dr_wang")).one()
        closed.active, closed.email = False, None

    listed = [reader.username for reader in list_without_address(day=clock.today())]

    assert listed == ["dr_li", "zhao"]
    assert all(one.reader.role is not Role.INSURER for one in list_recipients(DOCTORS, day=cast.TODAY))
    assert morning_digests(cast.TODAY).without_address == 1
