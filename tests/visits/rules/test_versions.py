from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core.words import Text
from app.visits.rules.told import Fact
from app.visits.rules.versions import chain_of, compare


def _fact(name, said):
    return Fact(name, Text(name, name), Text(said, said), bad=False)


@given(st.integers(min_value=1, max_value=8), st.data())
def test_every_version_leads_to_the_same_chain_the_first_one_first(length, data):
    ids = data.draw(st.permutations(range(1, length + 1)))
    corrects = dict(zip(ids[1:], ids, strict=False))

    chains = {chain_of(each, corrects) for each in ids}

    assert chains == {tuple(ids)}


def test_a_visit_never_corrected_stands_alone_among_the_corrections_of_others():
    assert chain_of(7, {3: 2, 5: 3}) == (7,)


def test_two_versions_stand_beside_each_other_with_what_differs():
    before = [_fact("systolic", "136"), _fact("diastolic", "84"), _fact("note", "门诊")]
    after = [_fact("systolic", "163"), _fact("diastolic", "84"), _fact("weight", "61 kg")]

    changes = compare(before, after)

    told = [(change.label.zh, change.before.zh, change.after.zh, change.differs) for change in changes]
    assert told == [
        ("systolic", "136", "163", True),
        ("diastolic", "84", "84", False),
        ("weight", "", "61 kg", True),
        ("note", "门诊", "", True),
    ]
