"""What the story form asks while someone writes."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kabar.stories.markup.setting import Block
from kabar.stories.models import Story
from kabar.stories.permissions import must
from kabar.writing.paste.blocks import Pasted, from_html, from_text

#: How much may be pasted at once, in characters; a long report of two hundred pages is a fifth of it.
MOST = 5_000_000
NAMED = 3


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
