"""The newsroom's pages of live stories; the one for entries is made for a phone."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.widgets import AdminImageChooser

from kabar.live import offspring, queries, services
from kabar.live.models import Entry, LiveStory
from kabar.live.sound import LONGEST, Words
from kabar.pictures.models import Picture
from kabar.stories.editor.acting import Page
from kabar.stories.editor.guard import Guarded
from kabar.stories.models import Story
from kabar.stories.permissions import policy


class EntryForm(forms.Form):
    """An entry as it is typed; what is wrong with it is said by the services."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    body = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4, "autofocus": True, "enterkeyhint": "enter"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Entry.Kind.choices, initial=Entry.Kind.REPORT
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=160, required=False)
    key_moment = forms.BooleanField(label=gettext_lazy("Key moment"), required=False)
    picture = forms.ModelChoiceField(
        Picture.objects.all(), label=gettext_lazy("Picture"), required=False, widget=AdminImageChooser
    )
    embed = forms.URLField(
        label=gettext_lazy("Address to embed"), max_length=500, required=False, assume_scheme="https"
    )
    anyway = forms.BooleanField(label=gettext_lazy("Send all the same"), required=False)


class LiveStories(Page):
    """The live stories one may write on."""

    template_name = "kabar/live/editor/list.html"
    title = gettext_lazy("Live stories")
    header_icon = "time"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Turn away who writes on nothing."""
        if not policy.user_has_permission(request.user, "add"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return them, those open first."""
        return {**super().get_context_data(**kwargs), "found": queries.open_now(self.request.user)}


class LiveDesk(Guarded, Page):
    """One live story: type, send; and what an editor does with it."""

    act = "change"
    template_name = "kabar/live/editor/desk.html"
    title = gettext_lazy("Live")
    header_icon = "time"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the story; whether its visitor may write on it has been asked by then."""
        super().setup(request, *args, **kwargs)
        self.story = get_object_or_404(Story.objects.select_related("section"), pk=kwargs["pk"])
        self.shown = queries.of_story(self.story)
        if self.shown:
            self.shown.story = self.story

    def get_page_subtitle(self) -> str:
        """Name the story."""
        return self.story.headline

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form, what waits and what was told."""
        publishes = policy.user_has_permission_for_instance(self.request.user, "publish", self.story)
        typed = kwargs.get("typed")
        form = EntryForm(typed) if typed and typed.get("act") == "send" else EntryForm()
        return {
            **super().get_context_data(**kwargs),
            "story": self.story,
            "live": self.shown,
            "form": form,
            "media": form.media,
            "publishes": publishes,
            "waiting": queries.waiting(self.shown) if self.shown else [],
            "told": queries.told(self.shown) if self.shown else [],
            "zone": self.story.place_zone,
            "edit": reverse("stories:edit", args=[self.story.pk]),
        }

    def act_open(self, said: Any) -> str:
        """Open it."""
        services.open_live(self.story, by=self.request.user, straight=said.get("straight") == "on")
        return _("This story is told live from now on.")

    def act_close(self, _said: Any) -> str:
        """Close it."""
        services.close(self._live(), by=self.request.user)
        return _("The live story is closed; its page stays as it is.")

    def act_summary(self, said: Any) -> str:
        """Pin the summary."""
        services.summarise(
            self._live(), said.get("summary", "")[:2000], by=self.request.user, anyway=_goes_ahead(said)
        )
        return _("The summary is pinned.")

    def act_send(self, said: Any) -> str:
        """Send an entry."""
        form = EntryForm(said)
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        typed = dict(form.cleaned_data)
        token = typed.pop("token")
        sent = services.send(self._live(), Words(**typed), by=self.request.user, token=token)
        if sent.entry.state == Entry.State.WAITING:
            return _("The entry waits for an editor.")
        return _("Readers see the entry.")

    def act_let(self, said: Any) -> str:
        """Let an entry through."""
        services.let_through(self._one(said), by=self.request.user)
        return _("Readers see the entry.")

    def act_correct(self, said: Any) -> str:
        """Correct an entry."""
        body, note = said.get("body", "")[:LONGEST], said.get("note", "")[:500]
        services.correct(self._one(said), body, note, by=self.request.user, anyway=_goes_ahead(said))
        return _("The entry is corrected, and says so.")

    def act_withdraw(self, said: Any) -> str:
        """Withdraw an entry."""
        services.withdraw(self._one(said), said.get("reason", ""), by=self.request.user)
        return _("The entry is withdrawn, and readers are told why.")

    def act_story(self, said: Any) -> str:
        """Make a story of an entry."""
        draft = offspring.begin(self._one(said), by=self.request.user)
        return _("“%(story)s” was begun from the entry.") % {"story": draft.headline}

    def _live(self) -> LiveStory:
        if self.shown is None:
            raise PermissionDenied
        return self.shown

    def _one(self, said: Any) -> Entry:
        number = said.get("entry", "")
        if not number.isascii() or not number.isdecimal() or len(number) > 18:
            raise PermissionDenied
        entries = Entry.objects.select_related("live_story__story__section", "author", "picture")
        return get_object_or_404(entries, pk=int(number), live_story=self._live())


def _goes_ahead(said: Any) -> bool:
    """Tell whether somebody read what the checks urged and sends it all the same."""
    return said.get("anyway") == "on"
