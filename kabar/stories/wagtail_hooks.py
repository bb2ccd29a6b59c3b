"""The newsroom's door to stories."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.search import SearchArea
from wagtail.admin.staticfiles import versioned_static
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from kabar.staff.bulk import close
from kabar.stories.attributions import rich_text
from kabar.stories.attributions import views as attributions
from kabar.stories.editor import menu
from kabar.stories.editor.saving import SaveStory, StartStory
from kabar.stories.editor.viewset import StoryViewSet
from kabar.stories.models import Story
from kabar.stories.permissions import policy

# The policy comes first: Wagtail keeps the one it finds when the story is registered.
register_permission_policy(Story, policy)
register_snippet(StoryViewSet)
close("delete", Story)


@hooks.register("register_actions", order=1000)
def keep_stories_our_way(registry: Any) -> None:
    """Keep drafts without touching what belongs to the acts of the desk."""
    registry.register(Story, StartStory)
    registry.register(Story, SaveStory)


@hooks.register("register_rich_text_features")
def attributions_in_text(features: Any) -> None:
    """Let passages say where they come from."""
    rich_text.register(features)


@hooks.register("insert_editor_js")
def attributions_script() -> SafeString:
    """Let an editor say who says so."""
    script = versioned_static("kabar/stories/attributions/main.js")
    return format_html('<script type="module" src="{}"></script>', script)


@hooks.register("insert_editor_js")
def covering_script() -> SafeString:
    """Ask whoever would cover a newer version no more than once."""
    script = versioned_static("kabar/stories/covering.js")
    return format_html('<script type="module" src="{}"></script>', script)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Answer what the form asks about sources."""
    return [
        path("stories/sources/lint/", attributions.lint, name="stories_lint"),
        path("stories/sources/<int:pk>/approve/", attributions.approve, name="stories_approve_source"),
    ]


@hooks.register("construct_snippet_action_menu")
def acts_of_the_desk(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer the acts of the desk."""
    menu.arrange(items, request, context)


@hooks.register("before_delete_snippet")
def spike_instead(request: HttpRequest, stories: list[Any]) -> HttpResponse | None:
    """Refuse to delete a story, whoever asks."""
    if any(isinstance(story, Story) for story in stories):
        return HttpResponseForbidden()
    return None


class StorySearch(SearchArea):
    """Searches stories from the menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to all who may read the list."""
        return policy.user_has_permission(request.user, "view")


@hooks.register("register_admin_search_area")
def search_stories() -> StorySearch:
    """Let the search of the menu find stories."""
    return StorySearch(
        _("Stories"), reverse("stories:list"), name="stories", icon_name="doc-full-inverse", order=1
    )


@hooks.register("construct_search", order=1000)
def search_nothing_else(request: HttpRequest, areas: list[SearchArea]) -> None:
    """Leave out what Wagtail would search besides."""
    areas[:] = [area for area in areas if area.name == "stories"]
