"""The front page and the section fronts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from kabar import clock
from kabar.fronts import layout
from kabar.fronts.filling import filled
from kabar.fronts.films import newest as newest_films
from kabar.fronts.layout import Opening
from kabar.fronts.queries import choices_of, newest_of_each
from kabar.fronts.slots import Choices, Place, of_front, of_section
from kabar.fronts.standing import sections
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import Head, SharePicture, trail
from kabar.masthead.pages import description_of, page
from kabar.masthead.sheets import Sheet, sheet
from kabar.plates import Variant
from kabar.sections.models import Section
from kabar.sections.queries import of_paper
from kabar.sisters import lists
from kabar.stories import press_keys
from kabar.stories.models import Story
from kabar.stories.queries import authors_of

#: From how many of the newest stories, besides those placed, top and latest of the front are chosen.
NEWEST = 24
SHEET = 20


@require_safe
def front(request: ReaderRequest) -> HttpResponse:
    """Show the front page; a number behind it is the address of a story in another system."""
    if "p" in request.GET:
        raise Http404("no story of that number came in")
    paper = request.paper
    return arranged_front(request, choices_of(Place(paper.key)), keys=[press_keys.front(paper.key)])


def arranged_front(
    request: ReaderRequest, choices: Choices, keys: Sequence[str] = (), unseen: Sequence[Story] = ()
) -> HttpResponse:
    """Return the front page as it is arranged, or would be: a preview is the real page."""
    paper = request.paper
    made = made_up(request, choices, unseen)
    context = {
        "head": Head(
            title=f"{paper.name} · {paper.tagline}" if paper.tagline else paper.name,
            description=description_of(paper),
            path="/",
            picture=share_picture(made.lead, paper.address),
            json_ld=(_organisation(request), _website(request)),
        ),
        "front": made,
        "today": clock.today(paper.zone),
    }
    keys = [*keys, press_keys.films(paper.key)] if keys else ()
    return page(request, "kabar/fronts/front.html", context, keys=keys)


def made_up(request: ReaderRequest, choices: Choices, unseen: Sequence[Story] = ()) -> layout.Layout:
    """Return the front page made up, as readers see it or would."""
    in_menu = [section for section in sections(request) if section.on_menu]
    placed = filled(Place(request.paper.key), of_front(in_menu), choices, unseen=unseen)
    newest = lists.latest(request.paper.key, NEWEST + len(placed))
    films = [] if getattr(request, "variant", None) is Variant.LITE else newest_films(request.paper.key)

    def of_each(above: Set[int]) -> dict[int, list[Story]]:
        pks = [section.pk for section in in_menu]
        return newest_of_each(request.paper.key, pks, layout.IN_BAND, without=above, known=newest)

    made = layout.front(newest, in_menu, of_each, placed, films)
    return replace(made, bands=[_signed(band) if band.is_opinion else band for band in made.bands])


def _signed(band: layout.Band) -> layout.Band:
    return replace(band, authors=authors_of(band.stories))


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
    known = (each for each in sections(request) if each.slug == slug)
    # One that an import has just founded is in no menu yet.
    shown = next(known, None) or of_paper(request.paper.key).filter(slug=slug).first()
    if shown is None:
        raise Http404(f"no section is called {slug}")
    choices = choices_of(Place(request.paper.key, shown))
    return arranged_section(request, shown, choices, keys=[press_keys.section(shown.pk)])


def arranged_section(
    request: ReaderRequest,
    shown: Section,
    choices: Choices,
    keys: Sequence[str] = (),
    unseen: Sequence[Story] = (),
) -> HttpResponse:
    """Return a section's front as it is arranged, or would be."""
    stories = sheet(request, lists.OfSection(shown.paper, shown.pk), SHEET)
    context = {
        "head": _section_head(request, shown, stories),
        "section": shown,
        "section_url": shown.get_absolute_url(),
        "sheet": stories,
    }
    if stories.is_first:
        opening = opened(shown, choices, stories.items, unseen)
        context |= {"lead": opening.lead, "secondary": opening.secondary, "river": opening.river}
    else:
        context["river"] = stories.items
    return page(request, "kabar/fronts/section.html", context, keys=keys)


def opened(
    shown: Section, choices: Choices, newest: Sequence[Story], unseen: Sequence[Story] = ()
) -> Opening:
    """Return the first sheet of a section's front made up, as readers see it or would."""
    placed = filled(Place(shown.paper, shown), of_section(), choices, unseen=unseen)
    return layout.section(newest, placed)


def standing_in(request: ReaderRequest, place: Place, choices: Choices) -> Mapping[str, Story]:
    """Return the stories that readers see in the slots of a front."""
    if place.section is None:
        return made_up(request, choices).standing
    newest = lists.OfSection(place.paper, place.section.pk)[:SHEET]
    return opened(place.section, choices, newest).standing


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
