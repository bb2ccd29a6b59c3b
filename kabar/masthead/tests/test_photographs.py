"""Pictures as a page prints them."""

import re
from types import SimpleNamespace

import pytest

from kabar.masthead.photographs import photograph


def a_released_picture(width=1600, height=1067, released=True, alt="Sawah hijau"):
    widths = [size for size in (320, 640, 960, 1440) if size <= width]
    return SimpleNamespace(
        width=width,
        height=height,
        released=released,
        alt=alt,
        printed_widths=lambda: widths,
        public_url=lambda size: f"/media/1/sawah.{size}.webp",
    )


def test_the_browser_chooses_among_the_printed_sizes():
    tag = photograph(a_released_picture(width=1000, height=667))
    assert re.findall(r"(\d+)w", tag) == ["320", "640", "960"]


def test_room_is_kept_so_that_nothing_jumps():
    tag = photograph(a_released_picture())
    assert 'width="960" height="640"' in tag


def test_only_the_first_picture_is_fetched_at_once():
    assert 'loading="lazy"' in photograph(a_released_picture())
    first = photograph(a_released_picture(), first=True)
    assert "lazy" not in first
    assert 'fetchpriority="high"' in first


def test_a_picture_no_live_story_uses_is_not_printed():
    assert photograph(a_released_picture(released=False)) == ""
    assert photograph(None) == ""


def test_a_portrait_is_known_as_one():
    assert 'class="tall"' in photograph(a_released_picture(width=800, height=1200))


@pytest.mark.parametrize("alt", ['Papan "Selamat Datang"', "<b>tebal</b>"])
def test_what_a_picture_shows_cannot_break_its_tag(alt):
    tag = photograph(a_released_picture(alt=alt))
    assert '"Selamat' not in tag
    assert "<b>" not in tag
