"""Which story stands where."""

from types import SimpleNamespace

from kabar.fronts import layout


def a_story(pk, section=1, pictured=False):
    return SimpleNamespace(
        pk=pk, section_id=section, lead_picture=SimpleNamespace(released=True) if pictured else None
    )


def a_section(pk, slug="global"):
    return SimpleNamespace(pk=pk, slug=slug)


def test_without_any_picture_the_newest_story_leads():
    assert layout.choose_lead([a_story(1), a_story(2)]).pk == 1


def test_an_old_picture_does_not_lead_for_its_looks():
    stories = [a_story(n) for n in range(1, 9)] + [a_story(9, pictured=True)]
    assert layout.choose_lead(stories).pk == 1


def test_no_story_stands_twice():
    newest = [a_story(n, section=n % 3, pictured=n == 1) for n in range(1, 20)]

    def of_each(placed):
        left = [story for story in newest if story.pk not in placed]
        return {pk: [story for story in left if story.section_id == pk] for pk in range(3)}

    front = layout.front(newest, [a_section(pk) for pk in range(3)], of_each)
    placed = [
        front.lead,
        *front.below,
        *front.beside,
        *(story for band in front.bands for story in band.stories),
    ]
    assert len({story.pk for story in placed}) == len(placed)


def test_a_story_without_a_band_of_its_own_is_not_lost_to_a_small_paper():
    newest = [a_story(1), a_story(2)]
    front = layout.front(newest, [a_section(1)], lambda placed: {1: []})
    assert [story.pk for story in [front.lead, *front.below, *front.beside]] == [1, 2]
    assert not front.bands


def test_the_stories_around_the_lead_come_from_many_sections():
    newest = [a_story(n, section=1) for n in range(1, 21)] + [a_story(n, section=n) for n in range(21, 24)]
    front = layout.front(newest, [], lambda placed: {})
    assert {21, 22, 23} <= {story.pk for story in [*front.below, *front.beside]}


def test_what_the_list_of_latest_shows_makes_room_for_older_stories():
    newest = [a_story(n) for n in range(1, 25)]
    front = layout.front(newest, [], lambda placed: {})
    assert not {story.pk for story in [*front.below, *front.beside]} & set(range(2, 8))


def test_a_band_is_opened_by_its_newest_story_with_a_picture():
    band = layout.Band(a_section(1), [a_story(1), a_story(2, pictured=True), a_story(3)])
    assert band.lead.pk == 2
    assert [story.pk for story in band.others] == [1, 3]
