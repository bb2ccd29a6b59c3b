"""The form of a story: begun, gone on with, and taken back to an earlier version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic import RevisionsRevertMixin
from wagtail.models import Revision
from wagtail.snippets.views import snippets

from kabar.pictures.queries import without_description
from kabar.stories import checklist, services
from kabar.stories.editor import covering, first_time
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.editor.beside import Beside, begun
from kabar.stories.editor.guard import Guarded
from kabar.stories.editor.locks import lock_of
from kabar.stories.editor.saving import restore
from kabar.stories.editor.starting import blank_story
from kabar.stories.models import Story
from kabar.stories.permissions import policy
from kabar.stories.pictures_used import pictures_of


class SendsToPress:
    """Publishes by `stories.services`; what cannot be published has been kept as a draft."""

    request: NewsroomRequest
    object: Story
    action: str
    new_revision: Revision
    get_edit_url: Callable[[], str]

    def publish_action(self) -> HttpResponse | None:
        """Send the version just kept to press."""
        try:
            services.publish(self.object, by=self.request.user, revision=self.new_revision)
        except (services.StateConflict, ValidationError) as refusal:
            return self.explain(refusal)
        return None

    def explain(self, refusal: Exception) -> HttpResponse:
        """Say in one message why nothing was published, and go back to the form with the draft."""
        why = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        messages.error(self.request, _("Not published: %(why)s Your text is kept as a draft.") % {"why": why})
        return redirect(self.get_edit_url())

    def get_success_message(self, instance: Story | None = None) -> str:
        """Say what happened in the words of the trade."""
        story = instance or self.object
        self.warn_of_what_is_urged(story)
        if self.action == "publish":
            self.warn_of_mute_pictures(story)
            return _("“%(story)s” is live.") % {"story": story.headline}
        return _("Draft of “%(story)s” kept.") % {"story": story.headline or _("Untitled")}

    def get_success_buttons(self) -> list[Any]:
        """Lead to the page readers see, once there is one."""
        if self.action != "publish":
            return []
        paper = settings.PAPER.for_key(self.object.paper)
        return [
            messages.button(paper.address + (self.object.path or "/"), _("See the page"), new_window=True)
        ]

    def get_success_url(self) -> str:
        """Stay with the story."""
        return self.get_edit_url()

    def warn_of_what_is_urged(self, story: Story) -> None:
        """Say what the rules of the press urge; whoever publishes all the same stands in the record."""
        for finding in checklist.findings(story):
            if finding.weight is checklist.Weight.URGES:
                messages.warning(self.request, finding.message)

    def warn_of_mute_pictures(self, story: Story) -> None:
        """Remind that a picture without a description tells some readers nothing."""
        mute = without_description(pictures_of(story))
        if mute:
            names = ", ".join(f"“{picture.title}”" for picture in mute[:3])
            messages.warning(
                self.request, _("Pictures without a description for readers who cannot see: %s") % names
            )


class SentWhole:
    """Takes nothing from a form that was sent before its script had laid out the text: it says so."""

    request: Any

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead back to the form; what the server holds is unchanged."""
        if "body-count" in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc,no-any-return]
        messages.warning(request, _("The form was sent before it had opened whole; nothing was changed."))
        return redirect(request.get_full_path())


class CreateStory(SentWhole, Guarded, SendsToPress, Beside, snippets.CreateView):
    """A new story, begun with what its writer most likely wants."""

    act = "add"

    def get_initial_form_instance(self) -> Story:
        """Begin with the writer's own byline, the section of their last story and the zone of the paper."""
        return begun(self.request, blank_story(self.request.user, self.request.paper))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form its key, the same one when it comes back with an error."""
        key = self.request.POST.get(first_time.FIELD) or first_time.new_key()
        return {**super().get_context_data(**kwargs), "form_key": key}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the story, or go on with the one that this form has begun already."""
        key = request.POST.get(first_time.FIELD, "")
        begun = first_time.begun_by(key)
        if begun is None:
            try:
                return super().post(request, *args, **kwargs)  # type: ignore[misc]
            except IntegrityError:
                # The same form was being kept beside us.
                begun = first_time.begun_by(key)
                if begun is None:
                    raise
        return redirect(self.edit_url_name, begun, preserve_request=True)

    def save_instance(self) -> Story:
        """Remember which form began the story."""
        self.form.instance.origin = first_time.origin_of(self.request.POST.get(first_time.FIELD, ""))
        return super().save_instance()  # type: ignore[misc,no-any-return]


class EditStory(SentWhole, Guarded, SendsToPress, Beside, snippets.EditView):
    """A story being written on, alone or over its live version."""

    def get_lock(self) -> Any:
        """Hold killed and spiked stories as they are."""
        return lock_of(self.object)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep by itself only what is newer than everything kept, however many keep at once."""
        if not self.expects_json_response:
            return super().post(request, *args, **kwargs)  # type: ignore[misc,no-any-return]
        with transaction.atomic():
            Story.objects.select_for_update().only("pk").get(pk=self.object.pk)
            self.object = self.get_object()
            return super().post(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    @cached_property
    def is_out_of_date(self) -> bool:
        """Tell whether the story was kept by somebody else, or by this form when it was sent in full."""
        if self.was_told_nothing and self.object.revisions.count() > 1:
            return True
        return bool(super().is_out_of_date)

    @property
    def was_told_nothing(self) -> bool:
        """Tell whether the form still takes itself for that of a new story: it missed the answer."""
        sent = self.request.POST
        return first_time.FIELD in sent and not {"loaded_revision_id", "overwrite_revision_id"} & set(sent)

    def is_valid(self, form: Any) -> bool:
        """Send a form back that would cover a newer version unawares; it counts as opened on that then."""
        if not super().is_valid(form):
            return False
        if covering.would_cover(self):
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = covering.warning(self)
            return False
        return True

    def get_success_json(self) -> dict[str, Any]:
        """Tell a form that missed the first answer where its story is."""
        told = super().get_success_json()
        if self.was_told_nothing:
            url = self.get_edit_url()
            told |= {"url": url, "hydrate_url": f"{url}?_w_hydrate_create_view=1"}
        return told

    def user_has_permission(self, permission: str) -> bool:
        """Ask about this story."""
        return policy.user_has_permission_for_instance(self.request.user, permission, self.live_object)


class RestoreStory(RevisionsRevertMixin, EditStory):
    """An earlier version, shown before it becomes the newest."""

    view_name = "revisions_revert"

    def save_instance(self) -> Story:
        """Keep the earlier version as the newest; a live story stays as readers see it."""
        self.has_content_changes = True
        self.new_revision = restore(self.form, by=self.request.user, revision=self.revision)
        return self.form.instance
