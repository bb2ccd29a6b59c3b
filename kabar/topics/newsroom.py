"""What the newsroom asks about topics while a story is written."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse, QueryDict
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
    topics = Topic.objects.filter(paper=_paper_of(request, request.GET))
    for word in words:
        topics = topics.filter(name__icontains=word)
    offered = [{"id": topic.pk, "name": topic.name} for topic in topics[:OFFERED]]
    return JsonResponse({"topics": offered, "may_add": may_add})


def _begin(request: ReaderRequest) -> JsonResponse:
    try:
        paper = _paper_of(request, request.POST)
        topic = services.begin(request.POST.get("name", ""), paper=paper, by=request.user)
    except ValidationError as refusal:
        return JsonResponse({"error": " ".join(refusal.messages)}, status=400)
    return JsonResponse({"id": topic.pk, "name": topic.name})


def _paper_of(request: ReaderRequest, asked: QueryDict) -> str:
    """Return the paper of the section that stands in the form, else the one whose newsroom this is."""
    paper = asked.get("paper", "")
    return paper if paper in [one.key for one in settings.PAPER.papers] else request.paper.key
