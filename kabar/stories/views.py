"""The page of a story, or the way from its address to where it went."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from kabar import clock
from kabar.config import Paper
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import Head, SharePicture, shortened
from kabar.masthead.pages import furniture, page, printed, share_mark
from kabar.masthead.printed_time import machine
from kabar.masthead.views import Why, gone
from kabar.stories import access, elsewhere, parts, press_keys, queries, sharing, structured
from kabar.stories.attributions.claims import mark
from kabar.stories.attributions.queries import anchored
from kabar.stories.body import PrintedBlock, blocks_of, stories_named
from kabar.stories.models import State, Story, StoryByline

#: Who is introduced below a story.
WROTE = (StoryByline.Role.WRITER, StoryByline.Role.REPORTER)

#: So much of a story is read before anything stands in it.
PARAGRAPHS = 3

#: Changes within the first minutes are still the first printing.
SAME_PRINTING = 60


@require_safe
def story(request: ReaderRequest, **address: str) -> HttpResponse:
    """Show a live story; one taken down answers 410 with the reason, one that moved leads to where it is."""
    paper = request.paper
    found = queries.at_path(paper.key, request.path)
    if found is None:
        return elsewhere.answered(request) or _moved(request)
    if found.state != State.LIVE:
        return gone(request, why(found))
    shown = access.openly(found)
    context = story_context(request, shown, furnished=False)
    return page(request, "kabar/stories/story.html", context, keys=keys_of(shown))


def keys_of(shown: Story) -> list[str]:
    """Return what reprints a story's page: itself, what it points to, the names on it, its parts."""
    return [
        press_keys.story(shown.pk),
        *(press_keys.story(pk) for pk in stories_named(shown)),
        *press_keys.names_on(shown),
        *parts.keys(shown),
    ]


def why(left: Story) -> Why:
    """Return why readers lost a story; one that left before it came here has only its words."""
    taken = left.takedowns.order_by("-pk").first()
    for_good = left.state != State.WITHDRAWN
    if taken is None:
        return Why(left.kill_reason, for_good=for_good)
    return Why(taken.reason, taken.get_ground_display(), taken.at, left.place_zone, for_good)


def _moved(request: ReaderRequest) -> HttpResponse:
    moved = queries.moved_from(request.paper.key, request.path)
    if moved is None or not moved.path or moved.path == request.path:
        raise Http404(f"no story stands at {request.path}")
    return printed(HttpResponsePermanentRedirect(moved.path), keys=[])


def story_context(request: ReaderRequest, shown: Story, *, furnished: bool = True) -> dict[str, Any]:
    """Return what a story's page prints; the newsroom's preview is made of the same."""
    paper, home = request.paper, shown.home
    published = shown.first_published_at or clock.now()
    around = furniture(request) if furnished else {}
    body = parts.marked(shown, blocks_of(shown, dateline_of(shown, home), marks_of(shown)))
    return {
        **around,
        "head": head_of(request, shown),
        "story": shown,
        "section": shown.section,
        "section_url": shown.section.get_absolute_url(),
        "body": body,
        "inset_after": inset_after(body),
        "parts": parts.printed(request, shown),
        "credits": credits_of(shown),
        "writers": introduced(shown),
        "topics": queries.topics_on(shown),
        "authors_at": f"/{home.words.author}/",
        "published_at": published,
        "updated_at": _updated(shown),
        "zone": shown.place_zone,
        "sharing": sharing.links(shown.headline, paper.address + (shown.path or "")),
        "foreign": shown.language if shown.language != paper.language else "",
    }


def inset_after(body: Sequence[PrintedBlock]) -> int:
    """Return behind which block of a body something may be set in, between paragraphs; 0 for none."""
    paragraphs = [number for number, block in enumerate(body, 1) if block.kind == "paragraph"]
    between = [number for number in paragraphs[PARAGRAPHS - 1 : -1] if number + 1 in paragraphs]
    return between[0] if between else 0


def marks_of(shown: Story) -> Any:
    """Return how the passages that say where they come from are marked; None when none does."""
    numbers = {attribution.key: number for number, attribution in enumerate(anchored(shown), 1)}
    return mark(numbers) if numbers else None


def dateline_of(shown: Story, paper: Paper) -> str:
    """Return the place and the paper as they run into the first paragraph: WASHINGTON DC, KABAR —."""
    return f"{shown.dateline_place.upper()}, {paper.name.upper()} —" if shown.dateline_place else ""


def credits_of(shown: Story) -> list[tuple[str, list[Any]]]:
    """Return the names on a story by what their owners did for it, in the order the newsroom gave."""
    lines = groupby(shown.bylines.all(), key=lambda byline: byline.role)
    return [
        (str(StoryByline.Role(role).label), [byline.author for byline in bylines]) for role, bylines in lines
    ]


def introduced(shown: Story) -> list[Any]:
    """Return those who wrote a story and of whom more is known than the name, each once."""
    wrote = [line.author for line in shown.bylines.all() if line.role in WROTE]
    return list(dict.fromkeys(one for one in wrote if one.beat or one.bio or one.email))


def _updated(shown: Story) -> Any:
    first, last = shown.first_published_at, shown.last_published_at
    return last if first and last and (last - first).total_seconds() >= SAME_PRINTING else None


def head_of(request: ReaderRequest, shown: Story) -> Head:
    """Return what the story's page says of itself."""
    paper, shared = request.paper, sharing.share_path(shown)
    words = shown.lead_picture.alt if shown.lead_picture else shown.headline
    return Head(
        title=shown.headline,
        site=paper.name,
        description=shortened(shown.standfirst or shown.headline),
        path=shown.path or request.path,
        kind="article",
        picture=SharePicture(paper.address + shared, words) if shared else None,
        feed=(f"{shown.section.get_absolute_url()}rss.xml", f"{paper.name} · {shown.section.name}"),
        oembed=f"{paper.address}/oembed?{urlencode({'url': paper.address + (shown.path or '')})}",
        article=tuple(_open_graph(shown)),
        alternates=parts.alternates(shown),
        json_ld=(
            structured.news_article(shown, paper, share_mark(paper)),
            structured.way_to(shown, paper),
        ),
    )


def _open_graph(shown: Story) -> list[tuple[str, str]]:
    home = shown.home
    zone, published = shown.place_zone, shown.first_published_at or clock.now()
    facts = [
        ("published_time", machine(published, zone)),
        ("modified_time", machine(shown.last_published_at or published, zone)),
        ("section", shown.section.name),
    ]
    facts += [
        ("author", f"{home.address}/{home.words.author}/{line.author.slug}/") for line in shown.bylines.all()
    ]
    facts += [("tag", topic.name) for topic in queries.topics_on(shown)]
    return [(name, fact) for name, fact in facts if fact]
