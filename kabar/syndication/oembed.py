"""Stories as other sites set them in, by oEmbed: a quotation with its source, and nothing that runs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from kabar.config import Paper
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.pages import printed
from kabar.stories.models import Story
from kabar.stories.queries import at_path
from kabar.syndication.feed import labelled

WIDTH, HEIGHT = 600, 200


@require_safe
def oembed(request: ReaderRequest) -> HttpResponse:
    """Answer with the story at an address of ours that readers can open."""
    if request.GET.get("format", "json") != "json":
        return printed(HttpResponse("only json is spoken here\n", "text/plain", 501), keys=[])
    paper = request.paper
    asked = urlsplit(request.GET.get("url", ""))
    ours = asked.netloc.lower() in paper.host_names()
    story = at_path(paper.key, asked.path) if ours and "\0" not in asked.path else None
    if story is None or not story.live:
        raise Http404("no story of this paper stands at the address")
    return printed(JsonResponse(_quotation(paper, story, request.GET.get("maxwidth", ""))), keys=[])


def _quotation(paper: Paper, story: Story, most: str) -> dict[str, Any]:
    address = paper.address + (story.path or "/")
    width = min(WIDTH, int(most)) if most.isascii() and most.isdecimal() and len(most) < 6 else WIDTH
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
        "width": width,
        "height": HEIGHT,
    }
    picture = story.lead_picture
    if picture and picture.share_url():
        said |= {
            "thumbnail_url": paper.address + picture.share_url(),
            "thumbnail_width": 1200,
            "thumbnail_height": 630,
        }
    return {name: value for name, value in said.items() if value != ""}
