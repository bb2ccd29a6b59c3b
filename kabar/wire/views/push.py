"""Where an agency sends copy by itself: a POST with the token of its feed."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kabar import clock
from kabar.wire.services import feeds, receive


@csrf_exempt
@require_POST
def receive_pushed(request: HttpRequest, name: str) -> HttpResponse:
    """File what is sent; 202 when it is kept, 422 with the reason when it cannot be read.

    A wrong token and an unknown feed are answered alike, after a comparison that takes the same time.
    """
    feed = next((each for each in settings.PAPER.feeds if each.name == name and each.kind == "push"), None)
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    known = hmac.compare_digest(sent.encode(), (feed.password if feed else "").encode())
    if feed is None or not sent or not known:
        return JsonResponse({"error": "unknown feed or token"}, status=403)
    if int(request.headers.get("Content-Length") or 0) > feed.megabytes << 20:
        return JsonResponse({"error": f"more than {feed.megabytes} MB"}, status=413)
    row = feeds.standing_of(feed)
    paper = settings.PAPER.for_key(feed.paper or settings.PAPER.key)
    done = receive(paper, [(f"push {name}", request.body)], feed=row, agency=feed.agency)
    if done.is_nothing():
        feeds.gave_nothing_readable(row, feed, {}, done.why)
    else:
        feeds.answered(row, feed, {}, at=clock.now())
    said = {"new": done.new, "known": done.known, "refused": done.refused, "skipped": done.skipped}
    return JsonResponse(said, status=202 if done.new or done.known else 422)
