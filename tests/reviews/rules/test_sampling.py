"""The draw: nobody can guess it, anybody with the secret finds it again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from app.reviews.rules.sampling import (
    Filed,
    Seed,
    Share,
    commitment_of,
    draw,
    drawn,
    fill_up,
    month_after,
    rank_of,
    share_at,
    town_of,
)
from tests import cast

AT = datetime(2026, 5, 4, tzinfo=UTC)
MAY = date(2026, 5, 1)
SECRETS = st.binary(min_size=32, max_size=32)
NUMBERS = range(1, 2001)


def _logs(numbers, doctor_id=1, at=AT):
    return [Filed(number, doctor_id, at) for number in numbers]


def _drawn(logs, secret, shares=(), *, usual=10, added=()):
    seed = Seed(MAY, secret, usual, frozenset(added))
    return draw(logs, seed_of=lambda _: seed, shares=shares)


@given(secret=SECRETS, percent=st.integers(1, 100))
def test_about_the_share_is_drawn_whatever_the_secret(secret, percent):
    found = sum(drawn(secret, number, percent) for number in NUMBERS)

    expected = len(NUMBERS) * percent / 100
    # Six and a half standard deviations: among all the tests ever run none should fall outside.
    spread = 6.5 * (len(NUMBERS) * percent / 100 * (1 - percent / 100)) ** 0.5
    assert abs(found - expected) <= spread


@given(one=SECRETS, other=SECRETS)
def test_what_one_secret_draws_tells_nothing_of_another(one, other):
    if one == other:
        return
    known = {number for number in NUMBERS if drawn(one, number, 20)}

    both = sum(drawn(other, number, 20) for number in known)

    expected = len(known) * 0.2
    assert abs(both - expected) <= 6.5 * (len(known) * 0.2 * 0.8) ** 0.5


@given(secret=SECRETS)
def test_what_was_drawn_before_tells_nothing_of_the_next_log(secret):
    pairs = [(drawn(secret, number, 50), drawn(secret, number + 1, 50)) for number in NUMBERS]

    after_drawn = [later for before, later in pairs if before]

    assert abs(sum(after_drawn) - len(after_drawn) / 2) <= 6.5 * (len(after_drawn) / 4) ** 0.5


@given(secret=SECRETS, numbers=st.lists(st.integers(1, 10**9), unique=True), seed=st.randoms())
def test_the_same_secret_draws_the_same_logs_in_whatever_order(secret, numbers, seed):
    shuffled = list(numbers)
    seed.shuffle(shuffled)

    assert _drawn(_logs(numbers), secret) == _drawn(_logs(shuffled), secret)


@given(secret=SECRETS, number=st.integers(1, 10**9), less=st.integers(1, 99))
def test_a_larger_share_keeps_what_a_smaller_one_drew(secret, number, less):
    assert not drawn(secret, number, less) or drawn(secret, number, less + 1)
    assert drawn(secret, number, 100)


def test_the_hash_binds_the_secret():
    secret = bytes(range(32))

    assert commitment_of(secret) == sha256(secret).hexdigest()
    assert rank_of(secret, 7) == rank_of(secret, 7) != rank_of(secret, 8)


def test_a_share_counts_from_when_it_was_stated():
    shares = [Share(None, 20, AT), Share(None, 30, AT + timedelta(days=2))]

    held = [share_at(shares, 1, AT + timedelta(days=days), usual=10) for days in (-1, 0, 1, 2, 3)]

    assert held == [10, 20, 20, 30, 30]


def test_a_doctors_own_share_goes_before_everybodys_until_it_is_ended():
    day = timedelta(days=1)
    shares = [Share(1, 50, AT), Share(None, 20, AT + day), Share(1, None, AT + 2 * day)]

    assert [share_at(shares, 1, AT + n * day, usual=10) for n in range(3)] == [50, 50, 20]
    assert [share_at(shares, 2, AT + n * day, usual=10) for n in range(3)] == [10, 20, 20]


@given(secret=SECRETS)
def test_a_share_changed_in_mid_month_leaves_what_was_filed_before(secret):
    before, after = _logs(range(1, 301)), _logs(range(301, 601), at=AT + timedelta(days=5))
    changed = [Share(None, 100, AT + timedelta(days=3))]

    found = _drawn([*before, *after], secret, changed)

    assert {number for number in found if number <= 300} == _drawn(before, secret)
    assert {number for number in found if number > 300} == set(range(301, 601))


@given(secret=SECRETS, counts=st.lists(st.integers(0, 12), min_size=1, max_size=5), least=st.integers(0, 5))
def test_of_each_doctor_at_least_so_many_are_drawn_and_no_more_are_added_than_needed(secret, counts, least):
    logs = [Filed(doctor * 100 + n, doctor, AT) for doctor, count in enumerate(counts) for n in range(count)]
    already = _drawn(logs, secret)

    added = fill_up(logs, already, secret=secret, least=least)

    assert not added & already
    for doctor, count in enumerate(counts):
        of_doctor = [log.visit_id for log in logs if log.doctor_id == doctor]
        by_share, more = len(already.intersection(of_doctor)), added.intersection(of_doctor)
        assert by_share + len(more) == max(by_share, min(least, count))
        left = [rank_of(secret, each) for each in of_doctor if each not in already | added]
        assert not left or all(rank_of(secret, each) < min(left) for each in more)


def test_what_was_added_is_drawn_and_a_month_without_a_secret_draws_nothing():
    logs = _logs(range(1, 50))

    found = _drawn(logs, bytes(32), added=(3, 4))

    assert {3, 4} <= found
    assert draw(logs, seed_of=lambda _: None, shares=[]) == set()


def test_a_township_draws_for_its_villages():
    assert [town_of(code) for code in (cast.LIUTANG, cast.TOWN)] == [cast.TOWN, cast.TOWN]
    assert [month_after(date(2026, 1, 31)), month_after(date(2026, 12, 1))] == [
        date(2026, 2, 1),
        date(2027, 1, 1),
    ]
