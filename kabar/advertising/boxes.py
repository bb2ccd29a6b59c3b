"""The boxes on a page, empty and of a fixed size; a page for members or data-savers has none of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from kabar.advertising import consent, lists, press_keys, queries
from kabar.advertising.models import Device
from kabar.advertising.places import Offer, Place
from kabar.advertising.tags import OFFER, Shown
from kabar.config import Paper
from kabar.masthead import clippings
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.insets import Insets
from kabar.plates import Variant
from kabar.readers import offers
from kabar.sections.models import Section
from kabar.stories.models import Story

STYLES, SCRIPT = "kabar/advertising/ads.css", "kabar/advertising/ads.js"
COLOPHON = "colophon"


@dataclass(frozen=True, slots=True)
class Preview:
    """A list that stands in for the paper's own while somebody of the newsroom looks at a campaign."""

    list_address: str
    wanted: list[queries.Wanted]


def in_page(request: ReaderRequest) -> Insets | None:
    """Return what advertising sets into a page; nothing but a key when the paper has none of it."""
    preview: Preview | None = getattr(request, "ad_preview", None)
    if request.variant is not Variant.ADS or (getattr(request, "is_preview", False) and preview is None):
        return None
    paper = request.paper
    keys = (press_keys.boxes(paper.key), *offers.keys(paper))
    if preview:
        page = Page(paper, preview.wanted, preview.list_address)
    else:
        page = clippings.kept(("boxes", paper.key), keys, lambda: _of_paper(paper))
    if not (page.wanted or page.offer or page.network):
        return Insets(html=lambda _place, _about: "", keys=keys)
    return Insets(
        html=page.html,
        styles=(STYLES,),
        scripts=(SCRIPT,),
        policy=("frame-src 'self'",) if page.wanted or page.network else (),
        keys=keys,
    )


def _of_paper(paper: Paper) -> Page:
    return Page(paper, queries.wanted(queries.running(paper.key)))


class Page:
    """The boxes of a page, which is one of many that have the same."""

    def __init__(self, paper: Paper, wanted: list[queries.Wanted], list_address: str = "") -> None:
        self.paper, self.wanted, self.list_address = paper, wanted, list_address
        self.offer = offers.address(paper)
        self.network = paper.advertising.network

    def html(self, place: str, about: Any = None) -> str:
        """Return the HTML of a place."""
        if place == COLOPHON:
            return self._colophon()
        box = self._box(place, about) if place in Place.values else ""
        return box + (self._offer(Offer.STORY) if place == Place.AFTER_STORY else "")

    def _box(self, place: str, about: Any) -> str:
        section, topics = _about(about)
        fitting = [one for one in self.wanted if one.fits(place, section, topics)]
        if not fitting and not self.network:
            return ""
        devices = {one.device for one in fitting} or {Device.ANY.value}
        only = devices.pop() if len(devices) == 1 and not self.network else Device.ANY.value
        context = {
            "place": place,
            "label": Place(place).label,
            "only": "" if only == Device.ANY else only,
            "list": self.list_address or lists.address(section),
            "topics": " ".join(sorted(topics)),
            "network": f"/-/ads/network/{place}" if self.network else "",
            **self._offer_of(Offer.CLOSED),
        }
        return render_to_string("kabar/advertising/box.html", context)

    def _offer(self, where: Offer) -> str:
        asks = self.paper.advertising.asks_a_day
        context = {**self._offer_of(where), "asks": asks} if self.offer and asks else {}
        return render_to_string("kabar/advertising/offer.html", context) if context else ""

    def _offer_of(self, where: Offer) -> dict[str, str]:
        if not self.offer:
            return {}
        shown, signs = Shown(OFFER, where.value), lists.office()
        go = signs.click(self.paper.key, shown, self.offer)
        return {
            "where": where.value,
            "offer": f"/-/ads/go/{go}",
            "offer_tag": signs.tag(self.paper.key, shown),
        }

    def _colophon(self) -> str:
        asked = {}
        if self.network:
            question, terms = consent.words(self.paper), consent.terms(self.paper)
            asked = {"network": self.network, "question": question, "terms": terms}
        context = {**self._offer_of(Offer.COLOPHON), **asked}
        return render_to_string("kabar/advertising/colophon.html", context) if context else ""


def _about(about: Any) -> tuple[str, frozenset[str]]:
    """Return the section and the topics of what a page is about."""
    if isinstance(about, Story):
        return about.section.slug, frozenset(topic.slug for topic in about.topics.all())
    return (about.slug if isinstance(about, Section) else ""), frozenset()
