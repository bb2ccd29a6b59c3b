"""Where a hub proves that we asked it, and where it sends a feed's news."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kabar.wire.models import Subscription
from kabar.wire.services import subscriptions


@csrf_exempt
@require_http_methods(["GET", "POST"])
def hub(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a hub at the address only it was told; whatever else comes there learns nothing."""
    there = Subscription.objects.filter(token=token).select_related("feed").first()
    feeds = {each.name: each for each in settings.PAPER.feeds}
    if there is None or there.feed.name not in feeds:
        return HttpResponse(status=404)
    feed = feeds[there.feed.name]
    if request.method == "GET":
        challenge = subscriptions.proved(token, request.GET.dict())
        if challenge is None:
            return HttpResponse(status=404)
        return HttpResponse(challenge, content_type="text/plain; charset=utf-8")
    if int(request.headers.get("Content-Length") or 0) > feed.megabytes << 20:
        return HttpResponse(status=413)
    # As WebSub wants it, a forged message is told nothing but that it came.
    subscriptions.distributed(there, feed, request.body, request.headers.get("X-Hub-Signature", ""))
    return HttpResponse(status=202)
