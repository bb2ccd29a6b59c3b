"""The answers of the API, printed like any page until something in them changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import wraps
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from kabar.archive.search.index import Scope
from kabar.archive.search.queries import findings, ranked
from kabar.archive.search.questions import understand
from kabar.fronts import layout
from kabar.fronts.filling import filled
from kabar.fronts.queries import choices_of
from kabar.fronts.slots import Place, of_section
from kabar.fronts.views import made_up
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.pages import SAFETY, printed
from kabar.masthead.press_keys import face
from kabar.sections import queries as sections
from kabar.sections.models import Section
from kabar.staff.signin import address_of
from kabar.stories import press_keys, queries
from kabar.stories.body import stories_named
from kabar.stories.models import Story
from kabar.syndication.api import describing, shapes, telling
from kabar.syndication.api.routes import BY_NAME, LONGEST_QUESTION, NUMBER, ROUTES
from kabar.syndication.partners import keys as partners

KIND = "application/json; charset=utf-8"
IN_A_LIST = 30
#: Whoever has no key; a person who types asks less.
SEARCHES_A_MINUTE = 60
Answer = tuple[Any, Sequence[str]]


class Refused(Exception):
    """A question that is not answered, with the status and the reason."""

    def __init__(self, status: int, title: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail = status, title, detail


def answered(view: Callable[..., Answer]) -> Callable[..., HttpResponse]:
    """Let a view return a shape and its press keys; what goes wrong is told as a problem."""

    @csrf_exempt
    @wraps(view)
    def opened(request: ReaderRequest, **asked: Any) -> HttpResponse:
        try:
            if request.method not in ("GET", "HEAD"):
                raise Refused(405, "Read only", f"{request.method} is not answered here; ask with GET.")
            _count(request)
            shape, named = view(request, **asked)
        except Refused as refused:
            return problem(refused)
        said = shape if isinstance(shape, dict) else telling.as_json(shape, request.paper.zone)
        response = HttpResponse(json.dumps(said, ensure_ascii=False), KIND)
        return _safe(printed(response, [*named, face(request.paper.key)] if named else []))

    return opened


def problem(refused: Refused) -> HttpResponse:
    """Return a problem as RFC 9457 has it; it is never stored."""
    told = shapes.Problem("about:blank", refused.title, refused.status, refused.detail)
    body = json.dumps(telling.as_json(told, "UTC"), ensure_ascii=False)
    response = printed(HttpResponse(body, "application/problem+json", refused.status), [])
    if refused.status == 429:
        response["Retry-After"] = refused.detail.split()[-2]
    if refused.status == 405:
        response["Allow"] = "GET, HEAD"
    return _safe(response)


def _safe(response: HttpResponse) -> HttpResponse:
    """Let programs on other sites read it, and browsers take it for nothing else."""
    response["X-Content-Type-Options"] = SAFETY["X-Content-Type-Options"]
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return response


def _count(request: ReaderRequest) -> None:
    """Hold whoever asks with a key to what was agreed; the press asks with none."""
    if "Authorization" not in request.headers:
        return
    partner = partners.owner(request.paper.key, partners.sent_with(request))
    if partner is None:
        raise Refused(401, "Unknown key", "No partner has this key; without one the answers are the same.")
    if seconds := partners.turnstile.wait(partner.pk, partner.per_minute):
        raise Refused(429, "Asked too often", f"Come back in {seconds} s.")
    partners.note_asked(partner)


def _count_search(request: ReaderRequest) -> None:
    """Hold back whoever searches without a key as if nobody else did: every question is work of its own."""
    if "Authorization" in request.headers:
        return
    if seconds := partners.turnstile.wait(_home_of(address_of(request)), SEARCHES_A_MINUTE):
        raise Refused(429, "Asked too often", f"A key may ask more often. Come back in {seconds} s.")


def _home_of(address: str) -> str:
    """Return what belongs to one connection: an address, of IPv6 the whole network of a home."""
    try:
        number = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{number}/64", strict=False)) if number.version == 6 else address


# --- answers ------------------------------------------------------------------------------------------------


@answered
def paper(request: ReaderRequest) -> Answer:
    """Tell what there is."""
    of, root = request.paper, request.paper.address + telling.ROOT
    shape = shapes.Paper(
        name=of.name, tagline=of.tagline, language=of.language, url=f"{of.address}/",
        stories=f"{root}/stories", sections=f"{root}/sections", front=f"{root}/fronts/front",
        search=f"{root}/search", description=f"{root}/openapi.json",
    )  # fmt: skip
    return shape, [face(of.key)]


@answered
def description(request: ReaderRequest) -> Answer:
    """Describe everything that can be asked."""
    return describing.document(request.paper, ROUTES), [face(request.paper.key)]


@answered
def all_sections(request: ReaderRequest) -> Answer:
    """List the sections."""
    found = [telling.section(request.paper, one) for one in sections.of_paper(request.paper.key)]
    return shapes.Sections(found), [face(request.paper.key)]


@answered
def stories(request: ReaderRequest) -> Answer:
    """List all stories."""
    key = request.paper.key
    return _list(request, queries.live(key), "stories"), [press_keys.latest(key), press_keys.feeds(key)]


@answered
def stories_of_section(request: ReaderRequest, slug: str) -> Answer:
    """List the stories of a section."""
    shown = _section(request, slug)
    found = _list(request, queries.of_section(shown.pk), f"sections/{slug}/stories")
    return found, [press_keys.section(shown.pk)]


@answered
def story(request: ReaderRequest, number: str) -> Answer:
    """Tell a story; one that readers may not see is answered like one that never was."""
    whole = Story.objects.filter(paper=request.paper.key, live=True, pk=_number(number, 404))
    found = whole.select_related("section", "lead_picture", "distributor")
    shown = found.prefetch_related("bylines__author", "topics").first()
    if shown is None:
        raise Refused(404, "No such story", f"Readers see no story of the number {number[:20]}.")
    named = map(press_keys.story, (shown.pk, *stories_named(shown)))
    return telling.whole(request.paper, shown), [*named, *press_keys.names_on(shown)]


@answered
def front(request: ReaderRequest) -> Answer:
    """Tell the front page."""
    of = request.paper
    made = made_up(request, choices_of(Place(of.key)))
    bands = [
        shapes.Band("top", _cards(request, made.below)), shapes.Band("beside", _cards(request, made.beside)),
        *(shapes.Band(each.section.slug, _cards(request, each.stories)) for each in made.bands),
    ]  # fmt: skip
    lead = telling.card(of, made.lead) if made.lead else None
    return shapes.Front("front", f"{of.address}/", lead, bands), [press_keys.front(of.key)]


@answered
def front_of_section(request: ReaderRequest, slug: str) -> Answer:
    """Tell the front of a section."""
    shown = _section(request, slug)
    place = Place(request.paper.key, shown)
    newest = list(queries.of_section(shown.pk)[:IN_A_LIST])
    made = layout.section(newest, filled(place, of_section(), choices_of(place)))
    lead = telling.card(request.paper, made.lead) if made.lead else None
    bands = [
        shapes.Band("top", _cards(request, made.secondary)),
        shapes.Band("river", _cards(request, made.river)),
    ]
    url = request.paper.address + shown.get_absolute_url()
    return shapes.Front(slug, url, lead, bands), [press_keys.section(shown.pk)]


@answered
def search(request: ReaderRequest) -> Answer:
    """Answer a question; every one gets its own answer, so none is printed."""
    _count_search(request)
    words = " ".join(request.GET.get("q", "").replace("\0", " ").split())
    if not words or len(words) > LONGEST_QUESTION:
        raise Refused(
            400, "No question", f"Say in `q` what you look for, in {LONGEST_QUESTION} characters at most."
        )
    slug = request.GET.get("section", "")
    shown = _section(request, slug) if slug else None
    seen = _number(request.GET.get("cursor", "0"), 400) if "cursor" in request.GET else 0
    question = understand(words)
    ranking = ranked(question, Scope(request.paper.key, shown.pk if shown else None, None, None))
    sheet = findings(question, ranking.candidates[seen : seen + IN_A_LIST])
    more = {"q": words, **({"section": slug} if slug else {}), "cursor": str(seen + IN_A_LIST)}
    onward = f"{request.paper.address}{telling.ROOT}/search?{urlencode(more)}"
    found = [telling.card(request.paper, each.story) for each in sheet]
    return shapes.Stories(found, onward if ranking.count > seen + IN_A_LIST else None), []


# --- what they have in common -------------------------------------------------------------------------------


def _list(request: ReaderRequest, newest: QuerySet[Story], address: str) -> shapes.Stories:
    """Return a page of a list; a cursor is the number of a story of it: no other address is printed."""
    rows = queries.listed(newest)
    asked = request.GET.get("cursor")
    if asked is not None:
        last = newest.filter(pk=_number(asked, 400)).values_list("first_published_at", "pk").first()
        if last is None:
            raise Refused(
                404, "No such cursor", "The cursor is the number of no story of this list; begin again."
            )
        at, pk = last
        rows = rows.filter(Q(first_published_at__lt=at) | Q(first_published_at=at, pk__lt=pk))
    found = list(rows[: IN_A_LIST + 1])
    shown = found[:IN_A_LIST]
    onward = (
        f"{request.paper.address}{telling.ROOT}/{address}?cursor={shown[-1].pk}"
        if len(found) > IN_A_LIST
        else None
    )
    return shapes.Stories(_cards(request, shown), onward)


def _cards(request: ReaderRequest, found: Sequence[Story]) -> list[shapes.StoryCard]:
    return [telling.card(request.paper, each) for each in found]


def _section(request: ReaderRequest, slug: str) -> Section:
    found = sections.of_paper(request.paper.key).filter(slug=slug.replace("\0", "")[:60]).first()
    if found is None:
        raise Refused(
            404, "No such section", f"No section is called {slug[:60]!r}; /api/v1/sections lists them."
        )
    return found


def _number(text: str, status: int) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 16 and 0 < int(text) <= NUMBER["maximum"]:
        return int(text)
    raise Refused(status, "Not a number", f"{text[:20]!r} is not a number of a story.")


@answered
def nothing(request: ReaderRequest, rest: str) -> Answer:
    """Say that there is nothing at an address."""
    raise Refused(
        404, "Nothing here", "Nothing is answered at this address; /api/v1/openapi.json says what is."
    )


VIEWS: dict[str, Callable[..., HttpResponse]] = {
    "paper": paper, "description": description, "sections": all_sections, "stories": stories, "story": story,
    "stories_of_section": stories_of_section, "front": front, "front_of_section": front_of_section,
    "search": search,
}  # fmt: skip


def addresses() -> list[URLPattern]:
    """Return the addresses, made from the routes; whatever else is asked gets a problem, not a page."""
    made = [
        path(
            f"api/v1/{route.address.replace('{', '<str:').replace('}', '>')}", VIEWS[name], name=f"api-{name}"
        )
        for name, route in BY_NAME.items()
    ]
    return [*made, re_path(r"^api/(?P<rest>.*)$", nothing, name="api-nothing")]
