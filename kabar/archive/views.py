"""Old stories for readers: by topic, by author, by day, and at addresses that were once theirs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kabar import clock
from kabar.archive import queries
from kabar.masthead import printed_time
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import Head, shortened, trail
from kabar.masthead.pages import page, printed
from kabar.masthead.sheets import Sheet, sheet
from kabar.masthead.views import missing
from kabar.stories import listings, press_keys
from kabar.stories.models import Story
from kabar.stories.queries import at_path, by_author, moved_from, of_topic, on_date

SHEET = 24
A_DAY = 60

#: Pages that exist whatever stands in the database.
OWN_PAGES = frozenset(
    {"about", "author", "corrections", "day", "guidelines", "imprint", "newest-day", "policy", "search"}
    | {"topic"}
)


@require_safe
def topic(request: ReaderRequest, slug: str) -> HttpResponse:
    """Show a topic and its stories."""
    paper = request.paper
    shown = queries.topic(paper.key, slug)
    if shown is None:
        raise Http404(f"no topic is called {slug}")
    stories = sheet(request, of_topic(paper.key, shown.pk), SHEET)
    if not stories.items and stories.is_first:
        # A topic may have been begun for a story that nobody is to know of yet.
        raise Http404(f"no topic is called {slug}")
    description = shown.summary or _("Everything %(paper)s has printed about %(topic)s.") % {
        "paper": paper.name,
        "topic": shown.name,
    }
    context = {
        "head": _head(request, shown.name, description, stories),
        "topic": shown,
        "sheet": stories,
        "days": days_of(stories.items, paper.zone),
    }
    return page(request, "kabar/archive/topic.html", context, keys=[press_keys.topic(shown.pk)])


def days_of(stories: Iterable[Story], zone: str) -> list[tuple[date | None, list[Story]]]:
    """Return stories under the days on which they were first printed; those nobody can date under none."""

    def day(story: Story) -> date | None:
        at = story.first_published_at
        return clock.local(at, zone).date() if at and clock.is_known(at) else None

    return [(printed_on, list(some)) for printed_on, some in groupby(stories, key=day)]


@require_safe
def author(request: ReaderRequest, slug: str) -> HttpResponse:
    """Show an author and the stories that carry the name."""
    paper = request.paper
    shown = queries.author(slug)
    if shown is None:
        raise Http404(f"no author is called {slug}")
    stories = sheet(request, by_author(paper.key, shown.pk), SHEET)
    if not stories.items and stories.is_first and not shown.role_title:
        raise Http404(f"no author is called {slug}")
    description = shown.bio or _("Stories by %(name)s in %(paper)s.") % {
        "name": shown.name,
        "paper": paper.name,
    }
    context = {"head": _head(request, shown.name, description, stories), "author": shown, "sheet": stories}
    return page(request, "kabar/archive/author.html", context, keys=[press_keys.author(shown.pk)])


@require_safe
def newest_day(request: ReaderRequest) -> HttpResponse:
    """Lead to the newest day on which anything was printed."""
    day = queries.newest_day(request.paper.key, request.paper.zone)
    if day is None:
        raise Http404("nothing has been printed yet")
    return printed(HttpResponseRedirect(day_path(request, day)), keys=[])


@require_safe
def day(request: ReaderRequest, year: str, month: str, number: str) -> HttpResponse:
    """Show what was first printed on a day, and lead to the printed days around it."""
    paper, shown = request.paper, _date(year, month, number)
    stories = sheet(request, on_date(paper.key, shown, paper.zone), A_DAY)
    if not stories.items:
        raise Http404(f"nothing was printed on {shown}")
    before = queries.printed_before(paper.key, shown, paper.zone)
    after = queries.printed_after(paper.key, shown, paper.zone)
    title = printed_time.day(shown)
    description = _("What %(paper)s printed on %(day)s.") % {"paper": paper.name, "day": title}
    context = {
        "head": _head(request, title, description, stories),
        "day": shown,
        "sheet": stories,
        "before": before and (before, day_path(request, before)),
        "after": after and (after, day_path(request, after)),
    }
    keys = [press_keys.day(paper.key, shown.isoformat())]
    # The newest day learns of the next one when its first story is printed.
    keys.append(press_keys.day(paper.key, _tomorrow(shown)) if after else press_keys.latest(paper.key))
    return page(request, "kabar/archive/day.html", context, keys=keys)


def _tomorrow(shown: date) -> str:
    return (shown + timedelta(days=1)).isoformat()


def _date(year: str, month: str, number: str) -> date:
    try:
        shown = date(int(year), int(month), int(number))
    except ValueError as error:
        raise Http404(f"{year}/{month}/{number} is not a day") from error
    if not 1900 <= shown.year < 9000:
        raise Http404(f"no paper has been printed in {year}")
    return shown


def day_path(request: ReaderRequest, shown: date) -> str:
    """Return the address of a day's page."""
    return f"/{request.paper.words.date}/{shown:%Y/%m/%d}/"


def _head(request: ReaderRequest, title: str, description: str, stories: Sheet) -> Head:
    paper = request.paper
    return Head(
        title=title,
        site=paper.name,
        description=shortened(description),
        path=stories.own_path(request),
        json_ld=(trail(paper.address, (paper.name, "/"), (title, request.path)),),
    )


def not_found(request: ReaderRequest, exception: Exception | None = None) -> HttpResponse:
    """Lead from an address that was a story's or a list's, or only lacks its last slash; else answer 404."""
    return _moved(request) or _completed(request) or missing(request)


def _moved(request: ReaderRequest) -> HttpResponse | None:
    for path in dict.fromkeys(_spellings(request)):
        story = moved_from(request.paper.key, path) if path else None
        if story and story.path and story.path != request.path:
            return printed(HttpResponsePermanentRedirect(story.path), keys=[])
    listed = listings.moved_from(request.paper.key, request.path)
    return printed(HttpResponsePermanentRedirect(listed), keys=[]) if listed else None


def _spellings(request: ReaderRequest) -> list[str]:
    """Return the ways in which the address asked for may have been kept; WordPress numbers its front."""
    if request.path == "/":
        return [f"/?p={request.GET.get('p', '')}"]
    return [request.path, request.path.rstrip("/"), f"{request.path}/"]


def _completed(request: ReaderRequest) -> HttpResponse | None:
    """Lead to the same address with, or without, a slash at its end, when that one has a page."""
    path = request.path
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    if not other or other.startswith("//") or not _has_page(request.paper.key, other):
        return None
    query = request.META.get("QUERY_STRING", "")
    return printed(HttpResponsePermanentRedirect(f"{other}?{query}" if query else other), keys=[])


def _has_page(paper: str, path: str) -> bool:
    """Whether an address belongs to a page of ours, and not merely looks like one."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.url_name == "section":
        return queries.is_section(paper, match.kwargs["slug"])
    if match.url_name == "story":
        return at_path(paper, path) is not None
    return match.url_name in OWN_PAGES
