"""Stories as other sites set them in, by oEmbed: a quotation with its source, and nothing that runs."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.html import format_html
from django.views.decorators.http import require_safe
from lxml import etree

from kabar.config import Paper
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.pages import printed
from kabar.sisters import queries as sisters
from kabar.stories.models import Story
from kabar.stories.queries import at_path
from kabar.syndication.feed import labelled

WIDTH, HEIGHT = 600, 200
#: Of the picture a story is shared with; a page that has less room for one gets none.
SHARED = (1200, 630)


@require_safe
def oembed(request: ReaderRequest) -> HttpResponse:
    """Answer with the story at an address of ours that readers can open, as JSON or as XML."""
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        raise Http404("oEmbed is JSON or XML")
    story = _asked_for(request.paper, urlsplit(request.GET.get("url", "")))
    if story is None:
        raise Http404("no story of this paper stands at the address")
    said = _quotation(
        settings.PAPER.for_key(story.paper),
        story,
        _most(request.GET.get("maxwidth", "")),
        _most(request.GET.get("maxheight", "")),
    )
    answer = JsonResponse(said) if form == "json" else HttpResponse(_xml(said), "text/xml; charset=utf-8")
    return printed(answer, keys=[])


def _asked_for(paper: Paper, asked: SplitResult) -> Story | None:
    """Return the story that readers can open at an address, a sister's among them."""
    if asked.netloc.lower() not in paper.host_names() or "\0" in asked.path:
        return None
    story = at_path(paper.key, asked.path)
    if story is None and (loan := sisters.at_path(paper.key, asked.path)):
        story = loan.story if sisters.is_lent_to(paper.key, loan.story_id) else None
    return story if story is not None and story.live else None


def _most(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else None


def _xml(said: dict[str, Any]) -> bytes:
    root = etree.Element("oembed")
    for name, value in said.items():
        etree.SubElement(root, name).text = str(value)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, standalone=True)


def _quotation(paper: Paper, story: Story, wide: int | None, high: int | None) -> dict[str, Any]:
    address = paper.address + (story.path or "/")
    html = format_html(
        '<blockquote cite="{0}" lang="{1}"><p><a href="{0}">{2}</a></p><p>{3}</p>'
        "<footer>{4}</footer></blockquote>",
        address, story.language, labelled(story), story.standfirst, paper.name,
    )  # fmt: skip
    said = {
        "version": "1.0",
        "type": "rich",
        "title": labelled(story),
        "author_name": ", ".join(line.author.name for line in story.bylines.all() if line.role != "editor"),
        "provider_name": paper.name,
        "provider_url": f"{paper.address}/",
        "cache_age": 300,
        "html": html,
        "width": WIDTH if wide is None else min(WIDTH, wide),
        "height": HEIGHT if high is None else min(HEIGHT, high),
    }
    picture = story.lead_picture
    fits = (wide is None or wide >= SHARED[0]) and (high is None or high >= SHARED[1])
    if picture and picture.share_url() and fits:
        said |= {
            "thumbnail_url": paper.address + picture.share_url(),
            "thumbnail_width": SHARED[0],
            "thumbnail_height": SHARED[1],
        }
    return {name: value for name, value in said.items() if value != ""}
