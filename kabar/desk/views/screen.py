"""The screen of the day, whole and as the part that is looked at again every few seconds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from kabar import clock
from kabar.desk import queries, screen, services
from kabar.desk.queries import Narrowing
from kabar.desk.views.page import DeskView, unless_known
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story
from kabar.stories.permissions import policy


def narrowing_of(request: NewsroomRequest) -> Narrowing:
    """Return what the address narrows the screen to; what makes no sense narrows nothing."""
    asked = request.GET
    return Narrowing(
        request.paper.key,
        desk=_number(asked.get("desk")),
        section=_number(asked.get("section")),
        mine=asked.get("whose") == "mine",
        words=asked.get("q", "").replace("\0", "").strip()[:100],
    )


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None


def _address(name: str, narrowing: Narrowing, **other: str) -> str:
    asked = {
        "desk": narrowing.desk or "",
        "section": narrowing.section or "",
        "whose": "mine" if narrowing.mine else "",
        "q": narrowing.words,
        **other,
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse(f"kabar_desk:{name}") + (f"?{query}" if query else "")


def board(request: NewsroomRequest, narrowing: Narrowing) -> dict[str, Any]:
    """Return what the part that changes is made from."""
    told = queries.notices(request.user)
    return {
        "bands": screen.bands(request.user, request.paper, narrowing),
        "handovers": queries.handovers(request.user, request.paper.key, narrowing.desk),
        "told": told,
        "told_through": told[0].pk if told else 0,
        "here": _address("screen", narrowing),
        "user": request.user,
    }


def alerts(request: NewsroomRequest) -> list[Any]:
    """Return what other departments put above the bands, by Wagtail's hook for the newsroom's start."""
    panels: list[Any] = []
    for add in hooks.get_hooks("construct_homepage_panels"):
        add(request, panels)
    return panels


class Screen(WagtailAdminTemplateMixin, DeskView):
    """Where everybody comes in."""

    template_name = "kabar/desk/screen.html"
    page_title = ""

    def get(self, request: NewsroomRequest) -> HttpResponse:
        """Show the day."""
        narrowing = narrowing_of(request)
        may = {act: policy.user_has_permission(request.user, act) for act in ("add", "assign")}
        now = clock.local(clock.now(), request.paper.zone)
        context = {
            **board(request, narrowing),
            "narrowing": narrowing,
            "choices": screen.choices(request.paper.key),
            "now": now,
            "zone": clock.zone_label(clock.now(), request.paper.zone),
            "again": _address("now", narrowing),
            "mine": _address("screen", narrowing, whose="mine"),
            "all": _address("screen", narrowing, whose=""),
            "may": may,
            "new": reverse(Story.snippet_viewset.get_url_name("add")),
            "list": reverse(Story.snippet_viewset.get_url_name("list")),
            "front": settings.PAPER.for_key(request.paper.key).address + "/",
            "panels": alerts(request),
        }
        return render(request, self.template_name, context)


class Now(DeskView):
    """The part that changes, or word that nothing did."""

    def get(self, request: NewsroomRequest) -> HttpResponse:
        """Show it when it is news to who asks."""
        answer = render(request, "kabar/desk/board.html", board(request, narrowing_of(request)))
        return unless_known(request, answer)


class ReadNotices(DeskView):
    """A button: I have read what I was told."""

    http_method_names = ["post"]

    def post(self, request: NewsroomRequest) -> HttpResponse:
        """Put the notices away up to the one that was shown."""
        services.read_notices(by=request.user, through=_number(request.POST.get("through")) or 0)
        return redirect(self.back())
