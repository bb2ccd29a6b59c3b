"""A picture goes out of the paper as its rights allow: to readers of its feeds, and to partners."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.safestring import SafeString
from lxml import etree

from kabar.pictures.models import Picture
from kabar.pictures.testing import a_picture
from kabar.stories.body import PrintedBlock
from kabar.stories.models import Story
from kabar.stories.testing import a_live_story
from kabar.syndication.passed_on import Reach, passed_on
from kabar.syndication.tests.test_partners import a_partner, ask, items
from kabar.video.testing import a_clip

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FORMS = ("ninjs.json", "newsml-g2.xml", "rss.xml")
PUBLIC = ("/rss.xml", "/atom.xml", "/feed.json")
AFP = {"owner": "AFP", "terms": "Not for redistribution"}


def small(**fields: Any) -> Picture:
    return a_picture(320, 200, **fields)


def shown(picture: Picture, said: str) -> bool:
    return f"/media/{picture.pk}/" in said


def in_body(picture: Picture) -> tuple[str, Any]:
    return "picture", {"picture": picture, "caption": f"Foto {picture.pk}", "alt": "", "size": "column"}


def gallery(*pictures: Picture) -> tuple[str, Any]:
    return "gallery", {"title": "", "pictures": [{"picture": each, "caption": ""} for each in pictures]}


def test_partners_are_given_no_picture_of_others_wherever_it_stands(
    ninjs_schema: Any, g2_schema: etree.XMLSchema
) -> None:
    ours, named = small(), small(owner=settings.PAPER.name.upper())
    theirs = [small(**AFP), small(owner="AFP"), small(terms="Hanya daring"), small(usage="once")]
    poster, other = small(**AFP), small()
    clips = [
        a_clip(title="Panen sendiri", poster=poster),
        a_clip(title="Panen orang", rights="© AFP", poster=other),
    ]
    post = ("embed", {"url": "https://www.youtube.com/watch?v=abcdefg", "caption": "Di tempat lain"})
    films = [("video", {"clip": clip, "caption": ""}) for clip in clips]
    body = [*map(in_body, (ours, *theirs)), gallery(named, theirs[0]), gallery(theirs[1]), *films, post]
    a_live_story("Panen", body=body, lead_picture=small(**AFP))
    lead = Story.objects.get().lead_picture
    partner, key = a_partner()
    for form in FORMS:
        said = ask(partner, key, form).content.decode()
        assert [shown(each, said) for each in (ours, named)] == [True, True], form
        assert not any(shown(each, said) for each in (*theirs, lead, poster, other)), form
        assert not any(f"Foto {each.pk}<" in said for each in theirs)
        assert "Panen orang" not in said and "Panen sendiri" in said and "Di tempat lain" in said
    package = ask(partner, key).json()
    assert [str(error) for error in ninjs_schema.iter_errors(package)] == []
    assert "associations" not in items(ask(partner, key))[0]
    message = etree.fromstring(ask(partner, key, "newsml-g2.xml").content)
    assert g2_schema.validate(message), g2_schema.error_log.last_error


def test_a_partner_who_has_the_feed_is_told_when_a_picture_is_no_longer_ours_to_give() -> None:
    picture = small()
    a_live_story("Panen", body=[in_body(picture)])
    partner, key = a_partner()
    first = ask(partner, key)
    assert ask(partner, key, **{"If-None-Match": first["ETag"]}).status_code == 304
    Picture.objects.update(owner="AFP")
    again = ask(partner, key, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, shown(picture, again.content.decode())) == (200, False)


def test_a_plugin_s_block_goes_to_partners_without_pictures_of_which_nobody_says_whose_they_are() -> None:
    block = PrintedBlock("peta", html=SafeString('<p>Peta <img src="/media/1/a.jpg"> banjir</p>'))
    assert [each.html for each in passed_on([block], settings.PAPER, Reach.READERS)] == [block.html]
    [given] = passed_on([block], settings.PAPER, Reach.PARTNERS)
    assert given.html == "<p>Peta  banjir</p>"


def test_readers_of_feeds_see_whose_pictures_are_credited_and_none_with_terms() -> None:
    credited, bound, lead = small(owner="AFP", credit="AFP"), small(**AFP), small(terms="Hanya situs")
    story = a_live_story("Panen", body=[*map(in_body, (credited, bound))], lead_picture=lead)
    answers = [Client().get(path).content.decode() for path in (*PUBLIC, f"/api/v1/stories/{story.pk}")]
    for said in answers:
        assert (shown(credited, said), shown(bound, said), shown(lead, said)) == (True, False, False)
    page = Client().get(story.path or "").content.decode()
    assert all(shown(each, page) for each in (credited, bound, lead))
