"""Hands originals and newsroom renditions to those who are signed in; readers never come here."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

#: What is handed out, by the end of its name; anything else answers as if it were not there.
KINDS = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".vtt": "text/vtt",
    ".webm": "video/webm",
    ".webp": "image/webp",
}


@require_safe
@require_admin_access
def newsroom_file(request: HttpRequest, name: str) -> FileResponse:
    """Answer with a picture of the store, to be kept by this browser only."""
    kind = PurePosixPath(name).suffix.lower()
    if kind not in KINDS or name.startswith("."):
        raise Http404
    try:
        opened = default_storage.open(name)
    except (OSError, SuspiciousFileOperation, ValueError):
        raise Http404 from None
    response = FileResponse(opened, content_type=KINDS[kind])
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
