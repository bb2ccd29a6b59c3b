"""The search page: asked by each reader for himself, so it is never printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kabar import clock
from kabar.archive.models import place_of
from kabar.archive.search.index import Scope
from kabar.archive.search.queries import Order, Ranking, findings, ranked
from kabar.archive.search.questions import LONGEST_QUESTION, Question, understand
from kabar.config import Paper
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import NOT_INDEXED, Head
from kabar.masthead.pages import page
from kabar.masthead.sheets import number_asked
from kabar.sections import queries as sections
from kabar.sections.models import Section

SHEET = 20
LONGEST_DATE = 10

#: How the parameters of a search are called in addresses.
PARAMETERS = {
    "id": {"section": "kanal", "since": "dari", "until": "sampai", "order": "urut"},
    "en": {"section": "section", "since": "from", "until": "to", "order": "order"},
}
#: What a paper calls the order by time in addresses.
NEWEST_FIRST = {"id": "terbaru", "en": "newest"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader filled in, of which nothing need make sense."""

    query: str
    section: str
    since: str
    until: str
    order: str

    def address(self, request: ReaderRequest, number: int) -> str:
        """Return the address of another sheet of the same search."""
        named = {
            parameters(request)[name]: getattr(self, name) for name in ("section", "since", "until", "order")
        }
        filled = {"q": self.query, **{name: value for name, value in named.items() if value}}
        if number > 1:
            filled[request.paper.words.page] = str(number)
        return f"{request.path}?{urlencode(filled)}"


@require_safe
def search(request: ReaderRequest) -> HttpResponse:
    """Show what answers a reader's question, or the empty form."""
    asked, standing = _asked(request), list(sections.of_paper(request.paper.key))
    question = understand(asked.query)
    ranking = ranked(question, _scope(request.paper, asked, standing), _order(request, asked))
    return page(
        request,
        "kabar/archive/search.html",
        {
            **_form(request, asked, standing),
            **_sheet(request, asked, question, ranking),
            "total_label": total_label(ranking),
        },
    )


def parameters(request: ReaderRequest) -> dict[str, str]:
    """Return how a paper calls the parameters of a search."""
    return PARAMETERS.get(request.paper.language, PARAMETERS["en"])


def total_label(ranking: Ranking) -> str:
    """Return how many stories were found, in words."""
    if ranking.more_exist:
        return _("%(count)d+ stories") % {"count": ranking.exact}
    every = ngettext("%(count)d story", "%(count)d stories", ranking.exact) % {"count": ranking.exact}
    if not ranking.loosened:
        return every
    if not ranking.exact:
        return _("No story has every word; these come close")
    return _("%(every)s with every word, and others that come close") % {"every": every}


def _asked(request: ReaderRequest) -> Asked:
    names = parameters(request)
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_QUESTION]
    return Asked(
        query=query,
        section=request.GET.get(names["section"], "")[:60],
        since=_day_as_written(request.GET.get(names["since"], "")),
        until=_day_as_written(request.GET.get(names["until"], "")),
        order=request.GET.get(names["order"], "")[:20],
    )


def _day_as_written(text: str) -> str:
    """Return a day that exists, as a form writes it, or nothing."""
    try:
        return date.fromisoformat(text[:LONGEST_DATE]).isoformat() if len(text) == LONGEST_DATE else ""
    except ValueError:
        return ""


def _scope(paper: Paper, asked: Asked, standing: Sequence[Section]) -> Scope:
    section = next((one for one in standing if one.slug == asked.section), None)
    return Scope(
        paper=paper.key,
        section_id=section.pk if section else None,
        since=_place(asked.since, paper, end=False),
        until=_place(asked.until, paper, end=True),
    )


def _place(day: str, paper: Paper, *, end: bool) -> int | None:
    if not day or not 1900 < date.fromisoformat(day).year < 9000:
        return None
    return place_of(clock.day_bounds(date.fromisoformat(day), paper.zone)[1 if end else 0])


def _order(request: ReaderRequest, asked: Asked) -> Order:
    newest = NEWEST_FIRST.get(request.paper.language, NEWEST_FIRST["en"])
    return Order.NEWEST if asked.order == newest else Order.BEST


def _form(request: ReaderRequest, asked: Asked, standing: Sequence[Section]) -> dict[str, Any]:
    title = _("Search: %(query)s") % {"query": asked.query} if asked.query else _("Search")
    return {
        "head": Head(
            title=title,
            site=request.paper.name,
            description=_("Search everything %(paper)s has printed.") % {"paper": request.paper.name},
            path=request.path,
            robots=NOT_INDEXED,
        ),
        "parameters": parameters(request),
        "sections": standing,
        "query": asked.query,
        "section": asked.section,
        "since": asked.since,
        "until": asked.until,
        "newest_first": NEWEST_FIRST.get(request.paper.language, NEWEST_FIRST["en"]),
        "is_newest_first": _order(request, asked) is Order.NEWEST,
    }


def _sheet(request: ReaderRequest, asked: Asked, question: Question, ranking: Ranking) -> dict[str, Any]:
    number = number_asked(request)
    begins = (number - 1) * SHEET
    if begins and begins >= ranking.count:
        raise Http404(f"the search has no sheet {number}")
    return {
        "results": findings(question, ranking.candidates[begins : begins + SHEET]),
        "prev_url": asked.address(request, number - 1) if number > 1 else "",
        "next_url": asked.address(request, number + 1) if ranking.count > begins + SHEET else "",
    }
