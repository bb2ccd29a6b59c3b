"""A batch of an archive is found by search as soon as it is in."""

from __future__ import annotations

from typing import Any

import pytest

from kabar.archive.models import SearchEntry
from kabar.clock import now
from kabar.stories.bulk import Filed, publish_many
from kabar.stories.models import State, Story
from kabar.stories.testing import a_section

pytestmark = pytest.mark.django_db


def test_a_batch_of_an_archive_is_found_when_it_has_committed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    facts = {"section": a_section(), "first_published_at": now(), "body": [("paragraph", "<p>Isi.</p>")]}
    batch = [
        Filed(Story(headline="Harga beras", state=State.LIVE, **facts)),
        Filed(Story(headline="Rahasia", state=State.DRAFT, **facts)),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        publish_many(batch)
        assert not SearchEntry.objects.exists()
    assert [entry.story_id for entry in SearchEntry.objects.all()] == [batch[0].story.pk]
