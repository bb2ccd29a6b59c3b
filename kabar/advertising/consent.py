"""What readers are asked before an outside network is shown, and how their answer is kept to be proved."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from django.core.signing import Signer
from django.http import HttpResponseForbidden, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kabar import clock
from kabar.advertising import tcf
from kabar.config import Paper
from kabar.masthead.asking import ReaderRequest
from kabar.readers.services import agree
from kabar.readers.signing import reader_of

#: What the answer is about, in readers' ledgers.
WHAT = "advertising:network"


def words(paper: Paper) -> str:
    """Return the question as it stands on the page."""
    with translation.override(paper.language):
        return _(
            "May %(network)s show you advertising in the boxes we have not filled ourselves? It would see"
            " your browser and set cookies of its own. Our own advertising works without either."
        ) % {"network": paper.advertising.network}


def terms(paper: Paper) -> str:
    """Return what an answer is to: asked in other words or for others, the question is a new one."""
    said = [words(paper), paper.advertising.network_hosts, paper.advertising.tcf_vendors]
    return blake2b(json.dumps(said).encode(), digest_size=8).hexdigest()


@csrf_exempt
@require_POST
def answer(request: ReaderRequest) -> HttpResponseBase:
    """Write down an answer: in the ledger of who is signed in, and as a receipt for the device.

    It carries no token, for it is asked on pages that are the same for everybody; the browser says instead
    that one of our own pages asks. Where Global Privacy Control is on, nobody has agreed.
    """
    if not _from_our_page(request):
        return HttpResponseForbidden()
    try:
        given = json.loads(request.body)["given"]
    except (ValueError, KeyError, TypeError):
        given = None
    if not isinstance(given, bool) or not request.paper.advertising.network:
        return JsonResponse({"wrong": 'send {"given": true} or {"given": false}'}, status=422)
    given = given and request.headers.get("sec-gpc") != "1"
    reader = reader_of(request)
    if reader is not None:
        agree(reader, WHAT, given=given, words=words(request.paper), how="banner")
    return JsonResponse(receipt(request.paper, given))


def receipt(paper: Paper, given: bool) -> dict[str, Any]:
    """Return what a device keeps: the answer, when, to which words, and a signature that we took it so."""
    now = clock.now()
    said = {"given": given, "at": now.isoformat(), "terms": terms(paper), "paper": paper.key}
    signed = Signer(salt="kabar.advertising.consent").sign_object(said)
    kept = {**said, "receipt": signed}
    return kept | ({"tcf": tcf.string(paper, now, given=given)} if paper.advertising.tcf_cmp else {})


def _from_our_page(request: ReaderRequest) -> bool:
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site", "same-origin")
    return bool(origin) and urlsplit(origin).netloc == request.get_host() and site == "same-origin"
