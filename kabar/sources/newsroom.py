"""What the newsroom asks of the source book while a story is written, and the merging of two entries."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from kabar.masthead.asking import ReaderRequest
from kabar.sources import queries, services
from kabar.sources.models import Kind, Source
from kabar.staff.models import User


class Asking(ReaderRequest):
    """A request behind the newsroom's door, where everybody has signed in."""

    user: User


#: A passage is looked through for names up to here.
PASSAGE = 2_000


@require_http_methods(["GET", "POST"])
def suggest(request: Asking) -> JsonResponse:
    """Offer the sources that fit what is typed, or that a passage names; a POST enters a new one."""
    if not request.user.has_perm("kabar_sources.view_source"):
        raise PermissionDenied
    if request.method == "POST":
        return _begin(request)
    typed = request.GET.get("q", "")[:200]
    passage = request.GET.get("passage", "")[:PASSAGE]
    found = queries.suggest(typed) if typed.strip() else queries.named_in(passage)
    offered = [queries.facts(source) for source in found]
    return JsonResponse({"sources": offered, "may_add": request.user.has_perm("kabar_sources.add_source")})


def _begin(request: Asking) -> JsonResponse:
    if not request.user.has_perm("kabar_sources.add_source"):
        raise PermissionDenied
    try:
        source = services.begin(
            request.POST.get("label", ""),
            kind=request.POST.get("kind", Kind.PERSON),
            unnamed=request.POST.get("unnamed") == "true",
            by=request.user,
        )
    except ValidationError as refusal:
        return JsonResponse({"error": " ".join(refusal.messages)}, status=400)
    return JsonResponse(queries.facts(source))


@require_http_methods(["GET", "POST"])
def merge(request: Asking, pk: int) -> HttpResponse:
    """Show the entries that may be the same, and merge into the one chosen."""
    if not request.user.has_perm("kabar_sources.change_source"):
        raise PermissionDenied
    source = get_object_or_404(Source, pk=pk, merged_into=None)
    if request.method == "POST":
        return _merge(request, source)
    typed = request.GET.get("q", "")
    found: Any = queries.suggest(typed, 20) if typed.strip() else queries.alike(source)
    context = {
        "source": source,
        "typed": typed,
        "alike": [other for other in found if other.pk != source.pk],
        "back": reverse("sources:edit", args=[source.pk]),
    }
    return TemplateResponse(request, "kabar/sources/merge.html", context)


def _merge(request: Asking, source: Source) -> HttpResponse:
    number = request.POST.get("into", "")
    into = get_object_or_404(Source, pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
    try:
        services.merge(source, into, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("sources_merge", pk=source.pk)
    messages.success(
        request, _("“%(one)s” now leads to “%(other)s”.") % {"one": source.public_label, "other": into}
    )
    return redirect("sources:edit", into.pk)
