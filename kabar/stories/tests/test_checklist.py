"""What is looked at before a story goes to press."""

import pytest
from django.core.exceptions import ValidationError

from kabar.stories import checklist, services
from kabar.stories.checklist import Finding, Weight
from kabar.stories.models import Story
from kabar.stories.testing import a_draft, rina

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks(monkeypatch):
    """The register of checks, empty for this test."""
    register = {}
    monkeypatch.setattr(checklist, "_checks", register)
    monkeypatch.setattr(checklist, "_advice", {})
    return register


def test_a_finding_that_blocks_keeps_the_story_in_the_building(checks):
    checklist.register(
        "sourcing", lambda draft: [Finding("Rina must approve this source.", Weight.BLOCKS, field="body")]
    )
    story = a_draft()
    with pytest.raises(ValidationError) as refused:
        services.publish(story, by=rina())
    assert refused.value.message_dict == {"body": ["Rina must approve this source."]}
    assert not Story.objects.get(pk=story.pk).live


def test_a_finding_that_warns_does_not_stop_a_story(checks):
    checklist.register("length", lambda draft: [Finding("Very long.", field="body")])
    story = a_draft()
    services.publish(story, by=rina())
    assert Story.objects.get(pk=story.pk).live


def test_what_blocks_is_said_first(checks):
    checklist.register("length", lambda draft: [Finding("Very long.")])
    checklist.register("law", lambda draft: [Finding("Names a child.", Weight.BLOCKS)])
    assert [finding.message for finding in checklist.findings(a_draft())] == ["Names a child.", "Very long."]
