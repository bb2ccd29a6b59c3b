"""The newsroom's door to keys and sealed identities: what is sealed is only ever plain in a browser."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kabar.sources import services
from kabar.sources.models import EditorKey, SealedIdentity, Source
from kabar.sources.newsroom import Asking
from kabar.staff import stepup


@require_http_methods(["GET", "POST"])
def key(request: Asking) -> HttpResponse:
    """Show someone's key and make one; a POST registers its public half."""
    if request.method == "POST":
        return _answer(lambda: services.register_key(request.user, request.POST.get("recipient", "")))
    context = {"own": EditorKey.objects.filter(user=request.user.pk).first(), "words": _words()}
    return TemplateResponse(request, "kabar/sources/key.html", context)


@require_GET
def sealed(request: Asking, pk: int) -> HttpResponse:
    """Show a source's sealed identity to whoever may open it, and the form that seals one."""
    source = _of_the_desk(request, pk)
    seal = SealedIdentity.objects.filter(source=source).first()
    mine = seal is not None and seal.readable_by.filter(user=request.user.pk).exists()
    if mine and not stepup.is_fresh(request):
        return stepup.ask(request)
    context = {
        "source": source,
        "seal": seal,
        "readers": list(seal.readable_by.select_related("user")) if seal else [],
        "ciphertext": seal.ciphertext if seal and mine else "",
        "keys": EditorKey.objects.select_related("user").order_by("user__first_name", "pk")[:200],
        "own": EditorKey.objects.filter(user=request.user.pk).first(),
        "words": _words(),
        "back": reverse("sources:edit", args=[source.pk]),
    }
    return TemplateResponse(request, "kabar/sources/sealed.html", context)


@require_POST
def seal(request: Asking, pk: int) -> HttpResponse:
    """Keep what a browser sealed."""
    source = _of_the_desk(request, pk)
    try:
        said = json.loads(request.body)
        facts = {name: said[name] for name in ("ciphertext", "salt", "whole", "parts", "readers")}
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": _("Nothing was sealed; load the page again.")}, status=400)
    return _answer(lambda: services.seal(source, by=request.user, **facts))


def _of_the_desk(request: Asking, pk: int) -> Source:
    if not request.user.has_perm("kabar_sources.change_source"):
        raise PermissionDenied
    return get_object_or_404(Source, pk=pk, merged_into=None)


def _answer(act: Any) -> JsonResponse:
    try:
        act()
    except ValidationError as refusal:
        return JsonResponse({"error": " ".join(refusal.messages)}, status=400)
    return JsonResponse({})


def _words() -> dict[str, str]:
    """Return what the script says."""
    return {
        "registered": _("Your key is registered. Keep the file you were given: nobody can make it again."),
        "sealed": _("Sealed. Nobody but the editors you chose can read the name."),
        "choose": _("Write the name and choose at least one editor."),
        "not_yours": _("This key does not open it."),
        "failed": _("That did not work; nothing was kept."),
    }
