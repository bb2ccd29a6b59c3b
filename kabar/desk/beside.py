"""What stands beside the story's form: what was wanted, where the draft stands, the notes, the next act."""

from __future__ import annotations

from typing import Any

from django.forms import Media, Script
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.side_panels import BaseSidePanel

from kabar.desk import queries
from kabar.desk.cards import Act
from kabar.desk.models import NOTABLE, WITH_WRITER, Review, ReviewState
from kabar.stories.models import Story
from kabar.stories.permissions import policy


def beside(story: Story, user: Any) -> dict[str, Any]:
    """Return what the panel is made from."""
    review = Review.objects.filter(story=story).select_related("written_by", "asked_by", "looked_by").first()
    notes = queries.notes_of(story)
    waiting = [note for note in notes if note.resolved_at is None]
    return {
        "story": story,
        "review": review,
        "assignment": queries.assignment_of(story),
        "acts": acts_of(story, review, user),
        "waiting": waiting,
        "resolved": [note for note in notes if note.resolved_at is not None],
        "places": [
            {"path": note.path, "text": note.text, "by": str(note.by or "")} for note in waiting if note.path
        ],
        "fields": NOTABLE,
        "may_write": policy.user_has_permission_for_instance(user, "change", story),
        "user": user,
    }


def acts_of(story: Story, review: Review | None, user: Any) -> list[Act]:
    """Return what somebody may do next with a story, the obvious act first."""
    may = {
        act: policy.user_has_permission_for_instance(user, act, story)
        for act in ("change", "review", "publish", "assign")
    }
    state = review.state if review else ReviewState.IN_WRITING
    found = []
    if may["review"] and state == ReviewState.IN_REVIEW:
        found.append(Act(_("Approve or return"), _page("review", story)))
    if may["change"] and state in WITH_WRITER:
        found.append(Act(_("File for review"), _page("file", story)))
    if may["review"] and state == ReviewState.APPROVED:
        found.append(Act(_("Return"), _page("review", story)))
    if may["publish"] and (not story.live or story.has_unpublished_changes):
        press = Act(_("Send to press"), _page("press", story))
        found = [press, *found] if state == ReviewState.APPROVED else [*found, press]
    if may["assign"]:
        found.append(Act(_("Assign"), f"{reverse('kabar_desk:assign')}?story={story.pk}"))
    return found


def _page(name: str, story: Story) -> str:
    form = reverse("stories:edit", args=[story.pk])
    return f"{reverse(f'kabar_desk:{name}', args=[story.pk])}?next={form}"


class DeskPanel(BaseSidePanel):
    """The panel, opened from the form's head; its counter shows the notes that wait."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """The button that opens it."""

        aria_label = gettext_lazy("Open or close desk and notes")
        icon_name = "comment"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            """Count the notes that wait."""
            context = super().get_context_data(parent_context)
            context["count"] = queries.open_notes([self.panel.object.pk]).get(self.panel.object.pk, 0)
            return context

    name = "desk"
    title = gettext_lazy("Desk and notes")
    template_name = "kabar/desk/side_panel.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the panel's part, and where it is looked at again."""
        context = super().get_context_data(parent_context)
        return {**context, **beside(self.object, self.request.user)}

    @property
    def media(self) -> Media:
        """Bring the panel's style and script."""
        script: Any = Script(versioned_static("kabar/desk/notes.js"), type="module")
        return Media(css={"all": [versioned_static("kabar/desk/desk.css")]}, js=[script])
