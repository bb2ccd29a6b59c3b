"""The furniture of a story's page, in the language of an Indonesian paper and of an English one."""

from dataclasses import replace

import pytest

from kabar.sources.models import Distributor
from kabar.stories.testing import a_live_story
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    """The page of a story that points to another."""
    other = a_live_story("Rangkuman hari ke-79")
    story = a_live_story(
        distributor=Distributor.objects.create(name="Reuters", slug="reuters"),
        topics=[Topic.objects.create(name="Diplomasi", slug="diplomasi")],
        body=[("also_read", {"story": other.pk, "title": "", "url": ""})],
    )
    return lambda: client.get(story.path).content.decode()


INDONESIAN = (
    "Penulis",
    "Sumber",
    "Baca juga:",
    "Topik",
    "Bagikan",
    "Terkini lainnya",
    "Cari",
    "Langsung ke isi",
)
ENGLISH = (
    "Writer",
    "Source",
    "Also read:",
    "Topics",
    "Share",
    "More of the latest",
    "Search",
    "Skip to the content",
)


def test_an_indonesian_paper_speaks_indonesian(page):
    html = page()
    assert [words for words in INDONESIAN if words not in html] == []


def test_an_english_paper_speaks_english(page, settings):
    settings.PAPER = replace(settings.PAPER, language="en")
    html = page()
    assert [words for words in ENGLISH if words not in html] == []
    assert "Terkini" not in html
