"""What a page asks for once it is shown: all that may stand in its boxes, from which the device chooses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from kabar.advertising import pacing, queries
from kabar.advertising.making import picture_path
from kabar.advertising.models import Campaign, Creative, Form
from kabar.advertising.tags import Shown, TagOffice
from kabar.config import Paper

#: A page that belongs to no section asks for this list.
NO_SECTION = "-"


def office() -> TagOffice:
    """Return what signs tags and clicks."""
    return TagOffice(settings.PAPER.secret_key)


def address(section: str) -> str:
    """Return where the list of a section's pages lies."""
    return f"/-/ads/list/{section or NO_SECTION}.json"


def of_section(paper: Paper, section: str) -> dict[str, Any]:
    """Return what may stand on the pages of a section; NO_SECTION for pages outside of any."""
    return of_campaigns(paper, [one for one in queries.running(paper.key) if _in(one, section)])


def of_campaigns(paper: Paper, campaigns: Iterable[Campaign]) -> dict[str, Any]:
    """Return what campaigns show, and what the device is to keep to."""
    shown = [_entry(paper, campaign, one) for campaign in campaigns for one in campaign.creatives.all()]
    return {"ads": shown, "closed": paper.advertising.closed_hours}


def _in(campaign: Campaign, section: str) -> bool:
    slugs = {one.slug for one in campaign.sections.all()}
    return not slugs or section in slugs


def _entry(paper: Paper, campaign: Campaign, creative: Creative) -> dict[str, Any]:
    """Return one creative as the page's script knows it; what says nothing is left out."""
    shown = Shown(creative.pk, creative.place)
    entry = {
        "tag": office().tag(paper.key, shown),
        "place": creative.place,
        "campaign": campaign.pk,
        "kind": campaign.kind,
        "form": creative.form,
        "weight": campaign.weight,
        "pace": pacing.stepped(campaign.pace) if campaign.goal else 1,
        "cap": campaign.per_day or 0,
        "device": campaign.device,
        "topics": sorted(topic.slug for topic in campaign.topics.all()),
        "ends": int(campaign.ends.timestamp()) if campaign.ends else 0,
        "go": f"/-/ads/go/{office().click(paper.key, shown, creative.link)}",
        "title": creative.title,
        "words": creative.words,
        "by": campaign.advertiser,
        **_made(creative),
    }
    return {name: value for name, value in entry.items() if value}


def _made(creative: Creative) -> dict[str, Any]:
    if creative.form == Form.PICTURE:
        src = f"/media/{picture_path(creative.made)}"
        return {"src": src, "width": creative.width, "height": creative.height}
    return {"src": f"/-/ads/frame/{creative.made}/index.html"} if creative.form == Form.HTML else {}
