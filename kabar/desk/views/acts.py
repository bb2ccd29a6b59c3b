"""A draft's way to press, a page for each step: filed, looked at, sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kabar.desk import queries, services
from kabar.desk.forms import CommentForm, OverrideForm
from kabar.desk.permissions import may_override
from kabar.desk.second_eyes import cleared
from kabar.desk.views.page import DeskPage, OfStory
from kabar.stories import checklist
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story
from kabar.stories.permissions import policy


class OfDraft(OfStory, DeskPage):
    """A page about a story's newest version, which it shows."""

    def get_page_subtitle(self) -> str:
        """Name the story."""
        return self.draft.headline or _("Untitled")

    @property
    def draft(self) -> Story:
        """Return the newest version."""
        newest = self.story.latest_revision
        return newest.as_object() if newest else self.story

    def show(self, **context: Any) -> HttpResponse:
        """Answer with the version and what was said about it."""
        draft = self.draft
        return super().show(
            story=self.story,
            draft=draft,
            review=getattr(self.story, "review", None),
            notes=[note for note in queries.notes_of(self.story) if not note.resolved_at],
            findings=checklist.findings(draft),
            may_change=policy.user_has_permission_for_instance(self.request.user, "change", self.story),
            form_of_story=reverse("stories:edit", args=[self.story.pk]),
            **context,
        )


class File(OfDraft):
    """Asks once, then files the newest version for review."""

    act = "change"
    template_name = "kabar/desk/file.html"
    page_title = gettext_lazy("File for review")

    def get(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Ask."""
        return self.show()

    def post(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """File it."""
        self.attempt(
            lambda: services.file(self.story, by=request.user), _("“%s” is filed for review.") % self.draft
        )
        return redirect(self.back())


class Review(OfDraft):
    """The newest version, to be approved or returned."""

    act = "review"
    template_name = "kabar/desk/review.html"
    page_title = pgettext_lazy("act", "Review")

    def get(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Show it."""
        return self.show(form=CommentForm())

    def post(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Approve it, or return it with its comment."""
        if "approve" in request.POST:
            seen = request.POST.get("revision", "")
            revision = int(seen) if seen.isascii() and seen.isdigit() else None
            done = self.attempt(
                lambda: services.approve(self.story, by=request.user, revision=revision),
                _("“%s” is approved.") % self.draft,
            )
            return self._after(done)
        form = CommentForm(request.POST)
        if not form.is_valid():
            return self.show(form=form)
        comment = form.cleaned_data["comment"]
        done = self.attempt(
            lambda: services.return_with_comments(self.story, by=request.user, comment=comment),
            _("“%s” is returned.") % self.draft,
        )
        return self._after(done)

    def _after(self, done: bool) -> HttpResponse:
        return redirect(self.back() if done else self.request.get_full_path())


class Press(OfDraft):
    """Asks once, then sends the newest version to every reader."""

    act = "publish"
    template_name = "kabar/desk/press.html"
    page_title = gettext_lazy("Send to press")

    def get(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Ask, with what the checks saw."""
        return self._ask(OverrideForm())

    def post(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Send it."""
        override = ""
        if "override" in request.POST:
            form = OverrideForm(request.POST)
            if not form.is_valid():
                return self._ask(form)
            override = form.cleaned_data["override"]
        sent = self.attempt(
            lambda: services.send_to_press(self.story, by=request.user, override=override),
            _("“%(story)s” is live.") % {"story": self.draft.headline},
        )
        return redirect(self.back() if sent else request.get_full_path())

    def _ask(self, form: OverrideForm) -> HttpResponse:
        waits = not cleared(self.story)
        return self.show(
            form=form, waits=waits, may_override=waits and may_override(self.request.user, self.story)
        )
