"""What a page asks once it is open: who is signed in, what they saved and have not read, what they may."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, HttpResponseForbidden, JsonResponse
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST, require_safe

from kabar import clock
from kabar.masthead.asking import ReaderRequest
from kabar.readers import bookmarks, queries
from kabar.readers.door import passes, sessions
from kabar.readers.models import Reader
from kabar.readers.signing import COOKIE, reader_of

#: A shelf that a device sends is not longer than the one it keeps.
AT_ONCE = 200


@require_safe
def me(request: ReaderRequest) -> HttpResponse:
    """Answer with the few things a page says to its reader alone, and with a fresh pass."""
    reader = reader_of(request)
    if reader is None:
        return _stranger(request)
    answer = JsonResponse(_about(request, reader))
    sessions.keep_alive(request, answer)
    passes.hand_over(request, answer)
    return answer


@require_safe
def pass_(request: ReaderRequest) -> HttpResponse:
    """Answer the newsstand, which asks for a reader whose pass has run out, by the pass alone."""
    answer = HttpResponse(status=204)
    passes.hand_over(request, answer)
    return answer


@require_POST
def saved(request: ReaderRequest) -> HttpResponse:
    """Take in what was put on a shelf or taken from it on a device; answer with the shelf."""
    reader = reader_of(request)
    if reader is None:
        return HttpResponseForbidden()
    try:
        said = json.loads(request.body)
        added, dropped = (_paths(said.get(name, [])) for name in ("add", "drop"))
    except (ValueError, AttributeError, TypeError):
        return JsonResponse({"wrong": 'send {"add": [paths], "drop": [paths]}'}, status=422)
    bookmarks.save(reader, added)
    bookmarks.drop(reader, dropped)
    return JsonResponse({"saved": bookmarks.shelf(reader)})


def _about(request: ReaderRequest, reader: Reader) -> dict[str, Any]:
    due = passes.due_to(reader)
    return {
        "id": salted_hmac("kabar.readers.me", str(reader.pk), algorithm="sha256").hexdigest()[:16],
        "name": reader.name or reader.email.partition("@")[0],
        "saved": bookmarks.shelf(reader),
        "unread": bookmarks.unread(reader),
        "entitlements": sorted(queries.entitlements(reader)),
        "pass": int((due.until - clock.now()).total_seconds()) if due else None,
        "token": get_token(request),
    }


def _stranger(request: ReaderRequest) -> HttpResponse:
    """Tell a browser that nobody is signed in there, and take back what says somebody was."""
    answer = JsonResponse({"id": None})
    for name in (COOKIE, sessions.KNOWN, passes.COOKIE):
        if name in request.COOKIES:
            answer.delete_cookie(name, samesite="Lax")
    return answer


def _paths(said: Any) -> list[str]:
    if not isinstance(said, list):
        raise TypeError
    return [path for path in said if isinstance(path, str) and "\0" not in path][:AT_ONCE]
