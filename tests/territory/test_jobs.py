from __future__ import annotations

import sqlalchemy as sa

from app.accounts.models import Area
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.models import Duty
from app.territory.jobs import settle
from app.territory.rules import Decisions
from app.territory.service import merge_village
from tests import cast


def test_what_was_written_beside_a_merger_follows_at_night_and_once(app):
    with transaction("area.merge", by=COMMAND_LINE):
        village, into = (db.session.get_one(Area, code) for code in (cast.GUIHUA, cast.SHIQIAO))
        merge_village(village, into=into, decided=Decisions({}), by=COMMAND_LINE)
    late = cast.a_person(area_code=cast.GUIHUA, conditions=("hypertension",))

    settled = settle()

    assert settled > 0 and settle() == 0
    assert late.area_code == cast.SHIQIAO
    assert set(db.session.scalars(sa.select(Duty.area_code))) == {cast.SHIQIAO}
