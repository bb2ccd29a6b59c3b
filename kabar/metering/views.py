"""The rest of a story: printed for those whose pass opens it, and decided here for everybody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.loader import get_template
from django.views.decorators.http import require_safe

from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import NOT_INDEXED
from kabar.masthead.pages import SAFETY, page, printed
from kabar.masthead.press_keys import face
from kabar.metering import on_the_story, queries
from kabar.metering.deciding import Because, Decision, decide
from kabar.plates import Variant
from kabar.readers.door import passes
from kabar.readers.queries import AD_FREE, entitled
from kabar.readers.signing import reader_of, session_of
from kabar.stories import access
from kabar.stories import views as stories
from kabar.stories.attributions import part as sources
from kabar.stories.body import blocks_of
from kabar.stories.models import Story


@require_safe
def plate(request: ReaderRequest, pk: int) -> HttpResponse:
    """Print the rest of a story for members; the gate alone takes it from the rack."""
    if not getattr(request, "for_press", False):
        raise Http404("the rest of a story is asked for at the gate")
    story = _closed(request, pk)
    response = _fragment(_rest(request, story, Decision(Because.MEMBER)))
    printed(response, keys=[*stories.keys_of(story), face(request.paper.key)])
    response.headers["Cache-Control"] = "no-store"
    return response


def deciding(answer: Callable[[ReaderRequest, Story, Decision], HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view of a story's number whose answer follows from whether this reader reads on."""

    @require_safe
    @wraps(answer)
    def view(request: ReaderRequest, pk: int) -> HttpResponse:
        if _is_only_looking_ahead(request):
            return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
        story = _closed(request, pk)
        decision = decide(request, story)
        return _handed(request, answer(request, story, decision), decision)

    return view


@deciding
def rest(request: ReaderRequest, story: Story, decision: Decision) -> HttpResponse:
    """Answer a page that asks for the rest of its story: by it, or by the wall."""
    return _fragment((_rest if decision.opens else on_the_story.wall)(request, story, decision))


@deciding
def whole(request: ReaderRequest, story: Story, decision: Decision) -> HttpResponse:
    """Answer without a script: by the page of the whole story, or by its open part and the wall."""
    return _page(request, story, decision)


@require_safe
def gift(request: ReaderRequest, token: str) -> HttpResponse:
    """Open a story to whoever has its link; one that ran out or was taken back leads to the open part."""
    given = queries.gift_of(request.paper.key, token)
    if given is None:
        raise Http404("nobody gave this")
    story = queries.closed_story(request.paper.key, given.story_id)
    if story is None or not queries.runs(given):
        response: HttpResponse = HttpResponseRedirect(given.story.path or "/")
        response.headers["Cache-Control"] = "no-store"
        return response
    return _page(request, story, Decision(Because.GIFT))


def _closed(request: ReaderRequest, pk: int) -> Story:
    story = queries.closed_story(request.paper.key, pk)
    if story is None:
        raise Http404("no such story has a part that not everybody reads")
    return story


def _is_only_looking_ahead(request: ReaderRequest) -> bool:
    """Tell whether a browser fetches what its reader may never open; that is not counted."""
    return "prefetch" in request.headers.get("sec-purpose", "") or request.method == "HEAD"


def _rest(request: ReaderRequest, story: Story, decision: Decision) -> str:
    begins, paper = access.open_length(story), request.paper
    context: dict[str, Any] = {
        "body": blocks_of(story, "", stories.marks_of(story), begins=begins),
        "story": story,
        "paper": paper,
        "lite": getattr(request, "variant", None) is Variant.LITE,
        "sources": sources.render(request, story),
        "said": on_the_story.said(request, story, decision),
        "for_press": False,
    }
    return get_template("kabar/metering/rest.html").render(context)


def _fragment(html: str) -> HttpResponse:
    response = HttpResponse(html, headers={**SAFETY, "X-Robots-Tag": "noindex"})
    return printed(response, keys=[])


def _page(request: ReaderRequest, story: Story, decision: Decision) -> HttpResponse:
    """Return the page of a story as this decision has it, in the printing its reader is due."""
    request.variant = _variant(request)
    request.decision = decision  # type: ignore[attr-defined]
    shown = story if decision.opens else access.openly(story)
    context = stories.story_context(request, shown, furnished=False)
    context |= {"head": replace(context["head"], robots=NOT_INDEXED), "lite_switch": ""}
    return page(request, "kabar/stories/story.html", context, status=200 if decision.opens else 402)


def _variant(request: ReaderRequest) -> Variant:
    if request.GET.get("is") == Variant.LITE:
        return Variant.LITE
    return Variant.MEMBER if entitled(reader_of(request), AD_FREE) else Variant.ADS


def _handed(request: ReaderRequest, response: HttpResponse, decision: Decision) -> HttpResponse:
    """Let the meter go on, and hand a reader the pass with which the gate opens the next story by itself."""
    decision.keep(request, response)
    if session_of(request) is not None:
        passes.hand_over(request, response)
    return response
