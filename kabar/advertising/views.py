"""What readers' browsers and advertisers' machines ask for: lists, the network's frame, ads.txt."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from kabar.advertising import lists, press_keys
from kabar.advertising.places import Place
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.pages import printed
from kabar.masthead.press_keys import face
from kabar.sections.models import Section

#: A device keeps a list so long, so that a visit asks once; a pace may come late by that, as counts do.
KEPT = "public, max-age=120"
#: A frame of somebody else's tag: whatever it runs is of no origin, and reads nothing of the page.
SANDBOX = "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox"


@require_safe
def list_of_section(request: ReaderRequest, section: str) -> HttpResponse:
    """Answer with what may stand on a section's pages: a plate, for no reader in particular."""
    paper = request.paper
    known = section == lists.NO_SECTION or Section.objects.filter(paper=paper.key, slug=section).exists()
    if not known:
        raise Http404(f"no section is called {section}")
    response = JsonResponse(lists.of_section(paper, section))
    response.headers["X-Robots-Tag"] = "noindex"
    plate = printed(response, keys=[press_keys.lists(paper.key), face(paper.key)])
    plate.headers["Cache-Control"] = KEPT
    return plate


@require_safe
def network(request: ReaderRequest, place: str) -> HttpResponse:
    """Answer with the outside network's tag, in a document that loads from its addresses alone."""
    said = request.paper.advertising
    if not said.network or place not in Place.values:
        raise Http404("no outside network is shown here")
    tag = (Path(request.paper.folder) / said.network_tag).read_text("utf-8")
    hosts = " ".join(said.network_hosts) or "https:"
    response = HttpResponse(
        f"<!doctype html><meta charset=utf-8><title>{place}</title><style>body{{margin:0}}</style><body>{tag}"
    )
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'unsafe-inline' {hosts}; style-src 'unsafe-inline' {hosts}; "
        f"img-src data: {hosts}; font-src {hosts}; media-src {hosts}; connect-src {hosts}; "
        f"frame-src {hosts}; frame-ancestors 'self'; {SANDBOX}"
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return printed(response, keys=[face(request.paper.key)])


@require_safe
def ads_txt(request: ReaderRequest) -> HttpResponse:
    """Answer with who may sell the paper's space; a paper that names nobody says so."""
    paper = request.paper
    contact = [f"contact={paper.imprint.email}"] if paper.imprint.email else []
    lines = paper.advertising.ads_txt or ("placeholder.example.com, placeholder, DIRECT, placeholder",)
    domain = [f"ownerdomain={paper.host.rsplit(':', 1)[0]}"]
    text = "".join(f"{line}\n" for line in (*lines, *domain, *contact))
    return printed(HttpResponse(text, "text/plain; charset=utf-8"), keys=[face(paper.key)])


@require_safe
def sellers(request: ReaderRequest) -> HttpResponse:
    """Answer with who is paid for the paper's space."""
    paper = request.paper
    rows = [[part.strip() for part in seller.split(",", 3)] for seller in paper.advertising.sellers]
    said = {
        **({"contact_email": paper.imprint.email} if paper.imprint.email else {}),
        "version": "1.0",
        "sellers": [
            {"seller_id": number, "seller_type": kind.upper(), "domain": domain, "name": name}
            for number, kind, domain, name in rows
        ],
    }
    return printed(JsonResponse(said), keys=[face(paper.key)])
