"""Two who do the same thing at one moment: one comes first, the other is told."""

from __future__ import annotations

import threading
from uuid import uuid4

from app.careplans.queries.plans import get_plan, list_issues, list_plans, list_versions
from app.careplans.rules.draft import Stale
from app.careplans.rules.issuing import IssueEntry
from app.careplans.rules.vocabulary import Step
from app.careplans.service.issuing import issue_medicine
from app.careplans.service.steps import sign
from app.careplans.service.writing import write_version
from app.core.db import db
from app.core.errors import Refused
from app.core.transaction import transaction
from app.people.models import Person
from tests import cast
from tests.careplans.conftest import a_draft


def _at_once(app, *deeds):
    """Do several deeds at one moment, each on a connection of its own; return what each came to, in any order."""
    start, outcomes = threading.Barrier(len(deeds)), []

    def work(deed):
        with app.app_context():
            start.wait()
            try:
                outcomes.append(deed())
            except Refused as refused:
                outcomes.append(refused)
            finally:
                db.session.remove()

    workers = [threading.Thread(target=work, args=(deed,)) for deed in deeds]
    # What was read so far would keep a writer waiting.
    db.session.rollback()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return outcomes


def _writing(person_id, by, **changes):
    draft = a_draft(**changes)

    def deed():
        with transaction("careplan.propose", by=by):
            return write_version(db.session.get_one(Person, person_id), draft, by=by).id

    return deed


def test_of_two_who_revise_at_once_one_is_shown_the_other(app, granny_chen, dr_li, dr_zhou, signed):
    whose, base = granny_chen.id, signed.id

    outcomes = _at_once(
        app, _writing(whose, dr_li, based_on_id=base), _writing(whose, dr_zhou, based_on_id=base)
    )

    (written,) = [each for each in outcomes if isinstance(each, int)]
    (stale,) = [each for each in outcomes if isinstance(each, Stale)]
    assert stale.newer_id == written
    assert [version.number for version in list_versions(signed.plan_id)] == [2, 1]


def test_of_two_first_versions_at_once_one_plan_is_opened(app, granny_chen, dr_li, dr_zhou):
    whose = granny_chen.id

    _at_once(app, _writing(whose, dr_li), _writing(whose, dr_zhou))

    assert len(list_plans(whose)) == 1


def test_one_draft_delivered_twice_at_once_is_one_version(app, granny_chen, dr_li):
    whose, key = granny_chen.id, uuid4()

    outcomes = _at_once(app, *(_writing(whose, dr_li, client_key=key) for _ in range(2)))

    assert len(set(outcomes)) == 1
    assert isinstance(outcomes[0], int)


def test_signed_twice_at_once_it_is_in_force_once_and_its_medicine_given_out_once(
    app, granny_chen, dr_li, dr_zhou, write
):
    proposed = write(granny_chen, by=dr_li)

    def signing():
        with transaction("careplan.sign", by=dr_zhou):
            return sign(proposed, by=dr_zhou, issues=True).id

    outcomes = _at_once(app, signing, signing)

    assert outcomes == [proposed.id, proposed.id]
    (version,) = list_versions(proposed.plan_id)
    assert [step.step for step in version.steps] == [Step.PROPOSED, Step.SIGNED]
    assert len(list_issues(proposed.plan_id)) == 1


def test_medicine_noted_twice_at_once_is_given_out_once(app, granny_chen, dr_li, dr_zhou, write):
    entry = IssueEntry(client_key=uuid4(), issued_on=cast.TODAY, days=28)
    plan_id = write(granny_chen, by=dr_zhou, step=Step.SIGNED).plan_id

    def giving():
        plan = get_plan(plan_id, reader=dr_li)
        with transaction("careplan.issue", by=dr_li):
            return issue_medicine(plan, entry, by=dr_li).id

    outcomes = _at_once(app, giving, giving)

    assert len(set(outcomes)) == 1
    assert len(list_issues(plan_id)) == 1
