"""Who reads a story to its end, and that nothing beyond its open part is told to everybody."""

import json
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from kabar.archive.search.texts import passages
from kabar.staff.models import AuditEntry, User
from kabar.staff.roles import Role, give
from kabar.stories import access, services
from kabar.stories.access import Access
from kabar.stories.models import Story
from kabar.stories.testing import a_draft, a_live_story, a_section, rina

pytestmark = pytest.mark.django_db
FIVE = [("paragraph", f"<p>Bagian ke-{number}.</p>") for number in range(1, 6)]


def told(story):
    return list(passages(Story.objects.get(pk=story.pk)))


def test_a_story_is_everybody_s_unless_somebody_says_otherwise():
    story = a_live_story(body=FIVE)
    assert (story.access, access.is_closed(story), len(told(story))) == (Access.OPEN, False, 5)


def test_the_open_part_of_a_members_story_ends_where_the_paper_says():
    story = a_live_story(body=FIVE, access=Access.MEMBERS)
    assert told(story) == ["Bagian ke-1.", "Bagian ke-2.", "Bagian ke-3."]
    page = Client().get(story.path).content.decode()
    assert "Bagian ke-3." in page and "Bagian ke-4." not in page and "Khusus anggota" in page


def test_a_mark_in_the_body_wins_over_the_paper_and_is_printed_nowhere():
    story = a_live_story(body=[FIVE[0], ("members_from", None), *FIVE[1:]], access=Access.METERED)
    assert told(story) == ["Bagian ke-1."]
    assert "members_from" not in Client().get(story.path).content.decode()
    story.access = Access.OPEN
    services.publish(story, revision=story.save_revision())
    assert len(told(story)) == 5


def test_of_a_short_members_story_something_is_kept_for_members():
    assert told(a_live_story(body=FIVE[:2], access=Access.MEMBERS)) == ["Bagian ke-1."]
    assert told(a_live_story(body=FIVE[:1], access=Access.MEMBERS)) == []


def test_a_story_that_does_not_say_is_read_as_its_section_has_it_and_else_as_the_paper(settings):
    section = a_section("Telaah", access=Access.MEMBERS)
    assert a_live_story(section=section, body=FIVE).access == Access.MEMBERS
    metered = replace(settings.PAPER.metering, access="metered", open_paragraphs=1)
    settings.PAPER = replace(settings.PAPER, metering=metered)
    story = a_live_story(body=FIVE)
    assert (story.access, len(told(story))) == (Access.METERED, 1)


def test_search_engines_are_told_which_part_is_not_everybody_s():
    page = Client().get(a_live_story(body=FIVE, access=Access.MEMBERS).path).content.decode()
    data = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    article = json.loads(data)
    article = article[0] if isinstance(article, list) else article
    assert article["isAccessibleForFree"] is False
    assert article["hasPart"] == {
        "@type": "WebPageElement",
        "isAccessibleForFree": False,
        "cssSelector": ".story-rest",
    }
    assert 'class="story-rest"' in page


def test_who_reads_a_story_is_said_by_an_editor_and_not_by_a_writer():
    ayu = User.objects.create_user("ayu")
    give(ayu, Role.WRITER)
    story = a_draft(body=FIVE, by=ayu)
    story.access = Access.MEMBERS
    with pytest.raises(PermissionDenied):
        services.save_draft(story, by=ayu)
    services.save_draft(story, by=rina())
    story.headline = "Judul baru"
    services.save_draft(story, by=ayu)
    assert story.get_latest_revision_as_object().access == Access.MEMBERS


def test_the_record_says_when_a_story_was_closed_and_opened_again():
    story = a_live_story(body=FIVE, by=rina())
    for now in (Access.MEMBERS, Access.MEMBERS, Access.OPEN):
        story.access, story.headline = now, f"{story.headline}."
        services.publish(story, by=rina(), revision=story.save_revision())
    said = [entry.details.get("access") for entry in AuditEntry.objects.filter(act="update").order_by("id")]
    assert said == ["members", None, "open"]
