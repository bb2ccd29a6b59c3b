"""Every view the newsroom has of stories, each with its guard."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views import snippets

from kabar.stories.editor import acts
from kabar.stories.editor.chooser import StoryChooser
from kabar.stories.editor.guard import Guarded
from kabar.stories.editor.listing import StoryList
from kabar.stories.editor.panels import story_form
from kabar.stories.editor.writing import CreateStory, EditStory, RestoreStory
from kabar.stories.models import Story

#: Views of Wagtail's that a newsroom has no use for; a story is spiked, never deleted.
LEFT_OUT = frozenset({"delete", "revisions_unschedule"})


class History(Guarded, snippets.HistoryView):
    """The versions of a story and what was done with it."""


class Usage(Guarded, snippets.UsageView):
    """Where a story is pointed at."""


class Compare(Guarded, snippets.RevisionsCompareView):
    """Two versions side by side."""


class PreviewNew(Guarded, snippets.PreviewOnCreateView):
    """The page of a story not yet kept."""

    act = "add"


class Preview(Guarded, snippets.PreviewOnEditView):
    """The page of a story as it is being written."""


class PreviewVersion(Guarded, snippets.PreviewRevisionView):
    """The page of one version."""


class Lock(Guarded, snippets.LockView):
    """Keep others from writing on a story."""

    act = "lock"


class Unlock(Guarded, snippets.UnlockView):
    """Let others write on a story again."""

    act = "unlock"


class StoryViewSet(snippets.SnippetViewSet):
    """Stories in the newsroom."""

    model = Story
    icon = "doc-full-inverse"
    menu_label = _("Stories")
    menu_name = "stories"
    menu_order = 100
    add_to_admin_menu = True
    admin_url_namespace = "stories"
    base_url_path = "stories"
    chooser_admin_url_namespace = "stories_chooser"
    chooser_base_url_path = "stories/choose"
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = False

    index_view_class = StoryList
    add_view_class = CreateStory
    edit_view_class = EditStory
    revisions_revert_view_class = RestoreStory
    history_view_class = History
    usage_view_class = Usage
    revisions_compare_view_class = Compare
    revisions_view_class = PreviewVersion
    preview_on_add_view_class = PreviewNew
    preview_on_edit_view_class = Preview
    lock_view_class = Lock
    unlock_view_class = Unlock
    chooser_viewset_class = StoryChooser

    def get_edit_handler(self) -> Any:
        """Return the form in the order a reporter works."""
        return story_form().bind_to_model(self.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out the addresses of what is left out."""
        kwargs = super().get_common_view_kwargs(**kwargs)
        return {
            **kwargs,
            "delete_url_name": None,
            "copy_url_name": None,
            "revisions_unschedule_url_name": None,
        }

    def get_urlpatterns(self) -> list[Any]:
        """Replace deleting and unpublishing by the acts of the desk."""
        kept = [
            pattern for pattern in super().get_urlpatterns() if pattern.name not in {*LEFT_OUT, "unpublish"}
        ]
        return [
            *kept,
            path("withdraw/<int:pk>/", self.construct_view(acts.Withdraw), name="withdraw"),
            path("withdraw/<int:pk>/", self.construct_view(acts.Withdraw), name="unpublish"),
            path("kill/<int:pk>/", self.construct_view(acts.Kill), name="kill"),
            path("spike/<int:pk>/", self.construct_view(acts.Spike), name="spike"),
            path("unspike/<int:pk>/", self.construct_view(acts.Unspike), name="unspike"),
        ]
