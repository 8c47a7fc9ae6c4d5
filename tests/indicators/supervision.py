"""What befalls a drawn township besides care: rounds, meetings, referrals, absences, verdicts, call-backs, late entries."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st

from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import excuse
from app.people.models import Person
from app.people.queries import is_on_record
from app.policy.terms import ExcuseReason, Kind, Mode
from app.reviews.models import CallBack, Review
from app.reviews.rules.vocabulary import CallOutcome, CallWay, Lane, Reached, Verdict
from app.visits.models import Visit
from app.visits.rules import VisitSource
from app.visits.service import file_visit
from tests import cast
from tests.indicators.population import House, a_house

# Round the ends of the months that are looked at, the Sundays among them, and round the fourteenth day before.
DAYS = st.one_of(
    st.dates(date(2026, 1, 1), cast.TODAY),
    st.sampled_from(
        (
            *(date(2026, 2, 14), date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 8), date(2026, 3, 17)),
            *(date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 12), date(2026, 4, 30), date(2026, 5, 6)),
        )
    ),
)
KINDS = st.sampled_from(
    (Kind.WEEKLY_ROUND, Kind.WEEKLY_ROUND, Kind.MEETING, Kind.REFERRAL_CHECK, Kind.HYPERTENSION)
)
INSTANTS = st.builds(
    lambda day, hour: datetime.combine(day, time(hour, 30), clock.CHINA),
    DAYS,
    st.sampled_from((0, 7, 12, 23)),
)


def supervised(data: st.DataObject, *, deeds: int = 9) -> None:
    """Let so much happen to whoever is on record and alive."""
    house = a_house()
    here = sa.select(Person).where(is_on_record(), Person.died_on.is_(None), Person.moved_on.is_(None))
    people = list(db.session.scalars(here.where(Person.lost_on.is_(None)).order_by(Person.id)))
    for _ in range(data.draw(st.integers(0, deeds), label="deeds") if people else 0):
        person = data.draw(st.sampled_from(people), label="person")
        if data.draw(st.integers(0, 4)) == 0:
            _leave(data, person)
        else:
            _visit(data, person, house=house)
    for visit in db.session.scalars(sa.select(Visit).order_by(Visit.id)).all():
        _look_into(data, visit)


def _visit(data: st.DataObject, person: Person, *, house: House) -> None:
    day, kind = data.draw(DAYS, label="seen"), data.draw(KINDS)
    filed = min(day + timedelta(days=data.draw(st.sampled_from((0, 0, 0, 1, 9, 40)))), cast.TODAY)
    moment = datetime.combine(filed, time(data.draw(st.sampled_from((0, 8, 23))), 59), clock.CHINA)
    doctor = data.draw(st.sampled_from((house.li, house.zhou)))
    entry = cast.a_visit(
        visited_on=day,
        kinds=(kind,),
        results={},
        mode=data.draw(st.sampled_from((Mode.HOME, Mode.HOME, Mode.CLINIC))),
        emergency=data.draw(st.integers(0, 3)) == 0,
        source=data.draw(st.sampled_from((VisitSource.PAGE, VisitSource.TABLET, VisitSource.ROSTER))),
    )
    with clock.standing_at(moment), transaction("visit.file", by=doctor):
        file_visit(entry, person=person, doctor=doctor)


def _leave(data: st.DataObject, person: Person) -> None:
    from_on = data.draw(DAYS, label="away")
    lasts = timedelta(days=data.draw(st.sampled_from((0, 6, 13, 40))))
    with clock.standing_at(from_on), transaction("duties.excuse", by=COMMAND_LINE):
        excuse(person, reason=ExcuseReason.IN_HOSPITAL, from_on=from_on, return_on=from_on + lasts, note="")


def _look_into(data: st.DataObject, visit: Visit) -> None:
    about: dict[str, Any] = {
        "visit_id": visit.id,
        "person_id": visit.person_id,
        "area_code": visit.area_code,
        "doctor_id": visit.doctor_id,
    }
    with transaction("review.state", by=COMMAND_LINE):
        for verdict in data.draw(st.lists(st.sampled_from(Verdict), max_size=2), label="verdicts"):
            db.session.add(
                Review(**about, lane=Lane.REST, verdict=verdict, reviewed_at=data.draw(INSTANTS), reason=None)
            )
            db.session.flush()
        for outcome in data.draw(st.lists(st.sampled_from(CallOutcome), max_size=2), label="calls"):
            nobody = outcome is CallOutcome.NOT_REACHED
            answered = Reached.NOBODY if nobody else Reached.PATIENT
            call = {"way": CallWay.PHONE, "reached": answered, "outcome": outcome}
            db.session.add(CallBack(**about, **call, called_at=data.draw(INSTANTS), done=[]))
            db.session.flush()
