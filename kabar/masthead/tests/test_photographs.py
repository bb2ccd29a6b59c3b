"""Pictures as a page prints them."""

import re
from types import SimpleNamespace

import pytest

from kabar.masthead.photographs import photograph

CROPS = {"whole": (960, 640), "wide": (800, 450), "card": (640, 427), "square": (240, 240)}


def a_released_picture(released=True, fine=True, alt="Sawah hijau", portrait=False):
    def printed(crop):
        width, height = CROPS[crop][:: -1 if portrait else 1]
        if not released:
            return None
        return SimpleNamespace(
            avif=((320, f"/media/1/{crop}-320.avif"), (640, f"/media/1/{crop}-640.avif")) if fine else (),
            webp=((320, f"/media/1/{crop}-320.webp"),) if fine else (),
            jpeg=f"/media/1/{crop}.jpg",
            width=width,
            height=height,
        )

    return SimpleNamespace(alt=alt, printed=printed)


def test_the_browser_chooses_among_sizes_and_formats_the_lightest_first():
    tag = photograph(a_released_picture())
    assert re.findall(r'type="image/(\w+)"', tag) == ["avif", "webp"]
    assert re.findall(r"(\d+)w", tag) == ["320", "640", "320"]
    assert 'src="/media/1/whole.jpg"' in tag


def test_until_the_finer_sizes_are_made_a_page_prints_the_jpeg():
    tag = photograph(a_released_picture(fine=False))
    assert tag.startswith('<img src="/media/1/whole.jpg"')


@pytest.mark.parametrize(
    ("room", "crop"), [("lead", "wide"), ("card", "card"), ("thumb", "square"), ("column", "whole")]
)
def test_each_room_has_its_crop_and_keeps_its_place_so_that_nothing_jumps(room, crop):
    tag = photograph(a_released_picture(), room)
    assert f"/media/1/{crop}.jpg" in tag
    assert 'width="{}" height="{}"'.format(*CROPS[crop]) in tag


def test_only_the_first_picture_is_fetched_at_once():
    assert 'loading="lazy"' in photograph(a_released_picture())
    first = photograph(a_released_picture(), first=True)
    assert "lazy" not in first
    assert 'fetchpriority="high" decoding="sync"' in first


def test_a_picture_no_live_story_uses_is_not_printed():
    assert photograph(a_released_picture(released=False)) == ""
    assert photograph(None) == ""


def test_a_portrait_is_known_as_one():
    assert 'class="tall"' in photograph(a_released_picture(portrait=True))


@pytest.mark.parametrize("alt", ['Papan "Selamat Datang"', "<b>tebal</b>"])
def test_what_a_picture_shows_cannot_break_its_tag(alt):
    tag = photograph(a_released_picture(alt=alt))
    assert '"Selamat' not in tag
    assert "<b>" not in tag
