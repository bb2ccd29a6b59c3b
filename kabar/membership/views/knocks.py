"""Where gateways bring news: proved first, kept next, acted on last."""

from __future__ import annotations

import logging

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kabar.masthead.asking import ReaderRequest
from kabar.masthead.pages import printed
from kabar.membership.gateways import open as gateways
from kabar.membership.gateways.asking import Forged, GatewayError
from kabar.membership.services import act, keep

#: No notification is nearly as long.
LONGEST = 256 * 1024
log = logging.getLogger("django.kabar.membership")


@csrf_exempt
@require_POST
def notified(request: ReaderRequest, kind: str) -> HttpResponse:
    """Take a notification in; once it is kept, its sender need not send it again."""
    gateway = gateways.called(kind)
    if gateway is None:
        raise Http404(f"{kind} is not open here")
    length = request.headers.get("Content-Length", "0")
    if not length.isdecimal() or int(length) > LONGEST:
        return _said(413, "too long")
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        told = gateway.read(request.body, headers)
    except Forged:
        return _said(403, "not proved")
    except (GatewayError, LookupError, TypeError, ValueError):
        return _said(400, "not understood")
    if told.nothing:
        return _said(200, "put aside")
    notice = keep(kind, told, request.body)
    if notice is None:
        return _said(200, "known")
    try:
        act(notice.pk)
    except GatewayError as silent:
        # It is kept, and a job will ask again.
        log.warning("%s: %s", kind, silent)
    return _said(200, "kept")


def _said(status: int, word: str) -> HttpResponse:
    return printed(JsonResponse({"said": word}, status=status), keys=[])
