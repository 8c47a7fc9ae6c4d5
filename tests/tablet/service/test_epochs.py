"""A database that was set back is noticed by what a tablet was told, even where another item stands in the old one's place."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.tablet.models import InboxItem
from tests import cast
from tests.tablet.sending import Tablet, a_visit_form


def test_the_same_item_received_anew_under_its_old_number_does_not_hide_what_is_missing(
    tablet, sign_in, app, dr_li, dr_zhou, granny_chen
):
    other = Tablet(sign_in(app.test_client(), cast.DR_ZHOU), dr_zhou)
    third = Tablet(sign_in(app.test_client(), cast.DR_LI), dr_li)
    lost, resent, new = (one.item("visit", granny_chen.id, a_visit_form()) for one in (tablet, other, third))
    tablet.send(lost)
    other.post(resent)  # and its answer never came
    tablet.send()
    began_with = tablet.epoch

    db.session.execute(sa.delete(InboxItem))
    db.session.commit()
    with clock.standing_at(cast.MORNING + timedelta(minutes=5)):
        third.send(new)
        other.send(resent)
        tablet.send()

    assert tablet.epoch != began_with
