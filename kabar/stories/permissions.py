"""Who may do what with a story: by the desk of its section, and a writer with their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from wagtail.models import Revision
from wagtail.permission_policies import ModelPermissionPolicy

from kabar.sections.models import Section
from kabar.staff.models import User
from kabar.staff.permissions import Where, may, where
from kabar.stories.models import State, Story, StoryByline


class StoryPolicy(ModelPermissionPolicy):
    """Rights to stories; nobody deletes one, whatever their rank: it is spiked."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether someone may do this to some story."""
        return may(user, action)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Tell whether someone may do any of this to some story."""
        return bool(where(user, *actions))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Story) -> bool:
        """Tell whether someone may do this to this story."""
        reach = where(user, action)
        if not reach:
            return False
        if action == "choose" and instance.state == State.LIVE:
            # Every reader can open it; its versions and its notes are still the desk's.
            return True
        return covers(reach, instance) or (reach.own and is_own(user, instance))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Story]:
        """Return the stories someone may do any of this to."""
        reach = where(user, *actions)
        if reach.everywhere:
            return Story.objects.all()
        return Story.objects.alias(**_PLACE).filter(_within(user, reach)) if reach else Story.objects.none()

    def edits_all(self, user: Any) -> bool:
        """Tell whether someone may write on every story."""
        return where(user, "change").everywhere


#: The one policy; registered with Wagtail in `wagtail_hooks`, before the story itself.
policy = StoryPolicy(Story)


def must(user: Any, action: str, story: Story | None) -> None:
    """Refuse an act on a story, or on a new one, that someone has no right to."""
    if story is not None and (story.pk or (story.section_id and action != "add")):
        allowed = policy.user_has_permission_for_instance(user, action, story)
    else:
        allowed = policy.user_has_permission(user, action)
    if not allowed:
        raise PermissionDenied


def may_set_access(user: Any, story: Story) -> bool:
    """Tell whether someone may say who reads a story to its end."""
    reach = where(user, "access")
    return bool(reach) and (not story.section_id or covers(reach, story))


def must_leave_access(user: Any, story: Story) -> None:
    """Refuse another answer to who reads a story, from someone who may not give it."""
    before = Story.objects.filter(pk=story.pk).first() if story.pk else None
    newest = before.get_latest_revision_as_object() if before else None
    if story.access != (newest.access if newest else "") and not may_set_access(user, story):
        raise PermissionDenied


def covers(reach: Where, story: Story) -> bool:
    """Tell whether a right reaches the desk of a story's section."""
    return reach.everywhere or reach.covers(story.section.desk_id, story.section.paper)


def open_among(user: User, action: str, stories: Iterable[Story]) -> set[int]:
    """Return which of some stories, fetched with their sections, someone may do this to."""
    asked, reach = list(stories), where(user, action)
    open_by_desk = {story.pk for story in asked if covers(reach, story)}
    rest = [story.pk for story in asked if story.pk not in open_by_desk]
    return open_by_desk | (own_among(user, rest) if reach.own and rest else set())


def is_own(user: User, story: Story) -> bool:
    """Tell whether someone wrote a version of a story or is named on it."""
    return story.pk is not None and story.pk in own_among(user, [story.pk])


def own_among(user: User, pks: Iterable[int]) -> set[int]:
    """Return which of some stories are someone's own."""
    asked = list(pks)
    named = StoryByline.objects.filter(author__user=user, story__in=asked).values_list("story", flat=True)
    return {*named, *(int(pk) for pk in _written(user).filter(object_id__in=map(str, asked)))}


def own_stories(user: User) -> QuerySet[Story]:
    """Return the stories someone wrote a version of or is named on."""
    return Story.objects.filter(pk__in=_own_pks(user))


#: How many of someone's versions are looked through for a list of their stories.
MEMORY = 5_000


def open_to(user: User) -> QuerySet[Story]:
    """Return the stories of someone's list: those of their desks, their own, and what is public."""
    reach = where(user, "view")
    if reach.everywhere:
        return Story.objects.all()
    if not reach:
        return Story.objects.none()
    return Story.objects.alias(**_PLACE).filter(_within(user, reach) | Q(live=True))


#: A section as a number to compare and not to look up: a list goes on being read in its own order,
#: where an index by section would have a million stories sorted for the fifty that are shown.
_PLACE = {"place": F("section_id") + 0}


def at_desks(user: User, action: str, story: str) -> Q:
    """Return a condition on what names a story in a field: that someone may do this at the story's desk."""
    reach = where(user, action)
    if reach.everywhere:
        # Not an empty condition: after an "or" it would let nothing more through.
        return Q(**{f"{story}__isnull": False})
    return Q(**{f"{story}__section__in": _sections(reach)})


def _sections(reach: Where) -> list[int]:
    of_desk = Q(desk__in=reach.desks) | Q(desk=None, paper__in=reach.papers)
    return list(Section.objects.filter(of_desk).values_list("pk", flat=True))


def _within(user: User, reach: Where) -> Q:
    """Return what a right reaches, as a condition on stories."""
    wanted = Q(place__in=_sections(reach)) if reach.desks else Q(pk__in=())
    return wanted | Q(pk__in=_own_pks(user)) if reach.own else wanted


def _own_pks(user: User) -> set[int]:
    named = StoryByline.objects.filter(author__user=user).values_list("story", flat=True)
    return {*named, *(int(pk) for pk in _written(user).order_by("-pk")[:MEMORY])}


def _written(user: User) -> Any:
    story = ContentType.objects.get_for_model(Story)
    return (
        Revision.objects.filter(base_content_type=story, user=user)
        .values_list("object_id", flat=True)
        .distinct()
    )
