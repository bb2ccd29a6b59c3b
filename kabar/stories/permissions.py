"""Who may do what with a story: a writer with their own, an editor with all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from wagtail.models import Revision
from wagtail.permission_policies import ModelPermissionPolicy

from kabar.staff.models import User
from kabar.stories.models import State, Story, StoryByline

#: Acts on a story that change what readers see, or that put it away; the right to publish covers them.
OF_THE_DESK = frozenset(
    {"publish", "schedule", "withdraw", "correct", "kill", "spike", "assign", "review", "lock", "unlock"}
)
READING = frozenset({"view", "choose"})


class StoryPolicy(ModelPermissionPolicy):
    """Rights to stories; nobody deletes one, whatever their rank: it is spiked."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether someone may do this to some story."""
        if action == "delete" or not user.is_active:
            return False
        if action in OF_THE_DESK:
            return super().user_has_permission(user, "publish")
        if action in READING:
            return super().user_has_permission(user, "view")
        return super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Story) -> bool:
        """Tell whether someone may do this to this story."""
        if not self.user_has_permission(user, action):
            return False
        if action == "choose" and instance.state == State.LIVE:
            return True
        return self.edits_all(user) or (action not in OF_THE_DESK and is_own(user, instance))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Story]:
        """Return the stories someone may do any of this to."""
        if not any(self.user_has_permission(user, action) for action in actions):
            return Story.objects.none()
        return Story.objects.all() if self.edits_all(user) else own_stories(user)

    def edits_all(self, user: Any) -> bool:
        """Tell whether every story is open to someone: who sends to press, edits."""
        return bool(user.is_active and super().user_has_permission(user, "publish"))


#: The one policy; registered with Wagtail in `wagtail_hooks`, before the story itself.
policy = StoryPolicy(Story)


def must(user: Any, action: str, story: Story | None) -> None:
    """Refuse an act on a story, or on a new one, that someone has no right to."""
    allowed = (
        policy.user_has_permission(user, action)
        if story is None or story.pk is None
        else policy.user_has_permission_for_instance(user, action, story)
    )
    if not allowed:
        raise PermissionDenied


def is_own(user: User, story: Story) -> bool:
    """Tell whether someone wrote a version of a story or is named on it."""
    if story.pk is None:
        return True
    return story.pk in own_among(user, [story.pk])


def own_among(user: User, pks: Iterable[int]) -> set[int]:
    """Return which of some stories are someone's own."""
    asked = list(pks)
    named = StoryByline.objects.filter(author__user=user, story__in=asked).values_list("story", flat=True)
    return {*named, *(int(pk) for pk in _written(user).filter(object_id__in=map(str, asked)))}


def own_stories(user: User) -> QuerySet[Story]:
    """Return the stories someone wrote a version of or is named on."""
    named = StoryByline.objects.filter(author__user=user).values_list("story", flat=True)
    return Story.objects.filter(pk__in={*named, *(int(pk) for pk in _written(user).order_by("-pk")[:MEMORY])})


#: How many of someone's versions are looked through for a list of their stories.
MEMORY = 5_000


def open_to(user: User) -> QuerySet[Story]:
    """Return the stories of someone's list: all of them, or their own and what is public."""
    if policy.edits_all(user):
        return Story.objects.all()
    return own_stories(user) | Story.objects.filter(state=State.LIVE)


def _written(user: User) -> Any:
    story = ContentType.objects.get_for_model(Story)
    return (
        Revision.objects.filter(base_content_type=story, user=user)
        .values_list("object_id", flat=True)
        .distinct()
    )
