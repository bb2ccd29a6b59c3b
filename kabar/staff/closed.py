"""The parts of Wagtail's admin that a newsroom has no use for: their addresses lead nowhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found
from wagtail.admin.auth import require_admin_access

#: The tree of pages, documents, collections, workflows, groups, reports, what is there for trying out, and
#: what Wagtail asks when many pictures are sent: the library asks it at addresses of its own.
CLOSED = (
    r"^pages/",
    r"^choose-page/(?:\d+/|search/|chosen-multiple/)?$",
    r"^documents/",
    r"^collections/",
    r"^workflows/",
    r"^groups/",
    r"^reports/",
    r"^snippets/$",
    r"^images/\d+/generate_url/",
    r"^images/multiple/(?:\d+|create_from_uploaded_image|delete_upload)/",
    r"^api/",
    r"^failwhale/",
    r"^test404/",
)


@require_admin_access
def nothing_here(request: HttpRequest, **_address: str) -> HttpResponse:
    """Answer as an address that was never there."""
    return page_not_found(request, None, template_name="wagtailadmin/404.html")
