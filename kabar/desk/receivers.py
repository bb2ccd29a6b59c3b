"""What the desk does when it hears of a version that was kept, or of a story that went out."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Revision

from kabar.desk.services import standing
from kabar.stories.models import Story
from kabar.stories.signals import story_published, story_updated


@receiver(post_save, sender=Revision)
def keep_up_with_writing(sender: type, instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """Keep what the desk shows of a story as each version of it is kept."""
    if raw or instance.base_content_type_id != ContentType.objects.get_for_model(Story).pk:
        return
    needed = ("paper", "section__paper", "section__desk")
    story = Story.objects.select_related("section").only(*needed).filter(pk=instance.object_id).first()
    if story is not None:
        standing.write_down(instance, story)


@receiver([story_published, story_updated])
def close_what_went_out(sender: type, story: Story, **kwargs: Any) -> None:
    """A story that readers have is no longer wanted."""
    standing.printed(story)
