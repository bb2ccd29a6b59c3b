"""A story as data for search engines: NewsArticle and the way to it."""

from __future__ import annotations

from typing import Any

from kabar import clock
from kabar.config import Paper
from kabar.masthead import printed_time
from kabar.masthead.head import shortened, trail
from kabar.stories import access, parts, sharing
from kabar.stories.clips_used import clips_of
from kabar.stories.models import Story
from kabar.stories.rules import UNVERIFIED, AiUse
from kabar.video.models import Clip

#: What schema.org calls the use of AI.
MADE_BY_MACHINE = {
    AiUse.GENERATED.value: "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
    AiUse.ASSISTED.value: "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource",
}
#: Where on a story's page that part stands which not everybody reads.
REST = ".story-rest"
#: Search engines cut a headline off here.
LONGEST_HEADLINE = 110
#: Where on the page about our work each policy stands.
POLICIES = {
    "publishingPrinciples": "",
    "unnamedSourcesPolicy": "#unnamed",
    "ethicsPolicy": "#rules",
}


def news_article(story: Story, paper: Paper, share_mark: str) -> dict[str, Any]:
    """Return a story as schema.org data."""
    address = paper.address + (story.path or "/")
    published = story.first_published_at or clock.now()
    facts = {
        "@context": "https://schema.org",
        "@type": _kind(story),
        "mainEntityOfPage": {"@type": "WebPage", "@id": address},
        "url": address,
        "headline": shortened(story.headline, LONGEST_HEADLINE),
        "description": shortened(story.standfirst),
        "image": _images(story, paper, share_mark),
        "datePublished": printed_time.machine(published, story.place_zone),
        "dateModified": printed_time.machine(story.last_published_at or published, story.place_zone),
        "dateline": story.dateline_place,
        "articleSection": story.section.name,
        "keywords": [topic.name for topic in story.topics.all()],
        "inLanguage": story.language,
        **_for_free(story),
        "copyrightHolder": {"@id": f"{paper.address}/#paper"},
        "usageInfo": f"{paper.address}/llms.txt",
        "author": _authors(story, paper),
        "editor": [
            _person(byline.author, paper) for byline in story.bylines.all() if byline.role == "editor"
        ],
        "publisher": publisher(paper),
        "sourceOrganization": _distributor(story),
        "sponsor": {"@type": "Organization", "name": story.sponsor} if story.sponsor else None,
        "digitalSourceType": MADE_BY_MACHINE.get(story.ai_use),
        "creativeWorkStatus": str(UNVERIFIED.text) if story.unverified else None,
        "video": [_clip(clip, story, paper) for clip in clips_of(story) if _may_be_told(clip)],
        **parts.facts(story, paper),
    }
    return {name: fact for name, fact in facts.items() if fact not in ("", [], None)}


def _for_free(story: Story) -> dict[str, Any]:
    """Return whether everybody reads it to the end, and which part of its page is not everybody's."""
    if access.of(story) is access.Access.OPEN:
        return {"isAccessibleForFree": True}
    rest = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": REST}
    return {"isAccessibleForFree": False, "hasPart": rest}


def _kind(story: Story) -> str:
    """Return what schema.org calls it: paid, told by our own reporter from the place, or news."""
    if story.sponsored:
        return "AdvertiserContentArticle"
    wrote = any(line.role in ("writer", "reporter") for line in story.bylines.all())
    from_the_place = bool(story.dateline_place) and story.distributor is None and wrote
    return "ReportageNewsArticle" if from_the_place else "NewsArticle"


def publisher(paper: Paper) -> dict[str, Any]:
    """Return the paper as an organisation."""
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{paper.address}/#paper",
        "name": paper.name,
        "url": f"{paper.address}/",
        **{policy: f"{paper.address}/{paper.words.policy}/{at}" for policy, at in POLICIES.items()},
        "correctionsPolicy": f"{paper.address}/{paper.words.corrections}/{paper.words.corrections_policy}/",
    }


def way_to(story: Story, paper: Paper) -> dict[str, Any]:
    """Return the way from the front to a story."""
    return trail(
        paper.address,
        (paper.name, "/"),
        (story.section.name, story.section.get_absolute_url()),
        (story.headline, story.path or "/"),
    )


def _images(story: Story, paper: Paper, share_mark: str) -> list[str]:
    picture = story.lead_picture
    if not picture or not picture.share_url():
        drawn = sharing.share_path(story)
        return [paper.address + drawn if drawn else share_mark]
    return [paper.address + picture.jpeg_url(crop) for crop in ("share", "whole", "square")]


def _may_be_told(clip: Clip) -> bool:
    """A search engine wants to know of a clip that readers can play and whose poster it can fetch."""
    shown = clip.released and bool(clip.file or clip.address) and not clip.expired()
    return shown and clip.poster is not None and bool(clip.poster.jpeg_url())


def _clip(clip: Clip, story: Story, paper: Paper) -> dict[str, Any]:
    facts = {
        "@type": "VideoObject",
        "name": clip.title,
        "description": clip.caption or clip.title,
        "thumbnailUrl": [paper.address + clip.poster.jpeg_url()] if clip.poster else [],
        "uploadDate": printed_time.machine(story.first_published_at or clock.now(), story.place_zone),
        "duration": clip.duration(),
        "contentUrl": paper.address + clip.public_url() if clip.file else "",
        "embedUrl": clip.address,
        "transcript": clip.transcript,
        "creditText": clip.credit,
    }
    return {name: fact for name, fact in facts.items() if fact}


def _authors(story: Story, paper: Paper) -> list[dict[str, Any]]:
    """Return who made the story; an agency's copy without a name is the agency's, any other the paper's."""
    names = [_person(byline.author, paper) for byline in story.bylines.all() if byline.role != "editor"]
    return names or [_distributor(story) or publisher(paper)]


def _person(author: Any, paper: Paper) -> dict[str, Any]:
    person = {
        "@type": "Person",
        "name": author.name,
        "url": f"{paper.address}/{paper.words.author}/{author.slug}/",
    }
    told = {"jobTitle": author.role_title, "knowsAbout": author.beats}
    return person | {name: value for name, value in told.items() if value}


def _distributor(story: Story) -> dict[str, Any] | None:
    if story.distributor is None:
        return None
    agency = {"@type": "NewsMediaOrganization", "name": story.distributor.name}
    return {**agency, "url": story.distributor.url} if story.distributor.url else agency
