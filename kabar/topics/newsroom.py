"""What the newsroom asks about topics while a story is written."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.views.decorators.http import require_http_methods

from kabar.masthead.asking import ReaderRequest
from kabar.topics import services
from kabar.topics.models import Topic

#: How many names are offered while typing.
OFFERED = 8


@require_http_methods(["GET", "POST"])
def suggest(request: ReaderRequest) -> JsonResponse:
    """Offer the topics whose name fits what is typed; a POST begins a new one."""
    may_add = request.user.has_perm("kabar_topics.add_topic")
    if request.method == "POST":
        if not may_add:
            raise PermissionDenied
        return _begin(request)
    words = request.GET.get("q", "").split()[:6]
    topics = Topic.objects.filter(paper=request.paper.key)
    for word in words:
        topics = topics.filter(name__icontains=word)
    offered = [{"id": topic.pk, "name": topic.name} for topic in topics[:OFFERED]]
    return JsonResponse({"topics": offered, "may_add": may_add})


def _begin(request: ReaderRequest) -> JsonResponse:
    try:
        topic = services.begin(request.POST.get("name", ""), paper=request.paper.key, by=request.user)
    except ValidationError as refusal:
        return JsonResponse({"error": " ".join(refusal.messages)}, status=400)
    return JsonResponse({"id": topic.pk, "name": topic.name})
