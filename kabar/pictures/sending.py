"""Sends many pictures at once: each is kept as soon as it has arrived, while the others follow."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.images.utils import find_image_duplicates
from wagtail.permissions import policy_registry

from kabar.pictures import services
from kabar.pictures.forms import BatchForm, CardForm, OneOfBatch
from kabar.pictures.intake import ACCEPTED
from kabar.pictures.models import Picture

PAGE = "kabar/pictures/send.html"


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Show the page; without JavaScript its form brings every file at once."""
    _must_add(request)
    results = [_take_in(request, sent) for sent in request.FILES.getlist("file")]
    form = BatchForm(request.POST if results else None)
    context = {
        "form": form, "results": results, "accepted": ACCEPTED, "library": reverse("wagtailimages:index"),
        "most": settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE,
    }  # fmt: skip
    return render(request, PAGE, context)


@require_POST
def send_one(request: HttpRequest) -> JsonResponse:
    """Take in one file and answer with its card, or with why it was not taken."""
    _must_add(request)
    sent = request.FILES.get("file")
    result = _take_in(request, sent) if sent else {"error": str(OneOfBatch({}).errors["file"][0])}
    html = render_to_string("kabar/pictures/card.html", result, request)
    return JsonResponse(
        {"html": html, "kept": "picture" in result}, status=200 if "picture" in result else 422
    )


@require_POST
def complete(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep the words that a picture just sent still needed."""
    picture = get_object_or_404(Picture, pk=pk)
    if not _policy().user_has_permission_for_instance(request.user, "change", picture):
        raise PermissionDenied
    form = CardForm(request.POST, instance=picture, prefix=f"picture-{pk}")
    if form.is_valid():
        form.save()
    html = render_to_string("kabar/pictures/card.html", _card(picture, form, saved=form.is_valid()), request)
    return JsonResponse({"html": html}, status=200 if form.is_valid() else 422)


def _take_in(request: HttpRequest, sent: UploadedFile) -> dict[str, Any]:
    """Return what a card shows: the picture, or the name of the file and why it was not taken."""
    name = sent.name or ""
    form = OneOfBatch(request.POST, {"file": sent})
    if not form.is_valid():
        return {
            "name": name,
            "error": " ".join(str(error) for errors in form.errors.values() for error in errors),
        }
    picture = form.picture()
    picture.uploaded_by_user = request.user
    picture._set_image_file_metadata()
    there = find_image_duplicates(picture, request.user, _policy()).first()
    if there is not None:
        return {"name": name, "there": there, "edit": _edit(there)}
    services.take_in(picture)
    return _card(picture, CardForm(instance=picture, prefix=f"picture-{picture.pk}"))


def _card(picture: Picture, form: CardForm, *, saved: bool = False) -> dict[str, Any]:
    return {
        "picture": picture, "form": form, "saved": saved, "edit": _edit(picture),
        "complete": reverse("kabar_pictures:complete", args=[picture.pk]),
    }  # fmt: skip


def _edit(picture: Picture) -> str:
    return reverse("wagtailimages:edit", args=[picture.pk])


def _policy() -> Any:
    return policy_registry.get_by_type(Picture)


def _must_add(request: HttpRequest) -> None:
    if not _policy().user_has_permission(request.user, "add"):
        raise PermissionDenied
