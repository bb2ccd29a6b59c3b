"""Instants carry their zone, and the press prints WIB, WITA and WIT."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kabar import clock

NOON = datetime(2022, 5, 13, 5, 0, tzinfo=UTC)


def test_now_is_aware_and_in_utc():
    assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("zone", "label", "hour"),
    [
        ("Asia/Jakarta", "WIB", 12),
        ("Asia/Pontianak", "WIB", 12),
        ("Asia/Makassar", "WITA", 13),
        ("Asia/Jayapura", "WIT", 14),
    ],
)
def test_the_three_times_of_indonesia_have_their_names(zone, label, hour):
    assert clock.zone_label(NOON, zone) == label
    assert clock.local(NOON, zone).hour == hour


@pytest.mark.parametrize(
    ("zone", "label"),
    [
        ("UTC", "UTC"),
        ("Asia/Singapore", "UTC+8"),
        ("Europe/Moscow", "UTC+3"),
        ("America/New_York", "UTC−4"),
        ("Asia/Kolkata", "UTC+5.30"),
        ("America/St_Johns", "UTC−2.30"),
    ],
)
def test_other_zones_are_printed_as_their_offset(zone, label):
    assert clock.zone_label(NOON, zone) == label


def test_the_offset_is_that_of_the_day():
    winter = datetime(2022, 1, 13, tzinfo=UTC)
    assert clock.zone_label(winter, "America/New_York") == "UTC−5"


def test_a_story_older_than_wib_still_has_a_time():
    sixties = datetime(1962, 5, 13, tzinfo=UTC)
    twenties = datetime(1926, 5, 13, tzinfo=UTC)
    assert clock.zone_label(sixties, "Asia/Jakarta") == "UTC+7.30"
    assert clock.zone_label(twenties, "Asia/Jakarta") == "UTC+7.20"


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="must carry its zone"):
        clock.local(datetime(2022, 5, 13), "Asia/Jakarta")  # noqa: DTZ001


def test_an_unknown_zone_is_refused_by_name():
    with pytest.raises(ValueError, match="Asia/Bandung"):
        clock.zone("Asia/Bandung")


@pytest.mark.parametrize("name", ["", "../etc/passwd", "/etc/localtime", "Asia"])
def test_what_is_no_zone_is_no_zone(name):
    with pytest.raises(ValueError, match="no time zone"):
        clock.zone(name)


def test_a_day_begins_and_ends_at_midnight_of_its_zone():
    begins, ends = clock.day_bounds(date(2022, 5, 13), "Asia/Jakarta")
    assert begins == datetime(2022, 5, 12, 17, tzinfo=UTC)
    assert ends - begins == timedelta(days=1)


def test_a_day_on_which_the_clocks_change_has_its_own_length():
    begins, ends = clock.day_bounds(date(2022, 3, 27), "Europe/Berlin")
    assert ends - begins == timedelta(hours=23)


def test_today_is_the_zones_today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2022, 5, 13, 20, tzinfo=UTC))
    assert clock.today("Asia/Jakarta") == date(2022, 5, 14)
    assert clock.today("America/New_York") == date(2022, 5, 13)
