"""What the second of two who write on one story is told before they cover the first one's version."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from kabar.masthead.printed_time import exactly

#: Sent by who has read in the browser that somebody kept a newer version, and goes on.
KNOWING = "over_newer_version"


def would_cover(view: Any) -> bool:
    """Tell whether a form that was sent in full is older than what is kept, and its writer was not told."""
    if view.expects_json_response or KNOWING in view.request.POST:
        return False
    # A form that missed its answers is newer than what it kept by itself.
    return bool(view.is_out_of_date and not view.was_told_nothing)


def warning(view: Any) -> str:
    """Say whose version it would cover; the form comes back as it was filled in, opened on the newest one."""
    newest = view.latest_revision
    return format_html(
        _(
            "{who} kept a newer version of this story at {hour}, while you were writing. Yours is not "
            "kept yet: keep it again to put it on top. The other one stays in the history."
        ),
        who=newest.user or _("Somebody"),
        hour=exactly(newest.created_at, view.object.place_zone_of_paper()),
    )
