"""What the story form asks about its sources while it is written."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from kabar.sources.lint import unattributed
from kabar.stories.attributions import services
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story
from kabar.stories.permissions import must, policy

#: So many paragraphs are looked at, and so much of each.
MOST, LONGEST = 400, 10_000


@require_POST
def lint(request: NewsroomRequest) -> JsonResponse:
    """Say which sentences of some paragraphs nobody is credited with; nothing is kept."""
    if not policy.user_has_permission(request.user, "add"):
        raise PermissionDenied
    try:
        said = json.loads(request.body)
        language, paragraphs = str(said["language"]), list(said["paragraphs"])[:MOST]
        found = [_found(number, each, language) for number, each in enumerate(paragraphs)]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "paragraphs with text and credited stretches are expected"}, status=400)
    return JsonResponse({"found": [each for some in found for each in some]})


def _found(number: int, paragraph: Any, language: str) -> list[dict[str, Any]]:
    text = str(paragraph["text"])[:LONGEST]
    credited = [(int(begins), int(ends)) for begins, ends in paragraph.get("credited", [])]
    return [
        {
            "paragraph": number,
            "kind": each.kind.value,
            "text": each.text,
            "begins": each.begins,
            "ends": each.ends,
        }
        for each in unattributed(text, language, credited)
    ]


@require_POST
def approve(request: NewsroomRequest, pk: int) -> JsonResponse:
    """Let the source of a claim stay unnamed."""
    story = get_object_or_404(Story, pk=pk)
    must(request.user, "approve", story)
    try:
        approval = services.approve(
            story, request.POST.get("key", ""), by=request.user, reason=request.POST.get("reason", "")
        )
    except ValidationError as refusal:
        return JsonResponse({"error": " ".join(refusal.messages)}, status=400)
    return JsonResponse({"by": approval.by_name})
