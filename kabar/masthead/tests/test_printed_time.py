"""Times as the press prints them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from kabar.masthead import printed_time

AT = datetime(2022, 5, 13, 13, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "printed"),
    [
        ("id", "Asia/Jakarta", "Jumat, 13 Mei 2022, 20.15 WIB"),
        ("id", "Asia/Makassar", "Jumat, 13 Mei 2022, 21.15 WITA"),
        ("id", "Asia/Jayapura", "Jumat, 13 Mei 2022, 22.15 WIT"),
        ("en", "Asia/Jakarta", "Friday, 13 May 2022, 20:15 WIB"),
        ("en", "Europe/London", "Friday, 13 May 2022, 14:15 UTC+1"),
    ],
)
def test_a_time_is_printed_to_the_minute_on_the_clocks_of_its_place(language, zone, printed):
    with translation.override(language):
        assert printed_time.day_and_minute(AT, zone) == printed


def test_a_list_prints_the_date_without_the_day_of_the_week():
    with translation.override("id"):
        assert printed_time.date_and_minute(AT, "Asia/Jakarta") == "13 Mei 2022, 20.15 WIB"


def test_the_day_changes_at_midnight_of_the_place_and_not_of_london():
    late = datetime(2022, 5, 13, 18, 0, tzinfo=UTC)
    with translation.override("id"):
        assert printed_time.day_and_minute(late, "Asia/Jayapura").startswith("Sabtu, 14 Mei 2022")


def test_a_day_is_printed_in_full():
    with translation.override("id"):
        assert printed_time.day(date(2026, 8, 17)) == "Senin, 17 Agustus 2026"


def test_machines_read_the_offset_of_the_place():
    assert printed_time.machine(AT, "Asia/Makassar") == "2022-05-13T21:15:00+08:00"
