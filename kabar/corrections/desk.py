"""The newsroom's pages of corrections: what waits, the other side, requests from outside, protected names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kabar import clock
from kabar.corrections import complaints, protected, queries, replies, touched
from kabar.corrections.models import Channel, Complaint, Outcome, Reply, ReplyRequest
from kabar.corrections.sentences import sentence
from kabar.stories.editor.acting import Page
from kabar.stories.editor.guard import Guarded
from kabar.stories.models import Story
from kabar.stories.permissions import policy

#: How long we give somebody to answer, unless the editor says otherwise.
TIME_TO_ANSWER = timedelta(hours=24)
MOMENT = "%Y-%m-%dT%H:%M"


class ForCorrectors(Page):
    """A page for those who may correct."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Turn everybody else away before anything is read."""
        if not policy.user_has_permission(request.user, "correct"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Waiting(ForCorrectors):
    """What waits: requests from outside, the other side of stories, and what is not yet verified."""

    template_name = "kabar/corrections/editor/waiting.html"
    title = gettext_lazy("Corrections and replies")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the three lists, each with its clock, the most pressing first."""
        paper = self.request.paper
        return {
            **super().get_context_data(**kwargs),
            "complaints": queries.complaints_waiting(self.request.user, paper.key),
            "replies": queries.replies_asked(self.request.user, paper.key),
            "unverified": queries.unverified(paper.key),
            "now": clock.now(),
            "zone": paper.zone,
        }


class AnswerComplaint(ForCorrectors):
    """One request from outside, and our answer to it."""

    template_name = "kabar/corrections/editor/complaint.html"
    title = gettext_lazy("Request from outside")
    complaint: Complaint

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Turn away who may not answer it: it holds the name and the address of whoever asks."""
        self.complaint = get_object_or_404(
            Complaint.objects.select_related("story__section"), pk=kwargs["pk"]
        )
        complaints.must_answer(self.request.user, self.complaint)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the request."""
        context = super().get_context_data(**kwargs)
        return {**context, "complaint": self.complaint, "zone": self.request.paper.zone, "now": clock.now()}

    def act_grant(self, said: Any) -> str:
        """Grant it."""
        return self._answer(Outcome.GRANTED, said)

    def act_refuse(self, said: Any) -> str:
        """Refuse it."""
        return self._answer(Outcome.REFUSED, said)

    def _answer(self, outcome: Outcome, said: Any) -> str:
        complaints.answer(self.complaint, outcome, said.get("answer", ""), by=self.request.user)
        return _("The answer is kept, and sent if they gave an e-mail address.")


class Moment(forms.Form):
    """A day and an hour as a browser writes them."""

    deadline = forms.DateTimeField(input_formats=[MOMENT])


class OtherSide(Guarded, Page):
    """Who was asked for the other side of a story, how, and what came of it."""

    act = "change"
    template_name = "kabar/corrections/editor/other_side.html"
    title = gettext_lazy("The other side")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the story; whether its visitor may write on it has been asked by then."""
        super().setup(request, *args, **kwargs)
        self.story = get_object_or_404(Story, pk=kwargs["pk"])
        self._newest: Story | None = None

    def get_page_subtitle(self) -> str:
        """Name the story."""
        return self.story.headline

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return every request with its log, what may be said of it and the sentence proposed."""
        zone = self.story.place_zone
        asked = queries.replies_of(self.story)
        shown = [
            {
                "request": one,
                "about": touched.claims(self._draft(), one.claims),
                "open_to": [(reply.value, reply.label) for reply in replies.open_to(one)],
                "sentences": [sentence(one, language) for language in ("id", "en")],
                "is_late": one.state == Reply.ASKED and one.deadline <= clock.now(),
            }
            for one in asked
        ]
        return {
            **super().get_context_data(**kwargs),
            "story": self.story,
            "shown": shown,
            "channels": Channel.choices,
            "zone": zone,
            "soon": clock.local(clock.now() + TIME_TO_ANSWER, zone).strftime(MOMENT),
            "claims": touched.choices(self._draft()),
            "back_to_story": reverse("stories:edit", args=[self.story.pk]),
            "correct": reverse("corrections:correct", args=[self.story.pk]),
        }

    def act_ask(self, said: Any) -> str:
        """Begin a request."""
        moment = Moment({"deadline": said.get("deadline", "")})
        if not moment.is_valid() or not said.get("whom", "").strip() or not said.get("question", "").strip():
            raise ValidationError(_("Write down whom you ask, what you ask, and until when."))
        naive = moment.cleaned_data["deadline"].replace(tzinfo=None)
        deadline = naive.replace(tzinfo=clock.zone(self.story.place_zone))
        replies.ask(
            self.story,
            whom=said["whom"][:200],
            question=said["question"],
            deadline=deadline,
            claims=self._ticked(said),
            by=self.request.user,
        )
        return _("Written down. Now write down each attempt to reach them.")

    def _draft(self) -> Story:
        """Return the newest text of the story, which is the one they are asked about; read once."""
        if self._newest is None:
            self._newest = self.story.get_latest_revision_as_object()
        return self._newest

    def _ticked(self, said: Any) -> list[str]:
        known = dict(touched.choices(self._draft()))
        return [key for key in said.getlist("claims") if key in known]

    def act_try(self, said: Any) -> str:
        """Write an attempt down."""
        channel = said.get("channel", "")
        if channel not in Channel.values:
            raise ValidationError(_("Say by which channel you tried."))
        replies.tried(
            self._one(said), channel=Channel(channel), delivered=said.get("delivered") == "on",
            words=said.get("words", "")[:300], by=self.request.user,
        )  # fmt: skip
        return _("The attempt is written down.")

    def act_settle(self, said: Any) -> str:
        """Write down what came of it."""
        becomes = said.get("becomes", "")
        if becomes not in Reply.values or becomes == Reply.ASKED:
            raise ValidationError(_("Say what came of it."))
        replies.settle(self._one(said), Reply(becomes), answer=said.get("answer", ""), by=self.request.user)
        if becomes == Reply.ANSWERED and self.story.live:
            return _("Written down. The story is live: tell readers of the answer by a right of reply.")
        return _("Written down.")

    def act_insert(self, said: Any) -> str:
        """Put the proposed sentence into the newest draft."""
        replies.insert_sentence(self._one(said), by=self.request.user)
        return _("The sentence stands at the end of the newest draft.")

    def _one(self, said: Any) -> ReplyRequest:
        number = said.get("request", "")
        if not number.isascii() or not number.isdecimal() or len(number) > 18:
            raise PermissionDenied
        return get_object_or_404(
            ReplyRequest.objects.select_related("story"), pk=int(number), story=self.story
        )


class ProtectedNames(ForCorrectors):
    """The cases whose names are looked for before press; the names themselves cannot be read."""

    template_name = "kabar/corrections/editor/protected.html"
    title = gettext_lazy("Protected names")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the cases with how many names each has."""
        return {**super().get_context_data(**kwargs), "cases": queries.protected_cases()}

    def act_protect(self, said: Any) -> str:
        """Add the names of a case."""
        lines = said.get("names", "").splitlines()
        new = protected.protect(lines, said.get("case", "")[:120], by=self.request.user)
        return _("%(count)s names are protected from now on.") % {"count": new}

    def act_lift(self, said: Any) -> str:
        """Forget the names of a case."""
        count = protected.lift(said.get("case", ""), by=self.request.user)
        return _("%(count)s names are no longer protected.") % {"count": count}
