from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.reader import Role
from app.accounts.rules import (
    STANDARD,
    check_areas,
    check_password,
    check_username,
    clean_username,
    idle_limit,
    lock_after,
    password_due,
    password_rules,
    prepared,
)
from app.core.errors import Refused
from tests import cast


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short-7",
        "12345678",
        "87654321",
        "password",
        "Password1",
        "PASSWORD123!",
        "qwertyuiop",
        "abcdefgh",
        "88888888",
        "ababbaba",
        "１２３４５６７８",
        "dr_li2026",
        "1dr_li!1",
        "x" * 257,
    ],
)
def test_a_weak_password_is_refused(password):
    with pytest.raises(Refused):
        check_password(password, username="dr_li")


@pytest.mark.parametrize(
    "password", ["柳塘村的枣树结了果", "liu-tang-2026-wen", "correct horse battery", "Tz8!kqpw"]
)
def test_a_password_nobody_guesses_is_taken(password):
    check_password(password, username="dr_li")


def test_full_width_letters_are_the_same_password():
    assert prepared("ｌｉｕ－ｔａｎｇ") == prepared("liu-tang")


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(4, None), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (11, 60), (12, 60), (900, 60)],
)
def test_the_lock_doubles_up_to_an_hour(failures, minutes):
    assert lock_after(failures) == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("role", "minutes"),
    [
        (Role.VILLAGE_DOCTOR, 30),
        (Role.FAMILY_DOCTOR, 30),
        (Role.SUPERVISOR, 15),
        (Role.COUNTY, 15),
        (Role.INSURER, 15),
        (Role.ADMIN, 15),
    ],
)
def test_desks_rest_shorter_than_doctors(role, minutes):
    assert idle_limit(role) == timedelta(minutes=minutes)


FITTING = [
    (Role.VILLAGE_DOCTOR, cast.LIUTANG),
    (Role.FAMILY_DOCTOR, cast.TOWN),
    (Role.SUPERVISOR, cast.TOWN),
    (Role.COUNTY, cast.COUNTY),
    (Role.COUNTY, cast.CITY),
    (Role.COUNTY, cast.PROVINCE),
    (Role.INSURER, cast.COUNTY),
]


@pytest.mark.parametrize(("role", "code"), FITTING)
def test_an_area_of_the_right_level_fits_the_role(role, code):
    check_areas(role, [code])


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        (Role.VILLAGE_DOCTOR, [cast.TOWN]),
        (Role.VILLAGE_DOCTOR, [cast.LIUTANG, cast.TOWN]),
        (Role.FAMILY_DOCTOR, [cast.LIUTANG]),
        (Role.SUPERVISOR, [cast.COUNTY]),
        (Role.COUNTY, [cast.TOWN]),
        (Role.INSURER, [cast.LIUTANG]),
        (Role.VILLAGE_DOCTOR, []),
        (Role.SUPERVISOR, []),
    ],
)
def test_an_area_of_another_level_or_none_is_refused(role, codes):
    with pytest.raises(Refused):
        check_areas(role, codes)


def test_an_administrator_needs_no_area():
    check_areas(Role.ADMIN, [])


@pytest.mark.parametrize("name", ["dr_li", "李医生", "zhao.min", "zhao@example.org"])
def test_a_user_name_of_one_word_is_taken(name):
    check_username(name)


@pytest.mark.parametrize("name", ["", "a", "two words", "a/b", "x" * 41, "drop;table"])
def test_another_user_name_is_refused(name):
    with pytest.raises(Refused):
        check_username(name)


def test_user_names_do_not_depend_on_case_or_blanks():
    assert clean_username("  Dr_LI　") == "dr_li"


PROTECTED = password_rules("level-protection", days=90)
SET = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "password", ["zaoshujieleguo", "zaoshu2026jie", "ZAOSHU-JIE-LE", "枣树结了许多果实7"]
)
def test_the_level_protection_rules_ask_for_three_kinds_of_characters(password):
    check_password(password, username="dr_li", role=Role.VILLAGE_DOCTOR)

    with pytest.raises(Refused, match="3 种"):
        check_password(password, username="dr_li", role=Role.VILLAGE_DOCTOR, rules=PROTECTED)


@pytest.mark.parametrize("password", ["zaoshu-2026", "Zaoshu2026", "枣树-2026-结果", "ZAO-shu-jie"])
def test_a_password_of_three_kinds_is_taken_under_them(password):
    check_password(password, username="dr_li", role=Role.ADMIN, rules=PROTECTED)


@pytest.mark.parametrize(
    ("role", "fits"), [(Role.VILLAGE_DOCTOR, True), (Role.COUNTY, False), (Role.ADMIN, False)]
)
def test_managers_need_a_longer_one_under_them(role, fits):
    nine = "Zaoshu-26"
    check_password(nine, username="dr_li", role=role)

    if fits:
        check_password(nine, username="dr_li", role=role, rules=PROTECTED)
    else:
        with pytest.raises(Refused, match="10"):
            check_password(nine, username="dr_li", role=role, rules=PROTECTED)


@pytest.mark.parametrize(
    ("days", "rules", "due"),
    [(0, PROTECTED, False), (89, PROTECTED, False), (90, PROTECTED, True), (4000, STANDARD, False)],
)
def test_a_password_comes_of_age_only_under_the_level_protection_rules(days, rules, due):
    at = SET + timedelta(days=days)

    assert password_due(must_change=False, set_at=SET, at=at, rules=rules) is due


def test_a_password_of_unknown_age_is_due_where_passwords_age():
    assert password_due(must_change=False, set_at=None, at=SET, rules=PROTECTED)
    assert not password_due(must_change=False, set_at=None, at=SET, rules=STANDARD)


def test_a_password_that_was_handed_out_is_due_at_once():
    assert password_due(must_change=True, set_at=SET, at=SET, rules=STANDARD)
