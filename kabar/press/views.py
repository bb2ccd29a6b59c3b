"""The door through which the newsstand asks for a print; reached by the unix socket only."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kabar.plates import Address, Plate, Variant, canonical_query
from kabar.press.services import print_page

PLATE_TYPE = "application/x-kabar-plate"


@csrf_exempt
@require_POST
def print_view(request: HttpRequest) -> HttpResponseBase:
    """Answer with the plate of an address, or with the ordinary answer that may not be printed."""
    try:
        asked = json.loads(request.body)
        paper = settings.PAPER.for_host(str(asked["host"]))
        path, query = str(asked["path"]), str(asked["query"])
        known = paper.parameters(path) if paper else ()
        address = Address(
            paper.host if paper else str(asked["host"]),
            path,
            canonical_query(query, known),
            Variant(asked["variant"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        return HttpResponseBadRequest(f"not a request for a print: {error}\n", "text/plain")
    answer = print_page(address, query)
    if isinstance(answer, Plate):
        return HttpResponse(answer.to_bytes(), PLATE_TYPE)
    return answer
