"""The ledger of what a paper corrected and took down, and the pages that say by which rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from kabar import clock
from kabar.corrections import queries
from kabar.corrections.addresses import ask_path, before_path, ledger_path, month_path, policy_path
from kabar.corrections.asking import ask
from kabar.corrections.comparing import side_by_side
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import NOT_INDEXED, Head, shortened, trail
from kabar.masthead.pages import page
from kabar.masthead.press_keys import face
from kabar.masthead.sheets import sheet
from kabar.stories import press_keys

SHEET = 50


@require_safe
def ledger(request: ReaderRequest) -> HttpResponse:
    """Show the newest month in which anything was corrected or taken down."""
    last = queries.last_before(request.paper.key, clock.now() + clock.A_DAY)
    return _month(request, last)


@require_safe
def month(request: ReaderRequest, year: int, number: int) -> HttpResponse:
    """Show what was corrected and taken down in a month."""
    if not (1900 <= year < 9000 and 1 <= number <= 12):
        raise Http404(f"{year}/{number} is not a month")
    begins, _ends = clock.month_bounds(year, number, request.paper.zone)
    return _month(request, begins, must_hold=True)


def _month(request: ReaderRequest, within: datetime | None, *, must_hold: bool = False) -> HttpResponse:
    paper = request.paper
    lines: Any = []
    around: dict[str, Any] = {}
    if within:
        there = clock.local(within, paper.zone)
        begins, ends = clock.month_bounds(there.year, there.month, paper.zone)
        lines = sheet(request, queries.ledger(paper.key, begins, ends), SHEET)
        if must_hold and not lines.items:
            raise Http404("nothing was corrected in this month")
        around = {"sheet": lines, "month": there.date(), **_neighbours(request, begins, ends)}
    title = _("Corrections")
    name = dateformat.format(there, "F Y") if must_hold and within else ""
    head = Head(
        title=f"{title} · {name}" if name else title,
        description=_("What %(paper)s corrected, clarified, withdrew and took down, and why.")
        % {"paper": paper.name},
        path=lines.own_path(request) if within else request.path,
        site=paper.name,
        feed=(f"{ledger_path(paper.words)}rss.xml", f"{paper.name} · {title}"),
        json_ld=(trail(paper.address, (paper.name, "/"), (title, ledger_path(paper.words))),),
    )
    entries = queries.entries(lines.items) if within else []
    context = {
        "head": head,
        "shown": [_shown(request, entry) for entry in entries],
        "ask": ask_path(paper.words),
        "policy": policy_path(paper.words),
        **around,
    }
    stories = [press_keys.story(pk) for entry in entries for pk in _told_of(entry)]
    return page(
        request, "kabar/corrections/ledger.html", context, keys=[press_keys.ledger(paper.key), *stories]
    )


def _told_of(entry: queries.Entry) -> list[int]:
    also = entry.correction.told_in_id if entry.correction else None
    return [entry.story.pk, *([also] if also else [])]


def _shown(request: ReaderRequest, entry: queries.Entry) -> dict[str, Any]:
    one = entry.correction
    readable = entry.story.live
    before = before_path(request.paper.words, one) if one and one.compared and readable else ""
    told_in = one.told_in if one and one.told_in and one.told_in.live else None
    return {"entry": entry, "readable": readable, "before": before, "told_in": told_in}


def _neighbours(request: ReaderRequest, begins: datetime, ends: datetime) -> dict[str, Any]:
    paper = request.paper
    older, newer = queries.last_before(paper.key, begins), queries.first_after(paper.key, ends)
    return {
        "older": older and (clock.local(older, paper.zone).date(), month_path(paper, older)),
        "newer": newer and (clock.local(newer, paper.zone).date(), month_path(paper, newer)),
    }


@require_safe
def before(request: ReaderRequest, number: int) -> HttpResponse:
    """Show what a story said before a correction and what it says since, sentence by sentence."""
    paper = request.paper
    one = queries.by_number(paper.key, number) if number < 2**63 else None
    if one is None or not one.story.live or not one.compared:
        raise Http404(f"there is nothing to compare at {number}")
    title = _("What this story said before")
    head = Head(
        title=f"{title}: {one.story.headline}",
        description=shortened(one.note),
        path=request.path,
        site=paper.name,
        robots=NOT_INDEXED,
    )
    context = {
        "head": head,
        "correction": one,
        "story": one.story,
        "passages": side_by_side(one.before, one.after),
        "zone": one.story.place_zone,
        "ledger": month_path(paper, one.at),
    }
    keys = [press_keys.story(one.story_id)]
    return page(request, "kabar/corrections/before.html", context, keys=keys)


@csrf_exempt
def standing(request: ReaderRequest, word: str) -> HttpResponse:
    """Open the pages that stand under the ledger: the form for readers, and how the paper corrects itself.

    The form asks for a slip of its own, so that readers get no cookie.
    """
    if word == request.paper.words.corrections_ask:
        return ask(request)
    if word == request.paper.words.corrections_policy:
        return policy(request)
    raise Http404(f"nothing stands at {word}")


@require_safe
def policy(request: ReaderRequest) -> HttpResponse:
    """Show how the paper corrects itself."""
    return _rules(request, _("How we correct ourselves"), "policy")


@require_safe
def guidelines(request: ReaderRequest) -> HttpResponse:
    """Show the guideline for cyber media, as the guideline itself asks."""
    return _rules(request, _("Guideline for reporting in cyber media"), "guidelines")


def _rules(request: ReaderRequest, title: str, text: str) -> HttpResponse:
    """Long texts are written in each language; a theme replaces one by putting its own at the same path."""
    paper = request.paper
    head = Head(
        title=title,
        description=_("The rules %(paper)s keeps, and how to ask for a correction or a reply.")
        % {"paper": paper.name},
        path=request.path,
        site=paper.name,
    )
    words = paper.words
    context = {
        "head": head,
        "text": f"kabar/corrections/{text}.{paper.language}.html",
        "ask": ask_path(words),
        "policy": policy_path(words),
        "ledger": ledger_path(words),
    }
    return page(request, "kabar/corrections/rules.html", context, keys=[face(paper.key)])
