"""How alike two items are: their words, the time between them, and whether both tell what has come."""

from collections import Counter
from datetime import timedelta

from kabar.wire.likeness import REMEMBERED, likeness, telling, weighed

SOON = timedelta(minutes=20)
SUED = "Jaksa menggugat perusahaan pialang Universal Life di pengadilan New York karena komisi."


def alike(one, other, apart=SOON):
    says = [telling(*one), telling(*other)]
    seen = Counter(word for each in says for word in each.words)
    return likeness(*says, tuple(weighed(each.words, seen, 1000) for each in says), apart)


def test_copy_of_the_next_day_is_less_alike_and_that_of_another_week_tells_other_news():
    copy = ("Jaksa gugat Universal Life", SUED)
    at_once, next_day = alike(copy, copy), alike(copy, copy, timedelta(hours=24))
    assert at_once > next_day > at_once / 2
    assert next_day == alike(copy, copy, timedelta(hours=-24))
    assert alike(copy, copy, REMEMBERED + SOON) == 0


def test_what_is_to_come_and_what_has_come_are_two_pieces_of_news():
    for before, after in (
        ("Jaksa akan gugat Universal Life", "Jaksa gugat Universal Life"),
        ("Spitzer expected to sue Universal Life", "Spitzer sues Universal Life"),
    ):
        same, other = alike((after, SUED), (after, SUED)), alike((before, SUED), (after, SUED))
        assert other < 0.8 * same
        assert alike((before, SUED), (before, SUED)) > other


def test_another_day_or_other_figures_part_what_shared_figures_bind():
    first = ("Bom meledak di Bagdad", "Bom meledak di Bagdad pada Selasa, 11 orang tewas.")
    assert alike(first, (first[0], "Bom meledak di Bagdad pada Kamis, 11 orang tewas.")) < alike(first, first)
    assert alike(first, (first[0], "Bom meledak di Bagdad pada Selasa, 23 orang tewas.")) < alike(
        first, first
    )
