"""Photos, a signature and the place: filed with the visit, sealed, shown to whoever may read it, kept by a correction."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core.clock import CHINA
from app.core.db import db
from app.core.transaction import transaction
from app.people.rules import NumberReason
from app.policy.terms import Kind
from app.record.rules import MergeChoice
from app.record.service import merge
from app.visits.models import Visit, VisitAttachment, VisitCapture
from app.visits.queries.extras import list_attached, load_extras
from app.visits.service import void_visit
from app.visits.service.capturing import note_capture
from tests import cast
from tests.visits.pictures import a_jpeg, a_png, a_segment, sent, some_extras, typed_extras

EXIF = a_segment(0xE1, b"Exif\0\0 31.73521 116.52012 HUAWEI")


def _typed(**changes):
    usual = {
        "client_key": str(uuid4()), "visited_on": "2026-05-20", "mode": "home", "sections": ["hypertension"],
        "systolic": "136", "diastolic": "84", "symptoms": "none",
    }  # fmt: skip
    return usual | changes


def _post(browser, person, **changes):
    return browser.post(f"/people/{person.id}/visits/new", data=_typed(**changes))


def _newest():
    return db.session.scalars(sa.select(Visit).order_by(Visit.id.desc())).first()


def _value(page, name):
    return re.search(rf'<input type="hidden" name="{name}" value="([^"]*)">', page.text)[1]


def _shown(page):
    return re.findall(r'<img src="(/visits/\d+/attachments/\d+)" alt="([^"]+)"', page.text)


@pytest.fixture
def visit(granny_chen, filed):
    """A visit on record with a photo, a signature and a place."""
    return filed(granny_chen, extras=some_extras())


def test_the_form_offers_them_folded_and_empty(doctor, granny_chen):
    page = doctor.get(f"/people/{granny_chen.id}/visits/new")

    fold = page.text[page.text.index("data-extras") :][:60]
    assert "open" not in fold
    assert [_value(page, name) for name in ("photo_1", "photo_2", "signature", "place")] == [""] * 4
    assert "照片、签名、地点（可不填）" in page.text and "<noscript>" in page.text


def test_a_visit_is_filed_with_what_hangs_on_it(doctor, granny_chen):
    response = _post(doctor, granny_chen, **typed_extras(photo_2=sent(a_jpeg(EXIF, width=9))))

    page = doctor.get(response.location)
    pictures = [(doctor.get(address), told) for address, told in _shown(page)]
    assert [told for _, told in pictures] == ["照片 1", "照片 2", "签名"]
    assert [answer.data for answer, _ in pictures] == [a_jpeg(), a_jpeg(width=9), a_png()]
    assert [answer.mimetype for answer, _ in pictures] == ["image/jpeg", "image/jpeg", "image/png"]
    assert "北纬 31.73521，东经 116.52012，误差约 20 米" in page.text


def test_a_visit_without_any_of_it_leaves_no_trace_of_it(doctor, granny_chen):
    page = doctor.get(_post(doctor, granny_chen, photo_1="", photo_2="", signature="", place="").location)

    assert not _shown(page) and "照片和签名" not in page.text and "北纬" not in page.text
    assert db.session.scalar(sa.select(sa.func.count(VisitCapture.visit_id))) == 0


def test_what_hung_on_a_visit_to_somebody_out_of_reach_is_given_back(doctor):
    unread = sent(b"<svg/>", "image/svg+xml")
    told = doctor.post("/people/999999/visits/new", data=_typed(**typed_extras(photo_2=unread)))

    assert told.status_code == 404
    shown = re.findall(r'<img src="(data:[^"]+)" alt="([^"]+)"', told.text)
    assert shown == [(sent(a_jpeg()), "照片"), (sent(a_png(), "image/png"), "签名")]
    assert "北纬 31.73521，东经 116.52012，误差约 20 米" in told.text


def test_the_table_holds_pictures_sealed_and_alone(doctor, granny_chen):
    _post(doctor, granny_chen, photo_1=sent(a_jpeg(EXIF)))

    (kept,) = db.session.scalars(sa.select(VisitAttachment)).all()
    assert kept.sealed.startswith(b"k1.")
    assert b"HUAWEI" not in kept.sealed and b"\xff\xdb" not in kept.sealed[:20]
    assert [one.content for one in load_extras(kept.visit_id).pictures] == [a_jpeg()]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"photo_1": "data:text/html;base64,PHNjcmlwdD4="}, "这张照片存不下来"),
        ({"photo_2": sent(a_jpeg()[:40])}, "第二张照片"),
        ({"photo_1": sent(a_jpeg(fill=210_000))}, "200 kB"),
        ({"signature": sent(b"<svg/>", "image/svg+xml")}, "签名存不下来"),
        ({"place": "somewhere"}, "地点没有记对"),
        ({"place": "\0"}, "地点没有记对"),
    ],
)
def test_what_is_none_of_it_is_refused_by_name(doctor, granny_chen, changes, words):
    response = _post(doctor, granny_chen, **changes)

    assert response.status_code == 422
    assert words in response.text
    assert re.search(r"data-extras\s+open", response.text)
    assert _newest() is None


@pytest.mark.parametrize("changes", [{"systolic": "1360"}, {"add": "diabetes"}, {"same": "1"}])
def test_a_form_that_comes_back_holds_them_still(doctor, granny_chen, changes):
    page = _post(doctor, granny_chen, **typed_extras(), **changes)

    assert {name: _value(page, name) for name in typed_extras()} == typed_extras()
    assert re.search(r"data-extras\s+open", page.text)


def test_two_photos_of_the_largest_size_are_filed_whole(doctor, granny_chen):
    large = sent(a_jpeg(fill=204_000))

    response = _post(doctor, granny_chen, photo_1=large, photo_2=large, note="药" * 900)

    assert response.status_code == 303
    assert [one.content for one in load_extras(_newest().id).pictures] == [a_jpeg(fill=204_000)] * 2


def test_a_form_with_photos_outlives_its_session(app, client, sign_in, dr_li, granny_chen):
    sign_in(client, dr_li)
    app.config["WTF_CSRF_ENABLED"] = True
    path = f"/people/{granny_chen.id}/visits/new"
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)[1]
    client.delete_cookie("xunhu")
    large = sent(a_jpeg(fill=204_000))

    over = client.post(path, data=_typed(csrf_token=token, photo_1=large, photo_2=large))
    assert over.status_code == 401
    kept, fresh = (
        re.search(rf'name="{name}" value="([^"]+)"', over.text)[1] for name in ("kept", "csrf_token")
    )
    door = {"username": "dr_li", "password": cast.PASSWORD, "kept": kept, "csrf_token": fresh}
    again = client.post("/sign-in", data=door)

    assert [_value(again, name) for name in ("photo_1", "photo_2")] == [large, large]


def test_pictures_are_for_whoever_may_read_the_visit(visit, doctor, supervisor, stranger, app):
    ((photo, _), _) = _shown(doctor.get(f"/visits/{visit.id}"))

    answer = supervisor.get(photo)
    assert (answer.status_code, answer.data) == (200, a_jpeg())
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert stranger.get(photo).status_code == 404
    assert app.test_client().get(photo).status_code == 302


def test_a_picture_hangs_on_its_own_visit_only(visit, doctor, granny_chen, filed):
    other = filed(granny_chen, kinds=(Kind.DIABETES,), results={})
    ((photo, _), _) = _shown(doctor.get(f"/visits/{visit.id}"))

    assert doctor.get(photo.replace(f"/visits/{visit.id}/", f"/visits/{other.id}/")).status_code == 404
    assert doctor.get(f"/visits/{visit.id}/attachments/9999").status_code == 404


def test_whoever_looks_at_a_picture_is_on_record(visit, supervisor, zhao):
    attached = list_attached(visit.id)[0]
    supervisor.get(f"/visits/{visit.id}/attachments/{attached.id}")

    reads = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.actor_id == zhao.id)).all()
    assert (reads[-1].subject, reads[-1].subject_id) == ("person", visit.person_id)


def test_pictures_of_what_only_those_who_treat_may_read_are_not_there_for_others(filed, doctor, supervisor):
    person = cast.a_person(conditions=("mental-disorder",))
    visit = filed(person, kinds=(Kind.MENTAL_DISORDER,), answers={}, results={}, extras=some_extras())
    ((photo, _), _) = _shown(doctor.get(f"/visits/{visit.id}"))

    assert supervisor.get(photo).status_code == 404
    for address in (f"/visits/{visit.id}", f"/visits/{visit.id}/print"):
        page = supervisor.get(address)
        assert page.status_code == 200 and not _shown(page) and "北纬" not in page.text


def test_on_paper_every_form_is_signed_and_the_photos_stand_behind(visit, doctor):
    page = doctor.get(f"/visits/{visit.id}/print")

    assert [told for _, told in _shown(page)] == ["签名", "照片 1"]


def test_a_correction_keeps_what_is_left_as_it_is_and_replaces_what_is_changed(visit, doctor):
    form = doctor.get(f"/visits/{visit.id}/correct")
    assert {name: _value(form, name) for name in typed_extras()} == typed_extras()

    mended = {"correction_reason": "血压填错", **typed_extras(photo_1=sent(a_jpeg(width=9)), place="")}
    doctor.post(f"/visits/{visit.id}/correct", data=_typed(**mended))

    stands = _newest()
    assert stands.corrects_id == visit.id
    kept = load_extras(stands.id)
    assert [one.content for one in kept.pictures] == [a_jpeg(width=9), a_png()] and kept.place is None
    assert load_extras(visit.id) == some_extras()


def test_a_correction_sent_by_a_page_that_knows_nothing_of_pictures_keeps_them(visit, doctor):
    doctor.post(f"/visits/{visit.id}/correct", data=_typed(correction_reason="血压填错"))

    assert _newest().corrects_id == visit.id
    assert load_extras(_newest().id) == some_extras()


def test_a_struck_visit_keeps_its_pictures(visit, doctor, dr_li):
    with transaction("visit.void", by=dr_li):
        void_visit(visit, reason="记错了人", by=dr_li)

    assert len(_shown(doctor.get(f"/visits/{visit.id}"))) == 2


def test_pictures_go_along_when_two_records_become_one(visit, granny_chen, doctor, dr_zhou):
    other = cast.a_person(name="陈桂英")
    choice = MergeChoice(reason=NumberReason.MISTYPED, versions=(other.version, granny_chen.version))
    with transaction("person.merge", by=dr_zhou):
        merge(other, granny_chen, choice, by=dr_zhou)

    assert db.session.get(Visit, visit.id).person_id == other.id
    ((photo, _), _) = _shown(doctor.get(f"/visits/{visit.id}"))
    assert doctor.get(photo).data == a_jpeg()


def test_the_same_visit_sent_twice_hangs_them_on_once(doctor, granny_chen):
    key = str(uuid4())

    for _ in range(2):
        _post(doctor, granny_chen, client_key=key, **typed_extras())

    assert len(list_attached(_newest().id)) == 2
    assert load_extras(_newest().id).place == some_extras().place


def _captured(visit, by, **changes):
    at = datetime(2026, 5, 20, 8, 12, tzinfo=CHINA)
    told = {"captured_at": at, "offset_minutes": 480, "received_at": cast.MORNING, "clock_ahead": 4} | changes
    with transaction("tablet.file", by=by):
        note_capture(visit.id, **told)


def test_a_visit_says_when_a_tablet_captured_it_and_when_it_arrived(visit, doctor, dr_li):
    _captured(visit, dr_li)

    page = doctor.get(f"/visits/{visit.id}").text
    assert re.search(r"平板记录</dt>\s*<dd>08:12 · 09:00 传到服务器", page)
    assert "平板时钟" not in page and "北纬 31.73521" in page


def test_a_clock_that_was_off_is_flagged_and_refused_nothing(visit, doctor, dr_li):
    off = timedelta(days=400)
    _captured(
        visit, dr_li, captured_at=cast.MORNING + off, clock_ahead=int(off.total_seconds()), offset_minutes=540
    )

    page = doctor.get(f"/visits/{visit.id}").text
    assert "平板时钟相差：快 400 天" in page and "平板的时区不是北京时间" in page


def test_what_was_noted_of_a_capture_first_stays(visit, dr_li):
    _captured(visit, dr_li)
    _captured(visit, dr_li, clock_ahead=999_999)

    assert db.session.get(VisitCapture, visit.id).clock_ahead == 4


def test_a_correction_still_says_when_the_tablet_captured_the_visit(visit, doctor, dr_li):
    _captured(visit, dr_li)
    doctor.post(f"/visits/{visit.id}/correct", data=_typed(correction_reason="血压填错"))

    assert "平板记录" in doctor.get(f"/visits/{_newest().id}").text
