"""What the story form asks while someone writes."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kabar.stories import checklist
from kabar.stories.checklist import Finding, Weight
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.markup.setting import Block
from kabar.stories.models import Story
from kabar.stories.permissions import must
from kabar.writing import queries, services
from kabar.writing.counting import minutes, words_of
from kabar.writing.drafts import asked_about, in_the_form
from kabar.writing.links import links_of
from kabar.writing.paste.blocks import Pasted, from_html, from_text

#: How much may be pasted at once, in characters; a long report of two hundred pages is a fifth of it.
MOST = 5_000_000
NAMED = 3
KEY = re.compile(r"[0-9a-f]{32}")


@require_POST
def paste(request: HttpRequest) -> JsonResponse:
    """Turn a clipboard into blocks as the form wants them; write nothing."""
    must(request.user, "add", None)
    html, text = request.POST.get("html", ""), request.POST.get("text", "")
    if len(html) > MOST:
        return JsonResponse({"error": _("Too much to paste at once; paste it in parts.")}, status=413)
    pasted = from_html(html)
    if not pasted.blocks:
        pasted = Pasted(from_text(text).blocks, pasted.missing)
    return JsonResponse(
        {
            "inline": pasted.inline,
            "blocks": [_form_state(block) for block in pasted.blocks],
            "message": _told(pasted),
        }
    )


def _form_state(block: Block) -> dict[str, Any]:
    kind = Story._meta.get_field("body").stream_block.child_blocks[block["type"]]
    return {
        "type": block["type"],
        "value": kind.get_form_state(kind.to_python(block["value"])),
        "id": str(uuid4()),
    }


def _told(pasted: Pasted) -> str:
    """Say what was pasted, and name the pictures that have to be brought by hand."""
    number = len(pasted.blocks)
    said = ngettext("%d block pasted.", "%d blocks pasted.", number) % number
    if not pasted.missing:
        return said
    names = ", ".join(f"“{name}”" for name in pasted.missing if name)[: NAMED * 90]
    many = len(pasted.missing)
    left = ngettext(
        "%d picture did not come along; upload it: %s",
        "%d pictures did not come along; upload them: %s",
        many,
    )
    return f"{said} {(left % (many, names)).rstrip(': ')}"


@require_POST
def findings(request: NewsroomRequest) -> JsonResponse:
    """Return what the checks see in the draft as it stands in the form, and keep nothing of it."""
    story = asked_about(request)
    draft = in_the_form(request, story)
    if draft is None:
        return JsonResponse({"incomplete": True})
    waiting = services.ask_links(links_of(draft))
    seen = queries.left(checklist.findings(draft), queries.put_aside(story))
    words = words_of(draft)
    return JsonResponse(
        {
            "findings": [_as_data(finding) for finding in seen],
            "said": _how_many(len(seen)),
            "links_asked": waiting,
            "words": words,
            "minutes": minutes(words),
        }
    )


def _as_data(finding: Finding) -> dict[str, Any]:
    return {
        "key": queries.key_of(finding),
        "message": finding.message,
        "blocks": finding.weight is Weight.BLOCKS,
        "field": finding.field,
        "block": finding.block,
    }


def _how_many(number: int) -> str:
    return ngettext("%d note.", "%d notes.", number) % number if number else ""


@require_POST
def put_aside(request: NewsroomRequest) -> HttpResponse:
    """Put a finding of a story aside, for everyone who writes on it."""
    story = asked_about(request)
    key = request.POST.get("key", "")
    if story.pk is None or not KEY.fullmatch(key):
        return JsonResponse({"error": _("Nothing was put aside.")}, status=400)
    services.put_aside(story, key, by=request.user)
    return HttpResponse(status=204)
