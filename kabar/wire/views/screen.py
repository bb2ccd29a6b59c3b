"""The wire's screen: what waits, one item to read, and what is done with it."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from kabar.desk.views.page import DeskPage, DeskView
from kabar.staff.models import Desk
from kabar.staff.queries import desks
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.permissions import policy
from kabar.wire import queries, services
from kabar.wire.models import Item, Rule
from kabar.wire.parsers.item import KILLED

SHOWN = 60


class OfPaper:
    """About one item of the paper that is worked on."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the item."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.item = get_object_or_404(Item, pk=kwargs["pk"], paper=request.paper.key)  # type: ignore[attr-defined]


class Writers:
    """An act of those who write."""

    act = "add"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Turn everybody else away."""
        if not policy.user_has_permission(request.user, self.act):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


class Screen(DeskPage):
    """What waits on the wire, how the feeds are doing, and what could not be read."""

    template_name = "kabar/wire/screen.html"
    page_title = gettext_lazy("Wire")

    def get(self, request: NewsroomRequest) -> HttpResponse:
        """Show the list, narrowed as the address says."""
        desk = _number(request.GET.get("desk", ""))
        words = request.GET.get("q", "").replace("\0", "").strip()[:100]
        before = _number(request.GET.get("before", "")) or 0
        look = partial(queries.found, words=words) if words else queries.waiting
        page = look(request.paper.key, desk=desk, before=before, limit=SHOWN)
        kept = {name: value for name, value in (("q", words), ("desk", desk)) if value}
        return self.show(
            items=page.items,
            older=f"?{urlencode({**kept, 'before': page.older})}" if page.older else "",
            newest=f"?{urlencode(kept)}" if before else "",
            desks=desks(request.paper.key), desk=desk, words=words,
            feeds=queries.feeds(), refused=queries.refused(),
            here=request.get_full_path(),
            may={act: policy.user_has_permission(request.user, act) for act in ("add", "assign")},
        )  # fmt: skip


class ReadItem(OfPaper, DeskPage):
    """One item with all it says, its versions, and what others say of the same."""

    template_name = "kabar/wire/item.html"
    page_title = gettext_lazy("Wire item")

    def get_page_subtitle(self) -> str:
        """Name the agency."""
        return self.item.provider

    def get(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Show it."""
        return self.show(
            item=self.item, said=self.item.said, killed=self.item.standing == KILLED,
            versions=queries.versions(self.item), beside=queries.beside(self.item),
            stories=queries.stories_of(self.item), pictures=queries.pictures_of(self.item),
            may_take=policy.user_has_permission(request.user, "add"),
        )  # fmt: skip


class AsSent(OfPaper, DeskView):
    """The message an item came in, to the byte, for whoever wants to see what the reader made of it."""

    http_method_names = ["get"]

    def get(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Hand it out as a file, which no browser opens as a page."""
        if self.item.message is None:
            raise Http404
        response = HttpResponse(self.item.message.data(), content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="wire-{self.item.pk}.txt"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


class Take(Writers, OfPaper, DeskView):
    """A button: this becomes my story."""

    http_method_names = ["post"]

    def post(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Take it, and lead to the form; to the story that is there when somebody was quicker."""
        try:
            story = services.take(self.item, by=request.user, paper=request.paper)
        except services.Conflict as refusal:
            messages.error(request, str(refusal))
            return redirect("kabar_wire:item", self.item.pk)
        messages.success(request, _("“%s” is your story now.") % story)
        return redirect(reverse("stories:edit", args=[story.pk]))


class PutAside(Writers, OfPaper, DeskView):
    """A button: nobody needs this."""

    http_method_names = ["post"]

    def post(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Put it aside."""
        try:
            services.put_aside(self.item, by=request.user)
        except services.Conflict as refusal:
            messages.error(request, str(refusal))
        return redirect("kabar_wire:screen")


class SeenRefused(Writers, DeskView):
    """A button: I have looked at copy that could not be read."""

    http_method_names = ["post"]

    def post(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Note it."""
        services.seen_refused(pk, by=request.user)
        return redirect("kabar_wire:screen")


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """One rule; it must ask for something and do something."""

    class Meta:
        model = Rule
        fields = ["name", "provider", "topic", "place", "urgency", "words", "desk", "tag", "rings"]

    def __init__(self, *args: Any, paper: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].queryset = Desk.objects.filter(paper=paper)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a rule that fits everything, and one that does nothing."""
        said: dict[str, Any] = super().clean() or {}
        if not any(said.get(name) for name in ("provider", "topic", "place", "urgency", "words")):
            raise forms.ValidationError(_("Say which items the rule is for."))
        if not (said.get("desk") or said.get("tag")):
            raise forms.ValidationError(_("Name a desk or a tag."))
        return said


class Rules(Writers, DeskPage):
    """The rules by which items go to desks."""

    act = "assign"
    template_name = "kabar/wire/rules.html"
    page_title = gettext_lazy("Wire rules")

    def get(self, request: NewsroomRequest) -> HttpResponse:
        """Show them, and an empty one."""
        return self._shown(RuleForm(paper=request.paper.key))

    def post(self, request: NewsroomRequest) -> HttpResponse:
        """Add one, or drop one."""
        dropped = request.POST.get("drop", "")
        if dropped:
            known = dropped.isascii() and dropped.isdigit() and len(dropped) < 10
            rule = get_object_or_404(Rule, pk=int(dropped) if known else 0, paper=request.paper.key)
            services.drop_rule(rule, by=request.user)
            return redirect("kabar_wire:rules")
        form = RuleForm(request.POST, instance=Rule(paper=request.paper.key), paper=request.paper.key)
        if not form.is_valid():
            return self._shown(form)
        services.add_rule(form.save(commit=False), by=request.user)
        return redirect("kabar_wire:rules")

    def _shown(self, form: RuleForm) -> HttpResponse:
        return self.show(form=form, rules=queries.rules(self.request.paper.key))
