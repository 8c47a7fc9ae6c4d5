"""Verdicts on PostgreSQL and SQLite alike: what two supervisors do at one moment, and what the trail keeps."""

from __future__ import annotations

import pytest

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import transaction
from app.reviews.models import Review
from app.reviews.rules.vocabulary import Lane, Verdict
from app.reviews.service.judging import accept_many
from tests.reviews.logs import a_log, asked, corrected, stated


def test_a_verdict_keeps_its_lane_its_doctor_and_when_the_log_was_opened(granny_chen, dr_li, zhao):
    log = a_log(granny_chen, dr_li)

    review = stated(log, zhao, "returned", reason="class", comment="分类与血压不符", lane=Lane.SAMPLE)

    assert (review.visit_id, review.person_id, review.doctor_id) == (log.id, granny_chen.id, dr_li.id)
    assert (review.lane, review.verdict, review.comment) == (Lane.SAMPLE, Verdict.RETURNED, "分类与血压不符")
    assert (review.by_name, review.opened_at, review.in_bulk) == ("赵敏", None, False)


def test_a_reason_belongs_to_what_is_returned_alone(granny_chen, dr_li, zhao):
    log = a_log(granny_chen, dr_li)

    review = stated(log, zhao, "accepted", reason="class")

    assert review.reason is None


@pytest.mark.parametrize(("reason", "comment"), [(None, "血压不符"), ("other", " ")])
def test_what_is_returned_says_why(granny_chen, dr_li, zhao, reason, comment):
    log = a_log(granny_chen, dr_li)

    with pytest.raises(Refused):
        stated(log, zhao, "returned", reason=reason, comment=comment)

    assert db.session.query(Review).count() == 0


def test_whoever_decides_on_what_no_longer_stands_is_told_so(granny_chen, dr_li, zhao):
    log, other = a_log(granny_chen, dr_li), a_log(granny_chen, dr_li)
    stated(log, zhao)
    corrected(other, granny_chen, dr_li)

    for struck_or_judged in (log, other):
        with pytest.raises(Conflict):
            stated(struck_or_judged, zhao, "call-back")


def test_nobody_decides_about_a_log_of_their_own(granny_chen, dr_li, zhao):
    own, other = a_log(granny_chen, zhao), a_log(granny_chen, dr_li)

    with transaction("review.accept", by=zhao):
        accepted = accept_many([own.id, other.id], asked=asked(), by=zhao)

    assert accepted == 1
    with pytest.raises(Refused, match="您自己记录的"):
        stated(own, zhao)


def test_each_log_accepted_together_has_its_own_line_in_the_trail(granny_chen, dr_li, zhao):
    logs = [a_log(granny_chen, dr_li) for _ in range(3)]

    with transaction("review.accept", by=zhao):
        accepted = accept_many([log.id for log in logs], asked=asked(), by=zhao)

    entries = db.session.query(AuditEntry).filter_by(action="review.accept")
    assert accepted == 3
    assert {entry.subject_id for entry in entries} == {granny_chen.id} and entries.count() == 3
