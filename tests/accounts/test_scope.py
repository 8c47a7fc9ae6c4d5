from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.scope import covers, within
from app.core.db import db
from tests import cast

REACH = {
    "a village is itself": ((cast.LIUTANG,), {cast.LIUTANG}),
    "a town holds its villages and itself": (
        (cast.TOWN,),
        {cast.TOWN, cast.LIUTANG, cast.SHIQIAO, cast.GUIHUA},
    ),
    "two villages of two towns": ((cast.LIUTANG, cast.ELSEWHERE), {cast.LIUTANG, cast.ELSEWHERE}),
    "a province holds all": ((cast.PROVINCE,), {code for code, _ in cast.AREAS}),
    "no area holds nothing": ((), set()),
}


@pytest.mark.parametrize(("areas", "codes"), REACH.values(), ids=REACH.keys())
def test_the_condition_and_the_plain_question_agree(app, areas, codes):
    found = set(db.session.scalars(sa.select(Area.code).where(within(Area.code, areas))))

    assert found == codes
    assert {code for code, _ in cast.AREAS if covers(areas, code)} == codes


def test_each_area_is_one_range_of_the_index(app):
    plan = within(Area.code, (cast.TOWN,)).compile(compile_kwargs={"literal_binds": True})

    assert "BETWEEN '341502109000' AND '341502109999'" in str(plan)
