"""The outbox as the administrator sees it, and the address everybody's letters go to."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.queries import find_address
from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db
from app.core.transaction import SYSTEM, transaction
from app.outbox.models import Letter
from app.outbox.rules import LetterState
from app.outbox.service import put
from tests import cast
from tests.outbox.conftest import a_letter


@pytest.fixture
def administrator(client, sign_in, admin):
    return sign_in(client, admin)


@pytest.fixture
def doctor(client, sign_in, dr_li):
    return sign_in(client, dr_li)


def lay_in(state=LetterState.READY, **changes):
    with transaction("letter.write", by=SYSTEM):
        put(a_letter(**changes))
        letter = db.session.scalars(sa.select(Letter).order_by(Letter.id.desc())).first()
        letter.state, letter.handed_at, letter.last_answer = state, clock.now(), "451 greylisted"
        return letter.id


def the_state(letter_id):
    return db.session.get_one(Letter, letter_id).state


def test_the_outbox_shows_each_tray_with_its_count(administrator):
    lay_in(LetterState.READY, subject="等着的信")
    lay_in(LetterState.DOUBTFUL, subject="存疑的信", number=2)
    lay_in(LetterState.FAILED, subject="退回的信", number=3)

    trays = {
        tray: administrator.get(f"/outbox?tray={tray}").text
        for tray in ("waiting", "doubtful", "failed", "sent")
    }

    assert "等着的信" in trays["waiting"] and "存疑的信" not in trays["waiting"]
    assert "存疑的信" in trays["doubtful"] and "可能已经送达" in trays["doubtful"]
    assert "退回的信" in trays["failed"] and "451 greylisted" in trays["failed"]
    assert "这里没有信" in trays["sent"]
    assert all("存疑 1" in page for page in trays.values())


def test_the_outbox_names_who_gets_no_letter(administrator):
    with transaction("account.address", by=SYSTEM):
        db.session.scalars(
            sa.select(User).where(User.username == "dr_wang")
        ).one().email = "wang@xunhu.example"

    page = administrator.get("/outbox").text

    assert "李秀兰" in page and "赵敏" in page
    assert "王建国" not in page and "孙丽" not in page


def test_a_long_tray_is_shown_by_pages(administrator):
    for number in range(1, 33):
        lay_in(number=number, subject=f"第{number:02d}封")

    first, second = (administrator.get(f"/outbox?page={page}").text for page in (1, 2))

    assert first.count("封</h3>") == 30 and second.count("封</h3>") == 2
    assert "第 31–32 封" in second and 'rel="next"' in first and 'rel="prev"' in second


@pytest.mark.parametrize(
    ("state", "action", "becomes"),
    [
        (LetterState.DOUBTFUL, "retry", LetterState.READY),
        (LetterState.DOUBTFUL, "arrived", LetterState.SENT),
        (LetterState.DOUBTFUL, "give-up", LetterState.DROPPED),
        (LetterState.FAILED, "retry", LetterState.READY),
        (LetterState.READY, "give-up", LetterState.DROPPED),
    ],
)
def test_a_letter_is_settled_by_hand_and_the_trail_knows(administrator, admin, state, action, becomes):
    letter_id = lay_in(state)

    answer = administrator.post(f"/outbox/{letter_id}/settle", data={"action": action, "tray": "doubtful"})

    assert answer.location == "/outbox?tray=doubtful"
    assert the_state(letter_id) is becomes
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == "letter")).one()
    assert (entry.action, entry.actor_id, entry.subject_id) == ("letter.settle", admin.id, letter_id)
    assert entry.details == {"settled": action}


def test_a_letter_sent_again_goes_to_the_address_mended_since(administrator, dr_li):
    letter_id = lay_in(LetterState.FAILED, recipient_id=dr_li.id)
    with transaction("account.address", by=SYSTEM):
        db.session.get_one(User, dr_li.id).email = "mended@xunhu.example"

    administrator.post(f"/outbox/{letter_id}/settle", data={"action": "retry"})

    assert db.session.get_one(Letter, letter_id).address == "mended@xunhu.example"


@pytest.mark.parametrize(
    ("state", "action", "status"),
    [
        (LetterState.SENT, "retry", 409),
        (LetterState.FAILED, "arrived", 409),
        (LetterState.HANDING_OVER, "give-up", 409),
        (LetterState.FAILED, "burn", 422),
        (LetterState.FAILED, "", 422),
    ],
)
def test_what_cannot_be_decided_changes_nothing(administrator, state, action, status):
    letter_id = lay_in(state)

    assert administrator.post(f"/outbox/{letter_id}/settle", data={"action": action}).status_code == status
    assert the_state(letter_id) is state


def test_a_letter_that_is_not_there_is_not_found(administrator):
    assert administrator.post("/outbox/99/settle", data={"action": "retry"}).status_code == 404


def test_somebodys_own_page_leads_to_the_address_and_only_the_administrators_to_the_outbox(
    client, sign_in, app
):
    doctors = sign_in(client, cast.DR_LI).get("/me").text
    admins = sign_in(app.test_client(), cast.ADMIN).get("/me").text

    assert "没有，收不到提醒" in doctors and 'href="/me/address"' in doctors
    assert 'href="/outbox"' in admins and 'href="/outbox"' not in doctors


def test_an_address_is_kept_and_shown(doctor, dr_li):
    answer = doctor.post("/me/address", data={"address": "  Li.Xiu@Hospital.CN "})

    assert answer.location == "/me"
    assert find_address(dr_li.id) == "Li.Xiu@hospital.cn"
    page = doctor.get("/me").text
    assert "Li.Xiu@hospital.cn" in page and "已保存" in page


def test_an_emptied_address_ends_the_letters(doctor, dr_li):
    doctor.post("/me/address", data={"address": "li@hospital.cn"})

    doctor.post("/me/address", data={"address": ""})

    assert find_address(dr_li.id) is None


@pytest.mark.parametrize(
    "typed", ["li", "li@", "李@xunhu.cn", "li@xunhu", "li @xunhu.cn", "a@b.cn,c@d.cn", "x" * 300]
)
def test_a_mail_address_that_is_none_is_refused_and_stays_typed(doctor, dr_li, typed):
    doctor.post("/me/address", data={"address": "before@hospital.cn"})

    page = doctor.post("/me/address", data={"address": typed})

    assert page.status_code == 422
    assert f'value="{typed}"' in page.text
    assert "不是邮箱地址" in page.text or "太长了" in page.text
    assert find_address(dr_li.id) == "before@hospital.cn"


def test_the_trail_notes_the_new_address_of_an_account(doctor, dr_li):
    doctor.post("/me/address", data={"address": "li@hospital.cn"})

    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "account.address")).one()
    assert (entry.subject, entry.subject_id) == ("user", dr_li.id)
