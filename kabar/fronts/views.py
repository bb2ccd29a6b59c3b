"""The front page and the section fronts."""

from __future__ import annotations

from collections.abc import Set

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from kabar import clock
from kabar.fronts import layout
from kabar.fronts.queries import lead_by_hand, newest_of_each
from kabar.fronts.standing import sections
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import Head, SharePicture, trail
from kabar.masthead.pages import description_of, page
from kabar.masthead.sheets import Sheet, sheet
from kabar.sections.models import Section
from kabar.stories import press_keys, queries
from kabar.stories.models import Story

#: From how many of the newest stories the top of the front is chosen.
NEWEST = 24
SHEET = 20


@require_safe
def front(request: ReaderRequest) -> HttpResponse:
    """Show the front page; a number behind it is the address of a story in another system."""
    if "p" in request.GET:
        raise Http404("no story of that number came in")
    paper = request.paper
    made_up = _made_up(request)
    context = {
        "head": Head(
            title=f"{paper.name} · {paper.tagline}" if paper.tagline else paper.name,
            description=description_of(paper),
            path="/",
            picture=share_picture(made_up.lead, paper.address),
            json_ld=(_organisation(request), _website(request)),
        ),
        "front": made_up,
        "today": clock.today(paper.zone),
    }
    return page(request, "kabar/fronts/front.html", context, keys=[press_keys.front(paper.key)])


def _made_up(request: ReaderRequest) -> layout.Layout:
    in_menu = [section for section in sections(request) if section.on_menu]
    newest = list(queries.latest(request.paper.key, NEWEST))

    def of_each(placed: Set[int]) -> dict[int, list[Story]]:
        pks = [section.pk for section in in_menu]
        return newest_of_each(pks, layout.IN_BAND, without=placed, known=newest)

    made_up = layout.front(newest, in_menu, of_each, lead_by_hand(request.paper.key))
    views = [story for band in made_up.bands if band.is_opinion for story in band.stories]
    prefetch_related_objects(views, "bylines__author")
    return made_up


def _organisation(request: ReaderRequest) -> dict[str, object]:
    paper = request.paper
    return {
        "@context": "https://schema.org",
        "@type": "NewsMediaOrganization",
        "@id": f"{paper.address}/#paper",
        "name": paper.name,
        "url": f"{paper.address}/",
        "publishingPrinciples": f"{paper.address}/{paper.words.about}/",
        "correctionsPolicy": f"{paper.address}/{paper.words.corrections}/{paper.words.corrections_policy}/",
        "masthead": f"{paper.address}/{paper.words.imprint}/",
    }


def _website(request: ReaderRequest) -> dict[str, object]:
    paper = request.paper
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": paper.name,
        "url": f"{paper.address}/",
        "inLanguage": paper.language,
    }


@require_safe
def section(request: ReaderRequest, slug: str) -> HttpResponse:
    """Show a section's front, and its older stories sheet by sheet."""
    shown = next((one for one in sections(request) if one.slug == slug), None)
    if shown is None:
        raise Http404(f"no section is called {slug}")
    stories = sheet(request, queries.of_section(shown.pk), SHEET)
    context = {
        "head": _section_head(request, shown, stories),
        "section": shown,
        "section_url": shown.get_absolute_url(),
        "sheet": stories,
        **(_opening(stories, request, shown) if stories.is_first else {"river": stories.items}),
    }
    return page(request, "kabar/fronts/section.html", context, keys=[press_keys.section(shown.pk)])


def _opening(stories: Sheet, request: ReaderRequest, shown: Section) -> dict[str, object]:
    """Return the first sheet with a lead and three stories beside it set apart."""
    lead = lead_by_hand(request.paper.key, shown.pk) or layout.choose_lead(stories.items)
    others = [story for story in stories.items if story != lead]
    return {"lead": lead, "secondary": others[:3], "river": others[3:]}


def _section_head(request: ReaderRequest, shown: Section, stories: Sheet) -> Head:
    paper, path = request.paper, shown.get_absolute_url()
    return Head(
        title=shown.name,
        site=paper.name,
        description=shown.description or f"{shown.name} · {paper.name}",
        path=stories.own_path(request),
        picture=share_picture(layout.with_picture(stories.items), paper.address),
        feed=(f"{path}rss.xml", f"{paper.name} · {shown.name}"),
        json_ld=(trail(paper.address, (paper.name, "/"), (shown.name, path)),),
    )


def share_picture(story: Story | None, address: str) -> SharePicture | None:
    """Return the picture that stands beside a link to a list: that of its first story."""
    picture = story.lead_picture if story else None
    if not picture or not picture.share_url():
        return None
    return SharePicture(address + picture.share_url(), picture.alt)
