"""The pages about the paper itself, and the answers when something is missing or broken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kabar.masthead import press_keys, staff_list
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import NOT_INDEXED, Head
from kabar.masthead.pages import SAFETY, description_of, page, printed


@dataclass(frozen=True, slots=True)
class Why:
    """Why something was taken from readers, when, and whether for good; as far as it was written down."""

    reason: str = ""
    ground: str = ""
    at: datetime | None = None
    zone: str = ""
    for_good: bool = True


@require_safe
def about(request: ReaderRequest) -> HttpResponse:
    """Show what the paper is and how it works."""
    paper = request.paper
    head = Head(
        title=_("About %(name)s") % {"name": paper.name},
        description=description_of(paper),
        path=request.path,
        site=paper.name,
    )
    context = {"head": head, "imprint": paper.imprint}
    return page(request, "kabar/masthead/about.html", context, keys=[press_keys.face(paper.key)])


@require_safe
def imprint(request: ReaderRequest) -> HttpResponse:
    """Show who answers for the paper."""
    paper = request.paper
    description = _("Who makes %(name)s and who answers for it.") % {"name": paper.name}
    context = {
        "head": Head(title=_("Imprint"), description=description, path=request.path, site=paper.name),
        "imprint": paper.imprint,
        "lines": [(label, value) for label, value in _lines(request) if value],
        "people": staff_list.people(request),
    }
    return page(request, "kabar/masthead/imprint.html", context, keys=[press_keys.imprint(paper.key)])


@require_safe
def policy(request: ReaderRequest) -> HttpResponse:
    """Show how the paper works: its sources, those it does not name, its corrections, the rules it keeps."""
    paper = request.paper
    description = _("How %(name)s finds out, whom it names, and how it corrects itself.") % {
        "name": paper.name
    }
    head = Head(title=_("How we work"), description=description, path=request.path, site=paper.name)
    context = {"head": head, "imprint": paper.imprint, "lead": description}
    return page(request, "kabar/masthead/policy.html", context, keys=[press_keys.face(paper.key)])


def _lines(request: ReaderRequest) -> list[tuple[str, str]]:
    imprint = request.paper.imprint
    return [
        (_("Publisher"), imprint.publisher),
        (_("Editor in chief"), imprint.editor_in_chief),
        (_("Address"), ", ".join(filter(None, [imprint.street, imprint.city]))),
        (_("Telephone"), imprint.phone),
        (_("Founded"), imprint.founded),
    ]


def missing(request: ReaderRequest) -> HttpResponse:
    """Answer 404 with a way on: the search and the latest stories."""
    title = _("There is no page at this address")
    head = Head(title=title, description="", path=request.path, robots=NOT_INDEXED, site=request.paper.name)
    return page(request, "kabar/masthead/not_found.html", {"head": head}, status=404)


def gone(request: ReaderRequest, why: Why) -> HttpResponse:
    """Answer 410 for a story that was taken down, with the stated reason and nothing of the story itself."""
    title = _("This story has been taken down")
    head = Head(title=title, description="", path=request.path, robots=NOT_INDEXED, site=request.paper.name)
    context = {"head": head, "why": why, "ledger": f"/{request.paper.words.corrections}/"}
    return page(request, "kabar/masthead/gone.html", context, status=410)


def broken(request: ReaderRequest) -> HttpResponse:
    """Answer 500 without asking the database for anything."""
    paper = getattr(request, "paper", settings.PAPER)
    html = get_template("kabar/masthead/broken.html").render({"paper": paper})
    return printed(HttpResponse(html, status=500, headers=SAFETY), keys=[])
