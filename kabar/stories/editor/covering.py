"""Keeps the second of two who write on one story from covering the first one's version unawares."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from kabar.masthead.printed_time import exactly
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story

#: Sent by who has read in the browser that somebody kept a newer version, and goes on.
KNOWING = "over_newer_version"


class AsksBeforeCovering:
    """A form opened on an older version is kept only by who was told of the newer one."""

    request: NewsroomRequest
    object: Story
    is_out_of_date: bool
    #: Then what is newer is the form's own, kept by itself.
    was_told_nothing: bool
    expects_json_response: bool
    latest_revision: Any

    def is_valid(self, form: Any) -> bool:
        """Send the form back once, as it was filled in; it then counts as opened on the newest version."""
        valid: bool = super().is_valid(form)  # type: ignore[misc]
        if not valid or self.expects_json_response or self.was_told_nothing or KNOWING in self.request.POST:
            return valid
        if not self.is_out_of_date:
            return valid
        self.produced_error_code = "invalid_revision"
        self.produced_error_message = self._told()
        return False

    def _told(self) -> str:
        newest = self.latest_revision
        return format_html(
            _(
                "{who} kept a newer version of this story at {hour}, while you were writing. Yours is not "
                "kept yet: keep it again to put it on top. The other one stays in the history."
            ),
            who=newest.user or _("Somebody"),
            hour=exactly(newest.created_at, self.object.place_zone_of_paper()),
        )
