"""The paper for machines, printed like any other page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kabar.config import Paper
from kabar.corrections.queries import newest
from kabar.masthead import clippings
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.pages import printed
from kabar.masthead.press_keys import face
from kabar.sections import queries as sections
from kabar.stories import press_keys
from kabar.stories.body import stories_named
from kabar.stories.models import Story
from kabar.stories.queries import live
from kabar.syndication import atom, feed, jsonfeed, ledger, rights, share_pictures, sitemap
from kabar.syndication import press_keys as own_keys

RSS = "application/rss+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"

IN_A_FEED = 30
#: What an item's clipping is called, before its paper and its story.
ITEM = "item of a feed"


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which stories are fed: its type, how the whole and how one story is written."""

    kind: str
    whole: Callable[[Paper, feed.Channel, Iterable[str], datetime | None], bytes]
    item: Callable[[Paper, Story], str]


FORMS = {
    "rss.xml": Form(RSS, feed.rss, feed.item),
    "atom.xml": Form("application/atom+xml; charset=utf-8", atom.atom, atom.entry),
    "feed.json": Form("application/feed+json; charset=utf-8", jsonfeed.json_feed, jsonfeed.item),
}


@require_safe
def whole_paper(request: ReaderRequest, form: str) -> HttpResponse:
    """Answer with the feed of everything."""
    paper = request.paper
    channel = feed.Channel(paper.name, paper.tagline or paper.name, "/", request.path)
    return _feed(request, form, channel, live(paper.key), press_keys.feeds(paper.key))


@require_safe
def section(request: ReaderRequest, slug: str, form: str) -> HttpResponse:
    """Answer with the feed of one section."""
    paper = request.paper
    shown = sections.of_paper(paper.key).filter(slug=slug).first()
    if shown is None:
        raise Http404(f"no section is called {slug}")
    about = shown.description or _("%(section)s in %(paper)s") % {"section": shown.name, "paper": paper.name}
    channel = feed.Channel(f"{paper.name}: {shown.name}", about, shown.get_absolute_url(), request.path)
    stories = Story.objects.filter(section=shown, live=True).order_by("-first_published_at", "-id")
    return _feed(request, form, channel, stories, press_keys.section(shown.pk))


@require_safe
def corrections(request: ReaderRequest) -> HttpResponse:
    """Answer with the feed of what was corrected, withdrawn and taken down."""
    paper = request.paper
    entries = newest(paper.key, IN_A_FEED)
    keys = [press_keys.ledger(paper.key), *(press_keys.story(entry.story.pk) for entry in entries)]
    return _printed(request, ledger.rss(paper, request.path, entries), RSS, keys)


def _feed(
    request: ReaderRequest, form: str, channel: feed.Channel, newest: QuerySet[Story], key: str
) -> HttpResponse:
    paper, fed = request.paper, FORMS[form]
    rows = list(newest.values_list("pk", "last_published_at")[:IN_A_FEED])
    items = _items(paper, form, [pk for pk, _ in rows])
    changed = max((at for _, at in rows if at), default=None)
    response = _printed(request, fed.whole(paper, channel, items, changed), fed.kind, [key])
    if paper.syndication.websub_hub:
        links = (
            f'<{paper.syndication.websub_hub}>; rel="hub"',
            f'<{paper.address}{channel.path}>; rel="self"',
        )
        response["Link"] = ", ".join(links)
    return response


def _items(paper: Paper, form: str, pks: list[int]) -> list[str]:
    """Return the items of stories in their order; only what is not kept is read and made."""
    found = {pk: clippings.find((ITEM, form, paper.key, pk)) for pk in pks}
    missing = Story.objects.filter(pk__in=[pk for pk, text in found.items() if text is None], live=True)
    whole = missing.select_related("section", "lead_picture", "distributor")
    whole = whole.prefetch_related("bylines__author", "topics")
    for story in whole if None in found.values() else ():
        named = map(press_keys.story, (story.pk, *stories_named(story)))
        keys = [*named, *press_keys.names_on(story), face(paper.key)]
        made = FORMS[form].item(paper, story)
        found[story.pk] = clippings.keep((ITEM, form, paper.key, story.pk), made, keys)
    return [found[pk] or "" for pk in pks if found[pk]]


@require_safe
def sitemap_index(request: ReaderRequest) -> HttpResponse:
    """Answer with the list of sitemaps."""
    paper = request.paper
    return _printed(request, sitemap.index(paper), XML, [press_keys.sitemap(paper.key)])


@require_safe
def sitemap_part(request: ReaderRequest, number: int) -> HttpResponse:
    """Answer with one sitemap of the list."""
    paper = request.paper
    if number == sitemap.STANDING:
        return _printed(request, sitemap.standing(paper), XML, [press_keys.sitemap(paper.key)])
    part = sitemap.stories(paper, number)
    if part is None:
        raise Http404(f"there is no sitemap {number}")
    return _printed(request, part, XML, [press_keys.sitemap_part(paper.key, number)])


@require_safe
def news_sitemap(request: ReaderRequest) -> HttpResponse:
    """Answer with the sitemap of the last two days."""
    paper = request.paper
    keys = [press_keys.feeds(paper.key), own_keys.news_sitemap(paper.key)]
    return _printed(request, sitemap.news(paper), XML, keys)


@require_safe
def robots(request: ReaderRequest) -> HttpResponse:
    """Answer with what robots may visit."""
    paper = request.paper
    lines = [
        *rights.for_robots(paper.syndication.ai_use),
        "User-agent: *",
        f"Disallow: /{paper.words.newsroom}/",
        f"Disallow: /{paper.words.search}/",
        "Disallow: /-/",
        "",
        f"Sitemap: {paper.address}/sitemap.xml",
        f"Sitemap: {paper.address}/sitemap-news.xml",
        "",
    ]
    return _printed(request, "\n".join(lines).encode(), TEXT, [])


@require_safe
def llms(request: ReaderRequest) -> HttpResponse:
    """Answer with the paper as a language model should know it: what it is, where to look, what it may do."""
    paper = request.paper
    listed = [(one.name, one.get_absolute_url()) for one in sections.of_paper(paper.key)]
    return _printed(request, rights.for_models(paper, listed).encode(), TEXT, [])


@require_safe
def tdm(request: ReaderRequest) -> HttpResponse:
    """Answer with what is reserved from text and data mining, as TDMRep has it."""
    return _printed(request, json.dumps(rights.for_miners(request.paper)).encode(), "application/json", [])


@require_safe
def indexnow_key(request: ReaderRequest) -> HttpResponse:
    """Answer with the paper's key of IndexNow, by which a search engine knows that it is ours."""
    key = request.paper.syndication.indexnow_key
    if not key:
        raise Http404("this paper has no key of IndexNow")
    return _printed(request, key.encode(), TEXT, [])


def _printed(request: ReaderRequest, body: bytes, kind: str, keys: list[str]) -> HttpResponse:
    """Return a document fit for the rack until one of its keys, or the paper's face, changes."""
    return printed(HttpResponse(body, kind), keys=[*keys, face(request.paper.key)])


@require_safe
def share_picture(request: ReaderRequest, pk: int, seal: str) -> HttpResponse:
    """Answer with the drawn headline of a story without a picture."""
    story = live(request.paper.key).select_related("section", "lead_picture").filter(pk=pk).first()
    if story is None or not share_pictures.has_one(story) or share_pictures.seal_of(story) != seal:
        raise Http404("no such drawing")
    return _printed(request, share_pictures.png_of(story), "image/png", [press_keys.story(story.pk)])
