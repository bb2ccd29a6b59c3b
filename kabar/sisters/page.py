"""The page of a story on loan: its own words, in the paper it stands in, and the way home for machines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.encoding import force_str

from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import Head
from kabar.masthead.pages import page, printed, share_mark
from kabar.masthead.views import gone
from kabar.sisters import queries
from kabar.sisters.guests import address_at_home, article_homeward, at_loan, home_of
from kabar.sisters.models import Loan, Stand
from kabar.sisters.press_keys import loan as key_of
from kabar.stories import access, sharing, structured
from kabar.stories.models import State, Story
from kabar.stories.queries import at_path
from kabar.stories.views import head_of, keys_of, story_context, why


def guest(request: ReaderRequest) -> HttpResponse | None:
    """Answer with the story that stands on loan at an address; one that ended leads home."""
    loan = queries.at_path(request.paper.key, request.path)
    if loan is None:
        return None
    story = at_path(loan.story.paper, loan.story.path or "")
    if story is None or story.state != State.LIVE:
        return gone(request, why(story or loan.story))
    loan.story = story
    lent = loan.state == Stand.STANDING and access.of(story) is access.Access.OPEN
    if not lent or story.paper == loan.paper:
        # Not for ever: it may be lent again, and is then read here.
        return printed(HttpResponseRedirect(address_at_home(story)), keys=[])
    return _shown(request, loan, story)


def _shown(request: ReaderRequest, loan: Loan, story: Story) -> HttpResponse:
    shown = at_loan(loan, story)
    home, standing = home_of(shown), {shown.section.get_absolute_url(), shown.path or ""}
    context: dict[str, Any] = {
        **story_context(request, shown, furnished=False),
        "head": _head(request, shown),
    }
    keys = [*keys_of(story), key_of(loan.pk)]
    answer = page(request, "kabar/stories/story.html", context, keys=keys)
    html = article_homeward(force_str(answer.content), home, but=standing)
    answer.content = html.encode()
    return answer


def _head(request: ReaderRequest, shown: Story) -> Head:
    """Return what the page says of itself: that what is to be found and quoted is the story at home."""
    home, address, drawn = home_of(shown), address_at_home(shown), sharing.share_path(shown)
    own = head_of(request, shown)
    at_home: Any = shown.loan.story  # type: ignore[attr-defined]
    with translation.override(home.language):
        told = structured.news_article(at_home, home, share_mark(home))
    return replace(
        own,
        elsewhere=address,
        picture=replace(own.picture, url=home.address + drawn) if own.picture else None,
        oembed=f"{home.address}/oembed?{urlencode({'url': address})}",
        json_ld=(told,),
        alternates=(),
        feed=(f"{shown.section.get_absolute_url()}rss.xml", f"{request.paper.name} · {shown.section.name}"),
    )
