"""The feed as a calendar client reads it: by a library that is strict about the format."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from app.schedule.rules import Outing, write_feed
from tests import cast

CHANGED = datetime(2026, 5, 19, 8, 30, tzinfo=UTC)


def an_outing(**changes):
    stated = {
        "day": cast.TODAY, "village_code": cast.LIUTANG, "village": "柳塘村", "group": "三组", "people": 6,
        "changed_at": CHANGED,
    }  # fmt: skip
    return Outing(**stated | changes)


def events_of(feed):
    return Calendar.from_ical(feed).walk("VEVENT")


def test_a_client_reads_a_whole_day_with_its_place_and_count():
    (event,) = events_of(write_feed([an_outing()]))

    assert event["SUMMARY"] == "柳塘村 三组：上门 6 人"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 5, 20), date(2026, 5, 21))
    assert event.decoded("DTSTAMP") == CHANGED
    assert not event.errors


def test_the_calendar_names_itself_in_the_language_of_its_doctor():
    feed = Calendar.from_ical(write_feed([an_outing(village="Liutang", group="")], language="en"))

    assert (feed["VERSION"], feed["X-WR-TIMEZONE"]) == ("2.0", "Asia/Shanghai")
    assert feed["X-WR-CALNAME"] == "Xunhu: home visits"
    assert feed.walk("VEVENT")[0]["SUMMARY"] == "Liutang: 6 home visits"


def test_an_entry_stays_the_same_while_its_count_changes_and_its_number_grows():
    (before,) = events_of(write_feed([an_outing()]))
    (after,) = events_of(write_feed([an_outing(people=4, changed_at=CHANGED + timedelta(minutes=1))]))
    (other,) = events_of(write_feed([an_outing(group="四组")]))

    assert before["UID"] == after["UID"] != other["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


@given(st.text(st.characters(blacklist_categories=("Cc", "Cs")), max_size=90))
def test_any_name_of_a_group_comes_through_and_no_line_is_too_long(group):
    feed = write_feed([an_outing(group=group)])

    (event,) = events_of(feed)
    assert event["SUMMARY"] == f"{' '.join(part for part in ('柳塘村', group) if part)}：上门 6 人"
    assert max(len(line) for line in feed.split(b"\r\n")) <= 75
    assert feed.endswith(b"END:VCALENDAR\r\n")
