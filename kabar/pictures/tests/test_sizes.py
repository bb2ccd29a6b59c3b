"""Crops and widths: what matters stays on the picture, and nothing is enlarged."""

import pytest

from kabar.pictures.sizes import CROPS, Original


def test_a_small_picture_is_never_enlarged():
    assert Original(700, 400).widths(CROPS["whole"]) == (320, 640)
    assert Original(200, 150).widths(CROPS["whole"]) == (200,)
    assert all(size.width <= 500 for size in Original(500, 400).finer())


@pytest.mark.parametrize("crop", CROPS.values(), ids=lambda crop: crop.name)
@pytest.mark.parametrize("form", [(4000, 3000), (3000, 4000), (5000, 1000), (900, 900)])
def test_a_crop_has_its_shape_and_lies_within_the_picture(crop, form):
    original = Original(*form, focus=(0.9, 0.05))
    left, top, right, bottom = original.box(crop)
    assert 0 <= left < right <= 1.000001
    assert 0 <= top < bottom <= 1.000001
    if crop.ratio:
        shape = (right - left) * form[0] / ((bottom - top) * form[1])
        assert shape == pytest.approx(crop.ratio[0] / crop.ratio[1])
    else:
        assert original.height_at(crop, 320) == round(320 * form[1] / form[0])


@pytest.mark.parametrize("focus", [(0.1, 0.1), (0.5, 0.5), (0.95, 0.9)])
def test_what_matters_stays_on_every_crop(focus):
    for crop in CROPS.values():
        left, top, right, bottom = Original(4000, 3000, focus).box(crop)
        assert left <= focus[0] <= right
        assert top <= focus[1] <= bottom


def test_without_a_focal_point_the_upper_part_is_kept_where_faces_are():
    _left, top, _right, bottom = Original(3000, 4000).box(CROPS["wide"])
    assert top < 1 - bottom


def test_a_page_needs_one_jpeg_of_each_crop_and_no_more():
    assert [size.crop for size in Original(4000, 3000).needed()] == [*CROPS, "share"]
